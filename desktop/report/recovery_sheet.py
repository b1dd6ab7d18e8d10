"""The sheet with a recovery code: one page to print and to keep away from the computer."""

from datetime import UTC, datetime, time

from reportlab.platypus import Flowable

from desktop import clock
from desktop.formlib.typed import say_date
from desktop.report.fonts import BOLD
from desktop.report.tagged import About, H, P, build, bullets
from desktop.report.tagged.styles import HEADINGS, LEAD

_PER_LINE = 4  # groups
_GAP = "\N{NO-BREAK SPACE}" * 3
_CODE = HEADINGS[1].clone("code", fontName=BOLD, fontSize=24, leading=38, keepWithNext=0)


def recovery_sheet_pdf(name: str, code: str, *, office: str = "") -> bytes:
    """Make the sheet of the desk called `name`.

    `office` is the name of the office that can let its owner in when both are lost, "" for none.
    """
    groups, today = code.split("-"), clock.today()
    lines = [groups[at : at + _PER_LINE] for at in range(0, len(groups), _PER_LINE)]
    ways = [
        "Choose “I have forgotten my passphrase” where the passphrase is asked for.",
        "Type the code. Capital or small letters, spaces and dashes make no difference.",
        "Choose a new passphrase. This code stays as it is.",
    ]
    story: list[Flowable] = [
        H(1, "Recovery code"),
        P(f"It opens the desk “{name}” when its passphrase is forgotten.", LEAD),
        *(P(_GAP.join(line), _CODE) for line in lines),
        P("There is no letter O and no letter I or L in it: these are nought and one."),
        H(2, "How to use it"),
        *bullets(ways, numbered=True),
        H(2, "Where to keep it"),
        P("Away from the computer, as you would keep a key. Whoever has it can open the desk."),
    ]
    if office:
        story += [
            H(2, "If this sheet is lost as well"),
            P(f"Your office, {office}, can let you back in. Ring the number you already have."),
        ]
    about = About(
        f"Recovery code of {name}",
        datetime.combine(today, time(12), UTC),
        footer=f"Made on {say_date(today.isoformat())}",
    )
    return build(story, about).pdf
