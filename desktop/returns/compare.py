"""How a figure stands beside the quarter before, the same quarter last year and the last eight.

Changes are said as counts ("3 more than ... (23)"), those of shares in percentage points; nothing
is ever "up 100%". An arrow and a verdict are given only where the change is more than chance would
explain (`chance`). Counts both below 10, and shares of fewer than 20, are too few to tell; so is a
measure, such as a middle number of days, with fewer than 10 records behind it. Exact figures
(people on a list, cases open on a day) are facts and not events: any change of them is a change.

Eight points are too few for limits of what is usual, so the last eight are said as the range they
lie in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from desktop.formlib.amounts import (
    Amount,
    AtLeast,
    Known,
    NotKnown,
    Number,
    number_text,
    percent,
    round_half_up,
    subtract,
    words,
)
from desktop.returns.chance import USUAL, Rule, counts_differ, shares_differ

NO_FIGURE = "no figure held"
TOO_FEW = "too few to tell"
WITHIN_CHANCE = "within what chance would give"

Nature: TypeAlias = Literal["count", "measure", "exact"]


@dataclass(frozen=True, slots=True)
class Held:
    """A figure's value for one period; `value` is None where no figure is held.

    `period` is its label. `of` is the base of a share. `behind` is how many records a measure
    comes from. `days` is the length of the period, for counts of periods that differ in length.
    `why_not` says why the value must not be compared: "the panel looked at another theme".
    """

    period: str
    value: Amount | None
    of: Amount | None = None
    behind: int = 0
    days: int = 1
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Sort:
    """What sort of figure is compared: which way is better, and what a change of it means.

    A count is of separate events. A sum of answers (people seen, hours) is a measure: what one
    record adds comes in clumps, and the test for events would give an arrow too soon.
    """

    better: Literal["", "more", "less"] = ""
    decimals: int = 0
    nature: Nature = "count"


@dataclass(frozen=True, slots=True)
class Change:
    """One comparison. `text` is a whole phrase: "3 more than in October to December 2024 (23)".

    `by` is the change, in percentage points for a share, where it is known. `arrow` and `verdict`
    are empty where there is no telling.
    """

    text: str
    by: Number | None = None
    arrow: Literal["", "up", "down", "level"] = ""
    verdict: Literal["", "better", "worse"] = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure beside the period before, the same one last year, and the run before it."""

    previous: Change
    same_last_year: Change
    run: str


def compare(
    now: Held,
    previous: Held,
    same_last_year: Held,
    earlier: Sequence[Held],
    sort: Sort,
    rule: Rule = USUAL,
    called: str = "periods",
) -> Comparison:
    """Compare a figure with the past; `earlier` is the run before this period, oldest first.

    `called` is what the periods of the run are: "quarters".
    """
    return Comparison(
        change(now, previous, sort, rule),
        change(now, same_last_year, sort, rule),
        run_text(earlier, sort, called),
    )


def change(now: Held, before: Held, sort: Sort, rule: Rule = USUAL) -> Change:
    """Compare one period with one before it."""
    for held in (before, now):
        if held.value is None:
            return Change(f"{NO_FIGURE} for {held.period}")
        if isinstance(held.value, NotKnown) or isinstance(held.of, NotKnown):
            return Change(f"not known for {held.period}")
        if held.why_not:
            return Change(f"not compared with {before.period}: {held.why_not}")
    if now.of is not None or before.of is not None:
        return _share_change(now, before, sort, rule)
    if isinstance(now.value, Known) and isinstance(before.value, Known):
        return _value_change(now, before, sort, rule)
    return _bound_change(now, before)


def run_text(earlier: Sequence[Held], sort: Sort, called: str = "periods") -> str:
    """Say the range of the periods before: "between 20 and 31 in the 8 periods before".

    Periods without an exact figure are left out of the range, and it shows that they are.
    """
    points = [point for held in earlier if (point := _point(held, sort)) is not None]
    if not points:
        kept = any(held.value is not None and held.why_not for held in earlier)
        return (
            f"none of the {called} before compares"
            if kept
            else f"{NO_FIGURE} for the {called} before"
        )
    low, high = min(points)[1], max(points)[1]
    span = low if low == high else f"between {low} and {high}"
    left_out = "" if len(points) == len(earlier) else f"{len(points)} of "
    return f"{span} in {left_out}the {len(earlier)} {called} before"


def _value_change(now: Held, before: Held, sort: Sort, rule: Rule) -> Change:
    new, old = _exact(now.value), _exact(before.value)
    if sort.nature == "exact":
        doubt = ""
    elif sort.nature == "measure" or not (isinstance(new, int) and isinstance(old, int)):
        doubt = TOO_FEW if min(now.behind, before.behind) < rule.few else ""
    elif max(new, old) < rule.few:
        doubt = TOO_FEW
    else:
        real = new == old or counts_differ(old, new, (before.days, now.days), rule)
        doubt = "" if real else WITHIN_CHANCE
    fewer = "less" if sort.nature == "measure" else "fewer"
    size = f"{number_text(max(new, old) - min(new, old))} {'more' if new > old else fewer}"
    return _said(size, new - old, f"{before.period} ({number_text(old)})", doubt, sort)


def _share_change(now: Held, before: Held, sort: Sort, rule: Rule) -> Change:
    for held in (before, now):
        if not (isinstance(held.value, Known) and isinstance(held.of, Known) and held.of.value):
            return Change(f"no percentage to compare for {held.period}")
    new, new_of = _exact(now.value), _exact(now.of)
    old, old_of = _exact(before.value), _exact(before.of)
    was = f"{number_text(old)} of {number_text(old_of)}"
    if min(new_of, old_of) < rule.few_base:
        return Change(f"{TOO_FEW}: {was} in {before.period}")
    now_at, was_at = _points(new, new_of, sort), _points(old, old_of, sort)
    points = now_at - was_at
    table = (int(old), int(old_of)), (int(new), int(new_of))
    doubt = "" if not points or shares_differ(*table, rule) else WITHIN_CHANCE
    gap = max(now_at, was_at) - min(now_at, was_at)
    size = (
        f"{number_text(gap)} percentage {'point' if gap == 1 else 'points'} "
        f"{'higher' if points > 0 else 'lower'}"
    )
    where = f"{before.period} ({was}, {percent(old, old_of, sort.decimals)})"
    return _said(size, points, where, doubt, sort)


def _bound_change(now: Held, before: Held) -> Change:
    """Say what an "at least" proves: at least 5 beside a known 3 is at least 2 more."""
    if now.value is not None and before.value is not None:
        proved = subtract(now.value, before.value)
        if isinstance(proved, AtLeast):
            return Change(f"{words(proved)} more than in {before.period} ({words(before.value)})")
    unsure = before if isinstance(before.value, AtLeast) else now
    return Change(f"cannot be compared: not all is known for {unsure.period}")


def _said(size: str, by: Number, where: str, doubt: str, sort: Sort) -> Change:
    text = f"{size} than in {where}" if by else f"the same as in {where}"
    if doubt:
        return Change(f"{text}, {doubt}" if by else text, by)
    if not by:
        return Change(text, by, "level")
    arrow: Literal["up", "down"] = "up" if by > 0 else "down"
    if not sort.better:
        return Change(text, by, arrow)
    good = (by > 0) == (sort.better == "more")
    return Change(text, by, arrow, "better" if good else "worse")


def _points(part: Number, whole: Number, sort: Sort) -> Number:
    """Give the percentage as printed, so that the reader's own subtraction comes out."""
    exact = Fraction(part) * 100 / Fraction(whole)
    rounded = round_half_up(exact, sort.decimals)
    return int(rounded) if sort.decimals == 0 else rounded


def _point(held: Held, sort: Sort) -> tuple[Fraction, str] | None:
    if held.why_not or not isinstance(held.value, Known):
        return None
    value = held.value.value
    if held.of is None:
        return Fraction(value), number_text(value)
    if not isinstance(held.of, Known) or not held.of.value:
        return None
    return Fraction(value) / Fraction(held.of.value), percent(value, held.of, sort.decimals)


def _exact(amount: Amount | None) -> Number:
    """Give the value of an amount that the caller has found to be known."""
    if not isinstance(amount, Known):
        raise TypeError("only a known amount has an exact value")
    return amount.value
