from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop import clock
from desktop.store import audit
from desktop.store.audit import Broken, Head
from desktop.store.desk import Desk
from desktop.store.engine import connect
from desktop.store.models import Audit, Place, Record

START = datetime(2025, 3, 3, 14, 5, tzinfo=UTC)


def work(desk: Desk, writes: int, name: str = "Suite") -> None:
    """Write one place an hour from 3 March 2025, 14:05 UTC."""
    for number in range(writes):
        with clock.fixed(START + timedelta(hours=number)), desk.write("Added a place") as session:
            session.add(Place(scheme="custody", name=f"{name} {number}"))


def head(desk: Desk) -> Head:
    with desk.read() as session:
        return audit.head(session)


def verify(desk: Desk, anchors: Iterable[Head] = ()) -> Broken | None:
    with desk.read() as session:
        return audit.verify(session, anchors)


def tamper(desk: Desk, *statements: str) -> None:
    """Change the audit as someone could who holds the key: past its triggers."""
    with closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        for statement in (
            "DROP TRIGGER audit_no_update",
            "DROP TRIGGER audit_no_delete",
            *statements,
        ):
            raw.execute(statement)


def test_a_new_desk_begins_with_one_entry(desk: Desk) -> None:
    with desk.read() as session:
        first = session.scalars(select(Audit)).one()

    assert (first.seq, first.who, first.why) == (1, "Tester", "Made this desk")
    assert verify(desk) is None


def test_the_entries_count_up_without_gaps_and_each_holds_the_hash_before(desk: Desk) -> None:
    work(desk, 5)

    with desk.read() as session:
        rows = session.scalars(select(Audit).order_by(Audit.seq)).all()
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6]
    assert [row.prev for row in rows[1:]] == [row.hash for row in rows[:-1]]
    assert len({row.hash for row in rows}) == 6


def test_an_entry_can_be_neither_changed_nor_erased(desk: Desk) -> None:
    for statement in (update(Audit).values(who="Nobody"), delete(Audit)):
        door = desk.write("Cheated")
        with pytest.raises(IntegrityError, match="append-only"), door as session:
            session.execute(statement)

    assert verify(desk) is None


@pytest.mark.parametrize(
    "change",
    [
        "who = 'Nobody'",
        "why = 'Something else'",
        "at = '2025-03-03 15:05:00.000001'",
        "entity_id = 'x'",
        "fields = ''",
        "content_hash = 'x'",
    ],
)
def test_an_altered_entry_is_named_with_the_last_moment_that_is_sound(
    desk: Desk, change: str
) -> None:
    work(desk, 5)
    tamper(desk, f"UPDATE audit SET {change} WHERE seq = 4")  # noqa: S608

    broken = verify(desk)

    assert broken is not None
    local = (START + timedelta(hours=1)).astimezone()
    assert broken.sentence == (
        f"Entry 4 of the audit was altered; the last sound entry is of 3 March 2025, {local:%H:%M}."
    )
    assert broken.sound_until == START + timedelta(hours=1)


def test_an_altered_entry_with_a_hash_made_to_fit_breaks_the_next_one(desk: Desk) -> None:
    work(desk, 5)
    with desk.read() as session:
        row = session.get_one(Audit, 4)
        row_values = {part.name: getattr(row, part.name) for part in Audit.__table__.columns}
    fitting = audit._row_hash(row_values | {"who": "Nobody"})  # noqa: SLF001
    tamper(desk, f"UPDATE audit SET who = 'Nobody', hash = '{fitting}' WHERE seq = 4")  # noqa: S608

    broken = verify(desk)

    assert broken is not None
    assert broken.sentence.startswith("Entry 5 of the audit was altered")


def test_missing_entries_are_named(desk: Desk) -> None:
    work(desk, 6)
    tamper(desk, "DELETE FROM audit WHERE seq IN (3, 4)")

    broken = verify(desk)

    assert broken is not None
    assert broken.sentence.startswith("Entries 3 to 4 of the audit are missing; the last sound")


def test_a_missing_first_entry_is_found(desk: Desk) -> None:
    work(desk, 2)
    tamper(desk, "DELETE FROM audit WHERE seq = 1")

    assert verify(desk) == Broken("Entry 1 of the audit is missing.", None)


def test_an_end_cut_off_shows_only_against_a_head_that_left_the_desk(desk: Desk) -> None:
    work(desk, 3)
    left = head(desk)
    tamper(desk, "DELETE FROM audit WHERE seq > 2")

    assert verify(desk) is None
    broken = verify(desk, [left])
    assert broken is not None
    assert broken.sentence.startswith("Entries 3 to 4 of the audit are missing at its end")


def test_a_chain_made_anew_shows_against_a_head_that_left_the_desk(desk: Desk) -> None:
    work(desk, 3)
    left = head(desk)
    tamper(desk, "DELETE FROM audit")
    work(desk, 6, "Kennels")

    assert verify(desk) is None
    broken = verify(desk, [left])
    assert broken is not None
    assert "made anew" in broken.sentence


def test_a_chain_that_holds_every_head_that_left_is_sound(desk: Desk) -> None:
    heads = [head(desk)]
    for _ in range(3):
        with desk.write("Did nothing"):
            pass
        heads.append(head(desk))

    assert [one.seq for one in heads] == [1, 2, 3, 4]
    assert verify(desk, heads) is None


# --- hashes of content ---------------------------------------------------------------------


def add_record(desk: Desk, **columns: object) -> Record:
    record = Record(form="f", form_version=1, scheme="x", answers={"age": 17}, **columns)
    with desk.write("Added a record") as session:
        session.add(record)
    return record


def test_equal_answers_have_different_hashes_because_of_the_salt(desk: Desk) -> None:
    first, second = add_record(desk), add_record(desk)
    second.id, second.created_at, second.changed_at = first.id, first.created_at, first.changed_at

    assert audit.content_hash(first) != audit.content_hash(second)
    second.salt = first.salt
    assert audit.content_hash(first) == audit.content_hash(second)


def test_a_stored_record_has_the_hash_it_was_written_with(desk: Desk) -> None:
    record = add_record(desk, id="r1", people=["b", "a"])

    with desk.read() as session:
        stored = session.get_one(Record, "r1")
        assert audit.content_hash(stored) == audit.content_hash(record)
        found = audit.attested(session, stored)
        assert found is not None
        assert (found.seq, found.entity_id) == (2, "r1")


def test_a_record_changed_behind_the_doors_is_attested_by_no_entry(desk: Desk) -> None:
    add_record(desk, id="r1")
    with closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        raw.execute("""UPDATE record SET answers = '{"age": 18}'""")

    with desk.read() as session:
        assert audit.attested(session, session.get_one(Record, "r1")) is None


def test_erasing_a_record_leaves_the_chain_sound_and_no_salt(desk: Desk) -> None:
    salt = add_record(desk, id="r1").salt
    with desk.write("Erased a record") as session:
        session.delete(session.get_one(Record, "r1"))

    with desk.read() as session:
        last = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).one()
        assert (last.fields, last.content_hash) == ("record erased 1", "")
        everything = session.execute(text("SELECT * FROM audit")).all()
    assert salt not in str(everything)
    assert verify(desk) is None
