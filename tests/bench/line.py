"""One line of the table, and how two things are timed against each other."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Line:
    """`what` was measured against `floor_is`; `budget` is the ratio that ours may reach.

    `floor` and `ours` are in `unit`.
    """

    what: str
    floor_is: str
    floor: float
    ours: float
    budget: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        """How many times the floor ours takes."""
        return self.ours / self.floor

    @property
    def met(self) -> bool:
        """Say whether the budget is kept."""
        return self.ratio <= self.budget


def alternate(
    floor: Callable[[], object], ours: Callable[[], object], *, rounds: int, warm: int = 1
) -> tuple[float, float]:
    """Run both in turn and give the median of each in milliseconds.

    In turn, so that a busy neighbour hits both. The first `warm` rounds are not counted.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for number in range(warm + rounds):
        for times, run in zip(taken, (floor, ours), strict=True):
            begun = perf_counter()
            run()
            if number >= warm:
                times.append((perf_counter() - begun) * 1000)
    return median(taken[0]), median(taken[1])
