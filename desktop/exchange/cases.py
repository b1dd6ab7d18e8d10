"""A force's list of cases: a fixed CSV, one case a row, becomes prepared records of a meeting.

The columns are the questions asked before the meeting, by id, short name or question. Cells hold
what people write: a choice by its words or its code, several with semicolons between, a date as
it is typed. All rows are taken in or none.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.typed import Unreadable
from desktop.formlib.types import TYPES, UNKNOWNS, Setting, read
from desktop.records.drafts import new_draft, save_draft
from desktop.store import models

_LARGEST = 5_000_000
_MOST_CASES = 500
_NOT_IN_A_CELL = ("rows", "note", "person", "people", "register")


class CasesError(UserError):
    """A list of cases that cannot be used: which row and column, and why."""

    def __init__(self, reason: str, row: int = 0, column: str = "") -> None:
        """Word the refusal; `row` counts from 1 with the header."""
        place = f"Row {row}" + (f", “{column}”" if column else "") if row else "The list of cases"
        super().__init__(f"{place}: {reason}.", "Nothing was taken in. Correct it and try again.")
        self.row = row


@dataclass(frozen=True, slots=True)
class Added:
    """The records made from a list, and how many cases of it the meeting had already."""

    records: tuple[str, ...]
    there: int


def case_fields(form: Form) -> tuple[Field, ...]:
    """Give the questions that a list of cases may answer: those asked before the meeting."""
    return tuple(
        item
        for section in form.sections
        if section.sitting == 1
        for item in section.fields
        if item.type not in _NOT_IN_A_CELL
    )


def template(form: Form) -> bytes:
    """Give an empty list with its columns, for the force to fill in (opens in a spreadsheet)."""
    out = io.StringIO(newline="")
    csv.writer(out).writerow([item.id for item in case_fields(form)])
    return out.getvalue().encode("utf-8-sig")


def read_cases(path: Path, form: Form, office: Office) -> tuple[Mapping[str, object], ...]:
    """Read a list of cases into answers. Raises CasesError for the first cell that is wrong."""
    rows = _rows(path)
    if not rows:
        raise CasesError("it is empty")
    columns = [_column(form, name) for name in rows[0]]
    if not any(columns):
        known = ", ".join(item.id for item in case_fields(form))
        raise CasesError(f"its first row names none of the columns: {known}", 1)
    ids = [item.id for item in columns if item is not None]
    if len(set(ids)) != len(ids):
        raise CasesError("a column is there twice", 1)
    cases = [
        _case(form, columns, cells, number, office)
        for number, cells in enumerate(rows[1:], 2)
        if any(cell.strip() for cell in cells)
    ]
    if len(cases) > _MOST_CASES:
        raise CasesError(f"it has more than {_MOST_CASES} cases")
    return tuple(cases)


def add_cases(
    session: Session,
    form: Form,
    meeting: str,
    cases: Sequence[Mapping[str, object]],
    *,
    office: Office,
    who: str,
) -> Added:
    """Put cases on a meeting's list as prepared records; one with a reference there already stays.

    Raises NotHere when the meeting is gone.
    """
    query = select(models.Record.reference).where(
        models.Record.meeting_id == meeting, models.Record.status != "binned"
    )
    there = set(session.scalars(query)) - {""}
    added: list[str] = []
    known = 0
    for answers in cases:
        if str(answers.get(form.header.reference, "")) in there:
            known += 1
            continue
        draft = new_draft(session, form, office=office, who=who, meeting=meeting)
        both = {**draft.answers, **answers}
        save_draft(session, form, draft.id, both, {}, office=office, version=draft.version)
        there.add(str(both.get(form.header.reference, "")))
        added.append(draft.id)
    return Added(tuple(added), known)


def _rows(path: Path) -> list[list[str]]:
    try:
        if path.stat().st_size > _LARGEST:
            raise CasesError("it is larger than a list of cases can be")
        raw = path.read_bytes()
    except OSError as error:
        raise CasesError(f"it cannot be read ({error.strerror})") from None
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise CasesError("it is a spreadsheet; save it as CSV first")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What a spreadsheet on Windows writes when it is asked for plain CSV.
        text = raw.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise CasesError("it is not a text file")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        raise CasesError("its quotation marks do not match") from None


def _column(form: Form, name: str) -> Field | None:
    """Find the question a column answers; one that answers none is passed over."""
    wanted = name.strip().casefold()
    for item in case_fields(form):
        if wanted in (item.id, item.short.casefold(), item.ask.casefold()) and wanted:
            return item
    return None


def _case(
    form: Form,
    columns: Sequence[Field | None],
    cells: Sequence[str],
    number: int,
    office: Office,
) -> Mapping[str, object]:
    answers: dict[str, object] = {}
    for item, cell in zip(columns, cells, strict=False):
        if item is None or not cell.strip():
            continue
        try:
            answers[item.id] = _answer(form, item, cell.strip(), office)
        except Unreadable as error:
            raise CasesError(str(error).rstrip("."), number, item.name) from None
    return answers


def _answer(form: Form, item: Field, cell: str, office: Office) -> object:
    for code in item.unknowns:
        if cell.casefold() in (code, UNKNOWNS[code].casefold()):
            return {"unknown": code}
    at = Setting(form, item, office)
    if item.type == "place":
        return _named(cell, office)
    if not TYPES[item.type].chooses:
        return read(cell, at)
    if item.type in ("choices", "topics"):
        return [_choice(form, item, part.strip(), office) for part in cell.split(";")]
    return _choice(form, item, cell, office)


def _choice(form: Form, item: Field, cell: str, office: Office) -> str:
    entries = office.options(form, item).entries
    wanted = cell.casefold()
    for entry in entries:
        if wanted in (entry.code.casefold(), entry.label.casefold()):
            return entry.code
    known = "; ".join(entry.label for entry in entries[:12])
    raise Unreadable(f"“{cell[:40]}” is none of the choices: {known}")


def _named(cell: str, office: Office) -> str:
    found = [id_ for id_, name in office.names.items() if name.casefold() == cell.casefold()]
    if len(found) != 1:
        raise Unreadable(f"there is no place “{cell[:40]}”")
    return found[0]
