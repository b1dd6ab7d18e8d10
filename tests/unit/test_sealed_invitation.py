"""What an invitation holds and what it does not, and how a bad one is refused."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.invitation import CannotInvite, make_invitation, read_invitation
from desktop.exchange.sealed.own_keys import make_own_keys, own_keys
from desktop.exchange.sealed.refusals import Altered, WrongContent, WrongKind
from desktop.exchange.sealed.signed import sign
from desktop.exchange.sealed.words import fingerprint
from desktop.formlib.office import Office
from desktop.records.drafts import new_draft
from desktop.records.lists import edit_entry
from desktop.records.people import add_person
from desktop.records.slots import plan
from desktop.store import models
from desktop.store.settings import set_setting
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import (
    ANIMALS,
    CUSTODY,
    FORMS,
    MONDAY,
    Known,
    fill_office,
    invite,
)

Spoil = Callable[[dict[str, Any], Known], None]
COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"


@pytest.fixture
def office(fresh: Laptops) -> Around:
    return fresh("office")


@pytest.fixture
def known(office: Around) -> Known:
    return fill_office(office)


def body_of(blob: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(blob.split(b"\n", 4)[4])
    return found


def signed_by_office(office: Around, body: dict[str, Any]) -> bytes:
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return sign("invitation", keys.signing_seed, body)


def lines(blob: bytes, type_: str) -> list[dict[str, Any]]:
    return [line for line in body_of(blob)["lines"] if line["type"] == type_]


def test_it_holds_what_one_person_needs(office: Around, known: Known) -> None:
    blob = invite(office, known.jane)
    said = read_invitation(blob).invitation
    assert (said.person.id, said.person.name, said.role) == (known.jane, "Jane Smith", "visitor")
    assert said.office_name == "OPCC for Somewhere"
    assert {line["name"] for line in lines(blob, "place")} == {"Keyham Lane", "Euston Street"}
    assert all(line["periods"][0]["status"] == "operational" for line in lines(blob, "place"))
    assert lines(blob, "target")[0]["count"] == 1
    assert [line["id"] for line in lines(blob, "slot")] == [known.jane_slot]
    assert {line["name"] for line in lines(blob, "person")} == {"Jane Smith", "Ravi Patel"}
    assert set(lines(blob, "person")[0]) == {"type", "id", "name", "kind"}
    assert said.texts["phone_at_any_hour"] == "0116 496 0000"
    assert said.retention["visit_identifiers_months"] == 3
    assert [line["value"] for line in lines(blob, "setting")] == [15]
    assert set(said.forms) == {form.id for form in FORMS.values() if form.scheme == CUSTODY} - {
        form.id for form in FORMS.values() if form.counts != "when_finished"
    }


def test_it_holds_nothing_else(office: Around, known: Known) -> None:
    with office.desk.write("Planted what stays here") as session:
        draft = new_draft(session, FORMS["custody_visit"], office=Office(MONDAY), who="needle-who")
        row = session.get_one(models.Record, draft.id)
        row.answers = {"what_happened": "needle-answer"}
        session.add(
            models.Identifier(record_id=draft.id, row_id="", field="x", value="needle-identifier")
        )
        session.add(models.Issue(scheme=CUSTODY, what="needle-issue", raised_on=MONDAY))
        session.add(
            models.Recommendation(
                scheme=CUSTODY, kind="learning", text="needle-advice", made_on=MONDAY
            )
        )
        session.add(models.News(scheme=CUSTODY, on_date=MONDAY, text="needle-news"))
        plan(session, ANIMALS, known.kennels, MONDAY, [known.ravi], note="needle-kennels")
    blob = invite(office, known.jane)
    assert b"needle" not in blob
    assert known.ravi_slot.encode() not in blob
    assert known.leaver.encode() not in blob
    assert b"Kennels" not in blob
    assert b"2020-01-01" in blob  # a place's period: the one date of an office's past


def test_dogs_go_with_the_scheme_that_has_them(office: Around, known: Known) -> None:
    blob = invite(office, known.jane, schemes=(ANIMALS,))
    (dog,) = lines(blob, "dog")
    assert set(dog) == {"type", "id", "name", "status"}
    assert lines(invite(office, known.jane), "dog") == []


def test_a_partner_who_is_on_no_list_is_named_and_one_who_is_gone_is_left_out(
    office: Around, known: Known
) -> None:
    with office.desk.write("Planned") as session:
        new = add_person(session, "Nadia New", "volunteer").id
        plan(session, CUSTODY, known.keyham, MONDAY, [known.jane, new, "gone"])
    blob = invite(office, known.jane)
    assert "Nadia New" in {line["name"] for line in lines(blob, "person")}
    assert ["gone" in line["pair"] for line in lines(blob, "slot")] == [False, False]


def test_only_edits_of_lists_in_use_go_along(office: Around, known: Known) -> None:
    with office.desk.write("Edited lists") as session:
        edit_entry(session, "custody_topic", "vapes", label="Vapes")
        edit_entry(session, "review_reason", "other", label="needle")
    blob = invite(office, known.jane)
    assert [line["code"] for line in lines(blob, "list_edit")] == ["vapes"]


def test_serials_grow_also_within_a_second_and_after_an_older_backup(
    office: Around, known: Known
) -> None:
    with clock.fixed(datetime(2026, 11, 22, 10, 0, tzinfo=UTC)):
        first, second = (read_invitation(invite(office, known.jane)) for _ in range(2))
        assert second.invitation.serial > first.invitation.serial
    with office.desk.write("Forgot what was sent, as an older backup does") as session:
        for row in session.query(models.Parcel):
            session.delete(row)
    with clock.fixed(datetime(2026, 11, 22, 10, 1, tzinfo=UTC)):
        assert read_invitation(invite(office, known.jane)).invitation.serial > (
            second.invitation.serial
        )


def test_an_own_form_goes_along_with_its_text_and_only_to_its_scheme(
    office: Around, known: Known
) -> None:
    office.own_forms.mkdir(parents=True)
    shutil.copy(COURT, office.own_forms)
    (office.own_forms / "lists").mkdir()
    (office.own_forms / "lists" / "needle.toml").write_text('id = "needle"\n', "utf-8")
    scheme = "court_observing"
    text = COURT.read_text("utf-8")
    scheme = text.split('scheme = "')[1].split('"')[0]
    said = read_invitation(invite(office, known.jane, schemes=(scheme,))).invitation
    assert said.own_forms == {COURT.name: text}
    assert set(said.forms) == {"court_observation"}
    assert read_invitation(invite(office, known.jane)).invitation.own_forms == {}


@pytest.mark.parametrize(
    ("role", "schemes"), [("coordinator", (CUSTODY,)), ("visitor", ()), ("visitor", ("nothing",))]
)
def test_what_makes_no_sense_is_refused(
    office: Around, known: Known, role: str, schemes: tuple[str, ...]
) -> None:
    with pytest.raises(CannotInvite):
        invite(office, known.jane, role, schemes)


def test_a_form_whose_file_cannot_travel_is_refused_at_the_office(
    office: Around, known: Known
) -> None:
    office.own_forms.mkdir(parents=True)
    text = COURT.read_text("utf-8").replace('id = "court_observation"', 'id = "con"', 1)
    (office.own_forms / "con.toml").write_text(text, "utf-8")
    scheme = text.split('scheme = "')[1].split('"')[0]
    with pytest.raises(CannotInvite, match="small letters"):
        invite(office, known.jane, schemes=(scheme,))


def test_it_is_read_from_pasted_text_too(office: Around, known: Known) -> None:
    blob = invite(office, known.jane)
    quoted = "\r\n".join("> " + line for line in to_text(blob).splitlines())
    assert read_invitation(quoted.encode()) == read_invitation(blob)


def test_its_words_are_those_of_the_offices_key(office: Around, known: Known) -> None:
    found = read_invitation(invite(office, known.jane))
    assert found.invitation.words == fingerprint(found.signer)


def test_a_changed_letter_is_noticed(office: Around, known: Known) -> None:
    blob = invite(office, known.jane)
    with pytest.raises(Altered):
        read_invitation(blob.replace(b"Keyham", b"Keyhem"))


def test_a_receipt_is_no_invitation(office: Around) -> None:
    with office.desk.write("Made keys") as session:
        keys = make_own_keys(session)
    with pytest.raises(WrongKind):
        read_invitation(sign("receipt", keys.signing_seed, {}))


def slot_of_another(body: dict[str, Any], known: Known) -> None:
    next(line for line in body["lines"] if line["type"] == "slot")["pair"] = [known.ravi]


def place_of_another_scheme(body: dict[str, Any], known: Known) -> None:
    next(line for line in body["lines"] if line["type"] == "place")["scheme"] = ANIMALS


def the_same_place_twice(body: dict[str, Any], known: Known) -> None:
    first = next(line for line in body["lines"] if line["type"] == "place")
    body["lines"].append({**first, "id": "other", "periods": []})


def the_same_id_twice(body: dict[str, Any], known: Known) -> None:
    body["lines"].append(next(line for line in body["lines"] if line["type"] == "person"))


def whose_desk_it_is(body: dict[str, Any], known: Known) -> None:
    body["lines"].append({"type": "setting", "id": "s", "key": "my_role", "value": {"role": "x"}})


def nobody(body: dict[str, Any], known: Known) -> None:
    body["person"]["id"] = "nobody"


def the_offices_own_role(body: dict[str, Any], known: Known) -> None:
    body["role"] = "coordinator"


def a_path_for_a_form(body: dict[str, Any], known: Known) -> None:
    body["own_forms"] = {"../../start.toml": "x"}


def a_device_for_a_form(body: dict[str, Any], known: Known) -> None:
    body["own_forms"] = {"NUL.toml": "x"}


def an_id_that_is_empty(body: dict[str, Any], known: Known) -> None:
    next(line for line in body["lines"] if line["type"] == "place")["id"] = ""


@pytest.mark.parametrize(
    "spoil",
    [
        slot_of_another,
        place_of_another_scheme,
        the_same_place_twice,
        the_same_id_twice,
        whose_desk_it_is,
        nobody,
        the_offices_own_role,
        a_path_for_a_form,
        a_device_for_a_form,
        an_id_that_is_empty,
    ],
)
def test_what_an_office_never_says_is_refused(office: Around, known: Known, spoil: Spoil) -> None:
    body = body_of(invite(office, known.jane))
    spoil(body, known)
    with pytest.raises(WrongContent):
        read_invitation(signed_by_office(office, body))


def test_what_a_later_version_says_beside_is_left_out(office: Around, known: Known) -> None:
    blob = invite(office, known.jane)
    body = body_of(blob)
    body["lines"].append({"type": "horse", "id": "h", "name": "Bess"})
    body["lines"][0]["colour"] = "red"
    body["texts"]["marking"] = "x" * 200_000
    body["more"] = 1
    found = read_invitation(signed_by_office(office, body)).invitation
    asked = read_invitation(blob).invitation
    texts = {key: text for key, text in asked.texts.items() if key != "marking"}
    assert found == replace(asked, texts=texts)


def test_making_one_is_in_the_audit_without_a_name(office: Around, known: Known) -> None:
    invite(office, known.jane)
    with office.desk.read() as session:
        newest = session.query(models.Audit).order_by(models.Audit.seq.desc()).first()
    assert newest is not None
    assert newest.why == "Made an invitation"
    assert "parcel added 1" in newest.fields
    assert "Jane" not in repr([newest.why, newest.fields, newest.entity_id])


def test_a_setting_of_a_later_day_goes_along(office: Around, known: Known) -> None:
    with office.desk.write("Changed a setting") as session:
        set_setting(session, "wait_limit_minutes", 20, valid_from=date(2027, 1, 1), source="")
    values = {
        line.get("valid_from"): line["value"]
        for line in lines(invite(office, known.jane), "setting")
    }
    assert values == {None: 15, "2027-01-01": 20}


def test_ids_that_people_have_chosen_in_a_desk_file_travel(office: Around, known: Known) -> None:
    with office.desk.write("Took a desk file in") as session:
        session.add(models.Person(id="../Nadia\n", name="Nadia New", kind="volunteer"))
        session.add(models.Place(id="Keyham/1 ", scheme=CUSTODY, name="Mansfield House"))
        session.add(models.PlacePeriod(id="1.", place_id="Keyham/1 ", start=MONDAY))
    said = read_invitation(invite(office, "../Nadia\n")).invitation
    assert said.person.id == "../Nadia\n"
    assert "Keyham/1 " in {line["id"] for line in said.lines}


def test_somebody_who_is_on_no_list_cannot_be_invited(office: Around) -> None:
    with pytest.raises(UserError), office.desk.write("Invited") as session:
        make_invitation(session, FORMS, "nobody", "visitor", (CUSTODY,), own_forms=office.own_forms)
