"""Two ledgers that must add up: cases that are open, and people on a scheme's list.

*Cases.* Opening + received - left = open at the end. The opening balance is counted from records
only where every open case has one; otherwise it is what the office stated, and where it stated
nothing it is not known, and so is the end. 40 received and 35 closed never print as 5 open. A case
that left on a day nobody wrote down may have left in the period or not, so that the end is "at
least" what is certain.

*People.* Opening + joiners - leavers = closing, from dated memberships. On the list means every
status but left; somebody who has expressed an interest is on it, is still to be trained, and is
not active.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown
from desktop.returns.dates_text import day_text
from desktop.returns.periods import Period

_DAY = timedelta(days=1)
NOT_STATED = NotKnown("opening balance not stated")
LEFT = "left"
ACTIVE = "active"
TO_BE_TRAINED = frozenset({"interest", "vetting", "training"})


@dataclass(frozen=True, slots=True)
class Opening:
    """How many were open as `as_at` began, as the office stated it; the value may be not known."""

    value: Amount
    as_at: date


@dataclass(frozen=True, slots=True)
class Case:
    """A case with the day it came in and the day it left, in whichever way; None: still open.

    `closed_some_day` marks one that left on a day that is not known; `closed` is then None.
    """

    id: str
    opened: date
    closed: date | None = None
    closed_some_day: bool = False


@dataclass(frozen=True, slots=True)
class Balance:
    """A period's balance; `received` and `left` are ids, a case once in each.

    `perhaps_left` are the ids of cases that left on a day that is not known, and so perhaps in the
    period. `stated` is what the office stated where records count the opening themselves, carried
    to the start of the period, so that a disagreement can be said; otherwise None.
    """

    opening: Amount
    received: tuple[str, ...]
    left: tuple[str, ...]
    open_at_end: Amount
    stated: Amount | None = None
    perhaps_left: tuple[str, ...] = ()

    @property
    def how_many_left(self) -> Amount:
        """How many left in the period."""
        if self.perhaps_left:
            return AtLeast(len(self.left), len(self.perhaps_left))
        return Known(len(self.left))

    @property
    def disagreement(self) -> str:
        """One sentence where the records and the office's opening balance differ, else nothing."""
        if self.stated is None or not isinstance(self.stated, Known):
            return ""
        if not isinstance(self.opening, Known) or self.opening.value == self.stated.value:
            return ""
        return (
            f"The opening balance was stated as {self.stated.value} and the records give "
            f"{self.opening.value}."
        )


def open_balance(
    period: Period, cases: Iterable[Case], opening: Opening | None = None, *, complete: bool
) -> Balance:
    """Work out a period's balance.

    `complete` says that every case open when the period began has a record; then records are
    counted and `opening` only compared. Otherwise `opening` is carried from its day to the start of
    the period by the records between. One stated for a day within the period gives what was open
    at the end, but not at the start.

    A case received and closed in the period is in both lists, one received in March and closed in
    April in one list of each quarter; a case entered twice under one id counts once.
    """
    held = list({case.id: case for case in cases}.values())
    after = period.end + _DAY
    received = tuple(case.id for case in held if case.opened in period)
    left = tuple(case.id for case in held if case.closed is not None and case.closed in period)
    perhaps = tuple(case.id for case in held if case.closed_some_day and case.opened < after)
    stated = _carried(opening, period.start, held) if opening else NOT_STATED
    if complete:
        counted, end = _counted(held, period.start), _counted(held, after)
        return Balance(counted, received, left, end, stated if opening else None, perhaps)
    end = _carried(opening, after, held) if opening else NOT_STATED
    return Balance(stated, received, left, end, perhaps_left=perhaps)


def open_before(case: Case, day: date) -> bool:
    """Say whether a case was certainly open as `day` began."""
    still = case.closed is None and not case.closed_some_day
    return case.opened < day and (still or (case.closed is not None and case.closed >= day))


def _counted(cases: list[Case], day: date) -> Amount:
    """Count what was open as `day` began."""
    unsure = sum(case.closed_some_day and case.opened < day for case in cases)
    return _bounded(sum(open_before(case, day) for case in cases), unsure)


def _carried(opening: Opening, day: date, cases: list[Case]) -> Amount:
    """Give what was open as `day` began, from an opening on or before that day.

    Of cases that left on a day that is not known, all may have left by then.
    """
    if opening.as_at > day:
        return NotKnown(f"stated only from {day_text(opening.as_at)}")
    if not isinstance(opening.value, Known):
        return opening.value
    came = sum(opening.as_at <= case.opened < day for case in cases)
    left = sum(case.closed is not None and opening.as_at <= case.closed < day for case in cases)
    balance = int(opening.value.value) + came - left
    if balance < 0:
        return NotKnown("more left than were stated to be open")
    unsure = sum(case.closed_some_day and case.opened < day for case in cases)
    return _bounded(balance - unsure, unsure)


def _bounded(certain: int, unsure: int) -> Amount:
    """Give what is certain where some cases may have left or not."""
    if not unsure:
        return Known(certain)
    if certain > 0:
        return AtLeast(certain, unsure)
    return NotKnown(f"the day on which {unsure} of them left is not known")


@dataclass(frozen=True, slots=True)
class Membership:
    """One status of one entry in one scheme from `start` to `end`, both included.

    `person` None is an entry without names, such as "7 who have expressed an interest", and
    `count` how many it stands for; a named person is always one. A `start` of None reaches back
    before the records began.
    """

    id: str
    person: str | None
    scheme: str
    status: str
    start: date | None = None
    end: date | None = None
    count: int = 1

    def holds_on(self, day: date) -> bool:
        """Say whether the status was in force at the end of `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class PeopleLedger:
    """People on the list: as the period began, who joined and left, and as it ended.

    `active` and `to_be_trained` are parts of `closing`; `otherwise` is the rest of it (paused).
    """

    opening: int
    joiners: int
    leavers: int
    closing: int
    active: int
    to_be_trained: int

    @property
    def otherwise(self) -> int:
        """On the list at the end, neither active nor still to be trained."""
        return self.closing - self.active - self.to_be_trained


def status_on(memberships: Iterable[Membership], day: date) -> dict[str, str]:
    """Give each named person's status at the end of `day`, from one scheme's memberships.

    Of two that overlap the one that began later holds. Somebody without one is not in it.
    """
    held: dict[str, Membership] = {}
    for membership in memberships:
        if membership.person and membership.holds_on(day):
            other = held.get(membership.person)
            if other is None or (other.start or date.min) <= (membership.start or date.min):
                held[membership.person] = membership
    return {person: membership.status for person, membership in held.items()}


def people_ledger(period: Period, memberships: Iterable[Membership]) -> PeopleLedger:
    """Count the people of a period from one scheme's memberships, or from several schemes'.

    Over several schemes a person counts once, is on the list while on one of them, and is active
    where active in one. Who joined and left within the period is a joiner and a leaver. When an
    entry without names shrinks on the day named people join, they are the same people, now with
    names, and nobody joined or left.
    """
    held = list(memberships)
    changes = {m.start for m in held if m.start} | {m.end + _DAY for m in held if m.end}
    opening = now = _on_list(held, period.start - _DAY)
    joiners = leavers = 0
    for day in sorted(day for day in changes if day in period):
        before, now = now, _on_list(held, day)
        came = len(now.named.keys() - before.named.keys())
        went = len(before.named.keys() - now.named.keys())
        grew = max(now.unnamed.total() - before.unnamed.total(), 0)
        shrank = max(before.unnamed.total() - now.unnamed.total(), 0)
        same = min(came, shrank) + min(went, grew)
        joiners += came + grew - same
        leavers += went + shrank - same
    return PeopleLedger(
        opening=opening.count(),
        joiners=joiners,
        leavers=leavers,
        closing=now.count(),
        active=now.count(frozenset({ACTIVE})),
        to_be_trained=now.count(TO_BE_TRAINED, but_not=ACTIVE),
    )


@dataclass(frozen=True, slots=True)
class _OnList:
    """Who is on the list: the statuses of each named person, and how many others by status."""

    named: dict[str, set[str]]
    unnamed: Counter[str]

    def count(self, statuses: frozenset[str] | None = None, but_not: str = "") -> int:
        if statuses is None:
            return len(self.named) + self.unnamed.total()
        named = sum(bool(own & statuses) and but_not not in own for own in self.named.values())
        return named + sum(self.unnamed[status] for status in statuses)


def _on_list(memberships: Iterable[Membership], day: date) -> _OnList:
    named: dict[str, set[str]] = defaultdict(set)
    unnamed: Counter[str] = Counter()
    schemes: dict[str, list[Membership]] = defaultdict(list)
    for membership in memberships:
        schemes[membership.scheme].append(membership)
        if not membership.person and membership.status != LEFT and membership.holds_on(day):
            unnamed[membership.status] += membership.count
    for held in schemes.values():
        for person, status in status_on(held, day).items():
            if status != LEFT:
                named[person].add(status)
    return _OnList(dict(named), unnamed)
