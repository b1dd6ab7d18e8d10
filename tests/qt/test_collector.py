"""What is gone ends in the window's thread, whatever goes on in others."""

import gc
from collections.abc import Iterator
from threading import Thread, get_ident

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.ui.collector import Collector


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    made = Collector(qapp)
    yield made
    made.end()
    made.deleteLater()
    gc.disable()  # as the tests of windows have it


class Circle(QObject):
    """Refers to itself, so that only a search finds it."""

    def __init__(self, ended: list[int]) -> None:
        super().__init__()
        self._ended = ended
        self.me = self

    def __del__(self) -> None:
        self._ended.append(get_ident())


def much_work(kept: list[list[int]]) -> None:
    """Need memory often enough that Python would look by itself."""
    kept.extend([number] for number in range(200_000))


def test_a_circle_ends_in_the_windows_thread(collector: Collector) -> None:
    gc.collect()
    ended: list[int] = []
    Circle(ended)
    kept: list[list[int]] = []
    worker = Thread(target=much_work, args=(kept,))
    worker.start()
    worker.join()
    assert kept
    assert not ended
    collector.look()
    assert ended == [get_ident()]


def test_python_looks_by_itself_again_at_the_end(qapp: QApplication) -> None:
    made = Collector(qapp)
    assert not gc.isenabled()
    made.end()
    assert gc.isenabled()
    gc.disable()
