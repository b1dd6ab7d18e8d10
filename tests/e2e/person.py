"""Somebody at the keyboard of the real program, who sees what a screen reader says.

They know the names of things and no widgets. Every wait has an end, and what was on the screen
then is in the failure's message.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds; a desk takes half of one to unlock, and the machine may be busy
_MOST_STOPS = 200  # of Tab, round the longest page
_PAUSE = 0.02
_DRIVER = (sys.executable, "-W", "error", "-m", "tests.e2e.driver")
# What the offscreen screen says of itself, and nothing of ours.
_SCREEN_SAYS = "This plugin does not support"


@dataclass(frozen=True, slots=True)
class Focus:
    """What has the focus, as it is read out."""

    name: str
    role: str
    value: str
    description: str
    labels: tuple[str, ...]
    within: tuple[str, ...]
    item: str
    checked: bool
    window: str

    @property
    def reads(self) -> str:
        """What is read out as the cursor moves: the line of a list, else the name."""
        return self.item or self.name

    def is_about(self, words: str) -> bool:
        """Say whether somebody who looks for these words would stop here."""
        # The name of a list that opens is what is chosen in it; what it asks is said besides.
        asks = self.description if self.role == "ComboBox" else ""
        return any(words in said for said in (self.name, asks, *self.labels, *self.within))


class Person:
    """Starts the program on a data folder and works it by keyboard alone."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self._log = data / "log" / "log.txt"
        self._said_before = self._read_log()
        self._errors = data / "stderr.txt"
        data.mkdir(parents=True, exist_ok=True)
        with self._errors.open("w") as errors:
            self._process = subprocess.Popen(
                [*_DRIVER, "--data", str(data), *arguments],
                cwd=ROOT,
                env={"QT_QPA_PLATFORM": "offscreen"} | os.environ,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.focus: Focus | None = None
        self.wait(lambda: self.look() is not None, "the window")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave no program running, and none that had something to complain of."""
        self.kill()
        if error is None:
            assert self.complaints() == []

    # What hands do

    def press(self, *keys: str) -> None:
        """Press keys one after the other: "Tab", "Return", "Ctrl+L"."""
        for key in keys:
            self._ask("press", key)

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        self._ask("type", text)

    def retype(self, text: str) -> None:
        """Type over all that stands where the focus is."""
        self.press("Ctrl+A")
        self.type(text)

    def paste(self, text: str) -> None:
        """Paste a text where the focus is: what is long is seldom typed."""
        self._ask("paste", text)

    def tab_to(self, words: str, *, back: bool = False) -> Focus:
        """Go on with Tab to what is called so, or is in a group that is called so."""
        passed: list[Focus | None] = []
        while self.focus is None or not self.focus.is_about(words):
            round_again = len(passed) > 1 and self.focus == passed[0]
            if round_again or len(passed) > _MOST_STOPS:
                names = [one.name if one else "nothing" for one in passed]
                raise AssertionError(f"Tab does not reach “{words}”; it passed {names}")
            passed.append(self.focus)
            self.press("Shift+Tab" if back else "Tab")
        return self.focus

    def arrow_to(self, words: str) -> None:
        """Go down to an answer of the question, or a line of the list, that has the focus."""
        passed = self._go_down_to(words)
        assert not passed, f"No arrow reaches “{words}”; it passed {passed}"

    def finds(self, words: str) -> bool:
        """Look for an entry in the list that has the focus, and choose it if it is there."""
        if not self._go_down_to(words):
            return True
        self.press("Home")
        return False

    def _go_down_to(self, words: str) -> list[str]:
        """Press Down until these words are read out; gives what was passed if they never are."""
        passed: list[str] = []
        while self._focus_now().reads != words:
            if passed[-1:] == [self._focus_now().reads] or len(passed) > _MOST_STOPS:
                return passed
            passed.append(self._focus_now().reads)
            self.press("Down")
        return []

    def answer(self, question: str, *answers: str) -> None:
        """Go to a question and choose: a radio button, an entry of a list, boxes to tick."""
        self.tab_to(question)
        for words in answers:
            self.arrow_to(words)
            focus = self._focus_now()
            if focus.role in ("RadioButton", "CheckBox") and not focus.checked:
                self.press("Space")

    def write(self, question: str, text: str) -> None:
        """Go to a question and type its answer over what is there."""
        self.tab_to(question)
        self.retype(text)

    def use(self, button: str) -> None:
        """Go to a button or link, once it is there, and press Enter."""
        self.wait_for(button)
        self.tab_to(button)
        self.press("Return")

    def close(self) -> None:
        """Close the window; the program must then end well and have nothing to complain of."""
        self._ask("close")
        assert self._process.wait(PATIENCE) == 0, self._errors.read_text()
        said = [line for line in self._errors.read_text().splitlines() if _SCREEN_SAYS not in line]
        assert said == []
        assert self.complaints() == []

    def kill(self) -> None:
        """End the program as an empty battery does: without a word."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    # What eyes and ears do

    def look(self) -> Focus | None:
        """Say what has the focus now."""
        self._ask("focus")
        return self.focus

    def screen(self) -> list[str]:
        """Read the whole window."""
        read = self._ask("screen")
        assert isinstance(read, list)
        return [str(line) for line in read]

    def sees(self, words: str) -> bool:
        """Say whether these words stand anywhere in the window."""
        return any(words in line for line in self.screen())

    def wait_for(self, words: str) -> None:
        """Wait until these words stand anywhere in the window."""
        self.wait(lambda: self.sees(words), f"“{words}”")

    def wait_focus(self, words: str) -> Focus:
        """Wait until the focus comes to what is called so by itself."""
        self.wait(lambda: (f := self.look()) is not None and f.is_about(words), f"focus “{words}”")
        return self._focus_now()

    def wait(self, met: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        end = monotonic() + PATIENCE
        while not met():
            if monotonic() > end:
                raise AssertionError(f"Waited for {what}; there is {self.focus}, {self.screen()}")
            sleep(_PAUSE)

    def copied(self) -> str:
        """Give what is on the clipboard, to be pasted elsewhere."""
        return str(self._ask("copied"))

    def picture(self, path: Path) -> None:
        """Save a picture of the window."""
        self._ask("picture", str(path))

    def complaints(self) -> list[str]:
        """Give what this run of the program put into its log above plain notes."""
        lines = self._read_log()[len(self._said_before) :].splitlines()
        return [line for line in lines if _is_complaint(line)]

    def _focus_now(self) -> Focus:
        assert self.focus is not None
        return self.focus

    def _read_log(self) -> str:
        return self._log.read_text("utf-8") if self._log.exists() else ""

    def _ask(self, do: str, what: str = "") -> object:
        sender, answers = self._process.stdin, self._process.stdout
        assert sender is not None
        assert answers is not None
        try:
            sender.write(json.dumps({"do": do, "what": what}) + "\n")
            sender.flush()
        except BrokenPipeError:
            raise AssertionError(f"The program is gone: {self._errors.read_text()}") from None
        line = answers.readline()
        if not line and do == "close":
            return None
        assert line, f"The program is gone: {self._errors.read_text()}"
        said = json.loads(line)
        self.focus = _as_focus(said["focus"])
        assert "error" not in said, f"{do} {what}: {said['error']}"
        return said.get("result")


def _as_focus(said: dict[str, Any] | None) -> Focus | None:
    if said is None:
        return None
    return Focus(**{**said, "labels": tuple(said["labels"]), "within": tuple(said["within"])})


def _is_complaint(line: str) -> bool:
    words = line.split(" ", 3)
    return (
        len(words) > 3 and words[2] in ("WARNING", "ERROR", "CRITICAL") and _SCREEN_SAYS not in line
    )
