"""Sending: finished records go sealed to the office, cases between it and a colleague.

What was sent is remembered version by version. A lost file can be made again; one that never
left can be taken back, and what is in it waits to be sent anew.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.colleagues import Way, way_to
from desktop.exchange.sealed.envelope import seal
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.heads import told
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.payload import MOST_RECORDS, Head, Purpose, SealedRecord, Submission
from desktop.exchange.sealed.ready import KIND, VISITS, Ready, can_go, changed_since_sent, ready
from desktop.exchange.sealed.refusals import WrongContent
from desktop.exchange.sealed.refused import CannotSend, NotTakenBack
from desktop.exchange.sealed.versions import (
    keep_passage,
    known_of,
    versions,
)
from desktop.formlib.model import Form
from desktop.records.drafts import touched
from desktop.records.finishing import mark_sent
from desktop.records.record import DONE
from desktop.store import audit
from desktop.store.ids import new_id
from desktop.store.models import Parcel, Record
from desktop.store.trail import note

MOST_AT_ONCE = MOST_RECORDS
_KEPT_FILES = 10  # so many of the newest files can be made again


@dataclass(frozen=True, slots=True)
class Made:
    """A sealed file: its bytes (`armour.to_text` gives it as text) and what is in it."""

    blob: bytes
    parcel_id: str
    record_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was made here: `answered` when a receipt for it came, None before."""

    parcel_id: str
    at: datetime
    to: str
    record_ids: tuple[str, ...]
    answered: datetime | None
    taken_back: bool
    can_be_made_again: bool


def make_submission(
    session: Session,
    forms: Mapping[str, Form],
    record_ids: Sequence[str],
    *,
    to: str | None = None,
) -> Made:
    """Seal records for the office, or of an office for the colleague `to`; they are sent then.

    Visits among `record_ids` that are not finished, and what was written for practice, stay. What
    the office has may be sent once more, for an office that lost it. Takes a writing session.
    Raises CannotSend, NoKeysYet, NoSuchLaptop, TooMuch.
    """
    way = way_to(session, to)
    rows = _rows(session, forms, record_ids, from_office=office_of(session) is None)
    visits = all(forms[row.form].counts == VISITS for row in rows)
    purpose: Purpose = "records" if visits else "cases"
    return _make(session, forms, rows, way, purpose)


def make_again(session: Session, parcel_id: str) -> Made:
    """Give a file that was lost once more, as it was made. Raises CannotSend."""
    row = _sent(session, parcel_id)
    sealed = row.contents.get("sealed")
    if not isinstance(sealed, str):
        raise CannotSend(
            "This file is not kept any more.", "Send the records in it again: they arrive once."
        )
    return Made(base64.b64decode(sealed), row.id, _ids_in(row))


def take_back(session: Session, parcel_id: str) -> tuple[str, ...]:
    """Note that a file never left: what is in it waits to be sent. Gives the ids of that.

    Raises NotTakenBack where the office has answered it.
    """
    row = _sent(session, parcel_id)
    if row.receipt:
        raise NotTakenBack(
            "The office has answered this file, so it did leave.", "There is nothing to do."
        )
    row.contents = {**_without_file(row), "taken_back": clock.now().isoformat()}
    known, back = known_of(session, _ids_in(row)), []
    for id_ in _ids_in(row):
        record, last = session.get(Record, id_), known[id_].last
        sent_by_it = last is not None and last.parcel_id == row.id
        if record is not None and sent_by_it and record.status == "sent":
            record.status = "finished"
            touched(record)
            back.append(id_)
    session.flush()
    return tuple(back)


def sent_files(session: Session, most: int = 50) -> tuple[SentFile, ...]:
    """Give the files with records that were made here, newest first."""
    query = (
        select(Parcel)
        .where(Parcel.kind == KIND, Parcel.direction == "out")
        .order_by(Parcel.id.desc())
        .limit(most)
    )
    return tuple(
        SentFile(
            parcel_id=row.id,
            at=row.at,
            to=str(row.contents.get("to", "")),
            record_ids=_ids_in(row),
            answered=_moment(row.receipt.get("answered")),
            taken_back="taken_back" in row.contents,
            can_be_made_again="sealed" in row.contents,
        )
        for row in session.scalars(query)
    )


def answered(session: Session, parcel_id: str, at: datetime) -> Parcel | None:
    """Keep that the office has answered a file; its bytes are needed no more."""
    row = session.get(Parcel, parcel_id)
    if row is None or (row.kind, row.direction) != (KIND, "out"):
        return None
    row.receipt = {**row.receipt, "answered": at.isoformat()}
    row.contents = _without_file(row)
    session.flush()
    return row


def _rows(
    session: Session, forms: Mapping[str, Form], ids: Sequence[str], *, from_office: bool
) -> list[Record]:
    query = select(Record).where(
        Record.id.in_(ids), Record.purpose == "real", Record.status.in_(("open", *DONE))
    )
    rows = [
        row
        for row in session.scalars(query.order_by(Record.id))
        if row.form in forms and can_go(forms[row.form], row, from_office=from_office)
    ]
    if not rows:
        raise CannotSend("None of these records is finished now.", "Look at the list again.")
    if len(rows) > MOST_AT_ONCE:
        raise CannotSend("These are too many for one file.", "Send fewer records at a time.")
    return rows


def _make(
    session: Session,
    forms: Mapping[str, Form],
    rows: Sequence[Record],
    way: Way,
    purpose: Purpose,
) -> Made:
    going, head = versions(session, forms, rows), audit.head(session)
    for version, _ in going:
        _insist_on_readable(forms, version)
    to_enrol = enrolling.is_to_enrol(session)
    said = Submission(
        id=new_id(),
        office=way.office_id,
        laptop=enrolling.enrolment(session) if to_enrol else None,
        head=Head(head.seq, head.hash),
        heads=told(session, way.peer_id),
        records=tuple(version for version, _ in going),
        made_at=clock.now(),
        purpose=purpose,
    )
    seed = insist_on_keys(session).signing_seed
    blob = seal(KIND, said.to_body(), signing_seed=seed, recipients=way.recipients)
    _forget_old_files(session)
    session.add(
        Parcel(
            id=said.id,
            direction="out",
            kind=KIND,
            at=said.made_at,
            peer_id=way.peer_id,
            file_hash=hashlib.sha256(blob).hexdigest(),
            audit_seq=head.seq,
            audit_head=head.hash,
            contents={
                "purpose": purpose,
                "to": way.name,
                "records": [[one.id, one.number, one.hash] for one in said.records],
                "sealed": base64.b64encode(blob).decode(),
            },
        )
    )
    session.flush()
    for version, content in going:
        keep_passage(session, version, "out", said.id, content)
    ids = tuple(row.id for row in rows)
    mark_sent(session, ids)
    note(session, "Sent in a sealed file", *(("record", id_) for id_ in ids))
    return Made(blob, said.id, ids)


def _insist_on_readable(forms: Mapping[str, Form], version: SealedRecord) -> None:
    """Send nothing that would be refused with all that goes with it, such as an endless record."""
    try:
        SealedRecord.from_fields(Fields(version.to_body()))
    except WrongContent:
        form = forms[str(version.line["form"])]
        raise CannotSend(
            f"One of these records, a {form.one}, is too large or too odd for a file.",
            "Send the others without it, and print it for the office.",
        ) from None


def _forget_old_files(session: Session) -> None:
    """Let go of the bytes of older files: they are as large as what was sent."""
    query = select(Parcel).where(Parcel.kind == KIND, Parcel.direction == "out")
    for row in session.scalars(query.order_by(Parcel.id.desc()).offset(_KEPT_FILES - 1)):
        if "sealed" in row.contents:
            row.contents = _without_file(row)


def _sent(session: Session, parcel_id: str) -> Parcel:
    row = session.get(Parcel, parcel_id)
    if row is None or (row.kind, row.direction) != (KIND, "out"):
        raise CannotSend("This file was not made on this desk.", "Go back to the list.")
    return row


def _without_file(row: Parcel) -> dict[str, object]:
    return {key: value for key, value in row.contents.items() if key != "sealed"}


def _ids_in(row: Parcel) -> tuple[str, ...]:
    return tuple(one[0] for one in cast("list[list[str]]", row.contents.get("records", [])))


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) else None


__all__ = [
    "KIND",
    "MOST_AT_ONCE",
    "Made",
    "Ready",
    "SentFile",
    "answered",
    "changed_since_sent",
    "make_again",
    "make_submission",
    "ready",
    "sent_files",
    "take_back",
]
