from dataclasses import fields

import pytest

from desktop.ui.look.tokens import DARK, HIGH_CONTRAST, LIGHT, Tokens

SETS = {"light": LIGHT, "dark": DARK, "high contrast": HIGH_CONTRAST}

TEXT_ON_GROUND = [
    *(
        (text, ground)
        for text in ("text", "muted")
        for ground in ("bg", "surface", "field", "hover")
    ),
    *((text, "surface") for text in ("accent", "danger", "ok", "warning")),
    *(("text", f"{tone}_soft") for tone in ("accent", "danger", "ok", "warning")),
    ("accent", "bg"),
    ("danger", "bg"),
    ("danger", "danger_soft"),
    ("on_accent", "accent"),
    ("surface", "text"),  # tool tips, and the main button under the mouse
    ("side_text", "sidebar"),
    ("side_muted", "sidebar"),
    ("side_text", "side_selected"),
]

CONTROL_ON_GROUND = [
    *((edge, ground) for edge in ("control", "accent", "danger") for ground in ("bg", "surface")),
    ("control", "field"),
    ("ok", "ok_soft"),
    ("warning", "warning_soft"),
    ("accent", "accent_soft"),
    ("danger", "danger_soft"),
]

RING_GROUNDS = ("bg", "surface", "field", "sidebar", "side_selected", "accent", "danger_soft")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(tokens: Tokens, one: str, other: str) -> float:
    dark, light = sorted(luminance(getattr(tokens, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_text_stands_out_by_4_5_to_1(tokens: Tokens) -> None:
    faint = {pair: round(ratio(tokens, *pair), 2) for pair in TEXT_ON_GROUND}
    assert not {pair: got for pair, got in faint.items() if got < 4.5}


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_edges_of_controls_stand_out_by_3_to_1(tokens: Tokens) -> None:
    faint = {pair: round(ratio(tokens, *pair), 2) for pair in CONTROL_ON_GROUND}
    assert not {pair: got for pair, got in faint.items() if got < 3}


@pytest.mark.parametrize("tokens", SETS.values(), ids=SETS)
def test_one_tone_of_the_focus_ring_stands_out_on_every_ground(tokens: Tokens) -> None:
    for ground in RING_GROUNDS:
        assert max(ratio(tokens, tone, ground) for tone in ("focus", "surface")) >= 3, ground
    assert ratio(tokens, "focus", "surface") >= 3


def test_high_contrast_reaches_7_to_1() -> None:
    for pair in TEXT_ON_GROUND:
        assert ratio(HIGH_CONTRAST, *pair) >= 7, pair


def test_every_colour_is_written_in_full() -> None:
    for tokens in SETS.values():
        for field in fields(tokens):
            assert len(getattr(tokens, field.name)) == 7, field.name
