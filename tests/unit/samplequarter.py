"""The sample quarter, compiled once for all tests that look at it."""

from datetime import date
from functools import cache

from desktop import paths, sample
from desktop.formlib.load import load_forms
from desktop.returns.compiled import Compiled, FigureValue
from desktop.returns.compiling import compile_return
from desktop.returns.periods import parse_period

PUBLISHED_ON = date(2025, 6, 9)


@cache
def compiled(period: str = sample.QUARTER) -> Compiled:
    """Compile a period of the sample desk."""
    with sample.sample_desk() as desk, desk.read() as session:
        forms = load_forms(paths.forms())
        return compile_return(session, forms, parse_period(period), on=PUBLISHED_ON)


def figure(form: str, id: str) -> FigureValue:
    """Give a figure of the sample quarter."""
    return compiled().figure(form, id)


def said() -> str:
    """Give every sentence of the sample quarter, one a line."""
    lines: list[str] = []
    for section in compiled().sections:
        for part in ("brief", "due", "done", "found", "next", "not_known", "paragraphs"):
            lines += getattr(section, part)
    lines += [text for _, text in compiled().paragraphs]
    return "\n".join(lines)
