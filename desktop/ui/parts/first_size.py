"""How large a window is when it is first shown."""

from PySide6.QtWidgets import QWidget

_FRAME = 40  # pixels: the title bar that the computer puts above a window


def fit_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or less where it would reach beyond the screen with its frame."""
    room = window.screen().availableSize()
    window.resize(min(width, room.width()), min(height, room.height() - _FRAME))
