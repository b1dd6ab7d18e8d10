"""The focus on a page whose cards are made anew: it stays on the same thing, or what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from desktop.ui.parts.folded import Folded
from desktop.ui.parts.tab_order import stops

_Key = tuple[type[QWidget], str, str, int]


class KeptFocus:
    """Where the focus is among the parts of a page: make it before their cards are exchanged."""

    def __init__(self, parts: Sequence[QWidget]) -> None:
        """Look where it is; nothing will be done where it is in none of the parts."""
        self._parts = parts
        self._focus = cast("QWidget | None", parts[0].window().focusWidget())
        self._part = next((one for one in parts if _holds(one, self._focus)), None)
        if self._part is None or self._focus is None:
            return
        self._key = _key(self._focus, self._part)
        like = _like(self._key, self._part)
        self._place = like.index(self._focus) if self._focus in like else 0

    def put_back(self, follows: Mapping[QWidget, QWidget] | None = None) -> None:
        """Put it on the same control, or on the first one of its card that is there now.

        Where its card has none, it goes to the part that `follows` it, where one is named, or else
        to the card's sentence. Put the page in its Tab order after this.
        """
        part, before = self._part, self._focus
        if part is None or before is None:
            return
        if shiboken6.isValid(before) and before.isVisible() and _has_it(before):
            return
        after = follows.get(part) if follows else None
        found = self._same(part) or _first(part) or (_first(after) if after else None)
        found = found or _sentence(part) or next(filter(None, map(_first, self._parts)), None)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)

    def _same(self, part: QWidget) -> QWidget | None:
        found = [one for one in _like(self._key, part) if one.isEnabled()]
        if not found:
            return None
        chosen = found[min(self._place, len(found) - 1)]
        for fold in _folds(chosen, part):
            fold.open()
        return chosen if chosen.isVisible() else None


def _has_it(widget: QWidget) -> bool:
    """Say whether it has the focus of its window, which may be behind a dialog just now."""
    return widget.window().focusWidget() is widget


def _holds(part: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and (part is focus or part.isAncestorOf(focus))


def _like(key: _Key, part: QWidget) -> list[QWidget]:
    there = [one for one in stops(part) if not one.isHidden() and _holds_still(one, part)]
    return [one for one in there if _key(one, part) == key]


def _holds_still(widget: QWidget, part: QWidget) -> bool:
    """Say whether it is on the page: what was exchanged is hidden, and goes later."""
    folded = {fold.inside for fold in _folds(widget, part)}
    return not any(one.isHidden() and one not in folded for one in _up(widget, part))


def _key(widget: QWidget, part: QWidget) -> _Key:
    """Tell one control from others, by what is said of it and how deep it is folded away."""
    name = widget.accessibleName()
    if not name and isinstance(widget, QAbstractButton):
        name = widget.text()
    above = widget.parentWidget()
    is_fold = isinstance(above, Folded) and above.link is widget
    about = "" if is_fold else widget.accessibleDescription()  # a fold's says if it is open
    return type(widget), name, about, len(_folds(widget, part))


def _folds(widget: QWidget, part: QWidget) -> list[Folded]:
    return [
        above
        for one in _up(widget, part)
        if isinstance(above := one.parentWidget(), Folded) and above.inside is one
    ]


def _up(widget: QWidget, part: QWidget) -> Iterator[QWidget]:
    """Give a widget and what it stands in, up to a part of the page, which is not among them."""
    one: QWidget | None = widget
    while one is not None and one is not part:
        yield one
        one = one.parentWidget()


def _first(part: QWidget) -> QWidget | None:
    for one in stops(part):
        if one.isVisible() and one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return one
    return None


def _sentence(part: QWidget) -> QWidget | None:
    said = [one for one in part.findChildren(QLabel) if one.isVisible() and one.text()]
    if not said:
        return None
    said[-1].setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # only for now: Tab passes it by
    return said[-1]
