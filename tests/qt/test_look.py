import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop import paths
from desktop.ui.look import fonts
from desktop.ui.look.icons import icon
from desktop.ui.look.look import SCALES, Colours, Look, tokens_for
from desktop.ui.look.sheet import style_sheet
from desktop.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens, shown

Scheme = Qt.ColorScheme
Contrast = Qt.ContrastPreference


@pytest.fixture
def own_look(qapp: QApplication, settings: QSettings) -> Look:
    return Look(qapp, settings)


@pytest.mark.parametrize(
    ("colours", "tokens"),
    [
        (Colours.LIGHT, LIGHT),
        (Colours.DARK, DARK),
        (Colours.HIGH_CONTRAST, HIGH_CONTRAST),
    ],
)
def test_chosen_colours_reach_the_palette_and_what_paints_itself(
    look: Look, qapp: QApplication, colours: Colours, tokens: Tokens
) -> None:
    look.choose_colours(colours)
    assert shown() is tokens
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == shown().bg.upper()


@pytest.mark.parametrize(
    ("scheme", "contrast", "tokens"),
    [
        (Scheme.Light, Contrast.NoPreference, LIGHT),
        (Scheme.Unknown, Contrast.NoPreference, LIGHT),
        (Scheme.Dark, Contrast.NoPreference, DARK),
        (Scheme.Light, Contrast.HighContrast, HIGH_CONTRAST),
        (Scheme.Dark, Contrast.HighContrast, HIGH_CONTRAST),
    ],
)
def test_without_a_choice_the_computer_decides(
    scheme: Scheme, contrast: Contrast, tokens: Tokens
) -> None:
    assert tokens_for(Colours.SYSTEM, scheme, contrast) is tokens
    assert tokens_for(Colours.LIGHT, scheme, contrast) is LIGHT


def test_text_size_changes_the_font_while_running(look: Look, qapp: QApplication) -> None:
    before = qapp.font().pointSizeF()
    look.choose_percent(200)
    assert qapp.font().pointSizeF() == pytest.approx(2 * before)


def test_larger_and_smaller_stop_at_the_ends(look: Look) -> None:
    for _ in SCALES:
        look.larger()
    assert look.percent == 200
    for _ in SCALES:
        look.smaller()
    assert look.percent == 100


def test_the_choice_is_remembered(own_look: Look, qapp: QApplication, settings: QSettings) -> None:
    own_look.choose_colours(Colours.HIGH_CONTRAST)
    own_look.choose_percent(150)
    settings.sync()
    again = Look(qapp, QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert (again.colours, again.percent) == (Colours.HIGH_CONTRAST, 150)


def test_a_damaged_choice_falls_back_to_the_beginning(
    qapp: QApplication, settings: QSettings
) -> None:
    settings.setValue("look/colours", "beige")
    settings.setValue("look/text_percent", "huge")
    look = Look(qapp, settings)
    assert (look.colours, look.percent) == (Colours.SYSTEM, 100)


def test_the_bundled_face_is_the_one_on_screen(look: Look, qapp: QApplication) -> None:
    assert fonts.family() == "Atkinson Hyperlegible Next"
    assert qapp.font().family() == fonts.family()
    assert qapp.font().hintingPreference() == QFont.HintingPreference.PreferNoHinting


def test_the_style_sheet_leaves_no_name_open() -> None:
    assert "$" not in style_sheet(LIGHT, 11.5, 100)


def test_an_icon_follows_a_change_of_look(look: Look) -> None:
    house = icon("house")
    look.choose_colours(Colours.LIGHT)
    light = house.pixmap(24, 24).toImage()
    look.choose_colours(Colours.DARK)
    assert house.pixmap(24, 24).toImage() != light


def test_every_shipped_icon_can_be_drawn(look: Look) -> None:
    for path in sorted(paths.resource("icons").glob("*.svg")):
        image = icon(path.stem).pixmap(32, 32).toImage()
        drawn = any(image.pixelColor(x, y).alpha() for x in range(32) for y in range(32))
        assert drawn, path.stem
