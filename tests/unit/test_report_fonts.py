"""The report's fonts: figures of one width, a mark for what is missing, the licence beside them."""

import pytest

from desktop import paths
from desktop.report.fonts import BOLD, ITALIC, MARK, REGULAR, SEMIBOLD, fit, width

WEIGHTS = [REGULAR, ITALIC, SEMIBOLD, BOLD]


@pytest.mark.parametrize("font", WEIGHTS)
def test_all_digits_are_as_wide_as_each_other_and_as_the_mark(font: str) -> None:
    assert {round(width(sign, font, 10), 3) for sign in f"0123456789{MARK}"} == {6.32}


@pytest.mark.parametrize("font", WEIGHTS)
def test_a_character_that_the_font_lacks_takes_the_room_of_its_mark(font: str) -> None:
    assert width("中", font, 10) == width(MARK, font, 10)


def test_the_licence_travels_with_the_fonts() -> None:
    licence = paths.resource("fonts/report/LICENSE_FONT.AtkinsonHyperlegibleNext").read_text()
    assert "SIL OPEN FONT LICENSE" in licence
    assert "Reserved Font Name" not in licence.split("-----")[0]  # so the copies keep their name


def test_words_that_fit_stay_as_they_are() -> None:
    assert fit("Keyham Lane", REGULAR, 9, 100) == "Keyham Lane"


@pytest.mark.parametrize("room", [12, 20, 33, 50, 51, 80])
def test_words_that_do_not_fit_end_in_an_ellipsis_and_use_the_room(room: int) -> None:
    words = "Keyham Lane custody suite"
    cut = fit(words, REGULAR, 9, room)
    assert cut.endswith("…")
    assert width(cut, REGULAR, 9) <= room
    assert width(words[: len(cut) + 2] + "…", REGULAR, 9) > room


def test_no_room_at_all_leaves_the_ellipsis() -> None:
    assert fit("Keyham Lane", REGULAR, 9, 1) == "…"
