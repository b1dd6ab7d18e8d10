from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.formlib.amounts import Known
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.quarterdesk import VISITS, Office, suites, visit
from tests.unit.test_compile_signing import signed


@pytest.mark.parametrize(
    "spoilt", ["junk", {"figures": [{"form": VISITS, "id": "visits", "amount": {"known": 999}}]}]
)
def test_a_return_that_is_not_what_was_signed_is_counted_anew(
    desk: Desk, tmp_path: Path, spoilt: object
) -> None:
    office = Office(desk, tmp_path)
    office.take(*suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08", in_custody=5))
    signed(office)
    with office.desk.write("Spoilt it") as session:
        session.scalars(select(models.QuarterReturn)).one().frozen = spoilt  # type: ignore[assignment]
    assert office.figure(VISITS, "visits", "2025-26-Q1").previous == Known(1)
