"""Check your answers: everything once more, what looks wrong explained, and the finish."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.formlib.model import Rule
from desktop.formlib.problems import Problem
from desktop.records.finishing import StillToDo, finish
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.answers import Answers
from desktop.ui.pages.editor.draft import Draft, read_draft
from desktop.ui.pages.explain import Explain
from desktop.ui.pages.findings import Findings
from desktop.ui.parts.buttons import Button, Link
from desktop.ui.parts.error_summary import ErrorSummary
from desktop.ui.parts.error_summary import Problem as Entry
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label
from desktop.ui.parts.page import bring_into_sight
from desktop.ui.parts.strip import Strip
from desktop.ui.parts.tab_order import stops, tab_through


class CheckPage(DeskPage):
    """Shows a draft that can be finished."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__("")
        self._view = view
        self._draft: Draft | None = None
        self.explains: dict[str, Explain] = {}
        self.header.put(
            self.tr("Check your answers"),
            self.tr("Check: no names, no offences. Then finish."),
        )
        self.strip = Strip()
        self.summary = ErrorSummary()
        self._answers = Holder()
        self.finish_button = Button("", "check", kind="primary")
        self.finish_button.clicked.connect(self.finish)
        self.finish_button.setAccessibleDescription(self.tr("Ctrl+Enter"))
        self.to_finish = Link(self.tr("Go to the end"))
        self.to_finish.clicked.connect(self._to_finish)
        self.header.buttons.addWidget(self.to_finish)
        self.back = Button(self.tr("Go on writing"))
        self.back.clicked.connect(lambda: self._go_on(""))
        buttons = FlowLayout()
        buttons.addWidget(self.finish_button)
        buttons.addWidget(self.back)
        for part in (self.strip, self.summary, self._answers):
            self.column.addWidget(part)
        self.column.addLayout(buttons)
        self.column.addWidget(label(self.tr("Ctrl+Enter finishes from anywhere here."), "muted"))
        self.column.addStretch()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            # Whoever holds the keys down in the editor comes here, and is to read first.
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.finish)

    def arrive(self, subject: str, part: str) -> None:
        """Read the record with this id."""
        self._draft = None
        self.summary.put([])
        try:
            self._draft = draft = read_draft(self._view.desk, self._view.forms, subject)
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        settled = draft.settled()
        found = draft.problems(settled)
        self.strip.put(
            self.tr("This is for practice. It is never counted and never sent.")
            if draft.kept.purpose == "practice"
            else ""
        )
        last = draft.kept.sitting >= draft.form.sittings
        self.finish_button.setText(self.tr("Finish") if last else self.tr("Finish this part"))
        answers = Answers(
            draft.form,
            settled,
            draft.office,
            sitting=draft.kept.sitting,
            change=self._go_on,
        )
        self._put_explains(answers, found)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addWidget(Findings(found))
        column.addWidget(answers)
        self._answers.put(body)
        tab_through([self.to_finish, self.summary, *stops(body), self.finish_button, self.back])
        self.verticalScrollBar().setValue(0)

    def _to_finish(self) -> None:
        self.finish_button.setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_sight(self.finish_button)

    def leave(self) -> bool:
        """Keep the explanations given so far."""
        return self._keep()

    def finish(self) -> None:
        """Finish the record, or say what is to be put right first."""
        draft = self._draft
        if draft is None:
            return
        open_ones = [one for one in self.explains.values() if not one.reason()]
        for one in open_ones:
            one.ask_again()
        self.summary.put([Entry(one.question, one.focus_first) for one in open_ones])
        if open_ones or not self._keep():
            return
        desk, form = self._view.desk, draft.form
        try:
            with desk.write(f"Finished the {form.one}") as session:
                done = finish(
                    session,
                    form,
                    draft.kept.id,
                    draft.office,
                    draft.kept.sitting,
                    version=draft.version,
                    at_office=self._view.role.id == "coordinator",
                )
        except StillToDo as error:
            self.summary.put([self._entry(problem) for problem in error.problems])
            return
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._draft = None
        finished = done.status in ("finished", "filed")
        self._view.go("reading" if finished else "record", done.id)
        self._view.say(
            self.tr("Finished.") if finished else self.tr("This part is finished."), True
        )

    def _keep(self) -> bool:
        draft = self._draft
        if draft is None:
            return True
        reasons = draft.answers.get("_why")
        kept = reasons if isinstance(reasons, dict) else {}
        for rule, one in self.explains.items():
            if one.reason() != kept.get(rule, ""):
                draft.explain(rule, one.reason())
        try:
            draft.stop()
        except UserError as error:
            self._view.banner.tell_error(error, retry=self._keep_again)
            return False
        return True

    def _keep_again(self) -> None:
        if self._keep():
            self._view.banner.clear()

    def _put_explains(self, answers: Answers, found: Sequence[Problem]) -> None:
        self.explains = {}
        rules = {rule.id: rule for rule in answers.form.rules}
        for problem in found:
            if problem.kind == "explain":
                one = Explain(problem.say, _reasons(rules.get(problem.rule)), problem.reason)
                self.explains[problem.rule] = one
                answers.put_below(problem.field, one)

    def _entry(self, problem: Problem) -> Entry:
        path = "/".join(filter(None, (problem.group, problem.row, problem.field)))
        return Entry(problem.say, partial(self._go_on, path))

    def _go_on(self, path: str) -> None:
        if self._draft is not None:
            self._view.go("record", self._draft.kept.id, path)


def _reasons(rule: Rule | None) -> tuple[str, ...]:
    return rule.reasons if rule is not None else ()
