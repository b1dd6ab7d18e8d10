"""Records and stubs in desk files: answers are checked by their form, as if typed here."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.columns import allowed, from_column, to_column
from desktop.exchange.kinds import table_of
from desktop.exchange.lines import Line, Wrong
from desktop.exchange.naming import Ids, Names, canonical
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.problems import problems
from desktop.formlib.settle import settle
from desktop.formlib.types import Setting, fault_of
from desktop.records import drafts, identifiers
from desktop.records.drafts import touched
from desktop.records.finishing import take_in
from desktop.records.header import day
from desktop.records.office import office_on
from desktop.records.roles import whose_desk
from desktop.store import models

_MOST_REMARKS = 200
_UNFINISHED = ("draft", "open", "stub")
_ON_THE_WAY = ("finished", "sent")
# Worked out again from the answers, so they do not travel.
_WORKED_OUT = (
    "id",
    "form",
    "scheme",
    "form_version",
    "place_id",
    "on_date",
    "counted_on",
    "counted_by",
    "people",
    "version",
    "salt",
    "answers",
    "unread",
    "meeting_id",
    "slot_id",
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says of a record: columns, answers by ids of this desk, what was not read."""

    form: Form
    columns: dict[str, Any]
    answers: Mapping[str, object]
    unread: Mapping[str, str]
    office: Office


class RecordLines:
    """Takes the records of one file in; `remarks` grows with what somebody should look at."""

    def __init__(self, session: Session, forms: Mapping[str, Form], names: Names) -> None:
        """Begin a file."""
        self._session = session
        self._forms = forms
        self._names = names
        self._ids = Ids()
        self._offices: dict[date, Office] = {}
        self._here: set[str] | None = None
        me = whose_desk(session)
        self._at_office = me is not None and me.role == "coordinator"
        self.remarks: list[str] = []

    def take(self, line: Line, id_: str) -> str:
        """Take one record in. Gives "added", "unchanged" or "kept"; raises DeskFileError."""
        said = self.read(line, id_)
        if self._here is None:
            self._here = set(self._session.execute(select(models.Record.id)).scalars())
        if id_ in self._here:
            return self._compare(said.form, id_, said.answers)
        self._here.add(id_)
        row = models.Record(id=id_, form=said.form.id, scheme=said.form.scheme)
        self._session.add(row)
        self._put(row, said, said.columns)
        return "added"

    def replace(self, line: Line, id_: str) -> None:
        """Put what a line says in the place of what a record says here. Raises DeskFileError.

        What is here is the caller's to keep. A record stays with its slot where the line names
        none, and where its form was another one it is refused.
        """
        row = self._session.get_one(models.Record, id_)
        said = self.read(line, id_)
        if said.form.id != row.form:
            raise line.refuse("it is a record of another form here")
        stays = {"source": "", "on_paper": False, "meeting_id": None, "slot_id": row.slot_id}
        self._put(row, said, stays | said.columns)
        touched(row)

    def read(self, line: Line, id_: str) -> Said:
        """Read and check what a line says of a record; nothing is kept. Raises DeskFileError."""
        form = self._forms.get(str(line.data.get("form")))
        if form is None:
            raise line.refuse(f"there is no form “{str(line.data.get('form'))[:40]}” here")
        try:
            columns = self._columns(line)
            answers = self._answers(form, line.data, id_)
            unread = _texts(line.data.get("unread", {}))
        except Wrong as error:
            raise line.refuse(str(error)) from None
        office = self._office(day(answers.get(form.header.date_field)) or clock.today())
        values = self._settled(form, line, columns["status"], answers, unread, office)
        if self._at_office and columns["status"] in _ON_THE_WAY:
            columns["status"] = "filed"  # the office has it now
        return Said(form, columns, values, unread, office)

    def _put(self, row: models.Record, said: Said, columns: Mapping[str, Any]) -> None:
        apart = identifiers.take_out(said.form, said.answers, said.unread)
        for name, value in columns.items():
            setattr(row, name, value)
        row.form_version = said.form.version
        row.answers, row.unread = apart.answers, apart.unread
        self._session.flush()
        identifiers.keep(self._session, row.id, apart.identifiers)
        if row.status in _UNFINISHED:
            drafts.place_beside(self._session, said.form, row, apart.answers, said.office)
        else:
            row.finished_at = row.finished_at or clock.now()
            take_in(self._session, said.form, row.id, said.office)

    def _columns(self, line: Line) -> dict[str, Any]:
        """Read what a line says of the record beside its answers."""
        table = table_of(models.Record)
        words = allowed(table)
        columns: dict[str, Any] = {"status": "stub" if line.type == "stub" else "filed"}
        known = {c.name: c for c in table.columns if c.name not in _WORKED_OUT}
        scheme = self._forms[str(line.data["form"])].scheme
        for key, value in line.data.items():
            if key in ("id", "form", "answers", "unread"):
                continue
            if key == "meeting":
                columns["meeting_id"] = self._names.find("meeting", value, scheme)
            elif key == "slot":
                columns["slot_id"] = self._names.find("slot", value, scheme)
            elif key in known:
                columns[key] = to_column(value, known[key])
                if key in words and value is not None and value not in words[key]:
                    raise Wrong(f"“{key}” is one of: {', '.join(words[key])}")
            else:
                raise Wrong(f"a line of type “{line.type}” has no “{key}”")
        if self._forms[str(line.data["form"])].counts == "when_heard":
            columns.setdefault("hearing_no", 1)
        return columns

    def _answers(self, form: Form, data: Mapping[str, object], id_: str) -> dict[str, object]:
        """Read a line's answers: places and people by name or id, rows with or without ids."""
        given = data.get("answers")
        if not isinstance(given, dict):
            raise Wrong("“answers” is an object")
        answers: dict[str, object] = {}
        for name, value in given.items():
            item = form.fields.get(name)
            if item is None:
                if name != "_why" and not any(name == c.id for c in form.calculates):
                    raise Wrong(f"the form {form.id} has no field “{name[:40]}”")
                if name == "_why":
                    answers[name] = dict(_texts(value))
            elif item.type == "rows" and isinstance(value, list):
                answers[name] = [self._row(form, name, row, id_) for row in value]
            else:
                answers[name] = self._named(item, value, form.scheme)
        return answers

    def _row(self, form: Form, group: str, row: object, id_: str) -> object:
        if not isinstance(row, dict):
            raise Wrong(f"“{group}” is a list of objects")
        fields = {item.id: item for item in form.rows[group].fields}
        named = {
            name: self._named(fields[name], value, form.scheme) if name in fields else value
            for name, value in row.items()
        }
        return named if "id" in row else {"id": self._ids.of(group, named, id_), **named}

    def _named(self, item: Field, value: object, scheme: str) -> object:
        """Put ids in place of names where a field takes them."""
        target = {"place": "place", "person": "person", "people": "person", "register": "dog"}.get(
            item.type
        )
        if target is None or isinstance(value, dict):
            return value
        if isinstance(value, list):
            return [self._names.find(target, one, scheme) for one in value]
        return self._names.find(target, value, scheme)

    def _settled(
        self,
        form: Form,
        line: Line,
        status: str,
        answers: Mapping[str, object],
        unread: Mapping[str, str],
        office: Office,
    ) -> dict[str, object]:
        """Check the answers; a finished record is settled, a draft stays as it was typed."""
        for name, value in answers.items():
            item = form.fields.get(name)
            if item is not None and (fault := fault_of(value, Setting(form, item, office))):
                raise line.refuse(f"“{name}” {fault}")
        if status in _UNFINISHED:
            return dict(answers)
        settled = settle(form, answers, office)
        for problem in problems(form, settled, unread, office):
            if problem.kind == "stop":
                raise line.refuse(problem.say.rstrip("."))
            if problem.blocks and len(self.remarks) < _MOST_REMARKS:
                self.remarks.append(f"Line {line.number} ({form.one}): {problem.say}")
        return dict(settled.values)

    def _compare(self, form: Form, id_: str, values: Mapping[str, object]) -> str:
        row = self._session.get_one(models.Record, id_)
        kept, _ = identifiers.put_back(form, row, identifiers.kept_of(self._session, id_))
        bare = identifiers.take_out(form, values, {}).answers
        same = canonical(values) == canonical(kept) or canonical(bare) == canonical(row.answers)
        return "unchanged" if same else "kept"

    def _office(self, on: date) -> Office:
        """Give the office's data as they stood on a record's day, seen from today."""
        if on not in self._offices:
            then = office_on(self._session, on, self._forms.values())
            self._offices[on] = replace(then, on=clock.today())
        return self._offices[on]


def write_records(
    session: Session,
    forms: Mapping[str, Form],
    *,
    hand_over: bool,
    only: Collection[str] | None = None,
) -> Iterator[Mapping[str, object]]:
    """Give the lines of all records or of `only` some, oldest first.

    Their identifiers are in them only for a hand-over.
    """
    query = select(models.Record).order_by(models.Record.id).execution_options(yield_per=500)
    if only is not None:
        query = query.where(models.Record.id.in_(only))
    table = table_of(models.Record)
    names = [column.name for column in table.columns if column.name not in _WORKED_OUT]
    nothing: tuple[object, ...] = (None, "", [], {}, False)
    for row in session.scalars(query):
        said = {name: from_column(getattr(row, name)) for name in names}
        line: dict[str, object] = {"type": "record", "id": row.id, "form": row.form}
        line |= {name: value for name, value in said.items() if value not in nothing}
        line |= {"meeting": row.meeting_id} if row.meeting_id else {}
        line |= {"slot": row.slot_id} if row.slot_id else {}
        answers: Mapping[str, object] = row.answers
        unread: Mapping[str, object] = row.unread
        if hand_over and row.form in forms:
            kept = identifiers.kept_of(session, row.id)
            answers, unread = identifiers.put_back(forms[row.form], row, kept)
        line["answers"] = answers
        line |= {"unread": unread} if unread else {}
        yield line


def _texts(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
        raise Wrong("“unread” and “_why” are objects of texts")
    return value


__all__ = ["RecordLines", "write_records"]
