"""Pictures of the main screens with the sample quarter in them: for the README, and to look at."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEventLoop, QPoint, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop import clock, paths, sample
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finding import Filter, page
from desktop.records.office import office_on
from desktop.records.record import record
from desktop.store.desk import Desk
from desktop.ui.desk_window import DeskWindow
from desktop.ui.look.look import Colours, Look
from desktop.ui.pages.editor.page import EditorPage
from desktop.ui.pages.returns.charts import ChartView
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.tasks import wait_for_tasks

_SIZE = (1180, 860)
_ABOVE = 18  # pixels of ground over a card
_TURNS = 6  # text that wraps finds its height over several turns of the event loop
_TURN_MS = 15


def take(app: QApplication, desk: Desk, folder: Path, colours: Sequence[str]) -> tuple[Path, ...]:
    """Write a picture of each screen in each of `Colours` as PNG and give their paths.

    `desk` holds the sample, is written to, and is closed: hand over one that nobody needs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with _window(app, desk) as (window, look):

        def picture(**screens: Callable[[], object]) -> None:
            for each in colours:
                look.choose_colours(Colours(each))
                for name, show in screens.items():
                    show()
                    _settle()
                    taken.append(folder / f"{name}_{each}.png")
                    window.grab().save(str(taken[-1]))

        picture(
            home=partial(_home, window),
            records=partial(window.go, "records"),
            returns=partial(_figures, window),
            scheme=partial(_with_scheme, window),
            report=partial(_with_report, window),
        )
        # Later, because the pages above would count them.
        form = _first_visit()
        begun, ready = _draft(desk, form, whole=False), _draft(desk, form, whole=True)
        picture(
            editor=partial(window.go, "record", begun),
            errors=partial(_with_errors, window, begun),
            check=partial(window.go, "check", ready),
        )
    return tuple(taken)


@contextmanager
def _window(app: QApplication, desk: Desk) -> Iterator[tuple[DeskWindow, Look]]:
    with TemporaryDirectory() as folder:
        settings = QSettings(str(Path(folder) / "window.ini"), QSettings.Format.IniFormat)
        look = Look(app, settings)
        window = DeskWindow(desk, _forms(), look, settings)
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        app.setCursorFlashTime(0)  # two pictures of the same are the same
        window.resize(*_SIZE)
        window.show()
        yield window, look
        window.close()
        window.deleteLater()
        look.deleteLater()
        _settle()


@cache
def _forms() -> Mapping[str, Form]:
    return load_forms(paths.forms())


def _home(window: DeskWindow) -> None:
    """Show Home on the quarter's last day: on the day of the report the next one is empty."""
    with clock.fixed(sample.LAST_DAY):
        window.go("home")
        _settle()


def _figures(window: DeskWindow) -> None:
    """Show each scheme's figures, which stand below what is to be looked at before sending."""
    returns = _returns(window)
    if returns.ready is not None:
        _settle()
        first = returns.ready.compiled.sections[0].title
        cards = returns.panes.findChildren(SectionCard)
        _scroll(returns, next(card for card in cards if card.accessibleName() == first))


def _scroll(page: QScrollArea, card: QWidget) -> None:
    """Scroll a page until a card of it stands at the top."""
    bar = page.verticalScrollBar()
    bar.setValue(bar.value() + card.mapTo(page.viewport(), QPoint(0, 0)).y() - _ABOVE)


def _returns(window: DeskWindow) -> ReturnsPage:
    window.go("returns")
    _settle()
    returns = window.page("returns")
    assert isinstance(returns, ReturnsPage)  # noqa: S101 - that is what the key stands for
    returns.panes.home()
    return returns


def _with_scheme(window: DeskWindow) -> None:
    """Show a scheme's chart and its figures under it."""
    returns = _returns(window)
    if returns.ready is not None:
        returns.show_scheme(returns.ready.compiled.sections[0])
        _settle()
        _scroll(returns, returns.panes.findChildren(ChartView)[-1])


def _with_report(window: DeskWindow) -> None:
    _returns(window).preview()


def _with_errors(window: DeskWindow, record_id: str) -> None:
    window.go("record", record_id)
    editor = window.page("record")
    assert isinstance(editor, EditorPage)  # noqa: S101 - that is what the key stands for
    editor.check()


def _first_visit() -> Form:
    """Give the kind of visit that stands first in the report."""
    visits = [form for form in _forms().values() if form.counts == "when_finished"]
    return min(visits, key=lambda form: form.report.order)


def _draft(desk: Desk, form: Form, *, whole: bool) -> str:
    """Begin a record with the answers of the newest one, all of them or those of the first half."""
    with desk.write("Began a record for a picture") as session:
        [newest] = page(session, Filter(form=form.id), limit=1).lines
        kept = record(session, newest.id, reveal=form)
        office = office_on(session, newest.on_date or clock.today(), [form])
        begun = new_draft(session, form, office=office, who=desk.who)
        half = form.sections if whole else form.sections[: len(form.sections) // 2]
        wanted = {item.id for section in half for item in section.fields}
        answers = {name: value for name, value in kept.answers.items() if name in wanted}
        save_draft(session, form, begun.id, answers, {}, office=office, version=begun.version)
    return begun.id


def _settle() -> None:
    for _ in range(_TURNS):
        wait_for_tasks()
        turn = QEventLoop()
        QTimer.singleShot(_TURN_MS, turn.quit)
        turn.exec()
