"""Opening balances: what there was when the office began, or that it is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop import clock
from desktop.formlib.model import Form
from desktop.records import openings
from desktop.records.openings import Opening
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register, writing
from desktop.ui.parts.models import RIGHT, Column

_BALANCE = "open_balance"


@dataclass(frozen=True, slots=True)
class Entry:
    """A balance with its scheme's name."""

    opening: Opening
    scheme: str

    @property
    def value(self) -> str:
        """The number, as people read it."""
        return "not known" if self.opening.value is None else str(self.opening.value)


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    with desk.read() as session:
        found = openings.openings(session)
    return [Entry(one, around.scheme(one.scheme)) for one in reversed(found)]


def _offered(forms: Mapping[str, Form]) -> tuple[Option, ...]:
    """Give what the forms' balances begin with."""
    return tuple(
        Option(
            f"{form.scheme}/{figure.arguments.get('what', 'open')}",
            f"{form.report.title or form.title}: {figure.label}",
        )
        for form in forms.values()
        for figure in form.figures.values()
        if figure.what == _BALANCE
    )


def _asks(one: Opening | None) -> tuple[Asked, ...]:
    value = asking.NOT_KNOWN if one and one.value is None else one.value if one else None
    return (
        asking.number("value", "How many were there?", value, or_not_known=True),
        asking.text("source", "How do you know?", one.source if one else "", optional=True),
    )


def _add(desk: Desk, answers: Answers) -> None:
    scheme, _, what = asking.said(answers, "what").partition("/")
    with desk.write("Kept an opening balance", wait_ms=WAIT_MS) as session:
        openings.set_opening(
            session,
            scheme,
            what,
            asking.day_there(answers, "on"),
            asking.number_of(answers, "value"),
            source=asking.said(answers, "source"),
        )


def openings_for(forms: Mapping[str, Form]) -> Register[Entry]:
    """Give the register of what the balances of these forms begin with."""
    return Register[Entry](
        name="Balances",
        read=_read,
        columns=(
            Column[Entry]("Scheme", lambda e: e.scheme, sort="scheme", characters=26),
            Column[Entry](
                "On the morning of",
                lambda e: day_said(e.opening.on_date),
                sort="on",
                order=lambda e: e.opening.on_date,
                characters=18,
            ),
            Column[Entry]("Open", lambda e: e.value, RIGHT, characters=12),
        ),
        id=lambda entry: entry.opening.id,
        title=lambda entry: f"{entry.scheme}, {day_said(entry.opening.on_date)}",
        facts=lambda _around, entry: [("Open", entry.value), ("Source", entry.opening.source)],
        empty=("No balances yet", "How many there were when the office began, or not known."),
        adds=(
            Action[None](
                "Enter a balance",
                lambda desk, _none, answers: _add(desk, answers),
                lambda _around, _none: (
                    asking.choice("what", "Of what?", _offered(forms)),
                    asking.day("on", "On the morning of which day?", clock.today()),
                    *_asks(None),
                ),
            ),
        ),
        actions=(
            Action[Entry](
                "Correct it",
                writing(
                    "Corrected an opening balance",
                    lambda session, entry, answers: openings.set_opening(
                        session,
                        entry.opening.scheme,
                        entry.opening.what,
                        entry.opening.on_date,
                        asking.number_of(answers, "value"),
                        source=asking.said(answers, "source"),
                    ),
                ),
                lambda _around, entry: _asks(entry.opening),
            ),
            Action[Entry](
                "Remove it",
                writing(
                    "Removed an opening balance",
                    lambda session, entry, _a: openings.remove_opening(session, entry.opening.id),
                ),
                sure="Remove this balance?",
            ),
        ),
        icon="scale",
    )
