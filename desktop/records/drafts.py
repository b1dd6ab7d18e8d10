"""Drafts: begun, saved at every pause, put in the bin and taken out of it.

A draft keeps whatever was typed. What can be read is in its answers, what cannot in `unread`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.settle import settle
from desktop.records import header, identifiers
from desktop.records.filling import Known, first_answers
from desktop.records.keystroke import read_apart, write_apart
from desktop.records.record import DONE, Record, record, row_of
from desktop.records.roles import belongs_to_office
from desktop.records.rows import kept
from desktop.store import models
from desktop.store.ids import new_id
from desktop.store.trail import about


class ChangedElsewhere(UserError):
    """The record was saved by another window since this one read it."""


class AlreadyFinished(UserError):
    """A finished record is changed only after it was opened again."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save made of a record; the next save names this `version`."""

    status: str
    version: int
    changed_at: datetime


def new_draft(
    session: Session,
    form: Form,
    *,
    office: Office,
    who: str,
    place: str | None = None,
    slot: str | None = None,
    meeting: str | None = None,
    purpose: str = "real",
) -> Record:
    """Begin a record with all that is known of it already; `who` is the name of the writer.

    `purpose` other than "real" (practice, training, official) never counts. Raises NotHere when
    the slot or the meeting is gone.
    """
    known = Known(
        who,
        place,
        kept(session, models.Slot, slot, "slot") if slot else None,
        kept(session, models.Meeting, meeting, "meeting") if meeting else None,
    )
    id_ = new_id()
    answers = first_answers(session, form, office, known, id_)
    row = models.Record(
        id=id_,
        form=form.id,
        form_version=form.version,
        scheme=form.scheme,
        purpose=purpose,
        slot_id=slot,
        meeting_id=meeting,
        hearing_no=1 if form.counts == "when_heard" else None,
        typed_by=who,
    )
    session.add(row)
    write(session, form, row, answers, {}, office)
    session.flush()
    return record(session, row.id, reveal=form)


def save_draft(
    session: Session,
    form: Form,
    id: str,
    answers: Mapping[str, object],
    unread: Mapping[str, str],
    *,
    office: Office,
    version: int,
) -> Saved:
    """Store a draft as it stands. `version` is the one that the editor read or saved last.

    The first save of something typed makes a draft an open record. Raises ChangedElsewhere and
    AlreadyFinished; nothing is stored then and what was typed is still on the screen.
    """
    row, before = read_apart(session, id)
    if row.status not in ("draft", "open"):
        raise AlreadyFinished(
            "This record is finished, so nothing was saved.", "Open it again to change it."
        )
    check_version(row, version)
    there = identifiers.kept_of(session, id)
    apart = identifiers.take_out(form, answers, unread)
    if (row.answers, row.unread, there) != (apart.answers, apart.unread, apart.identifiers):
        row.status = "open"
        touched(row)
        _put(session, form, row, apart, settle(form, answers, office).values, office)
        identifiers.keep(session, id, apart.identifiers, there)
        write_apart(session, row, before)
    return Saved(row.status, row.version, row.changed_at)


def set_origin(
    session: Session,
    id: str,
    *,
    purpose: str | None = None,
    on_paper: bool | None = None,
    source: str | None = None,
) -> Saved:
    """Say what a record is for (real, practice, training, official) and what it was typed from.

    What is left out stays as it is. Raises AlreadyFinished, NotHere.
    """
    row = row_of(session, id)
    if row.status in DONE:
        raise AlreadyFinished("This record is finished.", "Open it again to change it.")
    row.purpose = row.purpose if purpose is None else purpose
    row.on_paper = row.on_paper if on_paper is None else on_paper
    row.source = row.source if source is None else source
    touched(row)
    session.flush()
    return Saved(row.status, row.version, row.changed_at)


def put_in_bin(session: Session, id: str) -> None:
    """Put a record in the bin: it counts no more and is in no list until it is taken out.

    Raises UserError for what was sent: the office has it, or will.
    """
    row = row_of(session, id)
    if row.status == "sent" or (row.status in ("open", "finished") and _left(session, id)):
        raise UserError(
            "This record has been sent, so it cannot go in the bin.",
            "Ask the office to put it in theirs.",
        )
    if row.status != "binned":
        row.binned_from, row.status = row.status, "binned"
        touched(row)
        session.flush()


def _left(session: Session, id: str) -> bool:
    """Say whether some version of a record was sent from this desk to its office."""
    passages = select(models.Passage.id).where(
        models.Passage.record_id == id, models.Passage.direction == "out"
    )
    left = session.scalars(passages.limit(1)).first() is not None
    return left and belongs_to_office(session)


def restore(session: Session, id: str) -> None:
    """Take a record out of the bin; it is again what it was."""
    row = row_of(session, id)
    if row.status == "binned":
        row.status, row.binned_from = row.binned_from or "open", None
        touched(row)
        session.flush()


def discard_untouched(session: Session, id: str) -> bool:
    """Forget a draft in which nothing was ever typed; say whether it was one."""
    row = row_of(session, id)
    if row.status != "draft":
        return False
    session.delete(row)
    session.flush()
    return True


def end_of_sitting(session: Session, id: str) -> None:
    """Let the history entry of this write tell what a draft says now: its keystrokes had none."""
    about(session, row_of(session, id))


def write(
    session: Session,
    form: Form,
    row: models.Record,
    answers: Mapping[str, object],
    unread: Mapping[str, str],
    office: Office,
) -> None:
    """Put answers into a record's row and what stands beside them; identifiers go apart."""
    apart = identifiers.take_out(form, answers, unread)
    _put(session, form, row, apart, settle(form, answers, office).values, office)
    identifiers.keep(session, row.id, apart.identifiers)
    session.flush()


def place_beside(
    session: Session, form: Form, row: models.Record, values: Mapping[str, object], office: Office
) -> None:
    """Rewrite what stands beside the answers: header, dates, words. `values` are settled ones."""
    # A visit that is opened again counts as it stood until it is finished anew.
    stands = row.finished_at is not None and form.counts == "when_finished" and row.status == "open"
    with session.no_autoflush:  # nothing here is looked for among what changes
        if not stands:
            header.fill_header(session, form, row, values)
            header.keep_dates(session, form, row, values)
        header.keep_text(session, form, row, values, office)


def _put(
    session: Session,
    form: Form,
    row: models.Record,
    apart: identifiers.Apart,
    values: Mapping[str, object],
    office: Office,
) -> None:
    row.answers, row.unread = apart.answers, apart.unread
    place_beside(session, form, row, identifiers.take_out(form, values, {}).answers, office)


def check_version(row: models.Record, version: int) -> None:
    """Refuse a change to something that is not what the editor saw. Raises ChangedElsewhere."""
    if row.version != version:
        raise ChangedElsewhere(
            "This record was changed in another window after you opened it here, "
            "so nothing was saved.",
            "Copy what you typed, open the record again and put it in.",
        )


def touched(row: models.Record) -> None:
    """Count a save."""
    row.version += 1
    row.changed_at = clock.now()
