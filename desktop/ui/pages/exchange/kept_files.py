"""Files in and out, newest first, each with what came of it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.sending import SentFile
from desktop.store.moment import say_moment
from desktop.ui.pages.lines import Item, lines_card


def files_card(
    parent: QWidget,
    came: Sequence[Report],
    went: Sequence[SentFile],
    show: Callable[[Report], object],
) -> QWidget:
    """Give the list; `show` is called with the report of a file that came."""
    items = [
        (
            one.came_at,
            Item(
                parent.tr("In: {}").format(one.sentence),
                say_moment(one.came_at),
                partial(show, one),
            ),
        )
        for one in came
    ]
    items += [(one.at, Item(_out(parent, one), say_moment(one.at))) for one in went]
    items.sort(key=lambda one: one[0], reverse=True)
    nothing = parent.tr("Nothing has come in or gone out yet.")
    return lines_card(parent.tr("Files in and out"), [one for _, one in items], nothing)


def _out(parent: QWidget, one: SentFile) -> str:
    many = len(one.record_ids)
    records = parent.tr("1 record") if many == 1 else parent.tr("{} records").format(many)
    said = parent.tr("Out: {records} to {to}").format(records=records, to=one.to)
    if one.taken_back:
        return parent.tr("{}; it never left").format(said)
    return parent.tr("{}; answered").format(said) if one.answered else said
