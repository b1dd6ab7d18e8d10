"""The value of a figure for a period, with what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.formlib.amounts import Amount, Known, NotKnown, Number


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a breakdown."""

    code: str
    label: str
    value: Amount


@dataclass(frozen=True, slots=True)
class Spread:
    """The least and the most of the values behind a middle value, and how many they are."""

    low: Number
    high: Number
    count: int


@dataclass(frozen=True, slots=True)
class Result:
    """A figure's value: `of` is the base of a share, `unknown` how many of it do not say.

    `records` are the ids of the records behind it, without repeats, in order.
    """

    value: Amount
    of: Amount | None = None
    cells: tuple[Cell, ...] = ()
    spread: Spread | None = None
    unknown: int = 0
    records: tuple[str, ...] = ()

    def cell(self, code: str) -> Amount:
        """Give one cell; a code that did not occur is nought."""
        found = next((cell.value for cell in self.cells if cell.code == code), None)
        return found if found is not None else Known(0)


def not_known(why: str, records: Sequence[str] = ()) -> Result:
    """Give the result that nothing is known, and why."""
    return Result(NotKnown(why), records=tuple(dict.fromkeys(records)))
