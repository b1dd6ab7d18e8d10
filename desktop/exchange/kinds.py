"""What lines a desk file has: one kind per table, its references by natural key, its children.

The columns of the tables are the keys of the lines, so a new column travels by itself. A
reference is written by the words people know (a place by its name, a meeting by its date) or by
id. Records and stubs have a file of their own: `record_lines.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, Table

from desktop.store import models


def table_of(model: type[models.Row]) -> Table:
    """Give the one table that a model maps."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # a declarative class maps one table
    return table


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of line.

    `references` maps a key of the line to the column it fills and the table it names;
    `children` maps a key to the kind of the objects listed under it, and `parent` is the column
    of a child that holds its parent's id. `lists` maps a key that holds a list to the table whose
    rows it names. `natural` columns say when two lines mean the same thing though their ids
    differ. `leave_out` columns do not travel.
    """

    name: str
    model: type[models.Row]
    references: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    children: Mapping[str, "Kind"] = field(default_factory=dict)
    parent: str = ""
    lists: Mapping[str, str] = field(default_factory=dict)
    natural: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()

    @property
    def table(self) -> Table:
        """Give the table behind the kind."""
        return table_of(self.model)

    @property
    def columns(self) -> Mapping[str, "Column[Any]"]:
        """Give the columns that lines fill directly, by key."""
        taken = {column for column, _ in self.references.values()} | {self.parent, "id"}
        return {
            column.name: column
            for column in self.table.columns
            if column.name not in taken and column.name not in self.leave_out
        }


_PLACE = {"place": ("place_id", "place")}
_MEETING = {"meeting": ("meeting_id", "meeting")}
_RETURN = {"return": ("return_id", "return")}

_MEMBERSHIP = Kind("membership", models.Membership, references={"person": ("person_id", "person")})

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("scheme", models.Scheme, natural=("id",)),
        Kind("setting", models.Setting, natural=("key", "valid_from")),
        Kind("list_edit", models.ListEdit),
        Kind(
            "person",
            models.Person,
            children={"memberships": Kind("membership", models.Membership, parent="person_id")},
            natural=("name", "kind"),
        ),
        _MEMBERSHIP,
        Kind(
            "place",
            models.Place,
            children={"periods": Kind("place_period", models.PlacePeriod, parent="place_id")},
            natural=("scheme", "name"),
        ),
        Kind("target", models.Target, references=_PLACE),
        Kind("slot", models.Slot, references=_PLACE, lists={"pair": "person"}),
        Kind("event", models.Event),
        Kind("news", models.News),
        Kind("meeting", models.Meeting, natural=("scheme", "on_date", "name")),
        Kind(
            "issue",
            models.Issue,
            references={**_PLACE, "record": ("record_id", "record")},
            children={"steps": Kind("issue_step", models.IssueStep, parent="issue_id")},
        ),
        Kind("recommendation", models.Recommendation, references=_MEETING),
        Kind("dog", models.Dog, natural=("name", "kind")),
        Kind("opening", models.Opening),
        Kind("entered_total", models.EnteredTotal, references=_MEETING, leave_out=("entered_at",)),
        Kind("paragraph", models.Paragraph),
        Kind("promise", models.Promise),
        Kind("revision", models.Revision, references={"record": ("record_id", "record")}),
        Kind(
            "return",
            models.QuarterReturn,
            references={"corrects": ("corrects", "return")},
            natural=("id",),
        ),
        Kind("rating", models.Rating, references=_RETURN),
        Kind("sent", models.Sent, references=_RETURN),
    )
}
"""In the order they are written, so that what a line names stands above it."""

OPENED = ("issue", "recommendation")
"""Kinds whose lines a record may open when it is taken in."""

RECORD_TYPES = ("record", "stub")
TYPES = (*KINDS, *RECORD_TYPES)
ORDER = (
    *(type_ for type_ in KINDS if type_ not in ("issue", "recommendation", "revision")),
    *RECORD_TYPES,
    "revision",
    "issue",
    "recommendation",
)
"""The order of import: the registers after the records that may open their lines."""
