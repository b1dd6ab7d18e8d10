"""The style sheet: resources/style.qss with colours and sizes filled in."""

from dataclasses import asdict
from functools import cache
from string import Template

from desktop import paths
from desktop.ui.look.tokens import Tokens

CONTROL_HEIGHT = 36  # at 100 % text, without borders


@cache
def _template() -> Template:
    return Template(paths.resource("style.qss").read_text("utf-8"))


def style_sheet(tokens: Tokens, points: float, percent: int) -> str:
    """Give the sheet for body text of `points` (already scaled) and a text scale in per cent."""
    return _template().substitute(
        asdict(tokens),
        h1=f"{points * 1.75:.1f}pt",
        h2=f"{points * 1.25:.1f}pt",
        figure=f"{points * 2.25:.1f}pt",
        small=f"{points * 0.9:.1f}pt",
        control_height=f"{round(CONTROL_HEIGHT * percent / 100)}px",
    )
