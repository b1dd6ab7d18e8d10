"""What came of a sealed file with records: kept with it, so that it is said again the same way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Literal, Self, cast

from desktop.exchange.sealed.deciding import Decision

State = Literal["taken", "again", "unconfirmed"]

_HERE: Mapping[Decision, str] = {
    "insert": "New: it was taken in.",
    "duplicate": "It is here already, word for word.",
    "stale": "A later version of it is here already.",
    "correction": "Corrected: what it said before is kept in its history.",
    "conflict": "It was changed on both sides: look at both versions and choose.",
}
_THERE: Mapping[Decision, str] = {
    "insert": "The office has it.",
    "duplicate": "The office has it.",
    "stale": "The office has a later version of it.",
    "correction": "The office has the corrected version.",
    "conflict": "The office has another version of it as well, and is looking at both.",
}
_COUNTED: Mapping[Decision, str] = {
    "insert": "new",
    "correction": "corrected",
    "duplicate": "here already",
    "stale": "older than what is here",
    "conflict": "changed on both sides",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one record: `sentence` is for whoever opened the file, `there` for its sender.

    `place` is a name, `on_date` the record's day; both as they were when the file came.
    """

    record_id: str
    form: str
    place: str
    on_date: date | None
    number: int
    hash: str
    decision: Decision
    sentence: str
    there: str


@dataclass(frozen=True, slots=True)
class Report:
    """What came of one file, from `who`.

    `state`: taken now; again (it came before, and this is what was said then); or unconfirmed
    (nothing was taken yet, `words` are to be compared by phone first). `remarks` are what
    somebody should look at, `history` what is wrong with the sender's history, "" if nothing.
    """

    parcel_id: str
    peer_id: str
    who: str
    state: State
    sentence: str
    came_at: datetime
    records: tuple[Decided, ...] = ()
    remarks: tuple[str, ...] = ()
    history: str = ""
    words: tuple[str, ...] = ()

    def count(self, decision: Decision) -> int:
        """Say how many records became this."""
        return sum(1 for one in self.records if one.decision == decision)

    def to_json(self) -> dict[str, object]:
        """Give it as JSON, to be kept."""
        said = asdict(self)
        said["came_at"] = self.came_at.isoformat()
        said["remarks"], said["words"] = list(self.remarks), list(self.words)
        said["records"] = [
            {**one, "on_date": one["on_date"].isoformat() if one["on_date"] else None}
            for one in said["records"]
        ]
        return said

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read what was kept."""
        records = tuple(
            Decided(**{**one, "on_date": _day(one["on_date"])}) for one in kept["records"]
        )
        return cls(
            **{
                **kept,
                "came_at": datetime.fromisoformat(kept["came_at"]),
                "records": records,
                "remarks": tuple(kept["remarks"]),
                "words": tuple(kept["words"]),
            }
        )

    def said_again(self) -> "Report":
        """Give the same report for the same file, opened once more."""
        return replace(
            self,
            state="again",
            sentence=f"This file came before, so nothing was changed. It was then: {self.sentence}",
        )


def sentence_here(decision: Decision) -> str:
    """Say what became of a record to whoever opened the file."""
    return _HERE[decision]


def sentence_there(decision: Decision) -> str:
    """Say what became of a record to its sender."""
    return _THERE[decision]


def sum_up(who: str, records: tuple[Decided, ...]) -> str:
    """Say in one sentence what was in a file."""
    counts = Counter(one.decision for one in records)
    parts = [f"{counts[one]:,} {words}" for one, words in _COUNTED.items() if counts[one]]
    many = "1 record" if len(records) == 1 else f"{len(records):,} records"
    return f"{many} from {who}: {', '.join(parts)}." if records else f"No records from {who}."


def _day(value: object) -> date | None:
    return date.fromisoformat(cast("str", value)) if value else None
