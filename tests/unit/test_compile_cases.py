"""Open at the start, received, closed, open at the end: from records, openings and totals."""

import re
from pathlib import Path

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.counted import Item
from desktop.returns.balance import Opening
from desktop.returns.compiled import Ledger
from desktop.returns.open_cases import Cases, oldest_open, open_at_end
from desktop.returns.periods import quarter
from desktop.store.desk import Desk
from tests.unit.quarterdesk import (
    FORMS,
    REVIEWS,
    Office,
    complete_from,
    opening,
    review,
    said,
    total,
)

NOT_STATED = NotKnown("opening balance not stated")


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def ledger(office: Office, period: str = "2024-25-Q4") -> Ledger:
    found = office.figure(REVIEWS, "open_at_end", period).ledger
    assert found is not None
    return found


def forty_and_thirty_five() -> list[dict[str, object]]:
    return [
        review(f"CR-{n}", f"2025-01-{n % 28 + 1:02}", "2025-03-03" if n < 35 else "")
        for n in range(40)
    ]


def test_without_old_records_the_end_is_not_known_and_never_five(office: Office) -> None:
    office.take(*forty_and_thirty_five())
    compiled = office.compiled()
    assert compiled.figure(REVIEWS, "open_at_end").result.value == NOT_STATED
    assert ledger(office) == Ledger(NOT_STATED, Known(40), Known(35), NOT_STATED)
    assert "still open" in "\n".join(compiled.sections[-1].not_known)
    assert not re.search(r"\b5 (?:reviews|were|are|still)|open[^.\n]*\b5\b", said(compiled))


def test_complete_records_alone_are_no_opening(office: Office) -> None:
    office.take(complete_from("complaint_reviews", "2025-01-01"), *forty_and_thirty_five())
    assert ledger(office).closing == NOT_STATED


def test_nought_open_is_an_opening_when_it_is_stated(office: Office) -> None:
    office.take(opening(0, "2025-01-01"), *forty_and_thirty_five())
    assert ledger(office) == Ledger(Known(0), Known(40), Known(35), Known(5))


def test_an_opening_that_is_stated_as_not_known_stays_so(office: Office) -> None:
    office.take(opening(None, "2025-01-01"), *forty_and_thirty_five())
    assert ledger(office).opening == NotKnown("not stated")
    assert ledger(office).closing == NotKnown("not stated")


def test_old_cases_without_records_are_carried_over_the_quarters(office: Office) -> None:
    office.take(
        opening(12, "2024-07-01"),
        review("A", "2024-08-01", "2024-09-01"),  # came and left long before
        review("B", "2024-05-05", "2024-11-01"),  # one of the twelve, with a record
        review("C", "2024-12-20", "2025-01-20"),
        review("D", "2025-03-30"),
    )
    assert ledger(office) == Ledger(Known(12), Known(1), Known(1), Known(12))
    assert ledger(office, "2024-25-Q3") == Ledger(Known(12), Known(1), Known(1), Known(12))
    assert ledger(office, "2024-25-Q1").closing == Known(12)  # as July began


def test_a_later_opening_says_nothing_new_about_an_earlier_quarter(office: Office) -> None:
    office.take(opening(3, "2025-01-01"), opening(9, "2026-01-01"), review("A", "2025-02-01"))
    assert ledger(office) == Ledger(Known(3), Known(1), Known(0), Known(4))
    assert ledger(office, "2025-26-Q4").opening == Known(9)


def test_more_records_open_than_were_stated_are_counted_and_it_is_said(office: Office) -> None:
    office.take(
        opening(1, "2025-01-01"), review("A", "2024-11-01"), review("B", "2024-12-01", "2025-02-02")
    )
    value = office.figure(REVIEWS, "open_at_end")
    assert ledger(office) == Ledger(
        Known(2), Known(0), Known(1), Known(1), ledger(office).disagreement
    )
    assert value.disagreement == "The opening balance was stated as 1 and the records give 2."
    assert value.disagreement in office.compiled().sections[-1].remarks


def test_an_opening_is_not_carried_over_days_whose_records_are_missing(office: Office) -> None:
    office.take(
        opening(4, "2024-01-01"),
        complete_from("complaint_reviews", "2025-01-01"),
        review("A", "2025-02-01"),
    )
    assert ledger(office).closing == NotKnown("records are complete only from 1 January 2025")


def test_totals_of_the_quarter_take_the_place_of_its_records(office: Office) -> None:
    office.take(
        opening(12, "2025-01-01"),
        total(REVIEWS, "received", 40),
        total(REVIEWS, "closed", 35),
    )
    assert ledger(office) == Ledger(Known(12), Known(40), Known(35), Known(17))
    assert office.value(REVIEWS, "open_at_end") == Known(17)
    later = ledger(office, "2025-26-Q1")
    assert later.opening == NotKnown(
        "totals were entered for the time since the opening was stated"
    )


def test_an_opening_stated_after_the_quarter_with_totals_is_its_end(office: Office) -> None:
    office.take(opening(17, "2025-04-01"), total(REVIEWS, "received", 40))
    assert ledger(office).opening == NotKnown("stated only from 1 April 2025")
    assert ledger(office).closing == Known(17)


def test_a_review_received_in_march_and_decided_in_april_counts_once_in_each_quarter(
    office: Office,
) -> None:
    office.take(opening(0, "2025-01-01"), review("A", "2025-03-20", "2025-04-08"))
    for figure, first, second in (("received", 1, 0), ("closed", 0, 1), ("decided", 0, 1)):
        assert office.value(REVIEWS, figure) == Known(first)
        assert office.value(REVIEWS, figure, "2025-26-Q1") == Known(second)
    assert ledger(office) == Ledger(Known(0), Known(1), Known(0), Known(1))
    assert ledger(office, "2025-26-Q1") == Ledger(Known(1), Known(0), Known(1), Known(0))


def test_the_oldest_is_known_only_where_every_open_case_has_a_record(office: Office) -> None:
    office.take(review("A", "2025-03-03"), review("B", "2025-03-24"))
    assert office.value(REVIEWS, "oldest_open") == AtLeast(20, 0)
    office.take(opening(0, "2025-01-01"))
    value = office.figure(REVIEWS, "oldest_open")
    assert value.result.value == Known(20)
    assert len(value.result.records) == 1


def test_nobody_is_the_oldest_where_nothing_is_open(office: Office) -> None:
    office.take(opening(0, "2025-01-01"), review("A", "2025-02-03", "2025-02-20"))
    assert office.value(REVIEWS, "oldest_open") == NotKnown("none was open")


SOME_DAY = {"unknown": "not_known"}


def cases(*left_on: object, stated: int | None = None) -> Cases:
    """Give cases that all came in December, and what is said of when they left."""
    items = [
        Item(str(n), {"received_on": "2024-12-10", **({"left_on": left} if left else {})})
        for n, left in enumerate(left_on)
    ]
    openings = () if stated is None else (Opening(Known(stated), quarter("2024-25-Q4").start),)
    return Cases(FORMS[REVIEWS], items, (), None, openings)


def test_a_case_that_left_on_a_day_nobody_wrote_down_is_not_open_for_certain() -> None:
    period = quarter("2024-25-Q4")
    result, found = open_at_end(cases(SOME_DAY, None, "2025-02-03", stated=2), period)
    assert result.value == AtLeast(1, 1)
    assert result.records == ("1",)
    assert result.unknown == 1
    assert found.left == AtLeast(1, 1)


def test_where_all_may_have_left_nothing_is_known() -> None:
    period = quarter("2024-25-Q4")
    result, _ = open_at_end(cases(SOME_DAY, SOME_DAY, stated=2), period)
    assert result.value == NotKnown("the day on which 2 of them left is not known")
    oldest = oldest_open(cases(SOME_DAY, stated=1), period, frozenset())
    assert oldest.value == NotKnown("no open case has a record here")


def test_an_opening_that_is_carried_loses_what_may_have_left() -> None:
    result, _ = open_at_end(cases(SOME_DAY, stated=12), quarter("2024-25-Q4"))
    assert result.value == AtLeast(11, 1)
