"""Versions of records that cross between desks: how one is written, what is held, what changed.

A version is named by the hash of its line. What a desk made of it is remembered by a hash of its
content alone, so that a desk knows whether the record was changed here since it crossed.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.exporting import kind_lines
from desktop.exchange.kinds import KINDS
from desktop.exchange.record_lines import write_records
from desktop.exchange.sealed.deciding import Held
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.payload import SealedRecord, line_hash
from desktop.formlib.model import Form
from desktop.records.record import DONE
from desktop.store.models import Passage, Record, Revision, Waiting

BESIDE: Mapping[str, tuple[str, ...]] = {
    "place": ("type", "id", "scheme", "name"),
    "person": ("type", "id", "name", "kind"),
    "dog": ("type", "id", "name", "kind", "status"),
    "meeting": (
        "type",
        "id",
        "scheme",
        "on_date",
        "name",
        "status",
        "theme",
        "chosen_how",
        "population",
        "attendance",
        "complete",
    ),
}
"""What travels of the things that a record names, for a desk that does not know them."""

MOST_BESIDE = 200

# What is said of a version beside what a line of a desk file says.
EXTRAS = ("form_version", "reason", "beside", "again")
_KEPT = (
    "type",
    "id",
    "form",
    "status",
    "sitting",
    "purpose",
    "source",
    "on_paper",
    "typed_by",
    "created_at",
    "finished_at",
    "meeting",
    "slot",
    "answers",
    "unread",
)
_CONTENT = (
    "form",
    "status",
    "sitting",
    "purpose",
    "source",
    "on_paper",
    "typed_by",
    "meeting",
    "answers",
    "unread",
)

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What of a record crossed, oldest first, and the hashes of versions that wait here."""

    passages: tuple[Passage, ...]
    asked: frozenset[str]

    @property
    def last(self) -> Passage | None:
        """Give the passage after which the record stood as it crossed."""
        return next((one for one in reversed(self.passages) if one.local_hash), None)

    @property
    def continued(self) -> tuple[str, ...]:
        """Give the hashes of all versions that what is here continues, oldest first."""
        found = (name for one in self.passages for name in (*one.builds_on, one.hash))
        return tuple(dict.fromkeys(found))


def bare_lines(
    session: Session, forms: Mapping[str, Form], ids: Collection[str]
) -> dict[str, dict[str, object]]:
    """Give records as lines without what each desk works out or keeps for itself, by id."""
    found: dict[str, dict[str, object]] = {}
    for line in write_records(session, forms, hand_over=True, only=ids):
        form = forms.get(str(line["form"]))
        bare = {key: line[key] for key in _KEPT if key in line}
        if bare.get("status") in DONE:
            bare["status"] = "finished"
        if form is not None:
            bare["answers"] = without_worked_out(form, line["answers"])
        found[str(line["id"])] = bare
    return found


def content_hash(line: Line) -> str:
    """Give the hash of what a record says, wherever it stands and whatever goes with it."""
    return line_hash({key: line[key] for key in _CONTENT if key in line})


def known_of(session: Session, ids: Collection[str]) -> dict[str, Known]:
    """Give what crossed of these records, by id; those of which nothing did are in it too."""
    passages: dict[str, list[Passage]] = {id_: [] for id_ in ids}
    query = select(Passage).where(Passage.record_id.in_(ids)).order_by(Passage.id)
    for one in session.scalars(query):
        passages[one.record_id].append(one)
    asked: dict[str, set[str]] = {id_: set() for id_ in ids}
    waits = select(Waiting).where(Waiting.record_id.in_(ids), Waiting.settled_on.is_(None))
    for row in session.scalars(waits):
        version = version_of(row)
        asked[row.record_id] |= {version.hash, *version.builds_on}
    return {id_: Known(tuple(passages[id_]), frozenset(asked[id_])) for id_ in ids}


def version_of(row: Waiting) -> SealedRecord:
    """Give the version that waits for a person."""
    return SealedRecord.from_fields(Fields(row.payload).inner("version"))


def held_of(known: Known, here: Line | None, incoming: SealedRecord) -> Held | None:
    """Give what is held of a record for the decision; None where it may come in as a new one.

    `here` is its bare line, None where the record is gone: then only what is known of it is held.
    """
    last, names = known.last, {*known.continued, *known.asked}
    if here is None:
        # What was here once and was erased does not come back by an old file.
        gone = incoming.hash in names
        return Held(0, "", frozenset(names), changed_here=False) if gone else None
    now = content_hash(here)
    return Held(
        number=last.number if last is not None else 0,
        hash=last.hash if last is not None else "",
        known=frozenset(names - {last.hash if last is not None else ""}),
        changed_here=last is None or last.local_hash != now,
        here=incoming.hash if content_hash(incoming.line) == now else "",
    )


def versions(
    session: Session, forms: Mapping[str, Form], rows: Sequence[Record]
) -> tuple[tuple[SealedRecord, str], ...]:
    """Give the versions to send of these records, each with the hash of its content."""
    ids = [row.id for row in rows]
    lines, known = bare_lines(session, forms, ids), known_of(session, ids)
    reasons, beside = _reasons(session, ids), _Beside(session, lines, rows)
    found = []
    for row in rows:
        bare = lines[row.id]
        whole: dict[str, object] = {**bare, "form_version": row.form_version}
        if row.id in reasons:
            whole["reason"] = reasons[row.id][:2_000]
        if named := beside.of(row):
            whole["beside"] = named
        one, last = known[row.id], known[row.id].last
        name, before = line_hash(whole), one.continued
        if name in before and (last is None or last.hash != name):
            # It says again what it said before: without this, it would be taken for that version.
            whole["again"] = len(one.passages)
            name = line_hash(whole)
        builds_on = tuple(hash_ for hash_ in before if hash_ != name)
        sealed = SealedRecord(row.id, row.revision, name, builds_on, whole)
        found.append((sealed, content_hash(bare)))
    return tuple(found)


def keep_passage(
    session: Session, version: SealedRecord, direction: str, parcel_id: str, local_hash: str
) -> None:
    """Keep that a version crossed; one that crossed before belongs to this parcel from now on.

    With "" as `local_hash` it is known, but not what is here.
    """
    query = select(Passage).where(Passage.record_id == version.id, Passage.hash == version.hash)
    row = session.scalars(query).one_or_none()
    if row is None:
        row = Passage(
            record_id=version.id,
            number=version.number,
            hash=version.hash,
            builds_on=list(version.builds_on),
            direction=direction,
        )
        session.add(row)
    row.parcel_id, row.local_hash = parcel_id, local_hash
    session.flush()


def without_worked_out(form: Form, answers: object) -> dict[str, object]:
    """Give answers without those that each desk works out anew."""
    worked_out = {one.id for one in form.calculates}
    given = answers if isinstance(answers, Mapping) else {}
    return {name: value for name, value in given.items() if name not in worked_out}


def _reasons(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Give why each record was changed last."""
    query = (
        select(Revision.record_id, Revision.reason)
        .where(Revision.record_id.in_(ids))
        .order_by(Revision.record_id, Revision.number)
    )
    return {record: reason for record, reason in session.execute(query) if reason}


class _Beside:
    """The lines of what some records name, read once for all of them."""

    def __init__(self, session: Session, lines: Mapping[str, Line], rows: Sequence[Record]) -> None:
        self._named = {
            row.id: {*_texts([lines[row.id].get("answers"), row.place_id]), *row.people}
            | ({row.meeting_id} if row.meeting_id else set())
            for row in rows
        }
        every = sorted(set().union(*self._named.values()))
        self._lines = {
            str(one["id"]): {key: one[key] for key in keys if key in one}
            for type_, keys in BESIDE.items()
            for one in kind_lines(session, KINDS[type_], KINDS[type_].table.c.id.in_(every))
        }

    def of(self, row: Record) -> list[dict[str, object]]:
        named = sorted(self._named[row.id] & self._lines.keys())
        return [self._lines[id_] for id_ in named][:MOST_BESIDE]


def _texts(value: object) -> Iterable[str]:
    """Give every text in some answers: those that are ids of something name it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
