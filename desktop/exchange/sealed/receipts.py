"""Receipts: the office's signed answer to a laptop, and what it changes there.

A receipt may be lost, so each holds all that the laptop is not known to have heard. It is known to
have heard a receipt when a later file of its own names the head of the audit that was in it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed import enrolling, sending
from desktop.exchange.sealed.arriving import open_any
from desktop.exchange.sealed.envelope import seal
from desktop.exchange.sealed.heads import not_here, told
from desktop.exchange.sealed.messages import tell_news
from desktop.exchange.sealed.office import insist_on_office
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.payload import Head, Note, Outcome, Receipt
from desktop.exchange.sealed.receipt_body import MOST_MESSAGES, About
from desktop.exchange.sealed.refused import (
    CannotSend,
    NotYourOffice,
    OfAnotherLaptop,
    SaysOtherwise,
)
from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.versions import known_of
from desktop.records.finishing import mark_filed
from desktop.store import audit
from desktop.store.ids import new_id
from desktop.store.models import Message, Parcel, Record, Waiting

KIND = "receipt"
_HAS_IT = ("insert", "duplicate", "correction", "stale")


@dataclass(frozen=True, slots=True)
class Answered:
    """What a receipt changed here.

    `filed` are the records that the office has now, `waiting` those of which it has another
    version as well; `sentences` say what is to be said of these and others, by record. `letters`
    counts the new messages. `history` says what is wrong with this laptop's history, "" if
    nothing. `again`: it came before.
    """

    office: str
    filed: tuple[str, ...]
    waiting: tuple[str, ...]
    sentences: Mapping[str, str]
    letters: int
    history: str
    sentence: str
    again: bool


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


def take_receipt(session: Session, blob: bytes) -> Answered:
    """Take the office's answer on a laptop, within one writing session; twice is as once.

    Raises NoOffice, subclasses of SealedFileError, NotYourOffice, OfAnotherLaptop, SaysOtherwise.
    """
    office = insist_on_office(session)
    signed, file_hash = open_any(session, blob, (KIND,))
    said = Receipt.from_body(signed.body)
    if signed.signer != office.verify_key:
        raise NotYourOffice(office.name)
    if said.laptop != insist_on_keys(session).verify_key.hex():
        raise OfAnotherLaptop
    before = session.get(Parcel, said.id)
    if before is not None:
        if (before.kind, before.direction, before.file_hash) != (KIND, "in", file_hash):
            raise SaysOtherwise
        kept = cast("Mapping[str, Any]", before.receipt)
        return _answered(kept)
    session.add(
        row := Parcel(
            id=said.id,
            direction="in",
            kind=KIND,
            peer_id=office.id,
            file_hash=file_hash,
            audit_seq=said.head.seq,
            audit_head=said.head.hash,
            contents={
                "for": said.for_submission,
                "made_at": said.made_at.isoformat(),
                "seen": [[one.seq, one.hash] for one in said.heads_seen],
            },
        )
    )
    session.flush()
    found = _take(session, office.name, said)
    row.receipt = _to_json(found)
    session.flush()
    return found


def _take(session: Session, office: str, said: Receipt) -> Answered:
    filed, waiting, sentences = [], [], {}
    known = known_of(session, [one.record_id for one in said.results])
    for one in said.results:
        passages = known[one.record_id].passages
        sent = [row for row in passages if row.direction == "out"]
        if one.hash not in {row.hash for row in sent}:
            continue  # nothing that this laptop sent
        sentences[one.record_id] = one.sentence
        if one.decision == "conflict":
            waiting.append(one.record_id)
        elif one.decision in _HAS_IT and sent[-1].hash == one.hash:
            filed.append(one.record_id)
    there = set(session.scalars(select(Record.id).where(Record.id.in_(filed))))
    filed = [id_ for id_ in filed if id_ in there]
    _mark_filed(session, filed)
    for parcel_id in dict.fromkeys((said.for_submission, *_parcels_of(known, said))):
        if parcel_id:
            parcel = sending.answered(session, parcel_id, said.made_at)
            if parcel is not None and parcel_id == said.for_submission:
                enrolling.enrolment_came(session, parcel.at)
    letters = _keep_notes(session, said)
    history = not_here(session, said.heads_seen, where="this laptop", by="the office")
    return Answered(
        office=office,
        filed=tuple(filed),
        waiting=tuple(waiting),
        sentences=sentences,
        letters=letters,
        history=history,
        sentence=_sum_up(office, filed, waiting, letters),
        again=False,
    )


def _mark_filed(session: Session, ids: list[str]) -> None:
    """Note that the office has these; what was opened again since stays to be sent."""
    query = select(Record.id).where(Record.id.in_(ids), Record.status == "sent")
    mark_filed(session, list(session.scalars(query)))


def _parcels_of(known: Mapping[str, Any], said: Receipt) -> list[str]:
    return [
        row.parcel_id
        for one in said.results
        for row in known[one.record_id].passages
        if row.direction == "out" and row.hash == one.hash
    ]


def _keep_notes(session: Session, said: Receipt) -> int:
    count = 0
    for note in said.messages:
        if session.get(Message, note.id) is None:
            session.add(
                Message(
                    id=note.id,
                    direction="in",
                    parcel_id=said.id,
                    kind=note.kind,
                    about=note.about,
                    text=note.text,
                    at=note.at,
                )
            )
            count += 1
    session.flush()
    return count


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
        found.append(Note(row.id, kinds[row.kind], row.about, row.text, row.at))
    return tuple(found[:MOST_MESSAGES])


def _sum_up(office: str, filed: list[str], waiting: list[str], letters: int) -> str:
    parts = []
    if filed:
        parts.append(f"{office} has {_many(len(filed), 'of your records', 'of your records')}.")
    if waiting:
        other = _many(len(waiting), "of your records", "of your records")
        parts.append(f"Of {other} {office} has another version as well, and looks at both.")
    if letters:
        parts.append(f"{office} wrote you {_many(letters, 'messages', 'message')}.")
    return " ".join(parts) or f"There is nothing new from {office}."


def _many(count: int, several: str, one: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {several}"


def _to_json(found: Answered) -> dict[str, object]:
    return {
        "office": found.office,
        "filed": list(found.filed),
        "waiting": list(found.waiting),
        "sentences": dict(found.sentences),
        "letters": found.letters,
        "history": found.history,
        "sentence": found.sentence,
    }


def _answered(kept: Mapping[str, Any]) -> Answered:
    return Answered(
        office=kept["office"],
        filed=tuple(kept["filed"]),
        waiting=tuple(kept["waiting"]),
        sentences=dict(kept["sentences"]),
        letters=kept["letters"],
        history=kept["history"],
        sentence=kept["sentence"],
        again=True,
    )
