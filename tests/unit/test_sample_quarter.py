"""January to March 2025 as it was published: the figures to the letter, and no more than these."""

import json
import re
from pathlib import Path

import pytest

from desktop import paths, sample
from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.formlib.sentences import words_for
from desktop.returns.as_json import figures_json
from desktop.returns.periods import parse_period, quarter_of
from desktop.returns.story import told_apart
from tests.unit.samplequarter import compiled, figure, said

PANEL, RECORDS = "out_of_court_resolution_review", "custody_record_review"
VISITS, DOGS, REVIEWS = "custody_visit", "animal_welfare_visit", "complaint_review"


@pytest.mark.parametrize(
    ("form", "id", "value", "of"),
    [
        (VISITS, "visits", 26, None),
        (VISITS, "scheduled_met", 26, 26),
        (VISITS, "weeks_covered", 26, 26),
        (VISITS, "serious", 0, None),
        (DOGS, "visits", 3, None),
        (DOGS, "months_covered", 3, 3),
        (DOGS, "on_list", 11, None),
        (DOGS, "to_be_trained", 7, None),
        (DOGS, "active", 4, None),
        (RECORDS, "meetings", 1, None),
        (RECORDS, "reviewed", 20, None),
        (RECORDS, "recommended", 7, None),
        (PANEL, "meetings", 1, None),
        (PANEL, "heard", 15, None),
        (PANEL, "with_observations", 6, 15),
        (PANEL, "inappropriate", 4, 15),
        (PANEL, "not_recorded", 5, None),
        (REVIEWS, "received", 40, None),
        (REVIEWS, "closed", 35, None),
        (REVIEWS, "learning_sent", 2, None),
    ],
)
def test_a_published_figure_is_there_to_the_letter(
    form: str, id: str, value: int, of: int | None
) -> None:
    found = figure(form, id).result
    assert found.value == Known(value)
    assert found.of == (None if of is None else Known(of))


@pytest.mark.parametrize(
    ("form", "id"),
    [
        (DOGS, "issues"),
        (DOGS, "retired"),
        (PANEL, "appropriate"),
        (PANEL, "fed_back"),
        (RECORDS, "judgements"),
        (REVIEWS, "open_at_end"),
        (REVIEWS, "days_taken"),
        (REVIEWS, "upheld"),
        (REVIEWS, "recommended"),
        (VISITS, "days_to_close"),
    ],
)
def test_what_was_never_published_is_not_known(form: str, id: str) -> None:
    assert isinstance(figure(form, id).result.value, NotKnown)


@pytest.mark.parametrize("by", ["", "_by_class", "_by_severity", "_by_topic", "_by_suite"])
def test_one_issue_raised_was_is_at_least_one_however_it_is_divided(by: str) -> None:
    assert figure(VISITS, f"issues{by}").result.value == AtLeast(1, 0)
    assert "How many lesser issues there were." in said()


def test_dogs_seen_were_not_published_and_are_no_nought() -> None:
    value = figure(DOGS, "dogs_seen")
    assert words_for(value.figure, value.result) == "not known"


def test_four_of_fifteen_are_27_per_cent() -> None:
    value = figure(PANEL, "inappropriate")
    assert words_for(value.figure, value.result, part="pct") == "27%"


def test_nothing_says_five_appropriate_or_five_open_or_88_per_cent() -> None:
    everything = said() + json.dumps(figures_json(compiled()))
    assert not re.search(r"\b5\b[^.\n]{0,30}\bopen\b", said())
    assert "88%" not in everything
    assert not re.search(r"\bAppropriate: 5\b|\b5 (?:were )?(?:found )?appropriate", everything)
    cells = {c.code: c.value for c in figure(PANEL, "verdicts").result.cells}
    assert cells["not_recorded"] == Known(5)
    assert isinstance(cells["appropriate"], NotKnown)


def test_the_story_of_keyham_lane_and_no_serious_issues_are_told() -> None:
    assert "No serious issues." in said()
    visits = next(s for s in compiled().sections if s.form == VISITS)
    assert "One issue raised was bright lighting at Keyham Lane." in visits.found
    assert visits.next == ("The Inspector spoke to the detainee and resolved the issue in person.",)
    assert any(" ".join(visits.stories) in text for text in visits.paragraphs)


@pytest.mark.parametrize(
    ("stories", "raised", "became"),
    [
        ([], "", ""),
        (["A cell was cold."], "A cell was cold.", ""),
        (["Was it cold? Yes. It is warm now."], "Was it cold?", "Yes. It is warm now."),
        (["A cell was cold.", "A light buzzed."], "A cell was cold. A light buzzed.", ""),
        (
            ["A cell was cold. It is warm now.", "A light buzzed."],
            "A cell was cold. It is warm now. A light buzzed.",
            "What came of each issue is said with it, under Found.",
        ),
    ],
)
def test_a_single_storys_outcome_is_what_happened_next(
    stories: list[str], raised: str, became: str
) -> None:
    assert told_apart(stories) == (raised, became)


def test_what_comes_up_is_said_in_a_sentence() -> None:
    training = "Training for the new animal welfare visitors is planned for 10 June 2025."
    assert [line for line in said().splitlines() if "10 June 2025" in line] == [training] * 3


def test_the_entered_total_stands_and_the_records_beside_it_are_said() -> None:
    value = figure(RECORDS, "reviewed")
    assert value.source == "entered"
    assert value.from_records is not None
    assert value.from_records.value == Known(3)
    assert "the records give 3, the entered total is 20" in value.disagreement


def test_every_counted_figure_knows_its_records() -> None:
    assert len(figure(VISITS, "visits").result.records) == 26
    assert len(figure(REVIEWS, "closed").result.records) == 35
    assert len(figure(VISITS, "scheduled_met").result.records) == 26


def test_comparison_has_the_eight_quarters_before() -> None:
    received = figure(REVIEWS, "received")
    assert received.previous == Known(37)
    assert received.same_last_year == Known(36)
    values: list[Amount | None] = [value for _, value in received.history]
    assert values == [Known(n) for n in (31, 35, 29, 38, 36, 33, 41, 37)]


def test_where_no_figure_is_held_there_is_none_and_no_nought() -> None:
    assert figure(VISITS, "in_custody").previous is None
    assert figure(VISITS, "in_custody").comparison is not None


def test_the_weeks_run_from_30_december_to_30_march() -> None:
    assert "13 weeks, from Monday 30 December 2024 to Sunday 30 March 2025" in compiled().week_rule


def test_the_paragraphs_are_numbered_from_51_and_end_with_the_free_ones() -> None:
    numbers = [number for number, _ in compiled().paragraphs]
    assert numbers == list(range(51, 65))
    assert "26 visits" in compiled().paragraphs[0][1]
    assert "Joint Audit, Risk and Assurance Panel" in compiled().paragraphs[-1][1]


def test_the_sample_says_that_it_is_one() -> None:
    assert compiled().cover.strip == "Sample data: totals as published; details invented"


def test_pictures_of_home_are_taken_while_the_sample_is_the_quarter_of_that_day() -> None:
    assert quarter_of(sample.LAST_DAY.date()) == parse_period(sample.QUARTER)


def test_learning_says_to_whom_it_was_sent() -> None:
    learning = [line for line in compiled().tracked if line.kind == "learning"]
    assert [line.made_to for line in learning] == ["The force", "The force"]


def test_the_desk_file_is_what_its_maker_writes(tmp_path: Path) -> None:
    import sample as maker  # packaging/ is on the path of the tests

    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in maker.lines())
    assert written == paths.resource("sample/quarter.jsonl").read_text("utf-8")
