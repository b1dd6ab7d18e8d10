"""Returns: a period's figures, what is behind each, and the report made from them."""

from functools import partial

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop import clock
from desktop.errors import UserError
from desktop.records.behind import Behind
from desktop.returns.checks import Finding
from desktop.returns.compiled import FigureValue, SchemeSection
from desktop.returns.periods import Period
from desktop.store.desk import Desk
from desktop.ui.clipboard import copy_text
from desktop.ui.desk_view import DeskPage, DeskView
from desktop.ui.pages.desk_reader import DeskReader
from desktop.ui.pages.lines import Item
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.returns.figure import figure_pane, finding_pane
from desktop.ui.pages.returns.overview import Ways, overview
from desktop.ui.pages.returns.period_choice import PeriodChoice
from desktop.ui.pages.returns.preview import PreviewPane
from desktop.ui.pages.returns.scheme import scheme_pane
from desktop.ui.pages.returns.sign_off import explain_form, sign_form
from desktop.ui.pages.returns.working import (
    Ready,
    Report,
    compile_period,
    make_report,
    read_behind,
)
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.labels import label, put_text
from desktop.ui.parts.panes import Pane, Panes

# Where the register lines behind a figure or a check are looked after: a page, and part of it.
_PAGES = {
    "issue": ("issues", ""),
    "recommendation": ("recommendations", ""),
    "meeting": ("meetings", ""),
    "member": ("people", ""),
    "event": ("notes", "Events"),
    "promise": ("notes", "Promises"),
    "paragraph": ("notes", "Words"),
    "news": ("notes", "News"),
    "rating": ("notes", "Ratings"),
}


class ReturnsPage(DeskPage):
    """Choose a period; it is added up in the background, and each figure leads to its records."""

    def __init__(self, view: DeskView) -> None:
        """Make the page; the return is compiled when the page is arrived at."""
        super().__init__("", wide=True)
        self.header.put(
            self.tr("Returns"),
            self.tr("What a quarter adds up to. Press a figure to see what is behind it."),
        )
        self.setAccessibleName(self.tr("Returns"))
        self._view = view
        self._compiler = DeskReader(self, view)
        self._reader = DeskReader(self, view)
        self._noter = DeskReader(self, view)
        self.ready: Ready | None = None
        self._form: FormCard | None = None
        self._wanted = ""  # a figure to show once it is there, "form/figure"
        self.choice = PeriodChoice(clock.today())
        self.choice.chosen.connect(self.compile)
        self._buttons = self._make_buttons()
        self._working = _Working()
        self.panes = Panes(self)
        self.panes.turned.connect(self._on_turned)
        for part in (self.choice, self._working, self.panes):
            self.column.addWidget(part)
        self.column.addStretch()

    def arrive(self, subject: str, part: str) -> None:
        """Compile the period; `subject` is a period's code, `part` a figure: "form/figure"."""
        self._wanted = part
        self.compile(self.choice.choose(subject) if subject else self.choice.period())

    def compile(self, period: Period) -> None:
        """Add a period up, on another thread."""
        if self.ready is None or self.ready.compiled.period != period:
            self._put_away()
            self._working.begin(self.tr("Adding up {}…").format(period.label))
        forms = self._view.forms

        def work(desk: Desk) -> Ready:
            return compile_period(desk, forms, period)

        self._compiler.ask(work, self._on_ready, self._on_failed)

    def show_scheme(self, section: SchemeSection) -> None:
        """Go into a scheme."""
        if self.ready is not None:
            charts = self.ready.charts.get(section.form, ())
            self.panes.into(scheme_pane(section, charts, self.show_figure))

    def show_figure(self, value: FigureValue) -> None:
        """Go into a figure, once what is behind it was read."""

        def show(found: tuple[Behind, ...]) -> None:
            totals = partial(self._register, "Totals", "")
            notes = self._totals_notes(value)
            self.panes.into(figure_pane(value, found, self._view.forms, self._open, totals, notes))

        self._reader.ask(partial(read_behind, ids=value.result.records), show)

    def _totals_notes(self, value: FigureValue) -> tuple[str, ...]:
        """Give what the checks say of totals of a figure that contradict each other."""
        found = self.ready.compiled.findings if self.ready is not None else ()
        named = f"{value.form}/{value.id}"
        return tuple(
            one.sentence for one in found if one.check == "two totals" and one.figure == named
        )

    def preview(self) -> None:
        """Make the report and show its pages."""
        ready = self.ready
        if ready is None:
            return
        self._working.begin(self.tr("Making the report…"))

        def show(report: Report) -> None:
            self._working.end()
            self.panes.into(PreviewPane(self._view, ready.compiled, report))

        self._compiler.ask(lambda _desk: make_report(ready.compiled), show, self._on_failed)

    def copy_paragraphs(self) -> None:
        """Copy the numbered paragraphs, to be pasted into the commissioner's own report."""
        from desktop.report.paragraphs import paragraphs_text

        if self.ready is not None:
            copy_text(paragraphs_text(self.ready.compiled))
            said = "Copied the numbered paragraphs"
            self._noter.ask(lambda desk: desk.note(said), lambda _: None)
            self._view.say(self.tr("The numbered paragraphs are copied."), True)

    def _make_buttons(self) -> list[Button]:
        made = [
            Button(self.tr("Preview the report"), "file-text", kind="primary"),
            Button(self.tr("Copy the paragraphs"), "copy"),
            Button(self.tr("Totals, news and words"), "pencil"),
        ]
        deeds = (self.preview, self.copy_paragraphs, partial(self._view.go, "notes"))
        for button, deed in zip(made, deeds, strict=True):
            button.clicked.connect(deed)
            self.header.buttons.addWidget(button)
        for button in made[:2]:
            button.setEnabled(False)
        return made

    def _put_away(self) -> None:
        """Take another period's figures away: nobody is to send them as those of this one."""
        self.ready = None
        self.panes.hide()
        for button in self._buttons[:2]:
            button.setEnabled(False)

    def _on_ready(self, ready: Ready) -> None:
        self._working.end()
        self.panes.show()
        for button in self._buttons:
            button.setEnabled(True)
        shown = (self.ready.compiled, self.ready.to_settle) if self.ready is not None else None
        if shown != (ready.compiled, ready.to_settle):
            self.ready = ready
            ways = Ways(
                self.show_scheme,
                self.show_figure,
                self._explain,
                self.look_into,
                self._sign,
                self._register,
            )
            first = [
                Item(one.text, one.more, partial(self._view.go, one.page, one.subject))
                for one in ready.to_settle
            ]
            self.panes.first(overview(ready.compiled, ways, first))
        wanted, self._wanted = self._wanted, ""
        self._show_named(wanted)

    def _show_named(self, named: str) -> None:
        """Go into a figure, "form/figure", or a scheme, "form/"; nowhere where there is neither."""
        form, _, figure = named.partition("/")
        for section in self.ready.compiled.sections if self.ready is not None else ():
            if section.form == form and figure in section.figures:
                self.show_figure(section.figures[figure])
            elif section.form == form and not figure:
                self.show_scheme(section)

    def look_into(self, finding: Finding) -> None:
        """Go to what a check was found in: its one line, a list of several, a figure, a setting."""

        def show(found: tuple[Behind, ...]) -> None:
            if len(found) == 1 and found[0].kind != "gone":
                self._open(found[0])
            else:
                self.panes.into(finding_pane(finding, found, self._view.forms, self._open))

        if finding.behind:
            self._reader.ask(partial(read_behind, ids=finding.behind), show)
        elif finding.setting:
            self._view.go("settings", finding.setting)
        else:
            self._show_named(finding.figure)

    def _sign(self) -> None:
        if self.ready is not None:
            self._ask(sign_form(self._view, self.ready.compiled))

    def _explain(self, finding: Finding) -> None:
        if self.ready is not None:
            self._ask(explain_form(self._view, self.ready.compiled, finding))

    def _ask(self, form: FormCard) -> None:
        """Go into a form, and back to the return as it then is."""
        pane = Pane(form.accessibleName())
        pane.column.addWidget(form)
        form.cancelled.connect(self.panes.back)
        form.kept.connect(self._on_kept)
        self._form = form
        self.panes.into(pane)
        form.focus_first()

    def _on_kept(self) -> None:
        self._view.say(self.tr("Saved."), True)
        self.panes.back()
        self.compile(self.choice.period())

    def leave(self) -> bool:
        """Stay while a form holds something that is not saved."""
        form = self._form
        if form is None or not isValid(form) or not form.isVisible() or not form.is_touched():
            return True
        form.insist()
        return False

    def _on_failed(self, error: UserError) -> None:
        self._working.end()
        self._view.banner.tell_error(error)

    def _on_turned(self, first: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.choice.setVisible(first)
        for button in self._buttons:
            button.setVisible(first)

    def _open(self, one: Behind) -> None:
        if one.kind == "record" and one.status == "stub":
            self._view.go("records", "stub")
        elif one.kind == "record":
            unfinished = one.status in ("draft", "open")
            self._view.go("record" if unfinished else "reading", one.id)
        elif one.kind in _PAGES:
            key, part = _PAGES[one.kind]
            self._view.go(key, one.id, part)

    def _register(self, name: str, subject: str) -> None:
        """Go to a register of what goes into a return beside the records."""
        self._view.go("notes", subject, name)


class _Working(QWidget):
    """A quiet bar while something is being added up."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self._bar)
        self.hide()

    def begin(self, words: str) -> None:
        """Say what is being done."""
        put_text(self._words, words)
        self._bar.setAccessibleName(words)
        self.show()

    def end(self) -> None:
        """Go away."""
        self.hide()
