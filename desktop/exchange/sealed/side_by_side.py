"""Two versions of one record side by side, answer by answer, and what comes of choosing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.typed import say_day
from desktop.formlib.types import Setting, show
from desktop.store.models import Meeting

STATUS, MEETING = "_status", "_meeting"
_REASONS = "_why"
_VISITS = "when_finished"
_NOTHING = "Left empty"
_NO_ROW = "Not there"
_STANDS = {"finished": "Finished", "open": "Being written", "draft": "Being written"}
_SHOWN_OF_AN_IDENTIFIER = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One version: answers with identifiers, what was not read, where it stands."""

    answers: Mapping[str, object]
    unread: Mapping[str, str]
    status: str
    meeting_id: str | None


@dataclass(frozen=True, slots=True)
class Pair:
    """One answer in both versions, as people read it.

    `key` is a field, "group/row" for a row, or what stands beside the answers. Identifiers show
    their end only.
    """

    key: str
    label: str
    here: str
    came: str
    differs: bool


def pairs_of(
    session: Session, form: Form, here: Side, came: Side, office: Office
) -> tuple[Pair, ...]:
    """Give all answers of two versions in the order they are asked."""
    found = [*_beside(session, form, here, came)]
    for item in form.fields.values():
        if item.type == "rows":
            found += _rows(form, item, here, came, office)
        elif item.type != "note":
            found += _one(form, item, here, came, office)
    return tuple(found)


def chosen(form: Form, here: Side, came: Side, taken: frozenset[str]) -> Side:
    """Give the version in which the pairs `taken` are as they came and all others as here."""
    answers, unread = dict(here.answers), dict(here.unread)
    for item in form.fields.values():
        if item.type == "rows":
            rows = _chosen_rows(item.id, here, came, taken)
            answers.pop(item.id, None)
            if rows or item.id in here.answers or item.id in came.answers:
                answers[item.id] = rows
            for key in {*here.unread, *came.unread}:
                group, _, rest = key.partition("/")
                if group == item.id and f"{group}/{rest.partition('/')[0]}" in taken:
                    _put(unread, key, came.unread.get(key))
        elif item.id in taken:
            _put(answers, item.id, came.answers.get(item.id))
            _put(unread, item.id, came.unread.get(item.id))
    why = {**_dict(came.answers.get(_REASONS)), **_dict(here.answers.get(_REASONS))}
    if why:
        answers[_REASONS] = why
    return Side(
        answers,
        unread,
        came.status if STATUS in taken else here.status,
        came.meeting_id if MEETING in taken else here.meeting_id,
    )


def _one(form: Form, item: Field, here: Side, came: Side, office: Office) -> Iterator[Pair]:
    both = [(one.answers.get(item.id), one.unread.get(item.id)) for one in (here, came)]
    if both == [(None, None), (None, None)]:
        return
    first, second = (_shown(form, item, value, typed, office) for value, typed in both)
    yield _pair(item.id, item.name, first, second, differs=both[0] != both[1])


def _rows(form: Form, item: Field, here: Side, came: Side, office: Office) -> Iterator[Pair]:
    ours, theirs = rows_of(here, item.id), rows_of(came, item.id)
    one = form.rows[item.id].one
    for number, id_ in enumerate(dict.fromkeys((*ours, *theirs)), 1):
        key = f"{item.id}/{id_}"
        unread = [_within(side.unread, key) for side in (here, came)]
        first, second = (
            _row_words(form, item.id, rows.get(id_), typed, office)
            for rows, typed in zip((ours, theirs), unread, strict=True)
        )
        differs = (ours.get(id_), unread[0]) != (theirs.get(id_), unread[1])
        label = f"{one[:1].upper()}{one[1:]} {number}"
        yield _pair(key, label, first, second, differs=differs)


def _pair(key: str, label: str, here: str, came: str, *, differs: bool) -> Pair:
    """Make a pair; where only what is not shown differs, that is said."""
    hidden = differs and here == came
    return Pair(key, label, here, f"{came}\n(not the same)" if hidden else came, differs=differs)


def _beside(session: Session, form: Form, here: Side, came: Side) -> Iterator[Pair]:
    moved = here.status != came.status
    if moved and (form.counts != _VISITS or here.status == "binned"):
        first, second = (_STANDS.get(one.status, "In the bin") for one in (here, came))
        yield Pair(STATUS, "Where it stands", first, second, differs=True)
    if here.meeting_id != came.meeting_id:
        first, second = (_meeting(session, one.meeting_id) for one in (here, came))
        yield Pair(MEETING, "Meeting", first, second, differs=True)


def rows_of(side: Side, group: str) -> dict[str, Mapping[str, object]]:
    """Give the rows of a group by their ids, in order."""
    rows = side.answers.get(group)
    return {str(row["id"]): row for row in rows} if isinstance(rows, list) else {}


def _chosen_rows(
    group: str, here: Side, came: Side, taken: frozenset[str]
) -> list[Mapping[str, object]]:
    ours, theirs = rows_of(here, group), rows_of(came, group)
    found = []
    for id_ in dict.fromkeys((*ours, *theirs)):
        row = (theirs if f"{group}/{id_}" in taken else ours).get(id_)
        if row is not None:
            found.append(row)
    return found


def _row_words(
    form: Form,
    group: str,
    row: Mapping[str, object] | None,
    unread: Mapping[str, str],
    office: Office,
) -> str:
    if row is None:
        return _NO_ROW
    lines = []
    for inner in form.rows[group].fields:
        value, typed = row.get(inner.id), unread.get(inner.id)
        if value is not None or typed:
            lines.append(f"{inner.name.rstrip('?')}: {_shown(form, inner, value, typed, office)}")
    return "\n".join(lines) or _NOTHING


def _shown(form: Form, item: Field, value: object, typed: str | None, office: Office) -> str:
    if typed:
        said = _masked(typed) if item.identifier else typed
        return f"“{said}”, which could not be read"
    words = show(value, Setting(form, item, office))
    if item.identifier and words and not isinstance(value, dict):
        return _masked(words)
    return words or _NOTHING


def _masked(words: str) -> str:
    """Show the end of an identifier: enough to tell two apart, too little to find somebody."""
    hidden = len(words) > 2 * _SHOWN_OF_AN_IDENTIFIER
    return f"•••{words[-_SHOWN_OF_AN_IDENTIFIER:]}" if hidden else "•••"


def _within(unread: Mapping[str, str], row: str) -> dict[str, str]:
    start = f"{row}/"
    return {
        key.removeprefix(start): typed for key, typed in unread.items() if key.startswith(start)
    }


def _meeting(session: Session, id_: str | None) -> str:
    row = session.get(Meeting, id_) if id_ else None
    if row is None:
        return "None"
    return ", ".join(filter(None, (row.name, say_day(row.on_date.isoformat()))))


def _put(into: dict[str, object] | dict[str, str], key: str, value: object) -> None:
    if value is None:
        into.pop(key, None)
    else:
        into[key] = value  # type: ignore[assignment]


def _dict(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
