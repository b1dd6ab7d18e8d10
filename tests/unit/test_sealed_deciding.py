"""What becomes of a record that came, tried with everything that can happen between two desks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pytest

from desktop.exchange.sealed.deciding import Decision, Held, Incoming, decide
from tests.unit.sealedfiles import record

Rule = Callable[[Held | None, Incoming], Decision]

V1, V2, V3 = (digit * 64 for digit in "123")


@dataclass(frozen=True, slots=True)
class Version:
    """What crosses, and the changes that are in it."""

    hash: str
    number: int
    builds_on: tuple[str, ...]
    changes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Side:
    """One desk as far as one record goes; `changes` is None before the record is here.

    `crossed` crossed last, `continues` are the versions before it; `changed` since then.
    """

    crossed: str = ""
    continues: frozenset[str] = frozenset()
    changed: bool = False
    changes: frozenset[int] | None = None
    number: int = 0
    waiting: frozenset[Version] = frozenset()
    inserted: int = 0

    def held(self) -> Held | None:
        if self.changes is None:
            return None
        return Held(self.number, self.crossed, self.continues | self.asked(), self.changed)

    def asked(self) -> frozenset[str]:
        """All versions that wait for a person, with what they continue."""
        return frozenset(
            name for one in self.waiting for name in (one.hash, *one.builds_on) if name
        )

    def edited(self, change: int) -> "Side":
        changes = (self.changes or frozenset()) | {change}
        return replace(self, changes=changes, number=self.number + 1, changed=True)

    def sent(self, name: str) -> tuple["Side", Version]:
        assert self.changes is not None
        before = self.continues | ({self.crossed} if self.crossed else set())
        version = Version(name, self.number, tuple(sorted(before)), self.changes)
        return replace(self, crossed=name, continues=before, changed=False), version

    def took(self, version: Version, rule: Rule) -> "Side":
        decision = rule(self.held(), version)
        if decision in ("insert", "correction"):
            return replace(
                self,
                crossed=version.hash,
                continues=frozenset(version.builds_on),
                changed=False,
                changes=version.changes,
                number=version.number,
                inserted=self.inserted + (decision == "insert"),
            )
        if decision == "conflict":
            return replace(self, waiting=self.waiting | {version})
        return self

    def settled(self) -> "Side":
        """A person looks at all that waits and keeps something of each."""
        assert self.changes is not None
        return replace(
            self,
            changes=self.somewhere(),
            number=max(self.number, *(version.number for version in self.waiting)) + 1,
            changed=True,
            continues=self.continues | self.asked(),
            waiting=frozenset(),
        )

    def somewhere(self) -> frozenset[int]:
        """All changes that are in the record or wait for a person."""
        return (self.changes or frozenset()).union(*(one.changes for one in self.waiting))


@dataclass(frozen=True, slots=True)
class World:
    """Two desks and all files that were ever sent; each may come never, late, or twice."""

    sides: tuple[Side, Side] = (Side(), Side())
    files: tuple[frozenset[Version], frozenset[Version]] = (frozenset(), frozenset())
    changes: int = 0
    settlings: int = 0

    def with_side(self, who: int, side: Side) -> "World":
        return replace(self, sides=(side, self.sides[1]) if who == 0 else (self.sides[0], side))

    def sent(self, who: int) -> "World":
        name = f"{'ab'[who]}{len(self.files[who])}"
        side, version = self.sides[who].sent(name)
        files = [*self.files]
        files[who] |= {version}
        return replace(self.with_side(who, side), files=(files[0], files[1]))

    def next(self, rule: Rule, changes: int, settlings: int) -> Iterator["World"]:
        """Give all worlds one step further."""
        for who, side in enumerate(self.sides):
            here = side.changes is not None
            if self.changes < changes and (here or (who == 0 and not self.changes)):
                changed = self.with_side(who, side.edited(self.changes))
                yield replace(changed, changes=self.changes + 1)
            if side.changed:
                yield self.sent(who)
            if side.waiting and self.settlings < settlings:
                yield replace(self.with_side(who, side.settled()), settlings=self.settlings + 1)
            for version in self.files[1 - who]:
                yield self.with_side(who, side.took(version, rule))


def fault_between(before: World, after: World) -> str:
    """Say what went wrong in one step, or nothing."""
    for old, new in zip(before.sides, after.sides, strict=True):
        if not old.somewhere() <= new.somewhere():
            return "what was here is gone"
        if new.inserted > 1:
            return "the record was counted twice"
    return ""


def fault_of_taking(world: World, rule: Rule) -> str:
    """Say whether a file that may come now would be lost without a word."""
    for who, side in enumerate(world.sides):
        for version in world.files[1 - who]:
            if not version.changes <= side.took(version, rule).somewhere():
                return "what came was lost without a word"
    return ""


def fault_in_the_end(world: World, rule: Rule) -> str:
    """Let both desks send what they have until nothing is new, and compare them."""
    for _ in range(4):
        for who in (0, 1):
            if world.sides[who].waiting:
                world = world.with_side(who, world.sides[who].settled())
            if world.sides[who].changed:
                world = world.sent(who)
            for version in sorted(world.files[who], key=lambda one: one.number):
                other = world.sides[1 - who].took(version, rule)
                world = world.with_side(1 - who, other)
    first, second = world.sides
    if first.waiting or second.waiting:
        return "somebody is asked for ever"
    if first.changes != second.changes or first.changes != frozenset(range(world.changes)):
        return "the desks did not come to hold the same"
    return ""


def explored(rule: Rule, changes: int, settlings: int) -> tuple[int, str]:
    """Try every order of everything; give how many worlds there are and the first fault."""
    start = World()
    seen, left = {start}, [start]
    while left:
        world = left.pop()
        fault = fault_of_taking(world, rule)
        if not fault and any(side.changes is not None for side in world.sides):
            fault = fault_in_the_end(world, rule)
        for step in world.next(rule, changes, settlings):
            fault = fault or fault_between(world, step)
            if step not in seen:
                seen.add(step)
                left.append(step)
        if fault:
            return len(seen), fault
    return len(seen), ""


def test_whatever_happens_between_two_desks_nothing_is_lost_or_counted_twice() -> None:
    # The record and four changes to it, at either desk.
    worlds, fault = explored(decide, changes=5, settlings=1)
    assert fault == ""
    assert worlds > 10_000


def trusting_numbers(held: Held | None, incoming: Incoming) -> Decision:
    if held is not None and incoming.hash != held.hash and incoming.number < held.number:
        return "stale"
    return decide(held, incoming)


def forgetting_changes(held: Held | None, incoming: Incoming) -> Decision:
    return decide(held and replace(held, changed_here=False), incoming)


def forgetting_what_came(held: Held | None, incoming: Incoming) -> Decision:
    return decide(held and replace(held, known=frozenset()), incoming)


def taking_the_higher_number(held: Held | None, incoming: Incoming) -> Decision:
    if held is not None and incoming.number > held.number:
        return "correction"
    return decide(held, incoming)


@pytest.mark.parametrize(
    "rule",
    [trusting_numbers, forgetting_changes, forgetting_what_came, taking_the_higher_number],
)
def test_a_worse_rule_is_found_out(rule: Rule) -> None:
    assert explored(rule, changes=4, settlings=1)[1]


def incoming(hash_: str, *builds_on: str, number: int = 2) -> Incoming:
    return replace(record(), number=number, hash=hash_, builds_on=builds_on)


def held(hash_: str, *known: str, changed: bool = False, here: str = "") -> Held:
    return Held(2, hash_, frozenset(known), changed_here=changed, here=here)


@pytest.mark.parametrize(
    ("has", "comes", "expected"),
    [
        (None, incoming(V1), "insert"),
        (None, incoming(V2, V1), "insert"),
        (held(V1), incoming(V1), "duplicate"),
        (held(V1, changed=True), incoming(V1), "duplicate"),
        (held(V2, V1), incoming(V1), "stale"),
        (held(V2, V1, changed=True), incoming(V1), "stale"),
        (held(V1), incoming(V2, V1), "correction"),
        (held(V1), incoming(V3, V1, V2), "correction"),
        (held(V1, changed=True), incoming(V2, V1), "conflict"),
        (held(V2, V1), incoming(V3, V1), "conflict"),
        (held(V2, V1), incoming(V3, V1, number=1), "conflict"),
        (held(V2, V1), incoming(V3), "conflict"),
        # Two people made the same of it, each at a desk.
        (held(V1, changed=True, here=V2), incoming(V2, V1), "duplicate"),
        # It is here, but it never crossed.
        (Held(0, "", frozenset(), changed_here=True, here=V1), incoming(V1), "duplicate"),
        (Held(0, "", frozenset(), changed_here=True, here=V1), incoming(V2), "conflict"),
        (Held(0, "", frozenset(), changed_here=True), incoming(V2, V1), "conflict"),
    ],
)
def test_each_case_has_its_decision(has: Held | None, comes: Incoming, expected: Decision) -> None:
    assert decide(has, comes) == expected


def test_no_hash_is_not_taken_for_the_hash_of_anything() -> None:
    nothing_crossed = Held(0, "", frozenset(), changed_here=False)
    assert decide(nothing_crossed, incoming(V1, "")) == "conflict"
    assert decide(nothing_crossed, incoming("", "")) == "conflict"
