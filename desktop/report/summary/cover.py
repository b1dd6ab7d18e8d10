"""The top of page 1: what this is, of which period, by whom, and from which data."""

from reportlab.platypus import Flowable

from desktop.report.summary.look import FACT, SUBTITLE, TITLE
from desktop.report.summary.saying import NOT_STATED, day_or_gap
from desktop.report.tagged import Bold, H, P
from desktop.report.tagged.layout import Beside, Column
from desktop.report.tagged.styles import BLUE
from desktop.returns.compiled import Compiled
from desktop.returns.periods import Kind


def title(compiled: Compiled) -> str:
    """Give the report's name."""
    area = compiled.cover.area
    return "Independent scrutiny of policing" + (f" in {area}" if area else "")


def kind(compiled: Compiled) -> str:
    """Say what sort of report it is and for whom."""
    called = "Quarterly summary" if compiled.period.kind is Kind.QUARTER else "Summary"
    panel = compiled.cover.panel
    return f"{called} for the {panel}" if panel else called


def _status(compiled: Compiled) -> str:
    if compiled.sign_off is None:
        return "Draft"
    return "Signed off, corrected" if compiled.corrections else "Signed off"


def cover(compiled: Compiled) -> list[Flowable]:
    """Give the dark band with the name and, under it, the facts of the report."""
    band = Column(
        [
            H(1, title(compiled), style=TITLE),
            P(kind(compiled), SUBTITLE),
            P([Bold(compiled.period.title)], SUBTITLE),
        ],
        fill=BLUE,
        pad=12,
    )
    cover = compiled.cover
    facts = (
        ("Report date", day_or_gap(cover.report_on), 1.0),
        ("Author", cover.author_role or NOT_STATED, 1.5),
        ("Meeting", day_or_gap(cover.meeting_on), 1.0),
        ("Data as at", day_or_gap(cover.data_as_at), 1.0),
        ("Marking", cover.marking or NOT_STATED, 0.9),
        ("Status", _status(compiled), 0.9),
    )
    columns = [Column([P([f"{name}\n", Bold(value)], FACT)], share) for name, value, share in facts]
    return [Beside([band]), Beside(columns)]
