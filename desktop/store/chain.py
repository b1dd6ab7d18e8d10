"""Is the audit's chain whole, and is it the one that was here before? Told in words, with dates.

By itself the chain shows what was altered in it or taken out of its middle. That its end was cut
off, or that all of it was made anew by someone who holds the key, shows only against anchors:
heads that left the desk earlier, in a backup, a sealed file or a receipt.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from desktop.store.audit import AUDIT, FIRST, Head, row_hash
from desktop.store.moment import say_moment

RESTORED = "Restored "
"""How the entry begins that a restored desk writes: it explains anchors of the time before."""

Kind = Literal["altered", "missing", "cut", "anew", "restored"]


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with the chain, in words, and the last moment up to which it is sound.

    `kind`: an entry was altered, entries are missing in the middle, the end was cut off, entries
    were made anew, or the desk was restored from an older backup and says so itself.
    """

    sentence: str
    sound_until: datetime | None
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Step:
    """An entry that may be compared with anchors."""

    seq: int
    hash: str
    at: datetime


@dataclass(slots=True)
class _Walked:
    """What was found on the way: the entries anchors ask for, the restorings, the last entry."""

    fault: Broken | None = None
    asked: dict[int, _Step] = field(default_factory=dict)
    restorings: list[tuple[_Step, str]] = field(default_factory=list)
    last: _Step | None = None


def verify(session: Session, anchors: Iterable[Head] = ()) -> Broken | None:
    """Walk the whole chain; None when it is sound and holds every anchor.

    `anchors` are heads that left this desk earlier. An anchor the desk no longer holds because it
    was restored from an older backup is told last, where nothing else is wrong.
    """
    heads = sorted((one for one in anchors if one.seq), key=lambda one: one.seq)
    walked = _walk(session, {one.seq for one in heads})
    if walked.fault is not None:
        return walked.fault
    missed = [one for one in heads if not _holds(walked, one)]
    unexplained = [one for one in missed if _explained(walked, one) is None]
    if unexplained:
        return _not_the_same(walked, unexplained[0], heads)
    return _restored(walked, missed) if missed else None


def _walk(session: Session, asked: set[int]) -> _Walked:
    walked = _Walked()
    rows = session.connection().execute(select(AUDIT).order_by(AUDIT.c.seq)).mappings()
    try:
        for row in rows:
            walked.fault = _fault(walked.last, row)
            if walked.fault is not None:
                break
            walked.last = _Step(row["seq"], row["hash"], row["at"])
            if walked.last.seq in asked:
                walked.asked[walked.last.seq] = walked.last
            if row["why"].startswith(RESTORED):
                walked.restorings.append((walked.last, row["why"]))
    except (TypeError, ValueError):  # what was put in the place of a date is none
        walked.fault = _altered(walked.last)
    return walked


def _fault(before: _Step | None, row: RowMapping) -> Broken | None:
    """Say what is wrong with the next row after the step `before`."""
    seq = before.seq + 1 if before is not None else 1
    if row["seq"] != seq:
        return _missing(seq, row["seq"] - 1, before, row["at"])
    prev = before.hash if before is not None else FIRST
    if row["prev"] != prev or row_hash(dict(row)) != row["hash"]:
        return _altered(before)
    return None


def _holds(walked: _Walked, anchor: Head) -> bool:
    found = walked.asked.get(anchor.seq)
    return found is not None and found.hash == anchor.hash


def _explained(walked: _Walked, anchor: Head) -> tuple[_Step, str] | None:
    """Give the restoring that took the place of what the anchor stands for."""
    for step, why in walked.restorings:
        if step.seq <= anchor.seq and (anchor.at is None or anchor.at <= step.at):
            return step, why
    return None


def _missing(first: int, last: int, before: _Step | None, after: datetime) -> Broken:
    if before is None:
        return Broken(f"{_gone(first, last)}, from before {say_moment(after)}.", None, "missing")
    between = f"between {say_moment(before.at)} and {say_moment(after)}"
    return Broken(f"{_gone(first, last)} in its middle, {between}.", before.at, "missing")


def _altered(before: _Step | None) -> Broken:
    if before is None:
        return Broken("Entry 1 of the audit was altered.", None, "altered")
    sentence = (
        f"Entry {before.seq + 1} of the audit was altered; "
        f"the last sound entry is of {say_moment(before.at)}."
    )
    return Broken(sentence, before.at, "altered")


def _not_the_same(walked: _Walked, anchor: Head, heads: Sequence[Head]) -> Broken:
    """Say what an anchor without an explanation shows: an end that is gone, or another one."""
    agreed = [walked.asked[one.seq] for one in heads if _holds(walked, one)]
    until = max((one for one in agreed if one.seq < anchor.seq), key=_by_seq, default=None)
    copied = f", as a copy of {say_moment(anchor.at)} shows" if anchor.at is not None else ""
    last = walked.last
    if last is None or anchor.seq > last.seq:
        seq, since = (last.seq, f"; the last is of {say_moment(last.at)}") if last else (0, "")
        sentence = f"{_gone(seq + 1, anchor.seq)} at its end{copied}{since}."
        return Broken(sentence, last.at if last is not None else None, "cut")
    if until is None:
        return Broken(
            f"Entry {anchor.seq} of the audit is not the one that was copied out earlier{copied}: "
            "the audit was made anew.",
            None,
            "anew",
        )
    return Broken(
        f"The audit was made anew from some entry after entry {until.seq}, of "
        f"{say_moment(until.at)}: entry {anchor.seq} is not the one that was copied out earlier"
        f"{copied}.",
        until.at,
        "anew",
    )


def _restored(walked: _Walked, missed: Sequence[Head]) -> Broken:
    """Say that a restoring explains every anchor the desk does not hold."""
    step, why = next(found for one in missed if (found := _explained(walked, one)) is not None)
    which = why.removeprefix(RESTORED)
    copied = max((one.at for one in missed if one.at is not None), default=None)
    until = f", the last copied out on {say_moment(copied)}," if copied is not None else ""
    sentence = (
        f"This desk was restored from {which} on {say_moment(step.at)}. Entries{until} that were "
        "written after that backup are not in it."
    )
    return Broken(sentence, step.at, "restored")


def _by_seq(step: _Step) -> int:
    return step.seq


def _gone(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} of the audit is missing"
    return f"Entries {first} to {last} of the audit are missing"
