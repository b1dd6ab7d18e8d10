"""The file for the office: a visitor's records and whom they name, nothing else of the desk."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.exchange.importing import import_desk_file
from desktop.exchange.sending import file_name, write_for_office
from desktop.records.roles import Me, set_whose_desk
from desktop.store import models
from desktop.store.desk import Desk, create_desk
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.quarterdesk import FORMS, Office, line, review, slot, suites, visit


@pytest.fixture
def home(desk: Desk, tmp_path: Path) -> Office:
    """A visitor's laptop: two visits are finished, others are not to go."""
    office = Office(desk, tmp_path)
    office.take(
        *suites("Keyham Lane", "Euston Street"),
        line("person", id="ann", name="Ann", kind="volunteer", notes="Rings on Sundays"),
        line("person", id="bob", name="Bob", kind="volunteer"),
        line("person", id="eve", name="Eve", kind="volunteer"),
        {**slot("s1", "Keyham Lane", "2025-01-06"), "pair": ["Ann", "Eve"]},
        line("news", scheme="custody_visiting", on_date="2025-02-01", text="A secret"),
        visit(
            "Keyham Lane",
            "2025-01-08",
            id="first",
            status="finished",
            slot="s1",
            visitors=["ann", "bob"],
        ),
        visit("Keyham Lane", "2025-01-15", id="second", status="finished", visitors=["ann"]),
        visit("Euston Street", "2025-01-20", id="open", status="open"),
        visit("Keyham Lane", "2025-01-22", id="try", status="finished", purpose="practice"),
    )
    return office


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(text) for text in path.read_text("utf-8").splitlines()]


def test_only_what_is_finished_goes_with_whom_and_what_it_names(
    home: Office, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    with home.desk.read() as session:
        sent = write_for_office(session, path, FORMS, ["first", "second", "open", "try", "gone"])
    assert sent == ("first", "second")
    written = lines(path)
    named = [(one["type"], one.get("name") or one["id"]) for one in written]
    assert sorted(map(str, named)) == sorted(
        map(
            str,
            [
                ("place", "Keyham Lane"),
                ("person", "Ann"),
                ("person", "Bob"),
                ("person", "Eve"),
                ("slot", "s1"),
                ("record", "first"),
                ("record", "second"),
            ],
        )
    )
    assert "Sundays" not in path.read_text("utf-8")


def test_identifiers_stay_on_the_laptop(home: Office, tmp_path: Path) -> None:
    made = review("R-1", "2025-01-08", "2025-01-29", force_ref="CO 4711")
    home.take({**made, "id": "third", "status": "finished"})
    path = tmp_path / "out.jsonl"
    with home.desk.read() as session:
        assert session.scalars(select(models.Identifier.value)).all() == ["CO 4711"]
        write_for_office(session, path, FORMS, ["third"])
    assert "4711" not in path.read_text("utf-8")


def test_the_office_takes_it_in_once_whatever_ids_it_has_for_the_same(
    home: Office, tmp_path: Path
) -> None:
    path = tmp_path / "out.jsonl"
    with home.desk.read() as session:
        write_for_office(session, path, FORMS, ["first", "second"])
    with create_desk(tmp_path / "office", PASSPHRASE, who="Office", cost=CHEAP)[0] as desk:
        office = Office(desk, tmp_path)
        with desk.write("Said whose desk this is") as session:
            set_whose_desk(session, Me("coordinator"))
        office.take(
            *suites("Keyham Lane"),
            line("person", id="a", name="Ann", kind="volunteer", notes="On leave in May"),
        )
        for added in (2, 0):
            with desk.write("Took a file in") as session:
                report = import_desk_file(session, path, FORMS)
            assert report.added.get("record", 0) == added
            assert report.kept == ()
        with desk.read() as session:
            rows = session.scalars(select(models.Record).order_by(models.Record.on_date)).all()
            assert [row.status for row in rows] == ["filed", "filed"]
            assert "a" in rows[0].people
            assert len(session.scalars(select(models.Place)).all()) == 1


def test_what_was_sent_can_be_written_once_more(home: Office, tmp_path: Path) -> None:
    with home.desk.write("Sent") as session:
        session.get_one(models.Record, "first").status = "sent"
    with home.desk.read() as session:
        assert write_for_office(session, tmp_path / "again.jsonl", FORMS, ["first"]) == ("first",)


def test_nothing_is_written_where_nothing_is_finished_or_there_is_no_room(
    home: Office, tmp_path: Path
) -> None:
    with home.desk.read() as session:
        with pytest.raises(UserError, match="None of these records is finished now"):
            write_for_office(session, tmp_path / "none.jsonl", FORMS, ["open", "try"])
        with pytest.raises(UserError, match="could not be written"):
            write_for_office(session, tmp_path / "no" / "out.jsonl", FORMS, ["first"])
    assert not (tmp_path / "none.jsonl").exists()


def test_the_name_of_the_file_names_nobody() -> None:
    assert file_name(date(2025, 6, 9)) == "for-the-office-2025-06-09.jsonl"
