"""Every figure of the sample quarter beside what was published: no number comes out of a gap.

What a table below does not explain is not known, in figures.json, in figures.csv and in the return.
"""

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from io import StringIO
from typing import Any

import pytest

from desktop.report.csv import figures_csv
from desktop.returns.as_json import figures_json
from tests.unit.samplequarter import compiled

VISITS, DOGS, REVIEWS = "custody_visit", "animal_welfare_visit", "complaint_review"
RECORDS, PANEL = "custody_record_review", "out_of_court_resolution_review"

PUBLISHED: Mapping[str, Mapping[str, int]] = {
    VISITS: {"visits": 26, "scheduled_met": 26, "serious": 0},
    DOGS: {"visits": 3, "on_list": 11, "interested": 7, "joined": 7},
    RECORDS: {"meetings": 1, "reviewed": 20, "recommended": 7},
    PANEL: {
        "meetings": 1,
        "heard": 15,
        "verdicts": 15,
        "by_cohort": 15,
        "with_observations": 6,
        "inappropriate": 4,
    },
    REVIEWS: {"received": 40, "closed": 35, "learning_sent": 2},
}
"""What the report of 9 June 2025 says in numbers or in words ("no serious issues of note")."""

FOLLOWS: Mapping[str, Mapping[str, int]] = {
    # All scheduled visits were made, so none was turned away or cut short; no serious issue is no
    # allegation either. The period has 13 weeks, and 26 visits in pairs of suites fill them.
    VISITS: {
        "attempted": 26,
        "cut_short": 0,
        "turned_away": 0,
        "weeks_covered": 26,
        "visits_by_suite": 26,
        "safety": 0,
    },
    # Three months with one visit each; 11 less the 7 new ones, who are still to be trained.
    DOGS: {"months_covered": 3, "active": 4, "to_be_trained": 7},
    # 15 less 6 and 4.
    PANEL: {"not_recorded": 5},
}
"""What follows from it by the calendar or by arithmetic."""

INVENTED: Mapping[str, set[str]] = {
    VISITS: {
        "time_slots",
        "in_custody",
        "seen",
        "access_rate",
        "offer_rate",
        "acceptance_rate",
        "decline_rate",
        "not_asked",
        "not_asked_asleep",
        "not_asked_busy",
        "not_asked_unsafe",
        "not_asked_out",
        "not_asked_no_time",
        "seen_per_visit",
        "refused",
        "children_in_custody",
        "children_seen",
        "women_in_custody",
        "women_seen",
        "private_talk",
        "staff",
        "waited_long",
        "wait_median",
        "wait_most",
        "wait_not_agreed",
    },
}
"""What was asked on each of the 26 forms: details, marked as invented on every page."""

AT_LEAST: Mapping[str, set[str]] = {
    VISITS: {"issues", *(f"issues_by_{part}" for part in ("class", "severity", "topic", "suite"))},
}
"""The one issue that is told: there may have been more."""

CELLS: Mapping[tuple[str, str], Mapping[str, int]] = {
    (VISITS, "staff"): {"helpful": 26, "acceptable": 0, "unhelpful": 0},
    (PANEL, "verdicts"): {"with_observations": 6, "inappropriate": 4, "not_recorded": 5},
    (PANEL, "by_cohort"): {"youth": 15, "child": 0, "adult": 0},
}
"""Parts of what is known, but for those of each place: 13 weeks in a suite, 3 months of kennels."""

BY_PLACE = {(VISITS, "weeks_covered"), (VISITS, "visits_by_suite"), (DOGS, "months_covered")}

Figure = Mapping[str, Any]


@cache
def figures() -> tuple[Figure, ...]:
    found = figures_json(compiled())["figures"]
    assert isinstance(found, list)
    return tuple(found)


def of_state(state: str) -> Iterator[Figure]:
    return (figure for figure in figures() if figure["state"] == state)


def explained(figure: Figure) -> bool:
    form, id_ = figure["form"], figure["id"]
    tables = (PUBLISHED.get(form, {}), FOLLOWS.get(form, {}), INVENTED.get(form, ()))
    return any(id_ in table for table in tables)


@pytest.mark.parametrize("table", [PUBLISHED, FOLLOWS])
def test_what_was_published_is_there_and_exactly_so(
    table: Mapping[str, Mapping[str, int]],
) -> None:
    held = {(f["form"], f["id"]): f["value"] for f in of_state("known")}
    wanted = {(form, id_): n for form, numbers in table.items() for id_, n in numbers.items()}
    assert {key: held.get(key) for key in wanted} == wanted


def test_no_other_figure_is_a_known_number() -> None:
    assert [(f["form"], f["id"], f["words"]) for f in of_state("known") if not explained(f)] == []


def test_at_least_is_said_of_what_was_told_and_of_nothing_else() -> None:
    found = {(f["form"], f["id"], f["value"]) for f in of_state("at_least")}
    assert found == {(form, id_, 1) for form, ids in AT_LEAST.items() for id_ in ids}


def test_what_is_not_known_has_no_number_and_a_reason() -> None:
    unknown = list(of_state("not_known"))
    assert len(unknown) > 100
    for figure in unknown:
        numbers = (figure["value"], figure["numerator"])
        assert numbers == (None, None), figure["id"]
        assert figure["words"] == "not known"
        assert figure["why_not"], figure["id"]


def test_no_part_of_a_figure_is_nought_out_of_a_gap() -> None:
    parts = {
        (f["form"], f["id"]): {c["code"]: c["value"] for c in f["cells"] if "known" in c["amount"]}
        for f in figures()
    }
    unknowns = {"not_recorded", "not_known"}
    for key, cells in parts.items():
        known = {code: value for code, value in cells.items() if code not in unknowns}
        if key in BY_PLACE:
            assert sorted(known.values()) in ([13, 13], [3])
        else:
            wanted = {c: n for c, n in CELLS.get(key, {}).items() if c not in unknowns}
            assert known == wanted, key


def test_every_not_recorded_part_of_the_panels_verdicts_is_counted() -> None:
    [verdicts] = [f for f in figures() if (f["form"], f["id"]) == (PANEL, "verdicts")]
    assert {c["code"]: c["value"] for c in verdicts["cells"]}["not_recorded"] == 5


def test_an_unknown_names_no_records_that_would_tell_it() -> None:
    [balance] = [f for f in figures() if f["id"] == "open_at_end"]
    assert (balance["state"], balance["record_count"]) == ("not_known", 0)


def test_what_was_asked_only_later_was_not_asked_then() -> None:
    pilot = [f for f in figures() if f["id"] in ("immigration_held", "immigration_seen")]
    assert [f["why_not"] for f in pilot] == ["not asked then"] * 2


def test_the_figures_say_that_details_are_invented() -> None:
    assert figures_json(compiled())["note"] == "Sample data: totals as published; details invented"


def test_the_csv_says_the_same() -> None:
    text = figures_csv(compiled()).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text.split("\r\n", maxsplit=1)[1], newline="")))
    states = {(row["form"], row["figure"]): row["state"] for row in rows if not row["part"]}
    ours = {(f["form"], f["id"]): f["state"] for f in figures()}
    assert states
    assert states == {key: state for key, state in ours.items() if key in states}
    assert not [row for row in rows if row["state"] == "not_known" and row["value"]]
