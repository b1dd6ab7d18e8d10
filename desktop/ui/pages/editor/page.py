"""The page on which a record is written."""

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.problems import Problem
from desktop.records.drafts import put_in_bin
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.look.tokens import scaled
from desktop.ui.pages.editor.autosave import Autosave
from desktop.ui.pages.editor.body import Body
from desktop.ui.pages.editor.draft import Draft, read_draft
from desktop.ui.pages.editor.offered import add_one, read_offered
from desktop.ui.pages.editor.progress import progress
from desktop.ui.pages.editor.rail import WIDTH, Rail
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.dialogs import ask
from desktop.ui.parts.error_summary import ErrorSummary
from desktop.ui.parts.error_summary import Problem as Entry
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.options import Tick
from desktop.ui.parts.strip import Strip
from desktop.ui.parts.tab_order import stops, tab_through
from desktop.ui.wording import an

_ROOM = 560  # pixels at 100 % text that the questions need beside the sections
_CALM_MS = 250  # typing pauses this long before questions come and go


class EditorPage(DeskPage):
    """Shows the questions of one record. All that is typed is kept, readable or not."""

    def __init__(self, view: DeskView) -> None:
        """Make the page, empty until it is told which record to show."""
        super().__init__("")
        self._view = view
        self._draft: Draft | None = None
        self._body: Body | None = None
        self._shown = Holder()
        self._saver: Autosave | None = None
        self._tried = False
        self.summary = ErrorSummary()
        self.strip = Strip()
        self.paper = Tick(self.tr("Typed up from a paper form"), "")
        self.paper.clicked.connect(self._on_paper)
        self.rail = Rail(self)
        self.rail.chosen.connect(self._on_section)
        self.finish_button = Button(self.tr("Check and finish"), "check", kind="primary")
        self.finish_button.clicked.connect(self.check)
        self.bin_button = Button(self.tr("Put in the bin"), "trash-2")
        self.bin_button.clicked.connect(self._ask_to_bin)
        self.column.addWidget(self.strip)
        self.column.addWidget(self.paper)
        self.column.addWidget(self.summary)
        self.column.addWidget(self._shown)
        buttons = FlowLayout()
        buttons.addWidget(self.finish_button)
        buttons.addWidget(self.bin_button)
        self.column.addLayout(buttons)
        self.column.addStretch()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self.settle)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.check)
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save_now)

    @property
    def body(self) -> Body:
        """The questions on screen; there are none before `arrive`."""
        assert self._body is not None  # noqa: S101 - arrive comes first
        return self._body

    @property
    def draft(self) -> Draft:
        """The record on screen."""
        assert self._draft is not None  # noqa: S101 - arrive comes first
        return self._draft

    def arrive(self, subject: str, part: str) -> None:
        """Show the record with this id, the focus on the question `part`."""
        self._put_away()
        try:
            draft = read_draft(self._view.desk, self._view.forms, subject)
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        if draft.kept.status not in ("draft", "open"):
            QTimer.singleShot(0, self, lambda: self._view.go("reading", subject))
            return
        self._draft = draft
        self._saver = Autosave(self._view, draft, self)
        self._body = Body(draft, read_offered(self._view.desk, draft.form, draft.office))
        self._body.changed.connect(self._on_changed)
        self._body.add_wanted.connect(self._on_add_wanted)
        # Before it is on the page: there, each question that goes lays the whole page out anew.
        self._body.put(draft.settled())
        self._shown.put(self._body)
        self._set_order()
        self._put_words(draft.form)
        self.settle()
        self.verticalScrollBar().setValue(0)
        if part:
            self._body.go_to(part)

    def leave(self) -> bool:
        """Save, and end this sitting."""
        return self._saver is None or self._saver.leave()

    def save_now(self) -> None:
        """Save what is not saved yet, without waiting for a pause."""
        if self._saver is not None:
            self._saver.now()

    def settle(self) -> None:
        """Show what is asked now, what follows, and how far each section is."""
        self._calm.stop()
        if self._draft is None or self._body is None:
            return
        settled = self._draft.settled()
        if self._body.follow(settled):
            settled = self._draft.settled()
        if self._body.put(settled):
            self._set_order()
        found = self._draft.problems(settled)
        self._body.drop_solved(found)
        states = progress(
            self._draft.form,
            settled,
            found,
            sitting=self._draft.kept.sitting,
            missing_is_wrong=self._tried,
        )
        self.rail.put(states)

    def check(self) -> None:
        """Go on to the answers if they can be finished; else list what is to be put right."""
        if self._draft is None or self._body is None or self._saver is None:
            return
        self.settle()
        found = tuple(
            sorted(
                (
                    problem
                    for problem in self._draft.problems(self._draft.settled())
                    if problem.kind in ("missing", "unread", "stop")
                ),
                key=self._place,
            )
        )
        self._tried = bool(found)
        self._body.show_problems(found)
        self.summary.put([self._entry(problem) for problem in found])
        self.settle()
        if not found and self._saver.now():
            self._view.go("check", self._draft.kept.id)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """Let questions come and go before Tab looks for the next one."""
        if self._calm.isActive():
            self.settle()
        return super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the sections at the side, where there is room for them."""
        super().resizeEvent(event)
        self._place_rail()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "rail"):
            self._place_rail()

    def _place_rail(self) -> None:
        wide = scaled(WIDTH)
        fits = self.width() >= wide + scaled(_ROOM)
        self.rail.setVisible(fits)
        self.setViewportMargins(0, 0, wide if fits else 0, 0)
        bar = self.verticalScrollBar().width() if self.verticalScrollBar().isVisible() else 0
        self.rail.setGeometry(self.width() - wide - bar, 0, wide, self.height())

    def _set_order(self) -> None:
        after = (self.finish_button, self.bin_button, self.rail.list)
        tab_through([self.paper, self.summary, *stops(self.body), *after])

    def _put_words(self, form: Form) -> None:
        kept = self.draft.kept
        self.header.put(form.title, self.tr("Everything is saved on this computer as you type."))
        self.setAccessibleName(form.title)
        practice = self.tr(
            "This is for practice. It is never counted and never sent, so you can try everything."
        )
        self.strip.put(practice if kept.purpose == "practice" else "")
        # A visitor writes from notes; whole forms come to the office by post.
        self.paper.setVisible(self._view.role.id == "coordinator")
        self.paper.setChecked(kept.on_paper)
        last = kept.sitting >= form.sittings
        self.finish_button.setText(
            self.tr("Check and finish") if last else self.tr("Check and finish this part")
        )

    def _put_away(self) -> None:
        """Take the record before this one off the page."""
        self._calm.stop()
        self.summary.put([])
        self._tried = False
        if self._saver is not None:
            self._saver.end()
            self._saver.deleteLater()
        self._shown.put(None)
        self._draft = self._body = self._saver = None

    def _place(self, problem: Problem) -> int:
        """Give how far down the page a problem is."""
        widget = self.body.widget(problem)
        return widget.mapTo(self.ground, QPoint()).y() if widget is not None else self.height()

    def _entry(self, problem: Problem) -> Entry:
        return Entry(problem.say, lambda: self._go_to(problem))

    def _go_to(self, problem: Problem) -> None:
        widget = self.body.widget(problem)
        if widget is not None:
            widget.focus_first()

    def _on_changed(self, name: str) -> None:
        if self._saver is not None:
            self._saver.touch()
        asked = self.body.asked[name]
        if asked.field.typed():
            # A half-typed time would make questions come and go at every key.
            self._calm.start()
        else:
            self.settle()

    def _on_add_wanted(self, name: str, typed: str) -> None:
        draft, desk = self.draft, self._view.desk
        try:
            added = add_one(desk, draft.form, draft.form.fields[name], typed)
        except UserError as error:
            self.body.adders[name].refuse(f"{error.sentence} {error.next_step}".strip())
            return
        draft.read_office()
        self.body.put_added(name, added, read_offered(desk, draft.form, draft.office))
        self._set_order()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._body is None or now is None:
            return
        for section, card in self._body.cards.items():
            if card.isAncestorOf(now):
                self.rail.mark(section)

    def _on_section(self, section: str) -> None:
        self.settle()
        self.body.go_to_section(section)

    def _on_paper(self, ticked: bool) -> None:  # noqa: FBT001 - Qt's signal
        try:
            self.draft.put_on_paper(ticked)
        except UserError as error:
            self.paper.setChecked(not ticked)
            self._view.banner.tell_error(error)

    def _ask_to_bin(self) -> None:
        ask(
            self.window(),
            self.tr("Put this {} in the bin?").format(self.draft.form.one),
            self.tr("It counts no more and is in no list. It can be taken out of the bin again."),
            yes=self.tr("Put it in the bin"),
            no=self.tr("Keep it"),
            then=self._on_bin,
            danger=True,
        )

    def _on_bin(self, sure: bool) -> None:  # noqa: FBT001 - the dialog's answer
        if not sure or not self.leave():
            return
        draft = self.draft
        try:
            with self._view.desk.write(f"Put {an(draft.form.one)} in the bin") as session:
                put_in_bin(session, draft.kept.id)
        except UserError as error:
            self._view.banner.tell_error(error)
            return
        self._put_away()
        self._view.go(self._view.list_key)
        self._view.say(self.tr("It is in the bin."), True)
