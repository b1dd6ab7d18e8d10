"""A laptop set up by an invitation, and brought up to date by later ones."""

import json
import re
import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from desktop import clock, paths
from desktop.exchange.sealed import setting_up
from desktop.exchange.sealed.invitation import make_invitation, read_invitation
from desktop.exchange.sealed.letting_in import mend_way_in, request_text
from desktop.exchange.sealed.office import NoOffice, confirm_office, office_of
from desktop.exchange.sealed.own_forms import OwnFormsRefused
from desktop.exchange.sealed.own_keys import own_keys, renew_own_keys
from desktop.exchange.sealed.refusals import WrongContent
from desktop.exchange.sealed.setting_up import (
    AnotherOffice,
    AnotherSigner,
    ForSomebodyElse,
    OfficesOwnDesk,
    OlderInvitation,
    SetUpAlready,
)
from desktop.exchange.sealed.signed import sign
from desktop.formlib.load import load_forms
from desktop.formlib.office import Office
from desktop.formlib.own import load_office_forms
from desktop.records.dogs import add_dog, dogs
from desktop.records.dogs import set_status as retire
from desktop.records.drafts import new_draft
from desktop.records.lists import edit_entry, edits, remove_edit
from desktop.records.people import add_person, change_person, people
from desktop.records.places import add_place, change_place, place, places, set_status, targets
from desktop.records.roles import Me, set_whose_desk, whose_desk
from desktop.records.slots import next_for, plan
from desktop.store import models
from desktop.store.keyfile import office_slot_of
from desktop.store.settings import set_setting, setting
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import (
    ANIMALS,
    CUSTODY,
    FORMS,
    MONDAY,
    Known,
    fill_office,
    forms_of,
    invite,
    set_up_by,
    update_by,
)

COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"
COURT_SCHEME = COURT.read_text("utf-8").split('scheme = "')[1].split('"')[0]
VISIT = FORMS["custody_visit"]


@pytest.fixture
def office(fresh: Laptops) -> Around:
    return fresh("office")


@pytest.fixture
def known(office: Around) -> Known:
    return fill_office(office)


@pytest.fixture
def laptop(fresh: Laptops, office: Around, known: Known) -> Around:
    made = fresh("jane")
    set_up_by(made, invite(office, known.jane))
    return made


def everything(desk: Around) -> dict[str, list[tuple[Any, ...]]]:
    with desk.desk.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in models.Row.metadata.sorted_tables
        }


def names(desk: Around) -> set[str]:
    with desk.desk.read() as session:
        return {one.name for one in places(session)}


def test_an_invitation_sets_a_laptop_up(fresh: Laptops, office: Around, known: Known) -> None:
    laptop = fresh("jane")
    found = set_up_by(laptop, invite(office, known.jane))
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    assert found.remarks == ()
    assert found.office.name == "OPCC for Somewhere"
    assert found.office.verify_key == keys.verify_key
    assert found.office.recipients == (("OPCC for Somewhere", keys.recipient),)
    assert found.office.confirmed
    assert not found.office.enrolled
    with laptop.desk.read() as session:
        assert whose_desk(session) == Me("visitor", (CUSTODY,), known.jane)
        assert [slot.id for slot in next_for(session, known.jane, MONDAY)] == [known.jane_slot]
        assert place(session, known.keyham).status_on(MONDAY) == "operational"
        assert len(targets(session)) == 1
        assert setting(session, "office", MONDAY) == "OPCC for Somewhere"
        assert setting(session, "wait_limit_minutes", MONDAY) == 15
        assert setting(session, "first_paragraph", MONDAY) is None
        own = own_keys(session)
    assert own is not None
    assert own.verify_key != keys.verify_key
    slot = office_slot_of(laptop.desk.folder / "desk.key")
    assert slot is not None
    assert (slot.name, slot.fingerprint) == (found.office.name, " ".join(found.office.words))
    assert slot.sealed == found.office.let_in == request_text(laptop.desk.folder)


def test_an_office_whose_words_were_not_compared_is_unconfirmed(
    fresh: Laptops, office: Around, known: Known
) -> None:
    laptop = fresh("jane")
    assert not set_up_by(laptop, invite(office, known.jane), words_match=False).office.confirmed
    with laptop.desk.write("Compared the words") as session:
        confirm_office(session)
    with laptop.desk.read() as session:
        found = office_of(session)
    assert found is not None
    assert found.confirmed


def test_a_later_invitation_brings_what_the_office_has_now(
    laptop: Around, office: Around, known: Known
) -> None:
    with office.desk.write("Changed much") as session:
        change_place(session, known.keyham, name="Euston Street (old)")
        change_place(session, known.euston, name="Keyham Lane")
        change_place(session, known.keyham, name="Euston Street", address="1 High Street")
        set_status(session, known.euston, "closed", date(2026, 1, 1))
        change_person(session, known.ravi, name="Ravi Desai", kind="volunteer")
        add_place(session, CUSTODY, "Mansfield House", open_from=MONDAY)
        (new,) = plan(session, CUSTODY, known.keyham, date(2026, 12, 7), [known.jane])
        session.delete(session.get_one(models.Slot, known.jane_slot))
        set_setting(session, "wait_limit_minutes", 30, valid_from=None, source="")
        set_setting(session, "phone_at_any_hour", "0116 000", valid_from=None, source="")
    before = everything(laptop)["own_key"]
    assert update_by(laptop, invite(office, known.jane)).remarks == ()
    with laptop.desk.read() as session:
        assert place(session, known.keyham).name == "Euston Street"
        assert place(session, known.keyham).address == "1 High Street"
        assert place(session, known.euston).name == "Keyham Lane"
        assert place(session, known.euston).status_on(MONDAY) == "closed"
        assert {one.name for one in people(session)} == {"Jane Smith", "Ravi Desai"}
        assert [slot.id for slot in next_for(session, known.jane, MONDAY)] == [new.id]
        assert setting(session, "wait_limit_minutes", MONDAY) == 30
        assert setting(session, "phone_at_any_hour", MONDAY) == "0116 000"
    assert "Mansfield House" in names(laptop)
    assert everything(laptop)["own_key"] == before


def test_what_the_office_has_removed_goes_unless_a_record_names_it(
    laptop: Around, office: Around, known: Known
) -> None:
    with laptop.desk.write("Began a visit") as session:
        new_draft(session, VISIT, office=Office(MONDAY), who="Jane", slot=known.jane_slot)
    with office.desk.write("Removed places and people") as session:
        for slot in session.scalars(select(models.Slot)):
            session.delete(slot)
        session.flush()
        for one in (known.keyham, known.euston):
            session.delete(session.get_one(models.Place, one))
        session.delete(session.get_one(models.Person, known.ravi))
        for key in session.scalars(select(models.Setting)):
            if key.key == "wait_limit_minutes":
                session.delete(key)
    update_by(laptop, invite(office, known.jane))
    today = clock.today()
    with laptop.desk.read() as session:
        assert names(laptop) == {"Keyham Lane"}
        assert place(session, known.keyham).status_on(today) == "closed"
        assert next_for(session, known.jane, MONDAY) == ()
        assert {one.id for one in people(session)} == {known.jane, known.ravi}
        assert setting(session, "wait_limit_minutes", MONDAY) == 10
        assert session.scalars(select(models.Record.place_id)).one() == known.keyham


def test_who_was_removed_and_is_named_by_nothing_goes(
    laptop: Around, office: Around, known: Known
) -> None:
    with office.desk.write("Removed somebody") as session:
        session.delete(session.get_one(models.Slot, known.jane_slot))
        session.delete(session.get_one(models.Person, known.ravi))
    update_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        assert {one.id for one in people(session)} == {known.jane}


def test_what_was_typed_in_before_the_office_had_it_becomes_the_offices(
    laptop: Around, office: Around, known: Known
) -> None:
    with laptop.desk.write("Added what was missing") as session:
        local = add_place(session, CUSTODY, "Mansfield House").id
        friend = add_person(session, "Nadia New", "volunteer").id
        draft = new_draft(session, VISIT, office=Office(MONDAY), who="Jane", place=local)
        row = session.get_one(models.Record, draft.id)
        row.answers, row.people = {**row.answers, "visitors": [friend]}, [friend]
    with office.desk.write("Added it, too") as session:
        new = add_place(session, CUSTODY, "Mansfield House", open_from=MONDAY).id
        nadia = add_person(session, "Nadia New", "volunteer").id
        plan(session, CUSTODY, new, MONDAY, [known.jane, nadia])
    update_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        record = session.get_one(models.Record, draft.id)
        assert record.place_id == new
        assert record.answers["suite"] == new
        assert record.answers["visitors"] == record.people == [nadia]
        assert session.get(models.Place, local) is None
        assert session.get(models.Person, friend) is None


def test_what_was_typed_in_and_sent_stays_as_it_was_sent(
    laptop: Around, office: Around, known: Known
) -> None:
    with laptop.desk.write("Added what was missing") as session:
        local = add_place(session, CUSTODY, "Mansfield House").id
        draft = new_draft(session, VISIT, office=Office(MONDAY), who="Jane", place=local)
        session.get_one(models.Record, draft.id).status = "sent"
    with office.desk.write("Added it, too") as session:
        new = add_place(session, CUSTODY, "Mansfield House", open_from=MONDAY).id
    update_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        assert session.get_one(models.Record, draft.id).place_id == local
        assert place(session, new).name == "Mansfield House"
        assert place(session, local).name.startswith("Mansfield House (earlier entry")
        assert place(session, local).status_on(clock.today()) == "closed"


def test_a_place_that_the_office_removed_and_added_anew_is_one_place(
    laptop: Around, office: Around, known: Known
) -> None:
    with laptop.desk.write("Began a visit") as session:
        draft = new_draft(session, VISIT, office=Office(MONDAY), who="Jane", place=known.keyham)
    with office.desk.write("Removed a place and added it anew") as session:
        for slot in session.scalars(select(models.Slot)):
            session.delete(slot)
        session.flush()
        session.delete(session.get_one(models.Place, known.keyham))
        session.flush()
        new = add_place(session, CUSTODY, "Keyham Lane", open_from=MONDAY).id
    update_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        assert session.get_one(models.Record, draft.id).place_id == new
        assert session.get(models.Place, known.keyham) is None


def test_a_place_that_takes_the_name_of_one_typed_in_here_replaces_it(
    laptop: Around, office: Around, known: Known
) -> None:
    with laptop.desk.write("Added what was missing") as session:
        local = add_place(session, CUSTODY, "Mansfield House").id
    with office.desk.write("Renamed a place") as session:
        change_place(session, known.keyham, name="Mansfield House")
    update_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        assert place(session, known.keyham).name == "Mansfield House"
        assert session.get(models.Place, local) is None


def test_edits_of_lists_and_dogs_come_change_and_go(
    fresh: Laptops, office: Around, known: Known
) -> None:
    laptop = fresh("jane")
    with office.desk.write("Edited a list") as session:
        edit_entry(session, "dog_topic", "smell", label="Smell")
        edit = edit_entry(session, "dog_topic", "noise", label="Noise")
        bess = add_dog(session, "Bess", "working")
        rex = add_dog(session, "Rex", "working")
    set_up_by(laptop, invite(office, known.jane, schemes=(ANIMALS,)))
    with office.desk.write("Changed it") as session:
        edit_entry(session, "dog_topic", "smell", label="A smell")
        remove_edit(session, edit.id)
        retire(session, bess.id, "retired", MONDAY)
        session.delete(session.get_one(models.Dog, rex.id))
    update_by(laptop, invite(office, known.jane, schemes=(ANIMALS,)))
    with laptop.desk.read() as session:
        assert [(one.code, one.label) for one in edits(session, "dog_topic")] == [
            ("smell", "A smell")
        ]
        assert {one.name: one.status for one in dogs(session)} == {
            "Bess": "retired",
            "needle-dog": "working",
        }


def test_an_older_invitation_or_the_same_changes_nothing(
    laptop: Around, office: Around, known: Known
) -> None:
    older, newer = invite(office, known.jane), invite(office, known.jane)
    update_by(laptop, newer)
    before = everything(laptop)
    with pytest.raises(OlderInvitation, match="older than"):
        update_by(laptop, older)
    with pytest.raises(OlderInvitation, match="the one that this desk has already"):
        update_by(laptop, newer)
    assert everything(laptop) == before


def test_another_offices_invitation_says_to_make_another_desk(
    laptop: Around, fresh: Laptops
) -> None:
    elsewhere = fresh("elsewhere")
    other = fill_office(elsewhere)
    before = everything(laptop)
    blob = invite(elsewhere, other.jane)
    for open_it in (set_up_by, update_by):
        with pytest.raises(AnotherOffice, match="make another desk on this computer"):
            open_it(laptop, blob)
    assert everything(laptop) == before


def forged(office: Around, stranger: Around, blob: bytes) -> bytes:
    """Sign what the office said with the key of somebody else."""
    body = json.loads(blob.split(b"\n", 4)[4])
    body["serial"] += 10
    with stranger.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return sign("invitation", keys.signing_seed, body)


def test_another_signer_is_refused(
    laptop: Around, office: Around, known: Known, fresh: Laptops
) -> None:
    blob = forged(office, laptop, invite(office, known.jane))
    with pytest.raises(AnotherSigner, match="another key has signed it"):
        update_by(laptop, blob)
    with pytest.raises(AnotherSigner):
        set_up_by(fresh("new"), blob)


def test_a_new_key_of_the_office_is_taken_from_the_old_one_only(
    laptop: Around, office: Around, known: Known, fresh: Laptops
) -> None:
    with office.desk.write("Renewed the keys") as session:
        keys = renew_own_keys(session)
    with pytest.raises(AnotherSigner):
        update_by(laptop, invite(office, known.jane))
    with office.desk.write("Told the laptops") as session:
        blob = make_invitation(
            session,
            FORMS,
            known.jane,
            "visitor",
            (CUSTODY,),
            own_forms=office.own_forms,
            by_key_before=True,
        )
    slot_before = request_text(laptop.desk.folder)
    found = update_by(laptop, blob)
    assert found.office.verify_key == keys.verify_key
    assert "has a new key" in found.remarks[0]
    assert " ".join(found.office.words) in found.remarks[0]
    assert request_text(laptop.desk.folder) != slot_before
    with pytest.raises(AnotherSigner):
        set_up_by(fresh("new"), blob)  # a new laptop knows no old key
    update_by(laptop, invite(office, known.jane))


def test_an_invitation_for_somebody_else_is_refused(
    laptop: Around, office: Around, known: Known
) -> None:
    with pytest.raises(ForSomebodyElse, match="is for Ravi Patel, and this desk is Jane Smith’s"):
        update_by(laptop, invite(office, known.ravi))


def test_a_first_invitation_cannot_come_twice(laptop: Around, office: Around, known: Known) -> None:
    with pytest.raises(SetUpAlready):
        set_up_by(laptop, invite(office, known.jane))


def test_an_offices_desk_is_not_set_up(office: Around, known: Known, fresh: Laptops) -> None:
    blob = invite(office, known.jane)
    other = fresh("other office")
    with other.desk.write("Said whose desk it is") as session:
        set_whose_desk(session, Me("coordinator"))
    for desk in (office, other):
        with pytest.raises(OfficesOwnDesk):
            set_up_by(desk, blob)


def test_an_update_needs_a_first_invitation(office: Around, known: Known, fresh: Laptops) -> None:
    with pytest.raises(NoOffice):
        update_by(fresh("new"), invite(office, known.jane))


def test_looking_says_what_opening_would(laptop: Around, office: Around, known: Known) -> None:
    newer = read_invitation(invite(office, known.jane))
    with laptop.desk.read() as session:
        found = setting_up.look(session, newer)
        assert found is not None
        assert found.name == "OPCC for Somewhere"
        with pytest.raises(ForSomebodyElse):
            setting_up.look(session, read_invitation(invite(office, known.ravi)))


def test_another_role_and_another_scheme_come_with_an_update(
    laptop: Around, office: Around, known: Known
) -> None:
    found = update_by(laptop, invite(office, known.jane, "reviewer", (ANIMALS,)))
    assert found.remarks == (
        "The office has changed what this desk is for: other pages are shown.",
    )
    assert names(laptop) == {"Kennels"}
    with laptop.desk.read() as session:
        assert whose_desk(session) == Me("reviewer", (ANIMALS,), known.jane)


def own_court(office: Around, old: str = "", new: str = "") -> None:
    office.own_forms.mkdir(parents=True, exist_ok=True)
    text = COURT.read_text("utf-8").replace(old, new, 1) if old else COURT.read_text("utf-8")
    (office.own_forms / COURT.name).write_text(text, "utf-8")


def test_an_own_form_of_the_office_is_there_afterwards(
    fresh: Laptops, office: Around, known: Known
) -> None:
    own_court(office)
    laptop = fresh("jane")
    set_up_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    assert (laptop.desk_forms / COURT.name).read_bytes() == COURT.read_bytes()
    assert stat.S_IMODE(laptop.desk_forms.stat().st_mode) == 0o700
    assert not laptop.own_forms.exists()
    own_court(office, "Court observation", "Observing a court")
    update_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    assert (
        load_forms(paths.forms(), laptop.desk_forms)["court_observation"].title
        == "Observing a court"
    )


def test_a_form_of_the_same_name_for_all_desks_is_left_alone_and_the_desk_has_its_offices(
    fresh: Laptops, office: Around, known: Known
) -> None:
    own_court(office)
    laptop = fresh("jane")
    laptop.own_forms.mkdir(parents=True)
    other = COURT.read_text("utf-8").replace("Court observation", "Mine", 1)
    (laptop.own_forms / COURT.name).write_text(other, "utf-8")
    set_up_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    assert (laptop.own_forms / COURT.name).read_text("utf-8") == other
    assert forms_of(laptop)["court_observation"].title == "Court observation"


def with_form(office: Around, blob: bytes, name: str, text: str) -> bytes:
    body = json.loads(blob.split(b"\n", 4)[4])
    body["own_forms"] = {name: text}
    body["serial"] += 10
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return sign("invitation", keys.signing_seed, body)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.toml", "= nonsense", r"bad\.toml, line 1"),
        ("custody_visit.toml", "", "custody_visit"),
        (COURT.name, COURT.read_text("utf-8").replace('"place"', '"palace"', 1), "palace"),
        ("lists-x.toml", 'id = "y"', r"x\.toml"),
        (
            COURT.name,
            re.sub(
                r"(?m)^version = .*", "version = 99999999999999999999", COURT.read_text("utf-8")
            ),
            "no form needs",
        ),
        ("endless.toml", "a" + ".a" * 200_000 + " = 1", "no form needs"),
    ],
)
def test_a_bad_form_is_refused_with_its_name_and_nothing_is_taken(
    laptop: Around, office: Around, known: Known, name: str, text: str, said: str
) -> None:
    before = everything(laptop)
    with pytest.raises(OwnFormsRefused, match=said):
        update_by(laptop, with_form(office, invite(office, known.jane), name, text))
    assert everything(laptop) == before
    assert not laptop.own_forms.exists()
    assert not laptop.desk_forms.exists()


def test_where_storing_fails_no_form_is_left_behind(
    laptop: Around, office: Around, known: Known
) -> None:
    blob = with_form(office, invite(office, known.jane), COURT.name, COURT.read_text("utf-8"))
    with laptop.desk.write("Let every write fail") as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON peer BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(Exception, match="full"):
        update_by(laptop, blob)
    assert list(laptop.data.rglob("*.toml")) == []


def test_a_form_of_a_newer_program_is_said(laptop: Around, office: Around, known: Known) -> None:
    body = json.loads(invite(office, known.jane).split(b"\n", 4)[4])
    body["forms"]["custody_visit"]["version"] += 1
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    found = update_by(laptop, sign("invitation", keys.signing_seed, body))
    assert VISIT.title in found.remarks[0]


def test_a_line_that_no_table_takes_is_refused_and_nothing_is_taken(
    laptop: Around, office: Around, known: Known
) -> None:
    body = json.loads(invite(office, known.jane).split(b"\n", 4)[4])
    next(line for line in body["lines"] if line["type"] == "place")["name"] = 7
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    before = everything(laptop)
    with pytest.raises(WrongContent):
        update_by(laptop, sign("invitation", keys.signing_seed, body))
    assert everything(laptop) == before


def test_a_code_that_only_one_of_two_files_got_is_made_anew(laptop: Around) -> None:
    with laptop.desk.write("The power went between the two") as session:
        row = session.scalars(select(models.Peer)).one()
        row.details = {**row.details, "let_in": "other"}
    mend_way_in(laptop.desk)
    with laptop.desk.read() as session:
        found = office_of(session)
    assert found is not None
    assert found.let_in == request_text(laptop.desk.folder)
    mend_way_in(laptop.desk)
    assert found.let_in == request_text(laptop.desk.folder)


def test_a_desk_whose_setting_up_was_broken_off_is_let_into_by_nobody(
    fresh: Laptops, office: Around, known: Known
) -> None:
    laptop = fresh("jane")
    with laptop.desk.write("Let every change fail") as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit WHEN NEW.why LIKE 'Set this desk up%' "
            "BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    before = everything(laptop)
    with pytest.raises(Exception, match="full"):
        set_up_by(laptop, invite(office, known.jane))
    assert everything(laptop) == before
    key_file = laptop.desk.folder / "desk.key"
    assert office_slot_of(key_file) is not None
    mend_way_in(laptop.desk)
    assert office_slot_of(key_file) is None


def test_places_of_a_used_desk_do_not_stand_in_the_way(
    fresh: Laptops, office: Around, known: Known
) -> None:
    laptop = fresh("jane")
    with laptop.desk.write("Used it before") as session:
        me = add_person(session, "Jane Smith", "volunteer").id
        set_whose_desk(session, Me("visitor", (), me))
        add_place(session, CUSTODY, "Keyham Lane")
    set_up_by(laptop, invite(office, known.jane))
    with laptop.desk.read() as session:
        assert {one.id for one in places(session)} == {known.keyham, known.euston}
        assert {one.id for one in people(session)} == {known.jane, known.ravi}


def test_the_day_of_the_invitation_is_kept(fresh: Laptops, office: Around, known: Known) -> None:
    moment = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    with clock.fixed(moment):
        blob = invite(office, known.jane)
    assert set_up_by(fresh("jane"), blob).office.made_at == moment


def test_own_forms_of_all_desks_stay(fresh: Laptops, office: Around, known: Known) -> None:
    own_court(office)
    laptop = fresh("jane")
    laptop.own_forms.mkdir(parents=True)
    text = COURT.read_text("utf-8").replace("court_observation", "sitting_in", 1)
    (laptop.own_forms / "sitting_in.toml").write_text(text, "utf-8")
    set_up_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    found = forms_of(laptop)
    assert found.keys() - FORMS.keys() == {"court_observation", "sitting_in"}


def test_a_folder_of_forms_that_cannot_be_used_does_not_stop_it(
    fresh: Laptops, office: Around, known: Known
) -> None:
    laptop = fresh("jane")
    laptop.own_forms.mkdir(parents=True)
    (laptop.own_forms / "broken.toml").write_text("=", "utf-8")
    own_court(office)
    opened = read_invitation(invite(office, known.jane, schemes=(COURT_SCHEME,)))
    setting_up.set_up(laptop.desk, FORMS, opened, laptop.own_forms, words_match=True)
    assert (laptop.desk_forms / COURT.name).exists()
    said = load_office_forms(paths.forms(), laptop.own_forms, laptop.desk_forms)
    assert "court_observation" in said.forms
    assert said.trouble is not None
    assert "broken.toml" in said.trouble.sentence
