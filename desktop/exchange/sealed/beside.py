"""What the records of a file name: places, people, dogs and meetings that may be new here."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.lines import Line
from desktop.exchange.sealed.arriving import Came
from desktop.exchange.sealed.fields import tidied
from desktop.exchange.sealed.versions import BESIDE, MOST_BESIDE
from desktop.formlib.model import Form
from desktop.store.models import Meeting

MOST_IN_A_FILE = 2_000
"""What is named in one file, each thing once: a hostile one would fill the lists of the office."""

_VISITS = "when_finished"


def lines_beside(came: Came, forms: Mapping[str, Form]) -> Iterator[Line]:
    """Give what the records name, each once, and no more of it than travels.

    What is of another scheme than the record, and a meeting beside a visit, no record names.
    """
    seen: set[tuple[str, str]] = set()
    schemes = {form.scheme for form in forms.values()}
    for version in came.said.records:
        form = forms[str(version.line["form"])]
        named = version.line.get("beside", [])
        for one in named[:MOST_BESIDE] if isinstance(named, list) else []:
            type_ = one.get("type") if isinstance(one, dict) else None
            if not isinstance(type_, str) or type_ not in BESIDE:
                continue
            if (key := (type_, str(one.get("id")))) in seen or len(seen) == MOST_IN_A_FILE:
                continue
            scheme = one.get("scheme")
            elsewhere = isinstance(scheme, str) and scheme in schemes - {form.scheme}
            if elsewhere or (type_ == "meeting" and form.counts == _VISITS):
                continue
            seen.add(key)
            data = {name: one[name] for name in BESIDE[type_] if name in one and name != "type"}
            data |= {
                name: tidied(said)
                for name, said in data.items()
                if isinstance(said, str) and name not in ("id", "scheme")
            }
            attended = data.pop("attendance", None)
            if isinstance(attended, list) and all(map(_is_attendance, attended)):
                data["attendance"] = attended
            yield Line(len(seen), type_, data)


def planned(session: Session) -> frozenset[str]:
    """Give the ids of the meetings that are planned here."""
    return frozenset(session.scalars(select(Meeting.id).where(Meeting.status == "planned")))


def hold(session: Session, line: Line, before: frozenset[str]) -> date | None:
    """Let a meeting that is planned here and was held there be held; give its day if it was so.

    Who holds it, the panel's secretary, knows who came; what the office has noted stays.
    """
    said = line.data
    query = select(Meeting).where(Meeting.id.in_(before), Meeting.status == "planned")
    row = next(
        (
            one
            for one in session.scalars(query)
            if one.scheme == said.get("scheme")
            and (
                one.id == said.get("id")
                or (one.on_date.isoformat(), one.name)
                == (said.get("on_date"), said.get("name", ""))
            )
        ),
        None,
    )
    if row is None or said.get("status") != "held":
        return None
    row.status = "held"
    came, population = said.get("attendance"), said.get("population")
    if not row.attendance and isinstance(came, list):
        row.attendance = came
    if row.population is None and isinstance(population, int):
        row.population = population
    session.flush()
    return row.on_date


def _is_attendance(one: object) -> bool:
    if not isinstance(one, dict) or set(one) != {"role", "count"}:
        return False
    count = one["count"]
    right = count is None or (type(count) is int and count >= 0)
    return right and isinstance(one["role"], str)
