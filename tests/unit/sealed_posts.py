"""A laptop and an office that write, send and receive in tests, each step in a write of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from desktop import clock
from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.receipts import Answered, make_receipt, take_receipt
from desktop.exchange.sealed.receiving import Report, receive
from desktop.exchange.sealed.sending import Made, make_submission
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finishing import finish, reopen
from desktop.records.office import office_on
from desktop.records.record import Record, record, row_of
from desktop.store import models
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import CUSTODY, FORMS, Known, fill_office, forms_of, invite, set_up_by

VISIT = FORMS["custody_visit"]
REVIEW = FORMS["complaint_review"]
NOW = datetime(2026, 11, 22, 21, tzinfo=UTC)


def problem(id_: str, **more: object) -> dict[str, object]:
    said = {"topic": "light", "what": "Too bright", "where": "Cell 7", "sorted": "not_yet"}
    return {"id": id_, **said, "told_role": "custody_sergeant", **more}


def visit_answers(known: Known, **more: object) -> dict[str, object]:
    return {
        "suite": known.keyham,
        "visit_on": "2026-11-20",
        "visitors": [known.jane, known.ravi],
        "arrived": "19:00",
        "let_in": "19:05",
        "went_ahead": "yes",
        "briefed_by": "custody_sergeant",
        "in_custody": 0,
        "looked_at": ["cells"],
        "building": [],
        "safety": "no",
        "staff": "helpful",
        "told_role": "custody_sergeant",
        "left": "20:00",
        **more,
    }


def review_answers(**more: object) -> dict[str, object]:
    return {
        "review_ref": "CR-2026-001",
        "force_ref": "CO/4711",
        "received_on": "2026-11-02",
        "review_body": "commissioner",
        "valid": "valid",
        "handled": "investigated",
        "told_on": "2026-10-26",
        **more,
    }


def write(
    desk: Around, answers: Mapping[str, object], *, form: str = VISIT.id, purpose: str = "real"
) -> str:
    """Begin a record and type it in; give its id."""
    with desk.desk.write("Wrote") as session:
        office = office_on(session, clock.today(), FORMS.values())
        made = new_draft(session, FORMS[form], office=office, who="Jane", purpose=purpose)
        typed = {**made.answers, **answers}
        save_draft(session, FORMS[form], made.id, typed, {}, office=office, version=made.version)
    return made.id


def change(desk: Around, id_: str, **answers: object) -> None:
    """Type something else into an open record; None takes an answer away."""
    with desk.desk.write("Typed") as session:
        form = FORMS[row_of(session, id_).form]
        now = record(session, id_, reveal=form)
        said = {name: one for name, one in {**now.answers, **answers}.items() if one is not None}
        office = office_on(session, clock.today(), FORMS.values())
        save_draft(session, form, id_, said, {}, office=office, version=now.version)


def done(desk: Around, id_: str, *, at_office: bool = False) -> None:
    with desk.desk.write("Finished") as session:
        form = FORMS[row_of(session, id_).form]
        office = office_on(session, clock.today(), FORMS.values())
        finish(session, form, id_, office, at_office=at_office)


def visit(desk: Around, known: Known, **more: object) -> str:
    """Write a visit and finish it."""
    id_ = write(desk, visit_answers(known, **more))
    done(desk, id_)
    return id_


def correct(
    desk: Around, id_: str, reason: str = "A slip", *, at_office: bool = False, **answers: object
) -> None:
    with desk.desk.write("Opened again") as session:
        form = FORMS[row_of(session, id_).form]
        reopen(session, form, id_, "Somebody", reason, at_office=at_office)
    change(desk, id_, **answers)
    done(desk, id_, at_office=at_office)


def send(desk: Around, ids: Sequence[str], to: str | None = None) -> Made:
    with desk.desk.write("Sent") as session:
        return make_submission(session, forms_of(desk), ids, to=to)


def take(desk: Around, made: Made | bytes) -> Report:
    blob = made if isinstance(made, bytes) else made.blob
    with desk.desk.write("Received") as session:
        return receive(session, forms_of(desk), blob)


def answer(office: Around, peer_id: str) -> bytes:
    with office.desk.write("Answered") as session:
        return make_receipt(session, peer_id)


def hear(laptop: Around, blob: bytes) -> Answered:
    with laptop.desk.write("Took an answer") as session:
        return take_receipt(session, blob)


def of(desk: Around, id_: str) -> Record:
    with desk.desk.read() as session:
        return record(session, id_, reveal=FORMS[row_of(session, id_).form])


def ids_of(desk: Around) -> list[str]:
    with desk.desk.read() as session:
        return list(session.scalars(select(models.Record.id).order_by(models.Record.id)))


@dataclass(frozen=True, slots=True)
class Post:
    """An office, and Jane's laptop, which it has confirmed."""

    office: Around
    laptop: Around
    known: Known
    peer: str


def new_post(fresh: Laptops) -> Post:
    office, laptop = fresh("office"), fresh("jane")
    known = fill_office(office)
    return Post(office, laptop, known, join(office, laptop, known.jane))


def join(
    office: Around,
    laptop: Around,
    person: str,
    role: str = "visitor",
    schemes: tuple[str, ...] = (CUSTODY,),
) -> str:
    """Set a laptop up by an invitation, and let the office confirm it; give its peer's id."""
    set_up_by(laptop, invite(office, person, role, schemes))
    with laptop.desk.read() as session:
        brought = enrolling.enrolment(session)
    with office.desk.write("Met a laptop") as session:
        met = enrolling.meet(session, bytes.fromhex(brought.verify_key), brought)
        return enrolling.confirm(session, met.id).id
