"""Cases for a colleague: which go, chosen one by one, as a file or as text."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.exchange.sealed.enrolling import Laptop
from desktop.exchange.sealed.sending import Ready, make_submission
from desktop.formlib.typed import say_day
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.fields.choices import ChoicesField
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.exchange.hand_over import HandOver
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.folded import Folded
from desktop.ui.parts.labels import label

MOST_OFFERED = 100


class NothingChosen(UserError):
    """No case was chosen."""


def cases_card(
    view: DeskView,
    cases: Sequence[tuple[Laptop, Sequence[Ready]]],
    changed: Callable[[], object],
) -> SectionCard:
    """Give the card, with one folded part for each colleague."""
    card = SectionCard(QCoreApplication.translate("CasesCard", "Cases for a colleague"))
    card.body.addWidget(
        label(
            card.tr("A case may go to and fro; what changed on both sides is shown side by side."),
            "muted",
        )
    )
    for laptop, found in cases:
        text = card.tr("{name}: {count} can go").format(name=laptop.name, count=len(found))
        inside = Cases(view, found, laptop.id, changed) if found else label(card.tr("None."))
        card.body.addWidget(Folded(text, inside))
    return card


class Cases(QWidget):
    """Cases to tick, newest first, and the ways across; `to` is None for the office."""

    def __init__(
        self,
        view: DeskView,
        found: Sequence[Ready],
        to: str | None,
        changed: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Offer them; those that were changed since they went before are ticked."""
        super().__init__(parent)
        newest = list(reversed(found))[:MOST_OFFERED]
        options = tuple(Option(one.id, title_of(view, one)) for one in newest)
        self.which = ChoicesField(
            Question("cases", "choices", self.tr("Which cases go?"), options=options)
        )
        self.which.set_value([one.id for one in newest if one.changed])
        self._to = to
        self._view = view
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.which)
        column.addWidget(HandOver(view, self._give, "cases", lambda _how: changed()))

    def _give(self, desk: Desk, keep: Callable[[bytes], object]) -> object:
        chosen = self.which.value()
        ids = [str(one) for one in chosen] if isinstance(chosen, list) else []
        if not ids:
            raise NothingChosen("No case is ticked.", "Tick the cases that are to go.")
        with desk.write("Sent cases to a colleague") as session:
            made = make_submission(session, self._view.forms, ids, to=self._to)
            return keep(made.blob)


def title_of(view: DeskView, one: Ready) -> str:
    """Name a record that can go."""
    form = view.forms.get(one.form)
    day = say_day(one.on_date.isoformat()) if one.on_date else ""
    named = (form.title if form else one.form, one.reference or one.place, day)
    return ", ".join(filter(None, named))
