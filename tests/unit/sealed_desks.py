"""An office and laptops for tests of what goes between them: real desks, each in its folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from desktop import paths
from desktop.exchange.sealed.invitation import make_invitation, read_invitation
from desktop.exchange.sealed.setting_up import SetUp, set_up, update
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.records.dogs import add_dog
from desktop.records.people import add_person, set_status
from desktop.records.places import Target, add_place, name_scheme, set_target
from desktop.records.roles import Me, set_whose_desk
from desktop.records.slots import plan
from desktop.store.settings import set_setting
from tests.unit.conftest import Around

FORMS = load_forms(paths.forms())
CUSTODY, ANIMALS, REVIEWS = (
    FORMS[one].scheme for one in ("custody_visit", "animal_welfare_visit", "complaint_review")
)
LONG_AGO = date(2020, 1, 1)
MONDAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of what an office has."""

    jane: str
    ravi: str
    leaver: str
    keyham: str
    euston: str
    kennels: str
    jane_slot: str
    ravi_slot: str


def fill_office(office: Around) -> Known:
    """Give an office places, people, a rota, dogs and settings."""
    with office.desk.write("Filled the office") as session:
        set_whose_desk(session, Me("coordinator"))
        name_scheme(session, CUSTODY, name="Custody visiting", notes="needle-scheme-notes")
        for key, value in (
            ("office", "OPCC for Somewhere"),
            ("phone_at_any_hour", "0116 496 0000"),
            ("first_paragraph", 51),
            ("panel", "needle-panel"),
            ("wait_limit_minutes", 15),
        ):
            set_setting(session, key, value, valid_from=None, source="Policy board")
        keyham = add_place(session, CUSTODY, "Keyham Lane", open_from=LONG_AGO, notes="needle-p")
        euston = add_place(session, CUSTODY, "Euston Street", open_from=LONG_AGO)
        kennels = add_place(session, ANIMALS, "Kennels", open_from=LONG_AGO)
        set_target(
            session, Target("", CUSTODY, None, 1, "week", "needle-t", None, "local", LONG_AGO, None)
        )
        people = [
            add_person(session, name, "volunteer", notes="needle-person").id
            for name in ("Jane Smith", "Ravi Patel", "needle-leaver")
        ]
        for one, status in zip(people, ("active", "training", "left"), strict=True):
            set_status(session, one, CUSTODY, status, LONG_AGO, source="needle-source")
        jane, ravi, leaver = people
        (mine,) = plan(session, CUSTODY, keyham.id, MONDAY, [jane, ravi], note="ring first")
        (other,) = plan(session, CUSTODY, euston.id, MONDAY, [ravi], note="needle-slot")
        add_dog(session, "needle-dog", "working")
    return Known(jane, ravi, leaver, keyham.id, euston.id, kennels.id, mine.id, other.id)


def invite(
    office: Around, person: str, role: str = "visitor", schemes: tuple[str, ...] = (CUSTODY,)
) -> bytes:
    """Make an invitation; the office's own forms are those in its data folder."""
    forms = forms_of(office)
    with office.desk.write("Made an invitation") as session:
        return make_invitation(session, forms, person, role, schemes, own_forms=office.own_forms)


def forms_of(desk: Around) -> Mapping[str, Form]:
    """Give the forms of a desk; loading the shipped ones again and again would take a while."""
    own = [folder for folder in (desk.own_forms, desk.desk_forms) if folder.is_dir()]
    return load_forms(paths.forms(), *own) if own else FORMS


def set_up_by(laptop: Around, blob: bytes, *, words_match: bool = True) -> SetUp:
    forms = forms_of(laptop)
    return set_up(
        laptop.desk, forms, read_invitation(blob), laptop.own_forms, words_match=words_match
    )


def update_by(laptop: Around, blob: bytes) -> SetUp:
    return update(laptop.desk, forms_of(laptop), read_invitation(blob), laptop.own_forms)
