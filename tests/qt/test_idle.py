import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.idle import Idle


@pytest.mark.parametrize(
    ("minutes", "waits"),
    [(1e300, 24 * 60 * 60_000), (15, 15 * 60_000), (0, None), (-5, None), (float("nan"), None)],
)
def test_a_desk_waits_a_day_at_most_and_never_less_than_nothing(
    qtbot: QtBot, minutes: float, waits: int | None
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    timer = Idle(window, minutes).findChild(QTimer)
    timers = [timer] if isinstance(timer, QTimer) else []
    assert [one.interval() for one in timers if one.isActive()] == ([waits] if waits else [])
