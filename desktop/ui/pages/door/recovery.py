"""The recovery code of a new desk: shown to be written down or printed, then asked for in part."""

import secrets
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.ui.fields.question import Question
from desktop.ui.fields.text import TextField
from desktop.ui.pages.keeping import keep_file
from desktop.ui.parts.announce import announce
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.dialogs import ask, choose_new_file, choose_printer
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.read_in_one import read_in_one

_READ_AS = str.maketrans("OIL", "011")


_ASKED = 2  # groups of the copy that are typed


class RecoveryCode(QWidget):
    """Shows a code; `confirmed` is sent once two of its groups were typed from the copy."""

    confirmed = Signal()

    def __init__(
        self,
        name: str,
        code: str,
        parent: QWidget | None = None,
        *,
        office: str = "",
        done: str = "",
    ) -> None:
        """Show `code`, the recovery code of the desk called `name`.

        `office` is the name of the office that can let its owner in as well, "" where none can;
        `done` the last button's word for what comes next.
        """
        super().__init__(parent)
        self._name = name
        self._office = office
        self._done = done or self.tr("Open my desk")
        self._code = code
        self._groups = code.split("-")
        self._wanted: tuple[int, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(self._code_card())
        column.addWidget(self._question_card())
        self.show_code()

    @property
    def wanted(self) -> tuple[int, ...]:
        """The groups that are asked for, 1 the first."""
        return tuple(number + 1 for number in self._wanted)

    def show_code(self) -> None:
        """Show the code, and ask nothing yet."""
        self._ask_card.hide()
        self._card.show()
        self.go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask(self) -> None:
        """Hide the code and ask for two of its groups, others each time."""
        others = [number for number in range(len(self._groups)) if number not in self._wanted]
        self._wanted = tuple(sorted(secrets.SystemRandom().sample(others, _ASKED)))
        put_text(
            self._which,
            self.tr("Look at your copy. Groups {first} and {second} of {count} are wanted.").format(
                first=self.wanted[0], second=self.wanted[1], count=len(self._groups)
            ),
        )
        for field, number in zip(self.fields, self.wanted, strict=True):
            field.put_ask(self.tr("Group {} of your recovery code").format(number))
            field.set_value(None)
        self._card.hide()
        self._ask_card.show()
        self.fields[0].focus_first()

    def check(self) -> None:
        """Take the groups that were typed; `confirmed` when they are the right ones."""
        wrong = [
            (field, number)
            for field, number in zip(self.fields, self._wanted, strict=True)
            if _plain(field.typed()) != self._groups[number]
        ]
        for field in self.fields:
            field.set_problem("")
        for field, number in wrong:
            field.set_problem(
                self.tr("Group {} reads differently. Type it from your copy").format(number + 1)
            )
        if wrong:
            wrong[0][0].focus_first()
        else:
            self.confirmed.emit()

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
            *([self._said_of_office()] if self._office else []),
            self.tr("Keep it away from the computer, as you would keep a key."),
        ]
        sheet = QTextDocument()
        sheet.setDefaultStyleSheet("")
        sheet.setPlainText("\n".join(lines))
        return sheet

    def print_code(self) -> None:
        """Let the person choose a printer, and print the sheet."""
        choose_printer(self, self.page_to_print().print_)

    def save_sheet(self, path: Path) -> None:
        """Write the sheet as a PDF, and say what to do with the file."""
        from desktop.report.recovery_sheet import recovery_sheet_pdf  # heavy, and seldom wanted

        try:
            keep_file(path, recovery_sheet_pdf(self._name, self._code, office=self._office))
        except UserError as error:
            said = f"{error.sentence} {error.next_step}"
        else:
            said = self.tr(
                "The sheet is in {}. Print it now and delete the file: whoever has it can open "
                "your desk."
            ).format(path.name)
        put_text(self._saved, said)
        self._saved.show()
        announce(self._saved, said)

    def _on_save(self) -> None:
        def answered(yes: bool) -> None:  # noqa: FBT001 - what a dialog gives
            if yes:
                suggested = Path.home() / self.tr("recovery-code.pdf")
                choose_new_file(self, self.tr("Save the sheet"), suggested, self.save_sheet)

        ask(
            self,
            self.tr("The sheet opens your desk"),
            self.tr(
                "Anybody who gets the file can read the code. Save it where only you can read it, "
                "such as a memory stick, print it and delete it."
            ),
            yes=self.tr("Choose where to save it"),
            no=self.tr("Do not save it"),
            then=answered,
        )

    def _said_of_office(self) -> str:
        return self.tr("Your office, {}, can let you back in if you forget both.").format(
            self._office
        )

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
        spelt = ", ".join(" ".join(group) for group in self._groups)
        read = self.tr("Your recovery code: {}").format(spelt)
        self._card.body.addWidget(read_in_one(read, flow))
        if self._office:
            self._card.body.addWidget(label(self._said_of_office()))
        buttons = FlowLayout()
        self.go_on = Button(self.tr("I have it on paper"), kind="primary")
        self.go_on.clicked.connect(self.ask)
        print_it = Button(self.tr("Print it"), "printer")
        print_it.clicked.connect(self.print_code)
        self.save = Button(self.tr("Save a sheet to print…"), "download")
        self.save.clicked.connect(self._on_save)
        buttons.addWidget(self.go_on)
        buttons.addWidget(print_it)
        buttons.addWidget(self.save)
        self._card.body.addLayout(buttons)
        self._saved = label("", "muted")
        self._saved.hide()
        self._card.body.addWidget(self._saved)
        return self._card

    def _question_card(self) -> SectionCard:
        self._ask_card = SectionCard(self.tr("Is your copy right?"))
        self._which = label("")
        self._ask_card.body.addWidget(self._which)
        self.fields = tuple(
            _Group(Question("group", "text", "-", max_length=12)) for _ in range(_ASKED)
        )
        for field, following in pairwise(self.fields):
            field.returned.connect(following.focus_first)
        self.fields[-1].returned.connect(self.check)
        for field in self.fields:
            self._ask_card.body.addWidget(field)
        buttons = FlowLayout()
        done = Button(self._done, kind="primary")
        done.clicked.connect(self.check)
        again = Button(self.tr("Show me the code again"))
        again.clicked.connect(self.show_code)
        buttons.addWidget(done)
        buttons.addWidget(again)
        self._ask_card.body.addLayout(buttons)
        return self._ask_card


class _Group(TextField):
    """A line for one group; which one is said when it is asked for."""

    def put_ask(self, ask: str) -> None:
        """Change the words of the question."""
        put_text(self._label, ask)
        self._named.setAccessibleName(ask)


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_READ_AS)
