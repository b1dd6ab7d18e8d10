"""What a person reads about one record: who did what, when and why, and who only looked."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from desktop import clock
from desktop.store import chain
from desktop.store.audit import attested
from desktop.store.desk import Desk
from desktop.store.history import HistoryEntry, history_of
from desktop.store.models import Audit, Issue, IssueStep, Record, Revision
from desktop.store.trail import note

START = datetime(2025, 3, 3, 14, 5, tzinfo=UTC)


def history(desk: Desk, id_: str) -> tuple[HistoryEntry, ...]:
    with desk.read() as session:
        return history_of(session, id_)


def finished_and_opened_again(desk: Desk) -> None:
    with clock.fixed(START), desk.write("Began a visit") as session:
        session.add(Record(id="visit", form="f", form_version=1, scheme="x"))
    with clock.fixed(START + timedelta(hours=1)), desk.write("Finished the visit") as session:
        row = session.get_one(Record, "visit")
        row.status, row.finished_at = "finished", clock.now()
        row.answers, row.on_date = {"seen": 4}, date(2025, 3, 3)
    with clock.fixed(START + timedelta(hours=2)), desk.write("Opened the visit again") as session:
        row = session.get_one(Record, "visit")
        session.add(Revision(record_id="visit", number=1, who=desk.who, reason="A slip"))
        row.status, row.revision = "open", 1


def test_a_history_says_who_did_what_when_and_why(desk: Desk) -> None:
    finished_and_opened_again(desk)

    assert history(desk, "visit") == (
        HistoryEntry(START, "Tester", "Began a visit", "", ""),
        HistoryEntry(
            START + timedelta(hours=1),
            "Tester",
            "Finished the visit",
            "the answers, the date and where it stands",
            "",
        ),
        HistoryEntry(
            START + timedelta(hours=2),
            "Tester",
            "Opened the visit again",
            "where it stands",
            "A slip",
        ),
    )


def test_a_reason_that_came_from_another_desk_stands_by_itself(desk: Desk) -> None:
    with clock.fixed(START), desk.write("Took a file in") as session:
        session.add(Record(id="visit", form="f", form_version=1, scheme="x"))
        before = START - timedelta(days=3)
        session.add(Revision(record_id="visit", number=1, at=before, who="Jane", reason="A slip"))

    first, second = history(desk, "visit")
    assert (first.at, first.who, first.reason) == (before, "Jane", "A slip")
    assert (second.why, second.reason) == ("Took a file in", "")


def test_an_issues_history_has_its_steps(desk: Desk) -> None:
    day = date(2025, 3, 3)
    with desk.write("Raised an issue") as session:
        session.add(Issue(id="light", scheme="x", raised_on=day))
    with desk.write("Noted a step on an issue") as session:
        session.get_one(Issue, "light").status = "resolved"
        session.add(IssueStep(issue_id="light", on_date=day, text="Mended"))

    assert [(one.why, one.fields) for one in history(desk, "light")] == [
        ("Raised an issue", ""),
        ("Noted a step on an issue", "where it stands"),
    ]


def test_nothing_is_said_of_what_is_not_there(desk: Desk) -> None:
    assert history(desk, "nothing") == ()


# --- who looked ------------------------------------------------------------------------------


def test_a_viewing_is_in_the_history_and_changes_nothing(desk: Desk) -> None:
    finished_and_opened_again(desk)
    with desk.read() as session:
        before = session.get_one(Record, "visit")
        entries = session.scalars(select(func.count()).select_from(Audit)).one()

    desk.note("Viewed the visit", ("record", "visit"))

    newest = history(desk, "visit")[-1]
    assert (newest.who, newest.why, newest.fields) == ("Tester", "Viewed the visit", "")
    with desk.read() as session:
        after = session.get_one(Record, "visit")
        assert (after.version, after.changed_at, after.salt) == (
            before.version,
            before.changed_at,
            before.salt,
        )
        assert session.scalars(select(func.count()).select_from(Audit)).one() == entries + 1
        assert chain.verify(session) is None


def test_what_one_write_did_to_several_records_is_in_the_history_of_each(desk: Desk) -> None:
    with desk.write("Added records") as session:
        for id_ in ("one", "two"):
            session.add(Record(id=id_, form="f", form_version=1, scheme="x"))
    with desk.write("Said that the office has records") as session:
        note(session, "The office has it", ("record", "two"))
        for id_ in ("one", "two"):
            session.get_one(Record, id_).status = "filed"

    said = [(one.why, one.fields) for one in history(desk, "one")]
    assert said == [
        ("Added records", ""),
        ("Said that the office has records", "where it stands"),
    ]
    assert history(desk, "two")[-1].why == "The office has it"
    assert history(desk, "two")[-1].fields == "where it stands"
    with desk.read() as session:
        for id_ in ("one", "two"):
            assert attested(session, session.get_one(Record, id_)) is not None


def test_what_left_in_one_file_is_in_the_history_of_each(desk: Desk) -> None:
    with desk.write("Added records") as session:
        for id_ in ("one", "two"):
            session.add(Record(id=id_, form="f", form_version=1, scheme="x"))

    with desk.write("Sent two records") as session:
        session.get_one(Record, "one").status = "sent"
        note(session, "Sent to the office", ("record", "one"), ("record", "two"))

    assert [one.why for one in history(desk, "two")] == ["Added records", "Sent to the office"]
    assert [one.why for one in history(desk, "one")] == [
        "Added records",
        "Sent to the office",
        "Sent two records",
    ]
    with desk.read() as session:
        assert chain.verify(session) is None
