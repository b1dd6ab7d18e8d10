"""The words of a return: commentary, changes, stories, asks and free paragraphs of a quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop import clock
from desktop.records import paragraphs
from desktop.records.paragraphs import Paragraph
from desktop.returns.periods import any_dates, last_eight, parse_period, quarter_of
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, in_one_line
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register, writing
from desktop.ui.parts.models import Column

_OTHER = "other"  # the scheme of what belongs to none
_SLOTS = {
    "commentary": "Commentary on a scheme",
    "changes": "What stopped, shrank or changed",
    "story": "You said, they did",
    "ask": "What we ask of the panel",
    "free": "Another numbered paragraph",
}
_SHORT = {
    "commentary": "Commentary",
    "changes": "Changes",
    "story": "Story",
    "ask": "Ask",
    "free": "Paragraph",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph with its scheme's name."""

    paragraph: Paragraph
    scheme: str
    when: str


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    found: list[Paragraph] = []
    now = quarter_of(clock.today())
    with desk.read() as session:
        for period in (now, *reversed(last_eight(now))):
            found += paragraphs.paragraphs(session, period.start, period.end)
    return [
        Entry(
            one,
            "The whole return" if one.scheme == _OTHER else around.scheme(one.scheme),
            any_dates(one.period_start, one.period_end).label,
        )
        for one in found
    ]


def _add_asks(around: Around, _none: None) -> Sequence[Asked]:
    now = quarter_of(clock.today())
    quarters = [Option(one.code, one.title) for one in (now, *reversed(last_eight(now)))]
    schemes = (Option(_OTHER, "The whole return"), *around.scheme_options())
    return (
        asking.choice("when", "For which quarter?", quarters, quarters[1].code),
        asking.choice("slot", "What is it?", asking.options_of(_SLOTS)),
        asking.choice("scheme", "About which scheme?", schemes, _OTHER),
        *_asks(None),
    )


def _asks(one: Paragraph | None) -> tuple[Asked, ...]:
    return (
        asking.long_text(
            "text", "The paragraph", one.text if one else "", hint="No names, nobody recognisable."
        ),
        asking.number(
            "number",
            "Its place among the others",
            one.number if one else None,
            hint="Those with a number come first, in its order.",
            optional=True,
        ),
    )


def _add(desk: Desk, _none: None, answers: Answers) -> None:
    period = parse_period(asking.said(answers, "when"))
    made = Paragraph(
        id="",
        scheme=asking.said(answers, "scheme"),
        period_start=period.start,
        period_end=period.end,
        slot=asking.said(answers, "slot"),
        number=asking.number_of(answers, "number"),
        text=asking.said(answers, "text"),
        author=desk.who,
        typed=True,
    )
    with desk.write("Wrote a paragraph", wait_ms=WAIT_MS) as session:
        paragraphs.write_paragraph(session, made)


WORDS = Register[Entry](
    name="Words",
    read=_read,
    columns=(
        Column[Entry](
            "For",
            lambda e: e.when,
            sort="when",
            order=lambda e: e.paragraph.period_start,
            characters=21,
        ),
        Column[Entry]("What", lambda e: _SHORT[e.paragraph.slot], sort="slot", characters=11),
        Column[Entry]("Scheme", lambda e: e.scheme, sort="scheme", characters=16),
        Column[Entry]("Text", lambda e: in_one_line(e.paragraph.text), characters=26),
    ),
    id=lambda entry: entry.paragraph.id,
    title=lambda entry: f"{_SLOTS[entry.paragraph.slot]}, {entry.when}",
    facts=lambda _around, entry: [
        ("Scheme", entry.scheme),
        ("Text", entry.paragraph.text),
        ("Place", str(entry.paragraph.number or "")),
        ("Written by", entry.paragraph.author),
    ],
    empty=("Nothing is written yet", "Commentary, stories and asks of the last two years."),
    adds=(Action[None]("Write a paragraph", _add, _add_asks),),
    actions=(
        Action[Entry](
            "Change it",
            writing(
                "Changed a paragraph",
                lambda session, entry, answers: paragraphs.write_paragraph(
                    session,
                    replace(
                        entry.paragraph,
                        text=asking.said(answers, "text"),
                        number=asking.number_of(answers, "number"),
                        typed=True,
                    ),
                ),
            ),
            lambda _around, entry: _asks(entry.paragraph),
        ),
        Action[Entry](
            "Remove it",
            writing(
                "Removed a paragraph",
                lambda session, entry, _a: paragraphs.remove_paragraph(session, entry.paragraph.id),
            ),
            sure="Remove this paragraph?",
        ),
    ),
    icon="pencil",
    wide=3,
)
