"""Whether two numbers differ by more than chance would explain, with whole numbers only.

Things that happen by themselves (issues, requests) differ from quarter to quarter even when
nothing has changed. Two exact tests say when that is enough of an explanation:

* Two *counts*. If nothing had changed, each of the before + now things would have fallen into
  either period by the periods' lengths alone, so the number in the later one would be binomial
  (the conditional test of two Poisson counts: Przyborowski and Wilenski, Biometrika 31, 1940).
* Two *shares*. If nothing had changed, those found would be spread over the two bases like a draw
  without replacement (Fisher's exact test of a two by two table).

In both, the change is real when all outcomes at most as likely as the one seen have together a
chance of at most `Rule.chance`. Who asks leaves tiny numbers unjudged (`Rule.few`): 1 beside 4
invites a story that the numbers cannot carry, whatever a test says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb


@dataclass(frozen=True, slots=True)
class Rule:
    """When a change is more than chance: the office's dated numbers.

    Two counts both below `few`, or a share of a base below `few_base`, are too few to tell;
    `chance` is how often chance alone may look like a change.
    """

    few: int = 10
    few_base: int = 20
    chance: Fraction = Fraction(1, 20)


USUAL = Rule()


def counts_differ(
    before: int, now: int, days: tuple[int, int] = (1, 1), rule: Rule = USUAL
) -> bool:
    """Say whether two counts differ by more than chance; `days` are the lengths of the periods."""
    length = Fraction(days[1], days[0])
    earlier, later = length.denominator, length.numerator
    together = before + now
    weight = earlier**together
    odds = [weight]
    for k in range(together):
        weight = weight * (together - k) * later // ((k + 1) * earlier)
        odds.append(weight)
    return _rare(odds, now, rule.chance)


def shares_differ(before: tuple[int, int], now: tuple[int, int], rule: Rule = USUAL) -> bool:
    """Say whether two shares, each so many of so many, differ by more than chance."""
    (first, first_of), (second, second_of) = before, now
    together = first + second
    odds = [comb(second_of, k) * comb(first_of, together - k) for k in range(together + 1)]
    return _rare(odds, second, rule.chance)


def _rare(odds: Sequence[int], seen: int, chance: Fraction) -> bool:
    as_uneven = sum(weight for weight in odds if weight <= odds[seen])
    return as_uneven * chance.denominator <= sum(odds) * chance.numerator
