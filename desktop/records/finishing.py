"""Finishing a record, opening it again, and what becomes of it when it travels.

A finished record holds settled values: what applies, with what was worked out from it. Each change
after that keeps the old answers as a revision, so that no figure can change without a trace.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, problems
from desktop.formlib.settle import Settled, settle
from desktop.records import identifiers, slots, stubs, tracked
from desktop.records.drafts import check_version, place_beside, touched, write
from desktop.records.record import DONE, Record, record, row_of
from desktop.records.roles import belongs_to_office
from desktop.store import models


class StillToDo(UserError):
    """Something stands between the record and its finish; `problems` says what."""

    def __init__(self, found: Sequence[Problem]) -> None:
        """Say how much there is to do."""
        many = f"{len(found)} answers need" if len(found) > 1 else "One answer needs"
        super().__init__(f"{many} your attention first.", found[0].say)
        self.problems = tuple(found)


class CannotReopen(UserError):
    """The record is not one that can be opened again here."""


def finish(
    session: Session,
    form: Form,
    id: str,
    office: Office,
    sitting: int | None = None,
    *,
    version: int | None = None,
    at_office: bool = False,
) -> Record:
    """Finish one sitting of a record, or all of it when no later sitting has questions to ask.

    Without `sitting` the whole record is finished; `at_office` files it too. What does not apply
    is stripped, what follows is worked out and kept, tracked rows open lines in their registers,
    and a stub of the same visit gives way. Raises StillToDo, ChangedElsewhere, NotHere.
    """
    row = row_of(session, id)
    if version is not None:
        check_version(row, version)
    if row.status not in ("draft", "open"):
        raise UserError("This record is finished already.", "Open it again to change it.")
    answers, unread = identifiers.put_back(form, row, identifiers.kept_of(session, id))
    settled = settle(form, answers, office)
    found = [p for p in problems(form, settled, unread, office, sitting) if p.blocks]
    if found:
        raise StillToDo(found)
    if sitting is not None and (later := _later(form, settled, sitting)) is not None:
        row.sitting, row.status = later, "open"
    else:
        row.status = "filed" if at_office else "finished"
        _close(session, form, row, settled.values, office)
    touched(row)
    session.flush()
    return record(session, id, reveal=form)


def reopen(
    session: Session, form: Form, id: str, who: str, reason: str, *, at_office: bool = False
) -> Record:
    """Open a finished record again; what it said until now is kept as a revision.

    On a laptop that belongs to an office this may be done at any time: what is finished anew is
    sent again. On other desks the writer may do this until the record is sent, and `at_office`
    also where the office has it.
    It counts as it stood until it is finished anew. Raises CannotReopen, NotHere.
    """
    row = row_of(session, id)
    gone = row.status == "sent" or (row.status == "filed" and not at_office)
    if gone and not belongs_to_office(session):
        raise CannotReopen(
            "This record has been sent, so it cannot be opened again here.",
            "Ask the office to correct it.",
        )
    if row.status not in DONE:
        raise CannotReopen("This record is not finished.", "You can change it as it is.")
    if not reason.strip():
        raise CannotReopen("Say why the record is changed.", "The reason is kept with it.")
    keep_revision(session, row, who, reason)
    worked_out = {calculate.id for calculate in form.calculates}
    row.answers = {name: value for name, value in row.answers.items() if name not in worked_out}
    row.status = "open"
    touched(row)
    session.flush()
    return record(session, id, reveal=form)


def keep_revision(session: Session, row: models.Record, who: str, reason: str) -> None:
    """Keep what a finished record says now, before it is changed; identifiers are not in it."""
    session.add(
        models.Revision(
            record_id=row.id,
            number=row.revision,
            who=who,
            reason=reason.strip(),
            answers=dict(row.answers),
        )
    )
    row.revision += 1


def mark_sent(session: Session, ids: Sequence[str]) -> None:
    """Note that finished records were sent. What is still open, or filed, stays as it is."""
    _move(session, ids, "finished", "sent")


def mark_filed(session: Session, ids: Sequence[str]) -> None:
    """Note that the office has these records."""
    _move(session, ids, "finished", "filed")
    _move(session, ids, "sent", "filed")


def take_in(session: Session, form: Form, id: str, office: Office) -> None:
    """Do for a record that came finished from another desk what `finish` does for our own.

    It gets its header, dates and words, meets its slot, opens its lines in the registers, and a
    stub of the same visit gives way. Its answers must be settled and without identifiers. One
    that is not finished, or in the bin, gets its header, dates and words and no more.
    """
    row = row_of(session, id)
    _consequences(session, form, row, row.answers, office)
    session.flush()


def put_together(
    session: Session,
    form: Form,
    id: str,
    answers: Mapping[str, object],
    unread: Mapping[str, str],
    office: Office,
) -> None:
    """Put the answers that somebody chose from two versions in the place of a record's own.

    The versions themselves are the caller's to keep. A finished record stays finished and is
    settled anew. Raises StillToDo where the answers cannot be true together, NotHere.
    """
    row = row_of(session, id)
    if row.status in ("draft", "open"):
        write(session, form, row, answers, unread, office)
    else:
        settled = settle(form, answers, office)
        stops = [one for one in problems(form, settled, {}, office) if one.kind == "stop"]
        if stops:
            raise StillToDo(stops)
        apart = identifiers.take_out(form, settled.values, {})
        row.answers, row.unread, row.form_version = apart.answers, {}, form.version
        identifiers.keep(session, row.id, apart.identifiers)
        _consequences(session, form, row, apart.answers, office)
    touched(row)
    session.flush()


def _later(form: Form, settled: Settled, sitting: int) -> int | None:
    """Give the next sitting that asks anything of this record."""
    waiting = [
        section.sitting
        for section in form.sections
        if section.sitting > sitting and any(f.id in settled.shown for f in section.fields)
    ]
    return min(waiting, default=None)


def _close(
    session: Session,
    form: Form,
    row: models.Record,
    values: Mapping[str, object],
    office: Office,
) -> None:
    apart = identifiers.take_out(form, values, {})
    row.answers, row.unread = apart.answers, {}
    row.form_version = form.version
    row.sitting = form.sittings
    row.finished_at = clock.now()
    identifiers.keep(session, row.id, apart.identifiers)
    _consequences(session, form, row, apart.answers, office)


def _consequences(
    session: Session,
    form: Form,
    row: models.Record,
    values: Mapping[str, object],
    office: Office,
) -> None:
    place_beside(session, form, row, values, office)
    if row.status in DONE:
        stubs.give_way(session, form, row)
        slots.take_likely(session, form, row)
        tracked.follow(session, form, row)


def _move(session: Session, ids: Sequence[str], before: str, after: str) -> None:
    for id_ in ids:
        row = row_of(session, id_)
        if row.status == before:
            row.status = after
            touched(row)
