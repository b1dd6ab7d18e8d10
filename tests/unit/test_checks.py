from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Part, with_remainder
from desktop.returns.checks import (
    Finding,
    Paragraph,
    Promise,
    TableCell,
    TableNumbers,
    adds_up,
    passed_future,
    promises_to_settle,
    repeated_paragraph,
    repeated_table,
)
from desktop.returns.dates_text import day_text
from desktop.returns.past_dates import past_sentences, sentences

END = date(2025, 3, 31)
WRITTEN = date(2025, 6, 9)


def parts(*amounts: Amount) -> list[Part]:
    return [Part(f"part {n}", amount) for n, amount in enumerate(amounts)]


def test_parts_that_make_the_whole_add_up() -> None:
    assert adds_up("Verdicts", Known(15), parts(Known(6), Known(4), Known(5))) is None


def test_twenty_contacts_whose_outcomes_come_to_22_stop_sign_off() -> None:
    assert adds_up("Contacts", Known(20), parts(Known(12), Known(10))) == Finding(
        "sums",
        "Contacts",
        "The parts come to 22 and the total is 20. Check the parts and the total.",
        blocks=True,
    )


def test_a_missing_remainder_is_asked_for_and_a_stated_one_adds_up() -> None:
    found = adds_up("Verdicts", Known(15), parts(Known(6), Known(4)))
    assert found is not None
    assert found.sentence == (
        "The parts come to 10 and the total is 15. Say what the other 5 are, even if that is not "
        "recorded."
    )
    stated = with_remainder(Known(15), parts(Known(6), Known(4)), "Not recorded")
    assert adds_up("Verdicts", Known(15), stated) is None


def test_what_is_not_known_is_no_error_unless_the_rest_is_already_too_much() -> None:
    assert adds_up("Reviews", NotKnown("not stated"), parts(Known(5))) is None
    assert adds_up("Reviews", Known(9), parts(Known(5), NotKnown("not stated"))) is None
    assert adds_up("Reviews", Known(9), parts(Known(5), AtLeast(2, 1))) is None
    assert adds_up("Reviews", Known(9), parts(Known(8), AtLeast(2, 1))) is not None
    assert adds_up("Reviews", Known(9), parts(Known(10), NotKnown("not stated"))) is not None
    assert adds_up("Reviews", Known(9), []) is None


def test_a_total_that_is_at_least_ten_may_have_parts_of_twelve_but_not_of_eight() -> None:
    assert adds_up("Issues", AtLeast(10, 1), parts(Known(12))) is None
    found = adds_up("Issues", AtLeast(10, 1), parts(Known(8)))
    assert found is not None
    assert "the total is at least 10" in found.sentence


@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.integers(-20, 20))
def test_known_parts_add_up_exactly_when_they_do(values: list[int], off: int) -> None:
    found = adds_up("Table", Known(sum(values) + off), parts(*(Known(v) for v in values)))
    assert (found is None) == (off == 0)


def table(period: str, *values: int | None, fixed: int = 0) -> TableNumbers:
    cells = tuple(TableCell(f"row {n}", value, fixed=n < fixed) for n, value in enumerate(values))
    return TableNumbers("visits", "Visits", period, cells)


def test_last_reports_table_again_stops_sign_off() -> None:
    found = repeated_table(
        table("now", 26, 14, 7, 3), [table("October to December 2024", 26, 14, 7, 3)]
    )
    assert found is not None
    assert found.blocks
    assert found.where == "Visits"
    assert "are those of October to December 2024" in found.sentence


def test_a_table_of_an_older_return_is_found_too() -> None:
    earlier = [table("newer", 20, 11, 6, 2), table("older", 26, 14, 7, 3)]
    found = repeated_table(table("now", 26, 14, 7, 3), earlier)
    assert found is not None
    assert "those of older" in found.sentence


def test_a_table_with_one_number_in_five_changed_is_nearly_the_same() -> None:
    assert repeated_table(table("now", 26, 14, 7, 3, 9), [table("x", 26, 14, 7, 3, 8)]) is not None
    assert (
        repeated_table(table("now", 26, 14, 7, 3, 9, 5), [table("x", 26, 14, 7, 3, 8, 4)]) is None
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ((26, 14, 7), (26, 14, 7)),
        ((13, 13, 13, 0, 0, 1), (13, 13, 13, 0, 0, 1)),
        ((26, 14, 7, 3), (24, 14, 7, 3)),
        ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        ((26, 14, 7, None), (26, 14, 7, None)),
    ],
)
def test_a_table_with_fewer_than_four_different_numbers_the_same_is_not_a_repeat(
    now: tuple[int | None, ...], before: tuple[int | None, ...]
) -> None:
    assert repeated_table(table("now", *now), [table("x", *before)]) is None


def test_targets_and_weeks_do_not_make_a_table_a_repeat() -> None:
    now, before = (13, 26, 14, 7, 2), (13, 26, 14, 7, 1)
    assert repeated_table(table("now", *now), [table("x", *before)]) is not None
    assert repeated_table(table("now", *now, fixed=2), [table("x", *before, fixed=2)]) is None


def test_tables_of_another_kind_are_not_compared() -> None:
    other = TableNumbers("dogs", "Dogs", "x", table("x", 26, 14, 7, 3).cells)
    assert repeated_table(table("now", 26, 14, 7, 3), [other]) is None


OLD = (
    "Volunteers reported that custody staff were polite and helpful throughout, and that most "
    "detainees had been offered food, drink and a blanket."
)


def paragraph(text: str, period: str = "now") -> Paragraph:
    return Paragraph("Custody visiting, commentary", period, text)


def test_a_paragraph_copied_from_last_quarter_stops_sign_off() -> None:
    found = repeated_paragraph(paragraph(OLD), [paragraph(OLD, "October to December 2024")])
    assert found is not None
    assert found.blocks
    assert "what was said for October to December 2024" in found.sentence


def test_new_capitals_punctuation_and_one_new_word_do_not_make_it_new() -> None:
    shouted = OLD.upper().replace(",", ";")
    assert repeated_paragraph(paragraph(shouted), [paragraph(OLD)]) is not None
    edited = OLD.replace("polite", "courteous")
    assert repeated_paragraph(paragraph(edited), [paragraph(OLD)]) is not None


def test_a_paragraph_written_afresh_or_reordered_is_new() -> None:
    fresh = "Two detainees waited more than an hour for an appropriate adult in this quarter."
    assert repeated_paragraph(paragraph(fresh), [paragraph(OLD)]) is None
    words = OLD.split()
    turned = " ".join(words[len(words) // 2 :] + words[: len(words) // 2])
    assert repeated_paragraph(paragraph(turned), [paragraph(OLD)]) is None


def test_nine_tenths_the_same_is_a_repeat_and_less_is_not() -> None:
    words = [f"word{n}" for n in range(20)]
    two_new = " ".join(["new", "newer", *words[2:]])
    three_new = " ".join(["new", "newer", "newest", *words[3:]])
    old = paragraph(" ".join(words))
    assert repeated_paragraph(paragraph(two_new), [old]) is not None
    assert repeated_paragraph(paragraph(three_new), [old]) is None


def test_nothing_to_report_may_be_said_again() -> None:
    short = "Nothing to report this quarter."
    assert repeated_paragraph(paragraph(short), [paragraph(short)]) is None


def test_an_old_paragraph_that_grew_much_is_new() -> None:
    longer = OLD + " One visit in February found two cells without working call buttons."
    assert repeated_paragraph(paragraph(longer), [paragraph(OLD)]) is None


@given(st.lists(st.sampled_from(["cell", "light", "dog", "visit", "7"]), min_size=8, max_size=40))
def test_a_paragraph_of_eight_words_or_more_always_repeats_itself(words: list[str]) -> None:
    text = " ".join(words)
    assert repeated_paragraph(paragraph(text), [paragraph(text)]) is not None


def passed(text: str, end: date = END, written: date = WRITTEN) -> date | None:
    found = past_sentences(text, end, written)
    return found[0].passed if found else None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The new area of work will start in the New Year.", date(2025, 1, 31)),
        ("From the New Year the office takes part in hearings.", date(2025, 1, 31)),
        ("Training for new visitors is planned for Tuesday 3 June 2025.", date(2025, 6, 3)),
        ("The panel will meet on 13th March.", date(2025, 3, 13)),
        ("The suite is due to reopen in February.", date(2025, 2, 28)),
        ("It is to be finished by May 2025.", date(2025, 5, 31)),
        ("A second visitor'll join in March.", date(2025, 3, 31)),
        ("The pilot is scheduled to begin on 2025-04-01.", date(2025, 4, 1)),
        ("We plan to publish it on 02/04/2025.", date(2025, 4, 2)),
        ("A review is expected in spring.", date(2025, 5, 31)),
        ("Work will finish in winter 2024.", date(2025, 2, 28)),
        ("Work will finish in Autumn 2024.", date(2024, 11, 30)),
        ("Work will finish by the summer 2024.", date(2024, 8, 31)),
        ("The scheme will be reviewed during 2024.", date(2024, 12, 31)),
        ("This will be done in 2024/25.", date(2025, 3, 31)),
        ("It will start in January, as the letter of January 2024 says.", date(2025, 1, 31)),
    ],
)
def test_a_sentence_that_looks_ahead_to_a_day_gone_by_is_caught(text: str, day: date) -> None:
    assert passed(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "Training for new visitors will take place on 10 June 2025.",
        "The training will take place on 9 June 2025.",
        "The training took place on 3 June 2025.",
        "The panel will meet in September.",
        "The work will begin in November.",
        "The suite, closed since January 2025, will reopen.",
        "Following the letter of January 2024 the work will begin in September 2025.",
        "The panel will look at strip searches.",
        "This will be done in 2025/26.",
        "This will be done, see file 2024-07.",
        "The suite will be ready by May 2026.",
        "It will run from January to March 2026.",
        "Work will begin in spring 2026.",
        "It will be done on 31 February 2025.",
        "The office will march on.",
        "The scheme will be reviewed by winter 2025.",
        "",
    ],
)
def test_what_is_past_or_still_to_come_or_has_no_date_is_left_alone(text: str) -> None:
    assert passed(text) is None


def test_the_new_year_is_still_to_come_in_a_report_on_autumn_written_in_december() -> None:
    text = "The work will start in the New Year."
    assert passed(text, date(2024, 12, 31), date(2024, 12, 20)) is None
    assert passed(text, date(2025, 9, 30), date(2025, 10, 20)) is None
    assert passed(text, date(2024, 12, 31), date(2025, 2, 1)) == date(2025, 1, 31)


@pytest.mark.parametrize(
    ("month", "year"),
    [("October", 2024), ("November", 2024), ("December", 2024), ("January", 2025)],
)
def test_a_month_without_a_year_is_in_the_quarter_or_after_it(month: str, year: int) -> None:
    found = past_sentences(f"They will meet in {month}.", date(2024, 12, 31), date(2026, 6, 1))
    assert [each.passed.year for each in found] == [year]


def test_a_month_before_the_quarter_means_the_next_one() -> None:
    found = past_sentences("They will meet in September.", date(2024, 12, 31), date(2026, 6, 1))
    assert [each.passed for each in found] == [date(2025, 9, 30)]


def test_only_the_sentence_concerned_is_shown() -> None:
    text = "All is well. A new area of work will start in the New Year! Visits went on."
    found = passed_future(paragraph(text), END, WRITTEN)
    assert found == (
        Finding(
            "date has passed",
            "Custody visiting, commentary",
            "This looks ahead to 31 January 2025 or before, which has passed: “A new area of work "
            "will start in the New Year!”",
        ),
    )


def test_a_text_is_cut_at_sentences_and_lines() -> None:
    text = "One was 2.5 hours. Two?\nthree\n\n“Four.”"
    assert sentences(text) == ("One was 2.5 hours.", "Two?", "three", "“Four.”")


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_the_search_for_dates(text: str, written: date) -> None:
    for found in past_sentences(f"It will be 1 in the New Year {text}", written, written):
        assert found.passed < written


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)), st.dates(date(2001, 1, 1), date(2099, 1, 1)))
def test_a_full_date_has_passed_exactly_when_it_is_before_the_day_of_writing(
    day: date, written: date
) -> None:
    text = f"The panel will meet on {day_text(day)}."
    assert (passed(text, written, written) is not None) == (day < written)


def test_a_promise_whose_day_has_come_and_gone_is_brought_up() -> None:
    late = Promise("1", "the right table", date(2025, 6, 8), settled=False)
    today = Promise("2", "training", WRITTEN, settled=False)
    done = Promise("3", "a letter", date(2025, 5, 1), settled=True)
    assert promises_to_settle([late, today, done], WRITTEN) == (
        Finding("promise", "1", "Promised for 8 June 2025: the right table. Say if it was done."),
    )


def test_a_promise_without_a_date_is_brought_up_every_time_until_settled() -> None:
    promise = Promise("1", "to share the sub-group's work", None, settled=False)
    found = promises_to_settle([promise], WRITTEN)
    assert [each.sentence for each in found] == [
        "Promised without a date: to share the sub-group's work. Say how it stands."
    ]
    assert promises_to_settle([Promise("1", "x", None, settled=True)], WRITTEN) == ()
