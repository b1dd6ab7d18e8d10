"""Taking a desk file in: all of it or nothing, twice the same as once, nothing overwritten."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from desktop.exchange.columns import allowed, empty, from_column, to_column
from desktop.exchange.kinds import KINDS, OPENED, ORDER, RECORD_TYPES, TYPES, Kind
from desktop.exchange.lines import DeskFileError, Line, Wrong, read_lines
from desktop.exchange.naming import Ids, Names
from desktop.exchange.record_lines import RecordLines
from desktop.exchange.return_lines import check_return
from desktop.exchange.setting_lines import check_setting, stays
from desktop.exchange.total_lines import check_total, two_for_one
from desktop.exchange.what_came import insist_on_desk_file
from desktop.formlib.model import Form
from desktop.store import models

_OTHER = "other"
"""The scheme of paragraphs that belong to none."""

_CHECKS: Mapping[str, Callable[[Mapping[str, object]], None]] = {
    "return": check_return,
    "setting": check_setting,
}
"""What is asked of a line beyond the types of its columns."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a desk file.

    `added` counts lines by type, where the lines' word holds also those that changed what was
    here; `unchanged` those that were here already; `kept` says which
    differ from what is here and were left alone; `remarks` what somebody should look at.
    """

    added: Mapping[str, int]
    unchanged: int
    kept: tuple[str, ...]
    remarks: tuple[str, ...]


def import_desk_file(session: Session, path: Path, forms: Mapping[str, Form]) -> ImportReport:
    """Import a desk file into an open writing session.

    Raises DeskFileError for the first line whose structure is wrong or whose answers cannot be
    true, and NoDeskFile for what is none; the caller's transaction then takes back everything.
    """
    insist_on_desk_file(path)
    return _Import(session, forms).run(list(read_lines(path)))


def import_lines(
    session: Session, lines: Iterable[Line], forms: Mapping[str, Form]
) -> ImportReport:
    """Import lines whose word holds here: the office's, on a laptop.

    Their ids stand, what differs from them here is replaced, and what a line does not say is
    emptied. What is gone from them is the caller's to remove. Raises DeskFileError.
    """
    return _Import(session, forms, replace=True).run(list(lines))


def take_named(session: Session, lines: Iterable[Line], forms: Mapping[str, Form]) -> RecordLines:
    """Take in the lines that records name, and give what takes those records in.

    What is here already stays as it is, also where its id is another one. Raises DeskFileError.
    """
    found = _Import(session, forms)
    found.run(list(lines))
    return found.records


class _Import:
    """One import: who is named, which ids are here, what came of each line so far."""

    def __init__(
        self, session: Session, forms: Mapping[str, Form], *, replace: bool = False
    ) -> None:
        self._session = session
        self._replace = replace
        self._forms = forms
        self._names = Names(session)
        self._ids = Ids()
        self.records = RecordLines(session, forms, self._names)
        self._here: dict[type, set[str]] = {}
        self._added: Counter[str] = Counter()
        self._unchanged = 0
        self._kept: list[str] = []
        self._remarks: list[str] = []
        self._totals: list[tuple[Line, Mapping[str, object]]] = []
        self._schemes = {_OTHER, *(form.scheme for form in forms.values())}

    def run(self, lines: list[Line]) -> ImportReport:
        """Name every line first, since a line may name one below it; then take them in."""
        for kind in KINDS.values():
            for one in (kind, *kind.children.values()):
                ids = self._session.execute(select(one.table.c.id)).scalars()
                self._here[one.model] = set(ids)
        self._schemes |= set(self._session.scalars(select(models.Scheme.id)))
        self._schemes |= {str(line.data.get("id")) for line in lines if line.type == "scheme"}
        named = [(line, self._name(line)) for line in lines]
        for type_ in ORDER:
            for line, id_ in named:
                if line.type == type_:
                    self._take(line, id_)
        self._remarks += two_for_one(self._session, self._totals)
        remarks = (*self._remarks, *self.records.remarks)
        return ImportReport(dict(self._added), self._unchanged, tuple(self._kept), remarks)

    def _name(self, line: Line) -> str:
        if line.type not in TYPES:
            raise line.refuse(
                f"“{line.type[:40]}” is no type of line; there are: {', '.join(TYPES)}"
            )
        given = line.data.get("id")
        if given is not None and (not isinstance(given, str) or not 0 < len(given) <= 80):
            raise line.refuse("“id” is text of up to 80 characters")
        id_ = given or self._ids.of(line.type, line.data)
        if line.type in RECORD_TYPES:
            self._names.learn("record", id_)
            return id_
        kind = KINDS[line.type]
        if id_ not in self._here[kind.model]:
            id_ = self._same_here(kind, line) or id_
        if given is not None and given != id_:
            self._names.learn(line.type, id_, given)  # other lines name it by the file's id
        scheme = str(line.data.get("scheme", ""))
        if line.type == "place":
            self._names.learn("place", id_, scheme, str(line.data.get("name")))
        elif line.type == "meeting":
            self._names.learn("meeting", id_, scheme, str(line.data.get("on_date")))
        elif line.type in ("person", "dog"):
            self._names.learn(line.type, id_, str(line.data.get("name")))
        else:
            self._names.learn(line.type, id_)
        return id_

    def _same_here(self, kind: Kind, line: Line) -> str | None:
        """Find what is here under another id but means the same: a place of the same name."""
        if not kind.natural or kind.natural == ("id",) or self._replace:
            return None
        table = kind.table
        query = select(table.c.id)
        try:
            for name in kind.natural:
                value = line.data.get(name)
                if value is None and not table.c[name].nullable:
                    value = "" if table.c[name].default is not None else value
                query = query.where(table.c[name] == to_column(value, table.c[name]))
        except Wrong as error:
            raise line.refuse(str(error)) from None
        return self._session.execute(query).scalars().first()

    def _take(self, line: Line, id_: str) -> None:
        if line.type in RECORD_TYPES:
            outcome = self.records.take(line, id_)
            self._count(line.type, outcome, line)
            return
        kind = KINDS[line.type]
        if line.type == "setting" and stays(line.data.get("key")):
            self._remarks.append(
                f"Line {line.number} (setting) is of another computer; it was passed over."
            )
            return
        try:
            row, children = self._row(kind, line.data, id_)
            if line.type in _CHECKS:
                _CHECKS[line.type](row)
            elif line.type == "entered_total":
                check_total(row, self._forms)
                self._totals.append((line, row))
        except Wrong as error:
            raise line.refuse(str(error)) from None
        outcome = self._put(kind, row)
        if self._replace:
            self._drop_children(kind, id_, {str(child["id"]) for _, child in children})
        elsewhere = line.data.get("id") not in (None, id_)  # here under an id of its own
        for child, child_row in children:
            found = self._like_here(child, child_row) if elsewhere else self._put(child, child_row)
            outcome = found if outcome == "unchanged" else outcome
        self._count(line.type, outcome, line)

    def _count(self, type_: str, outcome: str, line: Line) -> None:
        if outcome in ("added", "replaced"):
            self._added[type_] += 1
        elif outcome == "unchanged":
            self._unchanged += 1
        else:
            self._kept.append(
                f"Line {line.number} ({type_}) differs from what is here, which was kept."
            )

    def _row(
        self, kind: Kind, data: Mapping[str, object], id_: str, parent: str = ""
    ) -> tuple[dict[str, Any], list[tuple[Kind, dict[str, Any]]]]:
        """Turn a line into the columns it gives, and its children into theirs."""
        row: dict[str, Any] = {"id": id_}
        children: list[tuple[Kind, dict[str, Any]]] = []
        words = allowed(kind.table)
        scheme = self._scheme(data)
        for key, value in data.items():
            if key == "id":
                continue
            if key in kind.references:
                column, target = kind.references[key]
                row[column] = None if value is None else self._names.find(target, value, scheme)
            elif key in kind.columns:
                row[key] = self._named(kind, key, to_column(value, kind.columns[key]), scheme)
                if key in words and value not in words[key]:
                    raise Wrong(f"“{key}” is one of: {', '.join(words[key])}")
            elif key in kind.children:
                children += self._children(kind.children[key], value, id_)
            else:
                raise Wrong(f"a line of type “{kind.name}” has no “{key}”")
        self._complete(kind, row, parent)
        if row.get("scheme") and row["scheme"] not in self._schemes:
            raise Wrong(f"there is no scheme “{row['scheme'][:40]}” here or in the file")
        return row, children

    def _named(self, kind: Kind, key: str, value: object, scheme: str) -> object:
        """Put ids in place of names in a list of people and the like."""
        if key not in kind.lists or value is None:
            return value
        if not isinstance(value, list):
            raise Wrong(f"“{key}” is a list of names")
        return [self._names.find(kind.lists[key], one, scheme) for one in value]

    def _scheme(self, data: Mapping[str, object]) -> str:
        """Give the scheme in which a line's names are looked up: its own, or its form's."""
        form = self._forms.get(str(data.get("form", "")))
        return form.scheme if form is not None else str(data.get("scheme", ""))

    def _children(
        self, kind: Kind, value: object, parent: str
    ) -> Iterator[tuple[Kind, dict[str, Any]]]:
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise Wrong("a list of objects is needed under a line")
        for item in value:
            given = item.get("id")
            id_ = given if isinstance(given, str) else self._ids.of(kind.name, item, parent)
            row, _ = self._row(kind, item, id_, parent)
            yield kind, row

    @staticmethod
    def _complete(kind: Kind, row: dict[str, Any], parent: str) -> None:
        if kind.parent and parent:
            row[kind.parent] = parent
        for column in kind.table.columns:
            needed = not column.nullable and column.default is None and not column.primary_key
            if needed and column.name not in row:
                raise Wrong(f"a line of type “{kind.name}” needs “{column.name}”")
        start, end = row.get("start"), row.get("end")
        if start is not None and end is not None and end < start:
            raise Wrong("it ends before it starts")

    def _put(self, kind: Kind, row: dict[str, Any]) -> str:
        """Insert a row, or compare it with the one that is here."""
        table = kind.table
        here = self._here[kind.model]
        if row["id"] not in here:
            here.add(row["id"])
            self._add(kind, row)
            return "added"
        found = self._session.execute(select(table).where(table.c.id == row["id"])).mappings().one()
        if self._replace:
            row = {name: empty(column) for name, column in kind.columns.items()} | row
        same = all(from_column(found[name]) == from_column(row[name]) for name in row)
        if self._replace and not same:
            self._session.execute(
                update(kind.model).where(table.c.id == row["id"]).values(**row),
                execution_options={"synchronize_session": False},
            )
        if self._replace and not same:
            return "replaced"
        return "unchanged" if same else "kept"

    def _drop_children(self, kind: Kind, id_: str, kept: set[str]) -> None:
        for child in kind.children.values():
            of_it, id_column = child.table.c[child.parent] == id_, child.table.c.id
            self._session.execute(
                delete(child.model).where(of_it, id_column.not_in(kept)),
                execution_options={"synchronize_session": False},
            )

    def _like_here(self, kind: Kind, row: dict[str, Any]) -> str:
        """Say whether one like this is here. It is not added: who knew the parent first knows."""
        query = select(kind.table.c.id)
        for name, value in row.items():
            if name != "id":
                query = query.where(kind.table.c[name] == value)
        return "unchanged" if self._session.execute(query).first() else "kept"

    def _add(self, kind: Kind, row: dict[str, Any]) -> None:
        """Insert a row; one that a record of this very file opened gets what its line says."""
        opened = self._session.get(kind.model, row["id"]) if kind.name in OPENED else None
        if opened is None:
            self._session.execute(insert(kind.model).values(**row))
            return
        for name, value in row.items():
            setattr(opened, name, value)
        self._session.flush()


__all__ = ["DeskFileError", "ImportReport", "import_desk_file", "import_lines"]
