"""Entered totals in desk files: what cannot be true is refused, and two for one thing are said."""

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.lines import Line, Wrong
from desktop.formlib.model import Form
from desktop.store import models

_MOST_REMARKS = 200
_STANDS_FOR = ("form", "figure", "cell", "start", "end", "meeting_id")


def check_total(row: Mapping[str, object], forms: Mapping[str, Form]) -> None:
    """Check the columns of an entered total. Raises Wrong for one that nothing can amount to."""
    form = forms.get(str(row["form"]))
    figure = form.figures.get(str(row["figure"])) if form is not None else None
    if form is not None and figure is None:
        raise Wrong(f"the form {form.id} has no figure “{str(row['figure'])[:40]}”")
    numerator, denominator = row.get("numerator"), row.get("denominator")
    for name, number in (("numerator", numerator), ("denominator", denominator)):
        if isinstance(number, int) and number < 0:
            raise Wrong(f"“{name}” is not less than 0")
    is_part = figure is None or figure.how != "mean"  # a mean is a sum over how many
    if (
        is_part
        and isinstance(numerator, int)
        and isinstance(denominator, int)
        and numerator > denominator
    ):
        raise Wrong(f"“numerator” is {numerator}, more than its “denominator” {denominator}")


def two_for_one(
    session: Session, totals: Iterable[tuple[Line, Mapping[str, object]]]
) -> tuple[str, ...]:
    """Say which totals of a file differ from others for the same thing, here or in the file."""
    table = models.EnteredTotal
    found: dict[tuple[object, ...], dict[str, tuple[object, object]]] = {}
    for there in session.scalars(select(table)):
        stands_for = tuple(getattr(there, name) for name in _STANDS_FOR)
        found.setdefault(stands_for, {})[there.id] = (there.numerator, there.denominator)
    remarks: list[str] = []
    for line, row in totals:
        said = (row.get("numerator"), row.get("denominator"))
        stands_for = tuple(row.get(name, "" if name == "cell" else None) for name in _STANDS_FOR)
        others = [value for id_, value in found.get(stands_for, {}).items() if id_ != row["id"]]
        differs = next((other for other in others if other != said), None)
        if differs is not None and len(remarks) < _MOST_REMARKS:
            remarks.append(
                f"Line {line.number} (entered_total): “{row['figure']}”{_when(row)} is "
                f"{_said(said)}, and another total says {_said(differs)}."
            )
    return tuple(remarks)


def _when(row: Mapping[str, object]) -> str:
    start, end = row.get("start"), row.get("end")
    if isinstance(start, date) and isinstance(end, date):
        return f" from {start.isoformat()} to {end.isoformat()}"
    return " of a meeting" if row.get("meeting_id") else ""


def _said(total: tuple[object, object]) -> str:
    numerator, denominator = total
    said = "not known" if numerator is None else str(numerator)
    return said if denominator is None else f"{said} of {denominator}"
