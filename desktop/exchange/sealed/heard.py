"""The office's answer as a laptop hears it: what it changes there, once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.sealed import enrolling, sending
from desktop.exchange.sealed.arriving import open_any
from desktop.exchange.sealed.heads import not_here, of_their_history
from desktop.exchange.sealed.office import insist_on_office
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.payload import Receipt
from desktop.exchange.sealed.refused import NotYourOffice, OfAnotherLaptop, SaysOtherwise
from desktop.exchange.sealed.versions import known_of
from desktop.records.finishing import mark_filed
from desktop.store.models import Message, Parcel, Record

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
    found = _take(session, office.id, office.name, said)
    row.receipt = _to_json(found)
    session.flush()
    return found


def _take(session: Session, peer_id: str, office: str, said: Receipt) -> Answered:
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
    history = (
        not_here(session, said.heads_seen, where="this laptop", by="the office"),
        of_their_history(session, peer_id, said.head, said.made_at, office),
    )
    return Answered(
        office=office,
        filed=tuple(filed),
        waiting=tuple(waiting),
        sentences=sentences,
        letters=letters,
        history=" ".join(filter(None, history)),
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
