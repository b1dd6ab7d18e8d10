"""The recovery code of a new desk: shown to be written down or printed, then asked for in part."""

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import choose_printer
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text

_READ_AS = str.maketrans("OIL", "011")


class RecoveryCode(QWidget):
    """Shows a code; `confirmed` is sent once one of its groups was typed from the copy."""

    confirmed = Signal()

    def __init__(self, name: str, code: str, parent: QWidget | None = None) -> None:
        """Show `code`, the recovery code of the desk called `name`."""
        super().__init__(parent)
        self._name = name
        self._groups = code.split("-")
        self._wanted = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._code_card())
        column.addWidget(self._question_card())
        self.show_code()

    @property
    def wanted(self) -> int:
        """The group that is asked for, 1 the first."""
        return self._wanted + 1

    def show_code(self) -> None:
        """Show the code, and ask nothing yet."""
        self._ask_card.hide()
        self._card.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Hide the code and ask for one of its groups, another one each time."""
        others = [number for number in range(len(self._groups)) if number != self._wanted]
        self._wanted = secrets.choice(others)
        put_text(
            self._which,
            self.tr("Look at your copy. Group {number} of {count} is wanted.").format(
                number=self._wanted + 1, count=len(self._groups)
            ),
        )
        self.field.set_value(None)
        self._card.hide()
        self._ask_card.show()
        self.field.focus_first()

    def check(self) -> None:
        """Take the group that was typed; `confirmed` when it is the right one."""
        typed = "".join(sign for sign in self.field.typed().upper() if sign.isalnum())
        if typed.translate(_READ_AS) == self._groups[self._wanted]:
            self.confirmed.emit()
            return
        self.field.set_problem(
            self.tr("Group {} reads differently. Type it from your copy").format(self._wanted + 1)
        )
        self.field.focus_first()

    def page_to_print(self) -> QTextDocument:
        """Give the sheet of paper: whose desk, the code, and what it is for."""
        groups = "   ".join(self._groups[:4]), "   ".join(self._groups[4:])
        lines = [
            "Scrutiny Desk",
            self.tr("Recovery code of the desk “{}”").format(self._name),
            "",
            *groups,
            "",
            self.tr("It opens the desk when the passphrase is forgotten."),
            self.tr("Keep it away from the computer, as you would keep a key."),
        ]
        sheet = QTextDocument()
        sheet.setDefaultStyleSheet("")
        sheet.setPlainText("\n".join(lines))
        return sheet

    def print_code(self) -> None:
        """Let the person choose a printer, and print the sheet."""
        choose_printer(self, self.page_to_print().print_)

    def _code_card(self) -> SectionCard:
        self._card = SectionCard(
            self.tr("Your recovery code"),
            self.tr(
                "Write it down or print it now, and keep it away from this computer. It opens "
                "your desk if you forget the passphrase. It is not shown again."
            ),
        )
        flow = FlowLayout(26)
        for number, group in enumerate(self._groups, 1):
            shown = label(group, "figure")
            shown.setWordWrap(False)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            shown.setAccessibleName(
                self.tr("Group {number}: {letters}").format(number=number, letters=" ".join(group))
            )
            flow.addWidget(shown)
        self._card.body.addLayout(flow)
        buttons = FlowLayout()
        self.go_on = Button(self.tr("I have it on paper"), kind="primary")
        self.go_on.clicked.connect(self.ask)
        print_it = Button(self.tr("Print it"), "printer")
        print_it.clicked.connect(self.print_code)
        buttons.addWidget(self.go_on)
        buttons.addWidget(print_it)
        self._card.body.addLayout(buttons)
        return self._card

    def _question_card(self) -> SectionCard:
        self._ask_card = SectionCard(self.tr("Is your copy right?"))
        self._which = label("")
        self._ask_card.body.addWidget(self._which)
        self.field = TextField(
            Question("group", "text", self.tr("That group of your recovery code"), max_length=12)
        )
        self.field.returned.connect(self.check)
        self._ask_card.body.addWidget(self.field)
        buttons = FlowLayout()
        done = Button(self.tr("Open my desk"), kind="primary")
        done.clicked.connect(self.check)
        again = Button(self.tr("Show me the code again"))
        again.clicked.connect(self.show_code)
        buttons.addWidget(done)
        buttons.addWidget(again)
        self._ask_card.body.addLayout(buttons)
        return self._ask_card
