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


def test_that_it_was_counted_anew_is_said_before_the_next_return_is_sent(
    desk: Desk, tmp_path: Path
) -> None:
    office = Office(desk, tmp_path)
    office.take(*suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08", in_custody=5))
    signed(office)
    later = "2025-26-Q1"
    assert not [one for one in office.compiled(later).findings if one.check == "signed"]
    with office.desk.write("Spoilt it") as session:
        row = session.scalars(select(models.QuarterReturn)).one()
        row.frozen = {**(row.frozen or {}), "data_as_at": "2025-04-01"}
    [found] = [one for one in office.compiled(later).findings if one.check == "signed"]
    assert found.where == "Signed return of January to March 2025"
    assert found.sentence.startswith("It is not what was signed, so its figures are counted anew.")
    assert not found.blocks
