"""Receipts: the office's signed answer to a laptop, and what it changes there.

A receipt may be lost, so each holds all that the laptop is not known to have heard. It is known to
have heard a receipt when a later file of its own names the head of the audit that was in it.
"""

import hashlib
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed import enrolling, sending
from desktop.exchange.sealed.envelope import seal
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.heads import told
from desktop.exchange.sealed.heard import KIND, Answered, take_receipt
from desktop.exchange.sealed.messages import tell_news
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.payload import Head, Note, Outcome, Receipt
from desktop.exchange.sealed.receipt_body import MOST_MESSAGES, About
from desktop.exchange.sealed.refusals import WrongContent
from desktop.exchange.sealed.refused import CannotSend
from desktop.exchange.sealed.report import Report
from desktop.store import audit
from desktop.store.ids import new_id
from desktop.store.models import Message, Parcel, Waiting


def make_receipt(session: Session, peer_id: str) -> bytes:
    """Make the answer for a laptop: what became of its records, news of its issues, messages.

    Takes a writing session of the office. Raises NoSuchLaptop, CannotSend, NoKeysYet.
    """
    laptop = enrolling.laptop(session, peer_id)
    if laptop.state != "confirmed":
        raise CannotSend(
            f"{laptop.name}’s laptop is not confirmed, so it gets no answer.",
            f"Ring {laptop.name}, compare the words of the laptop, and confirm it first.",
        )
    tell_news(session, peer_id)
    heard, came = _heard(session, peer_id), _came(session, peer_id)
    newest = max(came, key=lambda row: str(row.contents.get("made_at")), default=None)
    keys, head = insist_on_keys(session), audit.head(session)
    made = Receipt(
        id=new_id(),
        for_submission=newest.id if newest is not None else "",
        laptop=laptop.verify_key,
        results=(*_decided(came, heard), *_settled(session, came, heard)),
        messages=_notes(session, peer_id, heard),
        head=Head(head.seq, head.hash),
        heads_seen=told(session, peer_id),
        made_at=clock.now(),
    )
    blob = seal(KIND, made.to_body(), signing_seed=keys.signing_seed, recipients=[laptop.recipient])
    session.add(
        Parcel(
            id=made.id,
            direction="out",
            kind=KIND,
            at=made.made_at,
            peer_id=peer_id,
            file_hash=hashlib.sha256(blob).hexdigest(),
            audit_seq=head.seq,
            audit_head=head.hash,
            contents={"for": made.for_submission, "last": came[-1].id if came else ""},
        )
    )
    session.flush()
    for note in made.messages:
        kept = session.get_one(Message, note.id)
        kept.parcel_id = kept.parcel_id or made.id
    session.flush()
    return blob


def is_to_answer(session: Session, peer_id: str) -> bool:
    """Say whether a laptop sent something, or somebody wrote to it, since its last receipt."""
    last = _newest(session, peer_id)
    since = str(last.contents.get("last", "")) if last is not None else ""
    came = _came(session, peer_id)
    unsent = select(Message.id).where(
        Message.peer_id == peer_id, Message.direction == "out", Message.parcel_id.is_(None)
    )
    return (bool(came) and came[-1].id != since) or session.scalars(unsent).first() is not None


def _came(session: Session, peer_id: str) -> list[Parcel]:
    """Give the files that came from a laptop, oldest first."""
    query = select(Parcel).where(
        Parcel.peer_id == peer_id, Parcel.kind == sending.KIND, Parcel.direction == "in"
    )
    return list(session.scalars(query.order_by(Parcel.at, Parcel.id)))


def _newest(session: Session, peer_id: str) -> Parcel | None:
    return next(iter(_receipts(session, peer_id)), None)


def _receipts(session: Session, peer_id: str) -> list[Parcel]:
    query = select(Parcel).where(
        Parcel.peer_id == peer_id, Parcel.kind == KIND, Parcel.direction == "out"
    )
    return list(session.scalars(query.order_by(Parcel.id.desc())))


def _heard(session: Session, peer_id: str) -> Parcel | None:
    """Give the newest receipt that a laptop is known to have taken."""
    seen = {
        (one[0], one[1])
        for row in _came(session, peer_id)
        for one in cast("list[list[object]]", row.contents.get("seen", []))
    }
    found = (row for row in _receipts(session, peer_id) if (row.audit_seq, row.audit_head) in seen)
    return next(found, None)


def _decided(came: list[Parcel], heard: Parcel | None) -> tuple[Outcome, ...]:
    """Give what became of the records of all files that the laptop has heard nothing of."""
    ids = [row.id for row in came]
    last = str(heard.contents.get("last", "")) if heard is not None else ""
    first = ids.index(last) + 1 if last in ids else 0
    found: dict[tuple[str, str], Outcome] = {}
    for row in came[first:] or came[-1:]:
        for one in Report.from_json(row.receipt).records:
            said = (one.record_id, one.number, one.hash, one.decision, one.there)
            found[one.record_id, one.hash] = Outcome(*said)
    return tuple(found.values())


def _settled(session: Session, came: list[Parcel], heard: Parcel | None) -> tuple[Outcome, ...]:
    """Give what became of versions that had to wait for a person."""
    query = select(Waiting).where(
        Waiting.parcel_id.in_([row.id for row in came]), Waiting.settled_on.is_not(None)
    )
    if heard is not None:
        query = query.where(Waiting.settled_on >= heard.at.date())
    return tuple(
        Outcome(
            row.record_id,
            row.revision,
            str(row.payload["hash"]),
            "correction",
            row.settled_how or "The office has looked at both versions.",
        )
        for row in session.scalars(query.order_by(Waiting.id))
    )


def _notes(session: Session, peer_id: str, heard: Parcel | None) -> tuple[Note, ...]:
    """Give the messages that the laptop is not known to have, oldest first."""
    query = select(Message).where(
        Message.peer_id == peer_id, Message.direction == "out", Message.read_at.is_(None)
    )
    found = []
    for row in session.scalars(query.order_by(Message.at, Message.id)):
        if heard is not None and row.parcel_id is not None and row.parcel_id <= heard.id:
            row.read_at = clock.now()
            continue
        kinds: dict[str, About] = {"issue": "issue", "note": "note", "record": "record"}
        note = Note(row.id, kinds[row.kind], row.about, row.text, row.at)
        if _can_be_read(note):
            found.append(note)
    return tuple(found[:MOST_MESSAGES])


def _can_be_read(note: Note) -> bool:
    """Say whether a laptop takes a message: one about an odd id would spoil them all."""
    try:
        Note.from_fields(Fields(note.to_body()))
    except WrongContent:
        return False
    return True


__all__ = ["KIND", "Answered", "is_to_answer", "make_receipt", "take_receipt"]
