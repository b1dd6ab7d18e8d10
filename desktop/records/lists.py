"""The office's edits of the shared lists: entries added, reworded or taken out of use, with days.

A shipped list is never changed. What was chosen keeps its meaning, because an edit names the days
on which it holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.model import ChoiceList, Entry
from desktop.records.rows import data, every, in_order, kept
from desktop.store import models
from desktop.store.ids import new_id


@dataclass(frozen=True, slots=True)
class ListEdit:
    """One edit: from `start` to `end` (None: open) the entry is in use and reads `label`.

    An empty label leaves the shipped one.
    """

    id: str
    list: str
    code: str
    start: date | None
    end: date | None
    label: str
    attributes: Mapping[str, object]


def edit_entry(
    session: Session,
    list_id: str,
    code: str,
    *,
    label: str = "",
    start: date | None = None,
    end: date | None = None,
    attributes: Mapping[str, object] | None = None,
) -> ListEdit:
    """Add an entry, reword one from a day on, or (with `end`) take one out of use.

    A second edit of the same code from the same day replaces the first. Raises UserError.
    """
    in_order(start, end, "The entry")
    query = select(models.ListEdit).where(
        models.ListEdit.list == list_id, models.ListEdit.code == code
    )
    row = next((one for one in session.scalars(query) if one.start == start), None)
    if row is None:
        row = models.ListEdit(id=new_id(), list=list_id, code=code, start=start)
        session.add(row)
    row.end, row.label, row.attributes = end, label.strip(), dict(attributes or {})
    session.flush()
    return data(ListEdit, row)


def remove_edit(session: Session, id: str) -> None:
    """Take an edit back. Raises NotHere."""
    session.delete(kept(session, models.ListEdit, id, "entry"))
    session.flush()


def edits(session: Session, list_id: str) -> tuple[ListEdit, ...]:
    """Give the edits of a list, by code and day."""
    query = select(models.ListEdit).where(models.ListEdit.list == list_id)
    found = every(ListEdit, session.scalars(query))
    return tuple(sorted(found, key=lambda one: (one.code, one.start or date.min)))


def edited(session: Session, shipped: Mapping[str, ChoiceList], on: date) -> dict[str, ChoiceList]:
    """Give the lists that the office has edited, as they read on a day."""
    by_list: dict[str, dict[str, list[ListEdit]]] = {}
    query = select(models.ListEdit).order_by(models.ListEdit.id)
    for edit in every(ListEdit, session.scalars(query)):
        by_list.setdefault(edit.list, {}).setdefault(edit.code, []).append(edit)
    found = {}
    for list_id, by_code in by_list.items():
        base = shipped.get(list_id, ChoiceList(list_id, "", ()))
        entries = [_entry(entry, by_code.get(entry.code, ()), on) for entry in base.entries]
        known = {entry.code for entry in base.entries}
        entries += [_entry(None, those, on) for code, those in by_code.items() if code not in known]
        found[list_id] = ChoiceList(list_id, base.title, tuple(entries))
    return found


def _entry(shipped: Entry | None, changes: Sequence[ListEdit], on: date) -> Entry:
    """Give an entry as it reads on a day; before its first edit a new one has that edit's words."""
    ordered = sorted(changes, key=lambda one: one.start or date.min)
    if not ordered:
        assert shipped is not None  # noqa: S101  # an entry comes from the list or from an edit
        return shipped
    begun = [one for one in ordered if (one.start or date.min) <= on]
    entry = shipped or Entry(
        ordered[0].code, ordered[0].label or ordered[0].code, in_use_from=ordered[0].start
    )
    for one in begun if shipped is not None else begun or ordered[:1]:
        entry = replace(
            entry,
            label=one.label or entry.label,
            attributes={**entry.attributes, **one.attributes},
        )
    last = ordered[-1]
    return replace(entry, in_use_to=last.end) if last.end is not None else entry
