"""Answers that are chosen: radios, scales, lists, ticks, topics, people."""

from collections import Counter
from collections.abc import Sequence

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.fields.choice import ListField, RadioField, ScaleField, choice_field
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.question import Option, Question
from desktop.ui.look.look import Look
from desktop.ui.parts.combo import Combo
from desktop.ui.parts.options import Radio, Segment
from tests.qt.gallery import GalleryPage
from tests.qt.hands import button, focused, leave, press, tick
from tests.qt.test_large_text import clipped


def test_seven_options_are_radios_and_eight_a_list(qtbot: QtBot) -> None:
    def field(count: int) -> FieldWidget:
        options = tuple(Option(str(n), f"Option {n}") for n in range(count))
        made = choice_field(Question("q", "choice", "Which?", options=options))
        qtbot.addWidget(made)
        return made

    assert isinstance(field(7), RadioField)
    assert isinstance(field(8), ListField)


def test_a_scale_is_joined_buttons_and_a_choice_is_radios(page: GalleryPage) -> None:
    assert len(page.fields["clean"].findChildren(Segment)) == 2
    assert len(page.fields["kind"].findChildren(Radio)) == 3


def test_keys_choose_an_option(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["verdict"]
    field.focus_first()
    press(Qt.Key.Key_2)
    assert field.value() == "with_observations"
    press(Qt.Key.Key_9)
    assert field.value() == "with_observations"
    assert changes == ["verdict"]


def test_delete_takes_a_choice_back(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["clean"]
    field.set_value("yes")
    field.focus_first()
    press(Qt.Key.Key_Delete)
    assert field.value() is None
    assert changes == ["clean"]


def test_an_optional_choice_has_a_way_back_for_the_mouse(page: GalleryPage) -> None:
    field = page.fields["kind"]
    clear = button(field, "Clear this answer")
    assert not clear.isEnabled()
    field.set_value("yes")
    clear.click()
    assert field.value() is None


def test_a_code_offered_no_more_is_shown_in_a_list_as_it_was_kept(page: GalleryPage) -> None:
    field = page.fields["place"]
    field.set_value("closed-suite")
    assert field.value() == "closed-suite"


@pytest.mark.parametrize("forth", [Qt.Key.Key_Right, Qt.Key.Key_Down])
@pytest.mark.parametrize("back", [Qt.Key.Key_Left, Qt.Key.Key_Up])
def test_a_scale_is_moved_through_with_every_arrow(
    page: GalleryPage, forth: Qt.Key, back: Qt.Key
) -> None:
    field = page.fields["clean"]
    field.focus_first()
    press(Qt.Key.Key_Space)
    press(forth)
    assert field.value() == "no"
    press(back)
    assert field.value() == "yes"


def test_no_problem_and_a_topic_exclude_each_other(page: GalleryPage, changes: list[str]) -> None:
    field = page.fields["health"]
    tick(field, "No problem").click()
    assert field.value() == []
    tick(field, "Medicine").click()
    assert field.value() == ["medicine"]
    tick(field, "Did not ask").click()
    assert field.value() == {"unknown": "did_not_ask"}
    tick(field, "Did not ask").click()
    assert field.value() is None
    assert changes == ["health"] * 4


def test_after_no_problem_tab_leaves_the_topics_and_the_arrows_still_reach_them(
    page: GalleryPage,
) -> None:
    field = page.fields["health"]
    field.focus_first()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    assert focused() is tick(field, "Nurse or doctor")
    press(Qt.Key.Key_Up)
    leave()
    assert page.fields["to_fix"].isAncestorOf(focused())


def test_a_further_person_is_asked_for_when_two_are_named(page: GalleryPage) -> None:
    field = page.fields["who"]

    def shown() -> int:
        return sum(not combo.isHidden() for combo in field.findChildren(Combo))

    assert shown() == 2
    field.set_value(["v1", "v2"])
    assert shown() == 3


def test_a_person_named_twice_counts_once(page: GalleryPage) -> None:
    field = page.fields["who"]
    combos = field.findChildren(Combo)
    for combo in combos[:2]:
        combo.setCurrentIndex(2)
    assert field.value() == ["v2"]


def test_a_note_asks_nothing(page: GalleryPage) -> None:
    assert page.fields["end"].value() is None
    page.fields["end"].set_value("anything")
    assert page.fields["end"].value() is None


def laid_out(qtbot: QtBot, labels: Sequence[str], width: int) -> list[int]:
    """Show a scale in so much room and give how many segments each of its rows has."""
    options = tuple(Option(label, label) for label in labels)
    field = ScaleField(Question("scale", "yes_no", "Show", options=options))
    qtbot.addWidget(field)
    field.resize(width, 600)
    field.show()
    qtbot.waitExposed(field)
    segments = field.findChildren(Segment)
    assert clipped(field) == []
    for one in segments:
        assert one.geometry().right() < width
        assert not [other for other in segments if overlap(one, other)]
    return list(Counter(one.y() for one in segments).values())


def overlap(one: Segment, other: Segment) -> bool:
    shared = one.geometry().intersected(other.geometry())
    return one is not other and min(shared.width(), shared.height()) > 1  # a border is shared


def test_a_scale_takes_one_row_then_a_few_then_a_column(qtbot: QtBot, look: Look) -> None:
    sizes = ("100 %", "125 %", "150 %", "175 %", "200 %")
    assert laid_out(qtbot, sizes, 700) == [5]
    assert laid_out(qtbot, sizes, 400) == [4, 1]
    assert laid_out(qtbot, sizes, 240) == [1] * 5
    assert laid_out(qtbot, ("Yes", "No", "Did not ask"), 240) == [1] * 3
    assert laid_out(qtbot, ("No", "We were turned away at the door for hours"), 240) == [1, 1]


def test_arrows_go_through_the_rows_of_a_scale_and_pass_none_over(qtbot: QtBot, look: Look) -> None:
    options = tuple(Option(str(n), f"Answer number {n}") for n in range(1, 5))
    field = ScaleField(Question("scale", "yes_no", "Show", options=options))
    qtbot.addWidget(field)
    field.resize(400, 300)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.focus_first()
    press(Qt.Key.Key_Space)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right):
        seen = [field.value()]
        for _ in range(4):
            press(key)
            seen.append(field.value())
        assert seen == ["1", "2", "3", "4", "4"]
        for _ in range(3):
            press(Qt.Key.Key_Up)
        assert field.value() == "1"
