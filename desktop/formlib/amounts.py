"""Amounts that may not be known, and the only arithmetic allowed on them.

A figure is `Known`, `AtLeast` (some records do not say) or `NotKnown`. Nothing here guesses:
a sum over records that do not all say is "at least", arithmetic with something not known is
not known, and a difference is given only where it can be proved. Values are whole numbers or
decimals, never floats, so that what is printed is what was counted.

An unknown part is taken to be nought or more, as counts, minutes and money are. Do not use
`AtLeast` for a quantity that can be negative.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | Decimal

NOT_KNOWN = "not known"
NO_PERCENTAGE = "no percentage"


@dataclass(frozen=True, slots=True)
class Known:
    """An exact value."""

    value: Number


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A value that is this much or more.

    `unknown` says how many records or parts do not say; 0 means that even their number is not
    stated ("one issue raised was" proves at least one).
    """

    value: Number
    unknown: int


@dataclass(frozen=True, slots=True)
class NotKnown:
    """No value; `why` says the reason in a few plain words, without a full stop."""

    why: str


Amount: TypeAlias = Known | AtLeast | NotKnown


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many. The numerator counts part of what the denominator counts."""

    numerator: Amount
    denominator: Amount


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a breakdown; `remainder` marks the row that makes the parts add up."""

    label: str
    amount: Amount
    remainder: bool = False


def total(values: Iterable[Number | None]) -> Amount:
    """Sum what records say; None stands for a record that does not say.

    Gives `Known` when all say, otherwise `AtLeast` with the number that do not. No records
    at all sum to a known 0.
    """
    held: Number = 0
    unknown = 0
    for value in values:
        if value is None:
            unknown += 1
        else:
            held += value
    return AtLeast(held, unknown) if unknown else Known(held)


def add(amounts: Iterable[Amount]) -> Amount:
    """Add amounts: any `NotKnown` makes the sum `NotKnown`, any `AtLeast` makes it `AtLeast`."""
    held: Number = 0
    lower: list[AtLeast] = []
    reasons: list[str] = []
    for amount in amounts:
        if isinstance(amount, NotKnown):
            reasons.append(amount.why)
        else:
            held += amount.value
            if isinstance(amount, AtLeast):
                lower.append(amount)
    if reasons:
        return NotKnown(_reasons(reasons))
    if not lower:
        return Known(held)
    stated = all(amount.unknown for amount in lower)
    return AtLeast(held, sum(amount.unknown for amount in lower) if stated else 0)


def subtract(left: Amount, right: Amount) -> Amount:
    """Take `right` from `left`, and give only what can be proved.

    Known less known is known. At least 8 less a known 3 is at least 5; at least 3 less a known 8
    proves nothing. Anything less an "at least" has no lower bound, so it is not known.
    """
    if isinstance(left, NotKnown) or isinstance(right, NotKnown):
        return NotKnown(_reasons(a.why for a in (left, right) if isinstance(a, NotKnown)))
    if isinstance(right, AtLeast):
        return NotKnown("what is taken away is not fully known")
    if isinstance(left, Known):
        return Known(left.value - right.value)
    if left.value > right.value:
        return AtLeast(left.value - right.value, left.unknown)
    return NotKnown("what it is taken from is not fully known")


def remainder(whole: Amount, parts: Iterable[Amount]) -> Amount:
    """Give what is left of `whole` after `parts`, which do not overlap and lie within it.

    More can be proved than by `subtract`: when what is known of the parts already fills a known
    whole, nothing is left. Parts that come to more than the whole leave `NotKnown`, never a
    negative number.
    """
    together = add(parts)
    if isinstance(whole, NotKnown) or isinstance(together, NotKnown):
        return subtract(whole, together)
    if isinstance(whole, Known):
        if together.value > whole.value:
            return NotKnown("the parts come to more than the total")
        if together.value == whole.value:
            return Known(0)
    return subtract(whole, together)


def with_remainder(whole: Amount, parts: Sequence[Part], label: str) -> tuple[Part, ...]:
    """Add a row named `label` for what the parts leave of `whole`; none when nothing is left.

    15 cases of which 6 and 4 have a verdict get a third row of 5, "not recorded".
    """
    left = remainder(whole, (part.amount for part in parts))
    if left == Known(0):
        return tuple(parts)
    return (*parts, Part(label, left, remainder=True))


def round_half_up(value: Number | Fraction, decimals: int = 0) -> Decimal:
    """Round to `decimals` places, halves up: 12.5 gives 13.

    The way the Independent Office for Police Conduct prints 1 of 8 as 13; Python's own `round`
    gives 12.
    """
    scaled = Fraction(value) * 10**decimals + Fraction(1, 2)
    return Decimal(math.floor(scaled)).scaleb(-decimals)


def percent(n: Amount | Number, of: Amount | Number, decimals: int = 0) -> str:
    """Give n as a percentage of `of`, as text: "27%", or "96.2%" with one decimal, half up.

    With nothing, or not known how many, to divide by it gives "no percentage". A numerator that
    is not known gives "not known"; an "at least" is rounded down, because "at least 27%" of 26.7
    would be false. What is not quite none or all never rounds to 0% or 100%: it reads "under 1%"
    or "over 99%", and a little more than all "over 100%".
    """
    part, whole = _amount(n), _amount(of)
    if not isinstance(whole, Known) or whole.value == 0:
        return NO_PERCENTAGE
    if isinstance(part, NotKnown):
        return NOT_KNOWN
    exact = Fraction(part.value) * 100 / Fraction(whole.value)
    step = Fraction(1, 10**decimals)
    if isinstance(part, AtLeast):
        floor = exact // step * step
        return f"at least {number_text(round_half_up(floor, decimals))}%" if floor else NOT_KNOWN
    rounded = round_half_up(exact, decimals)
    if rounded == 0 and exact > 0:
        return f"under {number_text(round_half_up(step, decimals))}%"
    if rounded == 100 and exact != 100:
        edge = 100 - step if exact < 100 else Fraction(100)
        return f"over {number_text(round_half_up(edge, decimals))}%"
    return f"{number_text(rounded)}%"


def share_percent(share: Share, decimals: int = 0) -> str:
    """Give the percentage of a share, by the rules of `percent`."""
    return percent(share.numerator, share.denominator, decimals)


def number_text(value: Number) -> str:
    """Give a number with thousands commas and the decimals it was written with: "1,234"."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,f}"


def words(amount: Amount, unit: tuple[str, str] | None = None) -> str:
    """Say an amount: "26 visits", "at least 3 visits", "not known".

    `unit` is one and many, ("visit", "visits"); without it the number stands alone. "At least 0"
    says nothing and reads "not known".
    """
    if isinstance(amount, NotKnown) or (isinstance(amount, AtLeast) and amount.value <= 0):
        return NOT_KNOWN
    said = number_text(amount.value)
    if unit is not None:
        said = f"{said} {unit[0] if amount.value == 1 else unit[1]}"
    return f"at least {said}" if isinstance(amount, AtLeast) else said


def gap(amount: Amount) -> str:
    """Say what is missing behind an amount: "2 do not say", the reason, or nothing."""
    if isinstance(amount, NotKnown):
        return amount.why
    if isinstance(amount, AtLeast):
        if amount.unknown == 0:
            return "how many more is not stated"
        return f"{number_text(amount.unknown)} {'does' if amount.unknown == 1 else 'do'} not say"
    return ""


def to_json(amount: Amount) -> dict[str, int | str]:
    """Give the plain form an amount is kept in; a decimal is kept as its text."""
    if isinstance(amount, NotKnown):
        return {"not_known": amount.why}
    if isinstance(amount, AtLeast):
        return {"at_least": _kept(amount.value), "unknown": amount.unknown}
    return {"known": _kept(amount.value)}


def from_json(kept: Mapping[str, object]) -> Amount:
    """Read what `to_json` gave. Raises ValueError for anything else."""
    match dict(kept):
        case {"not_known": str(why), **rest} if not rest:
            return NotKnown(why)
        case {"at_least": value, "unknown": int(unknown), **rest} if not rest and unknown >= 0:
            return AtLeast(_read(value), unknown)
        case {"known": value, **rest} if not rest:
            return Known(_read(value))
    raise ValueError(f"not an amount: {sorted(kept)}")


def share_to_json(share: Share) -> dict[str, dict[str, int | str]]:
    """Give the plain form a share is kept in."""
    return {"n": to_json(share.numerator), "of": to_json(share.denominator)}


def share_from_json(kept: Mapping[str, object]) -> Share:
    """Read what `share_to_json` gave. Raises ValueError for anything else."""
    match dict(kept):
        case {"n": dict(numerator), "of": dict(denominator), **rest} if not rest:
            return Share(from_json(numerator), from_json(denominator))
    raise ValueError(f"not a share: {sorted(kept)}")


def _amount(value: Amount | Number) -> Amount:
    return Known(value) if isinstance(value, int | Decimal) else value


def _reasons(reasons: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(reasons))


def _kept(value: Number) -> int | str:
    return value if isinstance(value, int) else str(value)


def _read(kept: object) -> Number:
    if isinstance(kept, int) and not isinstance(kept, bool):
        return kept
    if isinstance(kept, str):
        try:
            value = Decimal(kept)
        except ArithmeticError:
            value = Decimal("NaN")
        if value.is_finite():
            return value
    raise ValueError("an amount holds a whole number or the text of a decimal")
