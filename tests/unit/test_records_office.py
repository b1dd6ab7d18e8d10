"""What the office knows of itself on a day: settings, lists, names, people."""

from datetime import date

import pytest

from desktop.errors import UserError
from desktop.records import lists, people
from desktop.records.office import HOLIDAYS, office_on
from desktop.records.rows import NotHere
from desktop.store import models
from desktop.store.desk import Desk
from desktop.store.settings import set_setting
from tests.unit.records_forms import CASE, VISIT, suite

APRIL = date(2025, 4, 1)


def test_the_office_is_as_its_settings_stood_on_a_day(desk: Desk) -> None:
    with desk.write("settings") as session:
        set_setting(session, "wait", 10, valid_from=None, source="first")
        set_setting(session, "wait", 15, valid_from=APRIL, source="Board")
        session.flush()
        before, after = (office_on(session, on) for on in (date(2025, 3, 31), APRIL))
    assert (before.on, before.settings["wait"]) == (date(2025, 3, 31), 10)
    assert after.settings["wait"] == 15


def test_holidays_of_every_year_are_known(desk: Desk) -> None:
    own = {date(2031, 12, 25), date(2032, 1, 1)}
    with desk.write("settings") as session:
        shipped = office_on(session, date(2031, 6, 1)).holidays
        for day in own:
            year = date(day.year, 1, 1)
            set_setting(session, HOLIDAYS, [day.isoformat()], valid_from=year, source="Act")
        session.flush()
        assert office_on(session, date(2031, 6, 1)).holidays == shipped | own
    assert not own & shipped


def test_the_office_names_its_places_people_and_dogs(desk: Desk) -> None:
    with desk.write("names") as session:
        place, ann = suite(session), people.add_person(session, "Ann", "staff").id
        session.add(models.Dog(id="d", name="Rex", status="working"))
        session.flush()
        office = office_on(session, APRIL)
    assert office.names == {place: "Keyham Lane", ann: "Ann", "d": "Rex"}


def test_a_list_reads_as_it_did_on_the_day(desk: Desk) -> None:
    verdicts = CASE.fields["verdict"]
    with desk.write("lists") as session:
        lists.edit_entry(session, "verdict", "1", label="In order", start=APRIL)
        lists.edit_entry(session, "verdict", "3", end=date(2025, 6, 30))
        lists.edit_entry(session, "verdict", "9", label="Other", start=APRIL, attributes={"x": 1})
        before = office_on(session, date(2025, 3, 31), [CASE, VISIT]).options(CASE, verdicts)
        after = office_on(session, APRIL, [CASE, VISIT]).options(CASE, verdicts)
        assert [one.code for one in lists.edits(session, "verdict")] == ["1", "3", "9"]
    assert [entry.label for entry in before.entries] == [
        "Appropriate",
        "Not",
        "No conclusion",
        "Other",
    ]
    assert after.entries[0].label == "In order"
    nine, three = after.get("9"), after.get("3")
    assert nine is not None
    assert three is not None
    assert not nine.in_use(date(2025, 3, 31))
    assert nine.in_use(APRIL)
    assert nine.attributes == {"x": 1}
    assert three.in_use(date(2025, 6, 30))
    assert not three.in_use(date(2025, 7, 1))


def test_an_edit_of_the_same_day_replaces_the_first_and_can_be_taken_back(desk: Desk) -> None:
    with desk.write("lists") as session:
        first = lists.edit_entry(session, "verdict", "1", label="A", start=APRIL)
        second = lists.edit_entry(session, "verdict", "1", label="B", start=APRIL)
        assert (second.id, second.label) == (first.id, "B")
        lists.remove_edit(session, first.id)
        assert office_on(session, APRIL, [CASE]).lists == {}
        with pytest.raises(NotHere):
            lists.remove_edit(session, first.id)
        with pytest.raises(UserError, match="before it begins"):
            lists.edit_entry(session, "v", "1", start=APRIL, end=date(2025, 3, 1))


def test_somebody_is_on_the_list_once(desk: Desk) -> None:
    with desk.write("people") as session:
        ann = people.add_person(session, " Ann  Archer ", "volunteer")
        with pytest.raises(people.PersonIsHere, match="Ann Archer is on the list"):
            people.add_person(session, "ann archer", "staff")
        people.add_person(session, "Ann Archer", "staff", another=True)
        changed = people.change_person(session, ann.id, name="Ann Brook", kind="volunteer")
        assert changed.name == "Ann Brook"
        assert [one.name for one in people.people(session)] == ["Ann Archer", "Ann Brook"]
        assert people.people(session, "volunteer") == (changed,)
        with pytest.raises(UserError, match="needs a name"):
            people.add_person(session, "  ", "staff")


def test_a_membership_follows_from_the_one_before(desk: Desk) -> None:
    with desk.write("people") as session:
        ann = people.add_person(session, "Ann", "volunteer").id
        people.set_status(session, ann, "visiting", "interest", date(2025, 1, 10))
        people.set_status(session, ann, "visiting", "active", APRIL, term_end=date(2028, 3, 31))
        people.set_status(session, ann, "visiting", "paused", date(2025, 6, 1))
        people.set_status(session, ann, "visiting", "training", date(2025, 6, 1))
        with pytest.raises(UserError, match="later change"):
            people.set_status(session, ann, "visiting", "left", APRIL)
        said = people.history(session, "visiting", ann)
        on = {day: people.members(session, "visiting", day) for day in (date(2025, 3, 31), APRIL)}
        ending = people.terms_ending(session, date(2028, 1, 1), date(2028, 12, 31))
        people.set_status(session, ann, "visiting", "left", date(2025, 7, 1))
        assert people.members(session, "visiting", date(2025, 7, 1)) == ()
        assert people.terms_ending(session, date(2028, 1, 1), date(2028, 12, 31)) == ()
    assert [(one.status, one.end) for one in said] == [
        ("interest", date(2025, 3, 31)),
        ("active", date(2025, 5, 31)),
        ("training", None),
    ]
    assert [[one.membership.status for one in found] for found in on.values()] == [
        ["interest"],
        ["active"],
    ]
    assert [one.name for one in ending] == ["Ann"]


def test_seven_people_without_names_are_one_entry_until_they_have_names(desk: Desk) -> None:
    with desk.write("people") as session:
        seven = people.add_unnamed(session, "dogs", "interest", 7, date(2025, 2, 1), source="¶55")
        ann = people.add_person(session, "Ann", "volunteer").id
        named = people.name_one(session, seven.id, ann)
        with pytest.raises(UserError, match="in the scheme already"):
            people.name_one(session, seven.id, ann)
        with pytest.raises(UserError, match="has a name already"):
            people.name_one(session, named.id, ann)
        found = people.members(session, "dogs", date(2025, 3, 31))
        assert [(one.name, one.membership.count) for one in found] == [("Ann", 1), ("6 people", 6)]
        people.end_membership(session, seven.id, date(2025, 3, 1))
        assert len(people.members(session, "dogs", date(2025, 3, 31))) == 1
        with pytest.raises(UserError, match="before it begins"):
            people.end_membership(session, seven.id, date(2025, 1, 1))
        with pytest.raises(UserError, match="how many"):
            people.add_unnamed(session, "dogs", "interest", 0, APRIL, source="")


def test_the_last_of_the_unnamed_leaves_no_empty_entry(desk: Desk) -> None:
    with desk.write("people") as session:
        one = people.add_unnamed(session, "dogs", "interest", 1, date(2025, 2, 1), source="x")
        people.name_one(session, one.id, people.add_person(session, "Ann", "volunteer").id)
        [left] = people.members(session, "dogs", APRIL)
        assert (left.name, left.membership.start) == ("Ann", date(2025, 2, 1))
