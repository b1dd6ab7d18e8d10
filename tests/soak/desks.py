"""Real desks to be killed: an office, a laptop that it has invited, and one of an older version."""

import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed.enrolling import confirm
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.sending import KIND, make_submission
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finishing import finish
from desktop.records.office import office_on
from desktop.records.people import add_person
from desktop.store.desk import create_desk
from desktop.store.layout import desk_folder
from desktop.store.models import Parcel, Passage, Person, Place, Record
from tests.soak.deeds import CAME, Deed, Entry, Role, State
from tests.unit import store_fixture
from tests.unit.conftest import CHEAP, PASSPHRASE, Around
from tests.unit.sealed_desks import FORMS, fill_office, invite, set_up_by

VISIT = FORMS["custody_visit"]
ROLES: tuple[Role, ...] = ("laptop", "office", "old")
OLD_SCHEMA = "0001"
_WORDS = "They were not let in, and waited in the rain for the length of a song. "


@dataclass(frozen=True, slots=True)
class World:
    """The folders of some desks, and of the files that went from the laptop."""

    root: Path

    def desk(self, role: Role) -> Path:
        """Give the folder of a desk."""
        return desk_folder(self.root / role, "desk")

    @property
    def outbox(self) -> Path:
        """Give the folder of the files that were sent, each named by its parcel."""
        return self.root / "outbox"


def new_world(root: Path) -> World:
    """Make an office and a laptop that have met: one visit has gone from here to there."""
    world = World(root)
    world.outbox.mkdir(parents=True)
    office, laptop = (
        Around(root / role, create_desk(world.desk(role), PASSPHRASE, who=role, cost=CHEAP)[0])
        for role in ("office", "laptop")
    )
    with office.desk, laptop.desk:
        jane = fill_office(office).jane
        set_up_by(laptop, invite(office, jane))
        with laptop.desk.write("Sent a first visit") as session:
            id_ = save(session, "first", "laptop")
            finish_one(session, id_, "laptop")
            blob = make_submission(session, FORMS, [id_]).blob
        for _ in ("met", "taken"):
            with office.desk.write("Took a file in") as session:
                report = receive(session, FORMS, blob)
                confirm(session, report.peer_id)
    return world


def first_state(role: Role) -> State:
    """Give what is in a desk of a new world."""
    if role == "old":
        return State({"visit": Entry(CAME, "finished")})
    entry = Entry(1, "sent") if role == "laptop" else Entry(CAME, "filed")
    return State({"first": entry}, frozenset({frozenset({"first"})}))


def first_passphrase(role: Role) -> str:
    """Give what opens a desk of a new world."""
    return store_fixture.PASSPHRASE if role == "old" else PASSPHRASE


def age(world: World) -> None:
    """Put a desk of an older version in the place of the old one."""
    folder = world.desk("old")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(store_fixture.FIXTURES / OLD_SCHEMA, folder)


# --- writing ---------------------------------------------------------------------------------


def save(session: Session, token: str, role: Role) -> str:
    """Begin a visit and type it; gives its id."""
    office = office_on(session, clock.today(), FORMS.values())
    draft = new_draft(session, VISIT, office=office, who=role, place=_place(session))
    answers: dict[str, object] = {
        **draft.answers,
        "visit_on": date(2026, 11, 2).isoformat(),
        "visitors": _pair(session),
        "arrived": "19:30",
        "went_ahead": "turned_away",
        "told_role": "front_desk",
        "what_happened": _text(token, 1),
    }
    save_draft(session, VISIT, draft.id, answers, {}, office=office, version=draft.version)
    return draft.id


def change(session: Session, deed: Deed) -> None:
    """Type something else into a visit."""
    row = session.get_one(Record, ids(session)[deed.token])
    office = office_on(session, clock.today(), FORMS.values())
    answers = {**row.answers, "what_happened": _text(deed.token, deed.version)}
    save_draft(session, VISIT, row.id, answers, {}, office=office, version=row.version)


def finish_one(session: Session, id_: str, role: Role) -> None:
    """Finish a visit as the role does it."""
    office = office_on(session, clock.today(), FORMS.values())
    finish(session, VISIT, id_, office, at_office=role != "laptop")


def _place(session: Session) -> str:
    return session.scalars(select(Place.id).where(Place.scheme == VISIT.scheme)).first() or "suite"


def _pair(session: Session) -> list[str]:
    """Give two people; the desk of an older version has only one."""
    there = list(session.scalars(select(Person.id).order_by(Person.name).limit(2)))
    return there if len(there) == 2 else [*there, add_person(session, "Ben", "volunteer").id]


def _text(token: str, version: int) -> str:
    return f"{token} v{version} {_WORDS * 3}"[:300]


# --- reading ---------------------------------------------------------------------------------


def ids(session: Session) -> dict[str, str]:
    """Give the id of every record by its token. ValueError where one is there twice."""
    found: Counter[str] = Counter()
    by_token = {}
    for row in session.scalars(select(Record)):
        token = said(row)[0]
        found[token] += 1
        by_token[token] = row.id
    if twice := [token for token, count in found.items() if count > 1]:
        raise ValueError(f"there more than once: {twice}")
    return by_token


def said(row: Record) -> tuple[str, int]:
    """Read token and version from a record's text; ValueError where it is not whole."""
    if row.form != VISIT.id:
        return row.id, CAME
    text = str(row.answers["what_happened"])
    token, version, _ = text.split(" ", 2)
    if text != _text(token, int(version[1:])):
        raise ValueError(f"the text of {token} is not whole")
    return token, int(version[1:])


def state_of(session: Session, role: Role) -> State:
    """Read what is in a desk, as the model would have it."""
    by_id = {id_: token for token, id_ in ids(session).items()}
    came = set(session.scalars(select(Passage.record_id).where(Passage.direction == "in")))
    records = {
        by_id[row.id]: Entry(CAME if row.id in came else said(row)[1], row.status)
        for row in session.scalars(select(Record))
    }
    way = "out" if role == "laptop" else "in"
    parcels = session.scalars(select(Parcel).where(Parcel.kind == KIND, Parcel.direction == way))
    return State(
        records, frozenset(frozenset(by_id.get(id_, id_) for id_ in named(row)) for row in parcels)
    )


def named(parcel: Parcel) -> list[str]:
    """Give the ids of the records in a file."""
    return [one[0] for one in cast("list[list[str]]", parcel.contents["records"])]
