"""Receiving records: the whole file or nothing, every record decided, the report kept.

Nothing that is here is overwritten silently: a corrected record keeps what it said as a revision,
and where both sides changed it, what came waits until a person has looked at both.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed.arriving import Came, open_submission
from desktop.exchange.sealed.heads import not_here, of_their_history
from desktop.exchange.sealed.refused import SaysOtherwise
from desktop.exchange.sealed.report import Decided, Report, sum_up
from desktop.exchange.sealed.sending import KIND
from desktop.exchange.sealed.taking import Taking, check
from desktop.formlib.model import Form
from desktop.store.models import Parcel


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a file is, before anything of it is taken.

    `state` is that of the laptop it comes from: unknown (new here, invited), unconfirmed or
    confirmed; on a laptop "office". `words` are to be compared by phone while it is not
    confirmed. `forms` counts the records by form. `before` is what was said when it came before.
    """

    who: str
    peer_id: str
    state: str
    words: tuple[str, ...]
    records: int
    forms: Mapping[str, int]
    purpose: str
    made_at: datetime
    before: Report | None
    sentence: str


def look(session: Session, blob: bytes) -> Arrived:
    """Say what a file or pasted text is; nothing is written.

    Raises subclasses of SealedFileError, and what `receive` raises for its sender.
    """
    came = open_submission(session, blob, meet=False)
    said, sender = came.said, came.sender
    before = _before(session, came)
    laptop = sender.laptop
    state = "office" if laptop is None else laptop.state if laptop.id else "unknown"
    words = laptop.words if laptop is not None and state != "confirmed" else ()
    many = "1 record" if len(said.records) == 1 else f"{len(said.records):,} records"
    sentence = f"{many} from {sender.name}."
    if words:
        sentence = f"{_first_time(came)} {sentence}"
    return Arrived(
        who=sender.name,
        peer_id=sender.peer_id,
        state=state,
        words=words,
        records=len(said.records),
        forms=dict(Counter(str(one.line.get("form")) for one in said.records)),
        purpose=said.purpose,
        made_at=said.made_at,
        before=before.said_again() if before is not None else None,
        sentence=before.said_again().sentence if before is not None else sentence,
    )


def receive(session: Session, forms: Mapping[str, Form], blob: bytes) -> Report:
    """Take a file or pasted text in, within one writing session.

    From a laptop that was not confirmed by phone nothing is taken; it is put on the list, and the
    report says what to do. Raises subclasses of SealedFileError, UnknownLaptop,
    InvitationOfAnother, NotThisLaptop, LaptopWasWithdrawn, OtherOffice, NotYourOffice,
    SaysOtherwise, FormNotHere, NotTheirs, RecordRefused: then nothing was taken.
    """
    came = open_submission(session, blob, meet=True)
    before = _before(session, came)
    if before is not None:
        return before.said_again()
    said, sender = came.said, came.sender
    if sender.laptop is not None and sender.laptop.state != "confirmed":
        return Report(
            parcel_id=said.id,
            peer_id=sender.peer_id,
            who=sender.name,
            state="unconfirmed",
            sentence=_first_time(came),
            came_at=clock.now(),
            words=sender.laptop.words,
        )
    check(session, forms, came)
    history = _history(session, came)
    parcel = _keep(session, came)
    taking = Taking(session, forms, came)
    records = tuple(taking.take(one, number) for number, one in enumerate(said.records, 1))
    report = Report(
        parcel_id=said.id,
        peer_id=sender.peer_id,
        who=sender.name,
        state="taken",
        sentence=sum_up(sender.name, records),
        came_at=parcel.at,
        records=records,
        remarks=taking.remarks(),
        history=history,
    )
    parcel.receipt = report.to_json()
    session.flush()
    return report


def reports(session: Session, most: int = 50) -> tuple[Report, ...]:
    """Give what came of the files with records that came here, newest first."""
    query = select(Parcel).where(Parcel.kind == KIND, Parcel.direction == "in")
    rows = session.scalars(query.order_by(Parcel.at.desc(), Parcel.id.desc()).limit(most))
    return tuple(Report.from_json(row.receipt) for row in rows)


def _before(session: Session, came: Came) -> Report | None:
    row = session.get(Parcel, came.said.id)
    if row is None:
        return None
    same_way = (row.kind, row.direction, row.peer_id) == (KIND, "in", came.sender.peer_id)
    if not same_way or row.contents.get("records") != _named(came):
        raise SaysOtherwise
    return Report.from_json(row.receipt)


def _keep(session: Session, came: Came) -> Parcel:
    said = came.said
    row = Parcel(
        id=said.id,
        direction="in",
        kind=KIND,
        peer_id=came.sender.peer_id,
        file_hash=came.file_hash,
        audit_seq=said.head.seq,
        audit_head=said.head.hash,
        contents={
            "purpose": said.purpose,
            "made_at": said.made_at.isoformat(),
            "records": _named(came),
            "seen": [[one.seq, one.hash] for one in said.heads],
        },
    )
    session.add(row)
    session.flush()
    return row


def _named(came: Came) -> list[list[object]]:
    return [[one.id, one.number, one.hash] for one in came.said.records]


def _history(session: Session, came: Came) -> str:
    said, sender = came.said, came.sender
    here = "this laptop" if sender.laptop is None else "this office’s desk"
    theirs = sender.name if sender.laptop is None else f"{sender.name}’s laptop"
    found = (
        of_their_history(session, sender.peer_id, said.head, said.made_at, theirs),
        not_here(session, said.heads, where=here, by=theirs),
    )
    return " ".join(filter(None, found))


def _first_time(came: Came) -> str:
    laptop = came.sender.laptop
    words = " ".join(laptop.words) if laptop is not None else ""
    return (
        f"{came.sender.name}’s laptop is not confirmed yet. Ring them and compare its words: "
        f"{words}. Once it is confirmed, open this file again."
    )


__all__ = ["Arrived", "Decided", "Report", "look", "receive", "reports"]
