"""The real program in a process of its own, with somebody at its keyboard.

`python -m tests.e2e.driver ARGUMENT…` runs `desktop.app.main` with these arguments. What the
person does comes by standard input, one JSON object a line; each is answered by one line on
standard output. Keys go to the window that has the focus, as those of a keyboard do. Nothing is
known of our widgets but what Qt tells a screen reader: names, roles, values and what has the
focus. `person.py` is the other end.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop import app

_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_TEXT = QAccessible.Text
_LABELS = QAccessible.RelationFlag.Label


class Keyboard(QObject):
    """Does what comes by standard input, in the window's thread, one thing after the other."""

    _asked = Signal(dict)

    def __init__(self) -> None:
        super().__init__()
        self._asked.connect(self._do)
        self._ways: Mapping[str, Callable[[str], object]] = {
            "press": _press,
            "type": _type,
            "paste": _paste,
            "focus": lambda _: None,  # every answer says it
            "screen": lambda _: list(_screen()),
            "picture": _picture,
            "copied": lambda _: QApplication.clipboard().text(),
            "close": lambda _: _close(),
        }

    def listen(self) -> None:
        """Read until the other end hangs up; called in a thread of its own."""
        for line in sys.stdin:
            self._asked.emit(json.loads(line))

    def _do(self, asked: dict[str, str]) -> None:
        _manage_windows()
        said: dict[str, object] = {}
        try:
            said["result"] = self._ways[asked["do"]](asked.get("what", ""))
        except Exception as error:  # noqa: BLE001 - the test is told, whatever it is
            said["error"] = repr(error)
        # What the key set going in the event loop comes before the answer.
        QTimer.singleShot(0, self, lambda: _answer(said))


def _answer(said: Mapping[str, object]) -> None:
    line = json.dumps({**said, "focus": _focus()}, ensure_ascii=True)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _press(keys: str) -> None:
    """Press a key such as "Tab" or "Ctrl+Return" in the window that has the focus."""
    *held, key = keys.split("+") if keys != "+" else [keys]
    modifiers = Qt.KeyboardModifier.NoModifier
    for name in held:
        modifiers |= _MODIFIERS[name]
    code = getattr(Qt.Key, f"Key_{key}")
    QTest.keyClick(_window(), code, modifiers)


def _type(text: str) -> None:
    """Type a text; letters that a keyboard lacks come as they do from an input method."""
    for letter in text:
        if letter.isascii():
            # The stubs lack the way that takes a letter.
            QTest.keyClick(_window(), letter)  # type: ignore[call-overload]
        else:
            event = QInputMethodEvent("", [])
            event.setCommitString(letter)
            QCoreApplication.sendEvent(QApplication.focusObject(), event)


def _paste(text: str) -> None:
    QApplication.clipboard().setText(text)
    _press("Ctrl+V")


def _picture(path: str) -> None:
    """Save what the active window looks like."""
    window = _active()
    assert window is not None
    assert window.grab().save(path)


def _close() -> None:
    """Close the window as its frame's cross does."""
    window = _active()
    assert window is not None
    window.close()


def _manage_windows() -> None:
    """Give the focus back when the window above is gone: the offscreen screen has no manager."""
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    if QApplication.activeWindow() is None and shown:
        (QApplication.activeModalWidget() or shown[0]).activateWindow()
        QCoreApplication.processEvents()


def _window() -> QWindow:
    # The stubs leave out that Qt may have none to give, here and below.
    window = cast("QWindow | None", QApplication.focusWindow())
    assert window is not None, "no window has the focus"
    return window


def _active() -> QWidget | None:
    return (
        QApplication.activePopupWidget()
        or QApplication.activeModalWidget()
        or QApplication.activeWindow()
    )


def _focus() -> dict[str, object] | None:
    """Say what has the focus as a screen reader would."""
    widget = QApplication.focusWidget()
    if widget is None:
        return None
    one = QAccessible.queryAccessibleInterface(widget)
    # In a list or table it is the line under the cursor that is read out.
    item = cast("QAccessibleInterface | None", one.focusChild())
    if item is not None and (not item.isValid() or item.object() is widget):
        item = None
    state = one.state()
    return {
        "name": one.text(_TEXT.Name),
        "role": one.role().name,
        "value": one.text(_TEXT.Value),
        "description": one.text(_TEXT.Description),
        "labels": [other.text(_TEXT.Name) for other, _ in one.relations(_LABELS)],
        "within": list(_around(one)),
        "item": item.text(_TEXT.Name) if item is not None else "",
        "checked": bool(state.checked),
        "window": widget.window().windowTitle(),
    }


def _around(one: QAccessibleInterface) -> Iterator[str]:
    """Give the names of the groups round something, the nearest first."""
    step = cast("QAccessibleInterface | None", one.parent())
    while step is not None and step.isValid():
        if step.role() == QAccessible.Role.Grouping and step.text(_TEXT.Name):
            yield step.text(_TEXT.Name)
        step = step.parent()


def _screen() -> Iterator[str]:
    """Give what can be read in the active window, from top to bottom: names and values."""
    window = _active()
    waiting = [QAccessible.queryAccessibleInterface(window)] if window is not None else []
    while waiting:
        one = waiting.pop()
        if not one.isValid() or one.state().invisible:
            continue
        yield from filter(None, (one.text(_TEXT.Name), one.text(_TEXT.Value)))
        below = (one.child(number) for number in reversed(range(one.childCount())))
        waiting += [
            child for child in cast("Iterator[QAccessibleInterface | None]", below) if child
        ]


def main() -> int:
    """Run the program with a keyboard that is played from outside."""
    QApplication(sys.argv[:1])  # the program takes the one there is
    QAccessible.setActive(True)  # as a screen reader does; else what it has read grows stale
    keyboard = Keyboard()
    threading.Thread(target=keyboard.listen, daemon=True).start()
    return app.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
