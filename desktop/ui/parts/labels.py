"""Text on a page. Always plain text: what people typed is never read as markup."""

from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

Kind = Literal["h1", "h2", "label", "body", "muted", "error", "figure"]


def label(text: str, kind: Kind = "body", *, buddy: QWidget | None = None) -> QLabel:
    """Give a wrapping label in one of the kinds of the style sheet; `buddy` is what it names."""
    made = QLabel()
    made.setProperty("kind", kind)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    if buddy is not None:
        made.setBuddy(buddy)
    put_text(made, text)
    return made


def put_text(made: QLabel, text: str) -> None:
    """Put a text on a label: an ampersand stays an ampersand on a label with a buddy."""
    made.setText(text.replace("&", "&&") if made.buddy() is not None else text)


def tip(text: str) -> str:
    """Give a text as a tool tip that shows it as it stands.

    Qt reads a tip that looks like markup as markup, and would fetch the pictures in it. As markup
    of our own a long one wraps too.
    """
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def put_visible(widget: QWidget, visible: bool) -> None:  # noqa: FBT001 - as Qt's own
    """Show or hide a part of a page; nothing is done, and laid out anew, where it is so."""
    if widget.isHidden() == visible:
        widget.setVisible(visible)


def put_kind(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet reads, and let it read it again."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
