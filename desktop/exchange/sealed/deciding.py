"""What to do with a record that came: one pure decision."""

from dataclasses import dataclass
from typing import Literal, Protocol

Decision = Literal["insert", "duplicate", "stale", "correction", "conflict"]


class Incoming(Protocol):
    """What the decision needs of a version that came; payload.SealedRecord is one."""

    @property
    def number(self) -> int:
        """Say how often the record had been changed where it came from."""

    @property
    def hash(self) -> str:
        """Name this version."""

    @property
    def builds_on(self) -> tuple[str, ...]:
        """Name all versions that this one continues, the newest of them included.

        A version that waits for a person where this one was made is not one of them: nobody has
        put it in yet, and the desk that sent it would take its own words for outdated.
        """


@dataclass(frozen=True, slots=True)
class Held:
    """What this desk has of a record.

    `number` and `hash` are of the version that crossed last, either way (0 and "" if none ever
    did), `known` are the hashes of all versions that it continues and, with what they continue,
    of those that wait for a person here. `changed_here`: the record was changed since it crossed.
    `here` is the hash that what is here would cross with, "" where nobody worked it out.
    """

    number: int
    hash: str
    known: frozenset[str]
    changed_here: bool
    here: str = ""


def decide(held: Held | None, incoming: Incoming) -> Decision:
    """Say what becomes of a version that came, against what is held of its record.

    insert: nothing is held. duplicate: it is what is here. stale: it was here before, or waits
    here. correction: it continues what is here. conflict: it was written without knowing what is
    here, and a person has to look at both.

    A lower number alone says nothing: whoever wrote less often may have written something that
    is nowhere else.
    """
    if held is None:
        return "insert"
    if incoming.hash in {held.hash, held.here} - {""}:
        return "duplicate"
    if incoming.hash in held.known:
        return "stale"
    if held.hash and held.hash in incoming.builds_on and not held.changed_here:
        return "correction"
    return "conflict"
