"""What is measured by the week or the month, said while its quarter still goes on."""

from typing import TYPE_CHECKING

from desktop.formlib.amounts import Known, words
from desktop.returns.compiled import FigureValue

if TYPE_CHECKING:
    from desktop.returns.so_far import SoFar  # read on the other thread, with the work

_SEVERAL = {"week": "weeks", "month": "months"}


def ended_said(value: FigureValue, found: "SoFar") -> tuple[str, str]:
    """Give "3 of 6" and "suite-weeks that have ended; 26 in the quarter"."""
    base, several = value.figure.base, _SEVERAL[found.every]
    whole = words(value.result.of) if value.result.of is not None else "not known"
    due = found.share.denominator
    if due == Known(0):
        return "none due yet", f"{base}; {whole} in the quarter"
    within = "that have ended" if base.endswith(several) else f"in {several} that have ended"
    met = words(found.share.numerator)
    return f"{met} of {words(due)}", f"{base} {within}; {whole} in the quarter"
