"""Signed returns in desk files: what was changed on the way is no history."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.lines import DeskFileError
from desktop.formlib.amounts import Known
from desktop.returns.freezing import hash_of
from desktop.returns.signing import sign
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.quarterdesk import FORMS, LATER, Q4, VISITS, Office, suites, visit

Line = dict[str, Any]
ON = date(2025, 4, 25)
UNSIGNED: Line = {"type": "return", "start": "2024-10-01", "end": "2024-12-31"}
FORGED: Line = {**UNSIGNED, "signed_on": "2025-01-10", "signed_by": "x", "hash": "x"}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    office = Office(desk, tmp_path)
    office.take(*suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08", in_custody=5))
    return office


def signed_line(office: Office) -> Line:
    """Sign the quarter and give its return's line, with the return itself gone from the desk."""
    compiled = office.compiled(Q4, on=ON)
    with clock.fixed(LATER), office.desk.write("Signed a return") as session:
        sign(session, FORMS, compiled, by="Jo Field", role="Head", how="by e-mail", on=ON)
    with office.desk.read() as session:
        export_desk_file(session, office.folder / "all.jsonl", FORMS)
    with office.desk.write("Took it away") as session:
        session.delete(session.scalars(select(models.QuarterReturn)).one())
    lines = (office.folder / "all.jsonl").read_text("utf-8").splitlines()
    return next(line for line in map(json.loads, lines) if line["type"] == "return")


def test_a_return_is_taken_in_as_it_was_signed_and_one_that_is_open_as_it_is(
    office: Office,
) -> None:
    assert office.take(signed_line(office), UNSIGNED).added == {"return": 2}


@pytest.mark.parametrize(
    "line",
    [
        {**FORGED, "frozen": "junk"},
        {**FORGED, "frozen": ["junk"]},
        {**FORGED, "frozen": {"figures": []}},
        {**FORGED, "frozen": {"figures": []}, "hash": hash_of({"figures": []})},
        {**FORGED, "frozen": {"format": 1}, "hash": hash_of({"format": 1})},
        {**UNSIGNED, "frozen": {"figures": []}},
        FORGED,
    ],
)
def test_a_return_that_nobody_signed_is_refused(office: Office, line: Line) -> None:
    with pytest.raises(DeskFileError, match="signed return"):
        office.take(line)
    assert office.compiled("2024-25-Q4").sections


def with_figures(line: Line, change: Callable[[Line], object]) -> Line:
    """Change each frozen figure, and make the hash fit again."""
    for figure in line["frozen"]["figures"]:
        change(figure)
    return {**line, "hash": hash_of(line["frozen"])}


def test_a_figure_changed_on_the_way_is_refused(office: Office) -> None:
    line = signed_line(office)
    line["frozen"]["figures"][0]["amount"] = {"known": 999}
    with pytest.raises(DeskFileError, match="is not what was signed"):
        office.take(line)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": {"known": 999}},
        {"amount": "many"},
        {"amount": {"known": "many"}},
        {"amount": None},
        {"of": 3},
        {"id": None},
        {"record_count": "x"},
    ],
)
def test_figures_that_the_return_does_not_say_are_refused_though_the_hash_fits(
    office: Office, change: Line
) -> None:
    with pytest.raises(DeskFileError, match="the signed return"):
        office.take(with_figures(signed_line(office), lambda figure: figure.update(change)))


def test_a_return_signed_for_another_quarter_is_refused(office: Office) -> None:
    line = {**signed_line(office), "start": "2024-10-01", "end": "2024-12-31"}
    with pytest.raises(DeskFileError, match="signed for another period"):
        office.take(line)


def test_of_a_signed_figure_that_cannot_be_read_none_is_held_and_the_rest_stands(
    office: Office,
) -> None:
    office.take(signed_line(office))
    with office.desk.write("Spoilt it") as session:
        row = session.scalars(select(models.QuarterReturn)).one()
        spoilt = json.loads(json.dumps(row.frozen))
        for figure in spoilt["figures"]:
            if figure["id"] == "in_custody":
                figure["amount"] = "junk"
        row.frozen = spoilt
        row.hash = hash_of(row.frozen)
    assert office.figure(VISITS, "visits", "2025-26-Q1").previous == Known(1)
    assert office.figure(VISITS, "in_custody", "2025-26-Q1").previous is None
