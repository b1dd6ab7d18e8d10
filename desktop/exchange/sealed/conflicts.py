"""What waits for a person: two versions of one record, and stubs whose reports have come.

Two versions are put together answer by answer. What was not chosen is kept in the history, so
that nothing is lost whatever somebody chooses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.payload import SealedRecord
from desktop.exchange.sealed.side_by_side import Pair, Side, chosen, pairs_of
from desktop.exchange.sealed.versions import (
    bare_lines,
    content_hash,
    keep_passage,
    version_of,
    without_worked_out,
)
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.records import identifiers, stubs
from desktop.records.finishing import keep_revision, put_together
from desktop.records.header import place_in_time
from desktop.records.office import names, office_on
from desktop.records.record import DONE
from desktop.store import models
from desktop.store.models import Parcel, Passage, Peer, Waiting

Choice = Literal["here", "came"]

REASON = "Two versions were put together"
_KEPT_OWN = "The office has looked at both versions and kept its own. Yours is in its history."
_TOOK_YOURS = "The office has looked at both versions and taken yours."
_BOTH = "The office has put your version and its own together."


class ChooseAll(UserError):
    """Some answers differ for which nobody chose; `keys` are theirs."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        """Say how many."""
        many = "1 answer" if len(keys) == 1 else f"{len(keys)} answers"
        super().__init__(
            f"{many} still to choose.", "Choose one of the two versions for each that differs."
        )
        self.keys = keys


class SettledAlready(UserError):
    """Something that does not wait any more."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__("This was settled already.", "Go back to the list.")


@dataclass(frozen=True, slots=True)
class Conflict:
    """A record that was changed on both sides. `pairs` hold all answers, those that differ first.

    `who` sent what came, `reason` is why they changed it. `place` is a name.
    """

    id: str
    record_id: str
    form: str
    place: str
    on_date: date | None
    reference: str
    who: str
    came_at: datetime
    reason: str
    pairs: tuple[Pair, ...]

    @property
    def differing(self) -> tuple[Pair, ...]:
        """Give the answers to choose."""
        return tuple(one for one in self.pairs if one.differs)


@dataclass(frozen=True, slots=True)
class StubMet:
    """A stub whose report came and took its place: `place` is a name, `source` how it was known."""

    stub_id: str
    record_id: str
    form: str
    place: str
    on_date: date | None
    source: str


def waiting(session: Session, forms: Mapping[str, Form]) -> tuple[Conflict, ...]:
    """Give the records of which two versions wait for somebody to choose, oldest first."""
    query = select(Waiting).where(Waiting.settled_on.is_(None)).order_by(Waiting.id)
    places = names(session)
    found = []
    for row in session.scalars(query):
        record = session.get(models.Record, row.record_id)
        if record is None or record.form not in forms:
            continue
        parcel = session.get_one(Parcel, row.parcel_id)
        form = forms[record.form]
        both = pairs_of(
            session, form, *_sides(session, form, record, row), _office(session, forms, record)
        )
        said = Conflict(
            id=row.id,
            record_id=record.id,
            form=form.id,
            place=places.get(record.place_id or "", ""),
            on_date=record.on_date,
            reference=record.reference,
            who=_name(session, parcel),
            came_at=parcel.at,
            reason=str(version_of(row).line.get("reason") or ""),
            pairs=tuple(sorted(both, key=lambda one: not one.differs)),
        )
        found.append(said)
    return tuple(found)


def settle(
    session: Session,
    forms: Mapping[str, Form],
    waiting_id: str,
    choices: Mapping[str, Choice],
    *,
    who: str,
) -> None:
    """Put two versions together: `choices` say for each pair's key which one stands.

    Both versions are in the record's history afterwards. Raises ChooseAll, SettledAlready,
    StillToDo where the answers chosen cannot be true together.
    """
    row = session.get(Waiting, waiting_id)
    record = session.get(models.Record, row.record_id) if row is not None else None
    if row is None or record is None or row.settled_on is not None:
        raise SettledAlready
    form, version = forms[record.form], version_of(row)
    office = _office(session, forms, record)
    here, came = _sides(session, form, record, row)
    differing = [one.key for one in pairs_of(session, form, here, came, office) if one.differs]
    missing = tuple(key for key in differing if choices.get(key) not in ("here", "came"))
    if missing:
        raise ChooseAll(missing)
    taken = frozenset(key for key in differing if choices[key] == "came")
    merged = chosen(form, here, came, taken)
    parcel = session.get_one(Parcel, row.parcel_id)
    _keep_both(session, form, record, came, _name(session, parcel), version, who)
    _move(session, record, merged)
    put_together(session, form, record.id, merged.answers, merged.unread, office)
    row.settled_on, row.settled_how = clock.today(), _how(differing, taken)
    row.payload = {"hash": version.hash}
    content = content_hash(bare_lines(session, forms, [record.id])[record.id])
    is_theirs = len(taken) == len(differing) and content == content_hash(version.line)
    keep_passage(session, version, "in", parcel.id, content if is_theirs else "")


def stubs_to_confirm(session: Session) -> tuple[StubMet, ...]:
    """Give the stubs that reports from laptops have taken the place of, oldest first."""
    came = set(session.scalars(select(Passage.record_id).where(Passage.direction == "in")))
    places = names(session)
    return tuple(
        StubMet(
            stub_id=one.stub.id,
            record_id=one.report,
            form=one.stub.form,
            place=places.get(one.stub.place_id or "", ""),
            on_date=one.stub.on_date,
            source=one.stub.source,
        )
        for one in stubs.gave_way(session)
        if one.report in came
    )


def confirm_stub(session: Session, stub_id: str) -> None:
    """Keep that the stub and its report are one visit. Raises NotHere."""
    stubs.confirm_report(session, stub_id)


def split_stub(session: Session, stub_id: str) -> None:
    """Say that these are two visits: the stub counts again beside the report. Raises NotHere."""
    stubs.bring_back(session, stub_id)


def _sides(session: Session, form: Form, record: models.Record, row: Waiting) -> tuple[Side, Side]:
    """Give both versions, without what is worked out anew from either."""
    answers, unread = identifiers.put_back(form, record, identifiers.kept_of(session, record.id))
    stands = "finished" if record.status in DONE else record.status
    here = Side(without_worked_out(form, answers), unread, stands, record.meeting_id)
    said = row.payload
    came = Side(
        without_worked_out(form, said["answers"]),
        cast("dict[str, str]", said["unread"]),
        str(said["status"]),
        cast("str | None", said["meeting_id"]),
    )
    return here, came


def _office(session: Session, forms: Mapping[str, Form], record: models.Record) -> Office:
    today = clock.today()
    return replace(office_on(session, record.on_date or today, forms.values()), on=today)


def _keep_both(
    session: Session,
    form: Form,
    record: models.Record,
    came: Side,
    sender: str,
    version: SealedRecord,
    who: str,
) -> None:
    """Keep what came and what is here as revisions; identifiers are in neither."""
    apart = identifiers.take_out(form, came.answers, came.unread)
    why = str(version.line.get("reason") or "").strip()
    session.add(
        models.Revision(
            record_id=record.id,
            number=record.revision,
            who=sender,
            reason=f"Another version came: {why}" if why else "Another version came",
            answers=apart.answers,
        )
    )
    record.revision += 1
    keep_revision(session, record, who, REASON)
    record.revision = max(record.revision, version.number + 1)
    session.flush()


def _move(session: Session, record: models.Record, merged: Side) -> None:
    """Let a record stand where somebody chose that it stands, and at which meeting."""
    stands = "finished" if record.status in DONE else record.status
    if merged.status != stands:
        record.status = "filed" if merged.status == "finished" else merged.status
        record.binned_from = None
    if merged.status == "finished" and record.finished_at is None:
        record.finished_at = clock.now()
    if merged.meeting_id != record.meeting_id:
        record.meeting_id = merged.meeting_id
        place_in_time(session, record)
    session.flush()


def _how(differing: list[str], taken: frozenset[str]) -> str:
    if not taken:
        return _KEPT_OWN
    return _TOOK_YOURS if len(taken) == len(differing) else _BOTH


def _name(session: Session, parcel: Parcel) -> str:
    peer = session.get(Peer, parcel.peer_id) if parcel.peer_id else None
    return peer.name if peer is not None else ""
