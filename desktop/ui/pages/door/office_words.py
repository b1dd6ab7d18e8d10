"""Who invites whom as what, and the eight words of the office's key, to compare by telephone."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.fields.choice import RadioField
from desktop.ui.fields.question import Option, Question
from desktop.ui.invited import Offer
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.read_in_one import read_in_one

Compared = Literal["match", "differ", "later", ""]


class OfficeWords(QWidget):
    """The words, large and numbered, and what came of comparing them."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        """Show `words` and ask whether the office reads out the same."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(22)
        words_read = self.tr("The office’s eight words: {}").format(", ".join(words))
        flow = FlowLayout(26)
        for number, word in enumerate(words, 1):
            flow.addWidget(_word(number, word))
        column.addWidget(read_in_one(words_read, flow))
        self.answer = RadioField(
            Question(
                "words",
                "choice",
                self.tr(
                    "Ring your office on the number you already have. Do they read out the same "
                    "words?"
                ),
                self.tr("Never ring a number that came with the invitation."),
                options=(
                    Option("match", self.tr("Yes, they match")),
                    Option("differ", self.tr("No")),
                    Option(
                        "later",
                        self.tr("I cannot ring now"),
                        self.tr("You can begin. The program reminds you until you have compared."),
                    ),
                ),
            )
        )
        column.addWidget(self.answer)

    def compared(self) -> Compared:
        """Give the answer; "" asks for one beside the question."""
        value = self.answer.value()
        found: tuple[Compared, ...] = ("match", "differ", "later")
        answer: Compared = next((one for one in found if one == value), "")
        self.answer.set_problem("" if answer else self.tr("Choose an answer"))
        if not answer:
            self.answer.focus_first()
        return answer


def offer_card(offer: Offer) -> SectionCard:
    """Give a card that says who invites whom, and what the person will do."""
    said = QCoreApplication.translate
    card = SectionCard(
        offer.office, said("Offer", "This invitation is for {}.").format(offer.person)
    )
    card.body.setSpacing(10)
    card.body.addWidget(label(role_said(offer.role)))
    schemes = said("Offer", "You take part in: {}.").format(", ".join(offer.schemes))
    card.body.addWidget(label(schemes))
    return card


def stop_card() -> SectionCard:
    """Give a card that says what to do when the words differ."""
    said = QCoreApplication.translate
    card = SectionCard(
        said("Offer", "Nothing was set up"),
        said("Offer", "The words differ, so this invitation may not be your office’s."),
    )
    card.body.setSpacing(10)
    for line in (
        said("Offer", "Tell your office, while you have them on the phone, that the words differ."),
        said("Offer", "Say how this invitation came to you, and ask for a new one."),
        said("Offer", "Do not open this one again."),
    ):
        card.body.addWidget(label(line))
    return card


def role_said(role: str) -> str:
    """Say in plain words what somebody of a role does."""
    said = QCoreApplication.translate
    return {
        "visitor": said("Offer", "You visit custody suites or police kennels."),
        "secretary": said("Offer", "You chair a panel or write for it."),
        "reviewer": said("Offer", "You review complaints."),
    }.get(role, said("Offer", "You write records for the office."))


def _word(number: int, word: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    count = label(str(number), "muted")
    count.setWordWrap(False)
    shown = label(word, "figure")
    shown.setWordWrap(False)
    shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    name = QCoreApplication.translate("Offer", "Word {number}: {word}")
    shown.setAccessibleName(name.format(number=number, word=word))
    row.addWidget(count)
    row.addWidget(shown)
    return made
