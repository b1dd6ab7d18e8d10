"""The ways back into a desk whose passphrase is forgotten, in one place."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.opening import OfficeWay
from desktop.ui.parts.announce import announce
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.line import Line

_LONGEST = 80  # characters of a code, generously spaced


class Forgotten(QWidget):
    """The recovery code, the office, a backup. `entered` carries the code that was typed."""

    entered = Signal(str)
    remembered = Signal()
    restore_wanted = Signal()

    def __init__(self, office: OfficeWay | None, parent: QWidget | None = None) -> None:
        """Show the ways there are; `office` is the one that can let the owner in, if one can."""
        super().__init__(parent)
        self._office = office
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        self.code = self._field(
            self.tr("Recovery code"),
            self.tr("Eight groups of five letters and digits, from your copy on paper."),
        )
        self.let_in: TextField | None = None
        self._last = self.code
        card = SectionCard(self.tr("With your recovery code"))
        self._put_code(card, self.code, self.tr("Open with the recovery code"))
        column.addWidget(card)
        column.addWidget(self._office_card(office))
        links = FlowLayout(18)
        self.remember = Link(self.tr("I have my passphrase"))
        self.remember.clicked.connect(self.remembered)
        self.restore = Link(self.tr("Restore a backup"))
        self.restore.clicked.connect(self.restore_wanted)
        links.addWidget(self.remember)
        links.addWidget(self.restore)
        column.addLayout(links)

    def focus_first(self) -> None:
        """Put the focus where typing begins."""
        self.code.focus_first()

    def refuse(self, sentence: str) -> None:
        """Say beside the code that was tried why it does not open the desk."""
        self._last.set_problem(sentence)
        self._last.focus_first()
        for line in self._last.findChildren(Line):
            line.selectAll()

    def forget(self) -> None:
        """Empty the fields."""
        for field in filter(None, (self.code, self.let_in)):
            field.set_value(None)

    def show_request(self) -> None:
        """Show the text that the office can find the code in."""
        self.ask_text.hide()
        self._request.show()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _office_card(self, office: OfficeWay | None) -> SectionCard:
        if office is None:
            return SectionCard(
                self.tr("No office can open this desk"),
                self.tr("It opens with its passphrase or its recovery code only."),
            )
        card = SectionCard(
            self.tr("Your office can let you in"),
            self.tr(
                "Ring {} on the number you already have. They ask who you are, and read out a code."
            ).format(office.name),
        )
        self.let_in = self._field(
            self.tr("The code that the office reads out"),
            self.tr("Eight groups of five letters and digits."),
        )
        self._put_code(card, self.let_in, self.tr("Open with the office’s code"))
        self.ask_text = Link(self.tr("The office asks for a text"))
        self.ask_text.clicked.connect(self.show_request)
        card.body.addWidget(self.ask_text)
        self._request = self._request_box(office)
        self._request.hide()
        card.body.addWidget(self._request)
        return card

    def _request_box(self, office: OfficeWay) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.text = QPlainTextEdit(office.request)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.tr("The text for the office"))
        named = label(self.tr("The text for the office"), "label", buddy=self.text)
        column.addWidget(named)
        column.addWidget(
            label(
                self.tr(
                    "Send all of it by e-mail, and ring. Only {} can read what is in it."
                ).format(office.name),
                "muted",
            )
        )
        column.addWidget(self.text)
        self.copy = Button(self.tr("Copy"), "copy")
        self.copy.clicked.connect(self._on_copy)
        self._copied = label("", "muted")
        self._copied.hide()
        column.addWidget(self.copy, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._copied)
        return box

    def _on_copy(self) -> None:
        # Nothing but the office can read it, so it may stay in the clipboard.
        self.text.selectAll()
        self.text.copy()
        said = self.tr("The text is copied.")
        put_text(self._copied, said)
        self._copied.show()
        announce(self._copied, said)

    def _field(self, ask: str, hint: str) -> TextField:
        return TextField(Question("code", "text", ask, hint, max_length=_LONGEST))

    def _put_code(self, card: SectionCard, field: TextField, words: str) -> None:
        button = Button(words, "key-round")
        button.clicked.connect(partial(self._enter, field))
        field.returned.connect(partial(self._enter, field))
        card.body.addWidget(field)
        card.body.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)

    def _enter(self, field: TextField, *_: object) -> None:
        self._last = field
        for one in filter(None, (self.code, self.let_in)):
            one.set_problem("")
        if field.typed().strip():
            self.entered.emit(field.typed())
        else:
            self.refuse(self.tr("Enter the code"))
