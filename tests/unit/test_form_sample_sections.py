"""What the two visiting forms say of January to March 2025, whole, from the sample quarter."""

import pytest

from desktop.returns.compiled import SchemeSection
from tests.unit.samplequarter import compiled


def section(form: str) -> SchemeSection:
    return next(one for one in compiled().sections if one.form == form)


@pytest.mark.parametrize(
    ("form", "part", "lines"),
    [
        (
            "custody_visit",
            "brief",
            [
                "visitors made all **26** of their scheduled visits (100%).",
                "They saw no serious issues.",
            ],
        ),
        (
            "custody_visit",
            "due",
            ["Each operational custody suite is due at least one visit a week (local target)."],
        ),
        (
            "custody_visit",
            "done",
            [
                "26 of 26 scheduled visits, 100%.",
                "The weekly target was met in 26 of 26 suite-weeks (sample detail).",
                "Suite-weeks due: 26; the period has 13 weeks x 2 suites (sample detail).",
            ],
        ),
        (
            "animal_welfare_visit",
            "brief",
            ["visitors made **3** visits to the kennels.", "The target of one a month was met."],
        ),
        (
            "animal_welfare_visit",
            "done",
            [
                "3 visits; the target was met in all 3 months.",
                "On the scheme's list: 11 visitors, 7 of them still to be trained.",
            ],
        ),
        (
            "animal_welfare_visit",
            "not_known",
            ["Dogs seen.", "What was found.", "Dogs retired or rehomed."],
        ),
    ],
)
def test_a_part_of_the_sample_quarter_reads_as_it_should(
    form: str, part: str, lines: list[str]
) -> None:
    assert list(getattr(section(form), part)) == lines


def test_keyham_lane_is_told_and_nothing_else_is_called_an_issue() -> None:
    found = section("custody_visit").found
    assert found[0] == "No serious issues."
    assert found[1].startswith("One issue raised was bright lighting at Keyham Lane.")
    assert not [line for line in found[2:] if "issue" in line]
