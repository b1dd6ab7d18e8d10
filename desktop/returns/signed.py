"""Reading what was signed: a period's latest signed return, and those before it."""

from collections.abc import Mapping

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.returns.periods import Period
from desktop.store import models


def latest_frozen(session: Session, period: Period) -> Mapping[str, object] | None:
    """Give what was frozen of a period's latest signed return; a correction goes before it."""
    row = session.scalars(signed_rows(period)).first()
    return row.frozen if row is not None else None


def signed_rows(period: Period) -> Select[models.QuarterReturn]:
    """Ask for a period's signed returns, the latest first."""
    table = models.QuarterReturn
    return (
        select(table)
        .where(table.start == period.start, table.end == period.end)
        .where(table.signed_on.is_not(None), table.frozen.is_not(None))
        .order_by(table.signed_on.desc(), table.signed_at.desc(), table.id.desc())
    )
