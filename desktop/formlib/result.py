"""The value of a figure for a period, with what it was counted from."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.formlib.amounts import Amount, Known, NotKnown, Number, add
from desktop.formlib.types import UNKNOWNS


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
        """Give one cell. One that is not there is nought only where the others make the whole.

        A total that was entered may name some cells and leave out the rest; what is known to be
        missing ("not recorded: 5") fills no gap.
        """
        found = next((cell.value for cell in self.cells if cell.code == code), None)
        if found is not None:
            return found
        others = add(cell.value for cell in self.cells if cell.code not in UNKNOWNS)
        if isinstance(others, Known) and isinstance(self.value, Known):
            # Cells by an answer that takes several choices come to more than the whole.
            return Known(0) if others.value >= self.value.value else NotKnown("not stated")
        return NotKnown("not stated")


def not_known(why: str, records: Sequence[str] = ()) -> Result:
    """Give the result that nothing is known, and why."""
    return Result(NotKnown(why), records=tuple(dict.fromkeys(records)))
