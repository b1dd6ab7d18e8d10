"""How many cases were open, and the oldest of them: records, stated openings and entered totals.

What can be said depends on what is known of one morning. An office states how many cases were open
as it began (an *opening*; its value may be not known). From then on the records say what came and
what left, so the opening is carried to the period's start and end. `complete_from` alone is no
opening: it says that all that came or left since has a record, not what was open on that day. So
there are three grounds:

* every case open at the stated opening has a record: then records are counted (and where more
  records were open than were stated, that is said);
* an opening is stated, and not all its cases have records: it is carried. Not over days before
  `complete_from`, nor over days for which totals were entered, because their records are missing;
* none is stated, or "not known": then neither the start nor the end is known. 40 received and 35
  closed leave 5 only where nought was stated.

Where totals stand for what came and left in the period itself they are used in place of records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, add, subtract
from desktop.formlib.conditions import Unknown, plain
from desktop.formlib.counted import Item
from desktop.formlib.days import working_days
from desktop.formlib.model import Form
from desktop.formlib.result import Result, not_known
from desktop.returns.balance import Balance, Case, Opening, open_balance, open_before
from desktop.returns.compiled import Ledger
from desktop.returns.dates_text import day_text
from desktop.returns.entered import Stated
from desktop.returns.periods import Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cases:
    """What the balances of one form and period stand on.

    `items` are the records open at the start, at the opening, and those of the period. `totals`
    are what was entered of the form's figures; `used` what is used of them in the period; `came`
    and `left` name the figures that count what came and what left.
    """

    form: Form
    items: Sequence[Item]
    totals: Sequence[Stated]
    complete_from: date | None
    openings: Sequence[Opening] = ()
    used: Mapping[str, Result] = field(default_factory=dict)
    came: str = ""
    left: str = ""


def opening_for(openings: Sequence[Opening], period: Period) -> Opening | None:
    """Choose the opening that counts for a period: the last up to its start, else the next.

    `openings` are the earliest first.
    """
    before = [one for one in openings if one.as_at <= period.start]
    return before[-1] if before else next(iter(openings), None)


def open_at_end(cases: Cases, period: Period) -> tuple[Result, Ledger]:
    """Give what was open at the end of a period, and how that comes about."""
    held = _held(cases)
    balance = _balance(cases, held, period)
    came, left = _moved(cases, balance, period)
    end = balance.open_at_end
    if _totals(cases, period.start, period.end) and not isinstance(balance.opening, NotKnown):
        end = _worked_out(balance.opening, came, left)
    # Where the end is not known, those that are here do not stand behind it.
    is_open = [case.id for case in held if open_before(case, period.end + _DAY)]
    still = () if isinstance(end, NotKnown) else tuple(is_open)
    ledger = Ledger(balance.opening, came, left, end, balance.disagreement)
    return Result(end, unknown=len(balance.perhaps_left), records=still), ledger


def oldest_open(cases: Cases, period: Period, holidays: frozenset[date]) -> Result:
    """Give the working days since the oldest open case came in, at the end of a period.

    At least that many where some open case has no record: it may be older.
    """
    held = _held(cases)
    still = [case for case in held if open_before(case, period.end + _DAY)]
    end = open_at_end(cases, period)[0].value
    if not still:
        return not_known("none was open" if end == Known(0) else "no open case has a record here")
    oldest = min(still, key=lambda case: (case.opened, case.id))
    days = working_days(oldest.opened, period.end, holidays)
    whole = isinstance(end, Known) and end.value == len(still)
    return Result(Known(days) if whole else AtLeast(days, 0), records=(oldest.id,))


def _held(cases: Cases) -> list[Case]:
    """Turn records into cases; an answer that says the day is not known is a case that left."""
    header = cases.form.header
    found = []
    for item in cases.items:
        start, end = item.values.get(header.opened), plain(item.values.get(header.closed))
        if isinstance(start, str):
            closed = date.fromisoformat(end) if isinstance(end, str) else None
            unknown = isinstance(end, Unknown)
            found.append(Case(item.record, date.fromisoformat(start), closed, unknown))
    return found


def _balance(cases: Cases, held: list[Case], period: Period) -> Balance:
    opening = opening_for(cases.openings, period)
    complete = False
    if opening is not None:
        recorded = sum(open_before(case, opening.as_at) for case in held)
        known = opening.value.value if isinstance(opening.value, Known) else None
        complete = opening.as_at <= period.start and known is not None and recorded >= known
        opening = replace(opening, value=_carriable(cases, opening, period))
        complete = complete and isinstance(opening.value, Known)
    return open_balance(period, held, opening, complete=complete)


def _carriable(cases: Cases, opening: Opening, period: Period) -> Amount:
    """Give an opening's value, or why the records do not carry it to the period."""
    whole_from = cases.complete_from
    if whole_from is not None and whole_from > opening.as_at and period.end >= opening.as_at:
        return NotKnown(f"records are complete only from {day_text(whole_from)}")
    last = period.start - _DAY if opening.as_at <= period.start else period.end
    if _totals(cases, opening.as_at, last):
        return NotKnown("totals were entered for the time since the opening was stated")
    return opening.value


def _totals(cases: Cases, first: date, last: date) -> list[Stated]:
    """Give the totals that stand for what came or left on some of these days."""
    return [
        one
        for one in cases.totals
        if one.figure in (cases.came, cases.left)
        and not one.gives_way
        and one.start <= last
        and one.end >= first
    ]


def _moved(cases: Cases, balance: Balance, period: Period) -> tuple[Amount, Amount]:
    """Give what came and what left: by totals where one stands in the period, else by records."""
    came: Amount = Known(len(balance.received))
    left = balance.how_many_left
    if not _totals(cases, period.start, period.end):
        return came, left
    return (
        cases.used[cases.came].value if cases.came in cases.used else came,
        cases.used[cases.left].value if cases.left in cases.used else left,
    )


def _worked_out(opening: Amount, came: Amount, left: Amount) -> Amount:
    end = subtract(add([opening, came]), left)
    if isinstance(end, Known) and end.value < 0:
        return NotKnown("more left than were stated to be open")
    return end
