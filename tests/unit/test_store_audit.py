from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop import clock
from desktop.store import audit, chain
from desktop.store.audit import Head
from desktop.store.backup import make_backup
from desktop.store.chain import Broken
from desktop.store.desk import Desk
from desktop.store.engine import connect
from desktop.store.models import Audit, Place, Record
from desktop.store.restore import restore
from desktop.store.verify import verify as health
from tests.unit.conftest import PASSPHRASE

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
        return chain.verify(session, anchors)


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
    assert broken.kind == "altered"


def test_a_date_that_is_none_is_an_altered_entry(desk: Desk) -> None:
    work(desk, 5)
    tamper(desk, "UPDATE audit SET at = 'x' WHERE seq = 4")

    broken = verify(desk)

    assert broken is not None
    assert (broken.kind, broken.sound_until) == ("altered", START + timedelta(hours=1))
    assert broken.sentence.startswith("Entry 4 of the audit was altered")


def test_an_altered_entry_with_a_hash_made_to_fit_breaks_the_next_one(desk: Desk) -> None:
    work(desk, 5)
    with desk.read() as session:
        row = session.get_one(Audit, 4)
        row_values = {part.name: getattr(row, part.name) for part in Audit.__table__.columns}
    fitting = audit.row_hash(row_values | {"who": "Nobody"})
    tamper(desk, f"UPDATE audit SET who = 'Nobody', hash = '{fitting}' WHERE seq = 4")  # noqa: S608

    broken = verify(desk)

    assert broken is not None
    assert broken.sentence.startswith("Entry 5 of the audit was altered")


def test_missing_entries_are_named(desk: Desk) -> None:
    work(desk, 6)
    tamper(desk, "DELETE FROM audit WHERE seq IN (3, 4)")

    broken = verify(desk)

    assert broken is not None
    since, until = (f"{(START + timedelta(hours=h)).astimezone():%H:%M}" for h in (0, 3))
    assert broken.sentence == (
        "Entries 3 to 4 of the audit are missing in its middle, "
        f"between 3 March 2025, {since} and 3 March 2025, {until}."
    )
    assert (broken.kind, broken.sound_until) == ("missing", START)


def test_a_missing_first_entry_is_found(desk: Desk) -> None:
    work(desk, 2)
    tamper(desk, "DELETE FROM audit WHERE seq = 1")

    broken = verify(desk)

    assert broken is not None
    assert broken.sentence.startswith("Entry 1 of the audit is missing, from before 3 March 2025")
    assert (broken.kind, broken.sound_until) == ("missing", None)


def test_an_end_cut_off_shows_only_against_a_head_that_left_the_desk(desk: Desk) -> None:
    work(desk, 3)
    left = head(desk)
    tamper(desk, "DELETE FROM audit WHERE seq > 2")

    assert verify(desk) is None
    broken = verify(desk, [left])
    assert broken is not None
    assert broken.sentence.startswith("Entries 3 to 4 of the audit are missing at its end; the")
    assert (broken.kind, broken.sound_until) == ("cut", START)


def test_the_day_of_a_copy_is_told_where_it_is_known(desk: Desk) -> None:
    work(desk, 3)
    left = replace(head(desk), at=START + timedelta(days=1))
    tamper(desk, "DELETE FROM audit WHERE seq > 2")

    broken = verify(desk, [left])

    assert broken is not None
    assert "missing at its end, as a copy of 4 March 2025" in broken.sentence


def test_all_of_an_audit_that_is_cut_off_is_missed(desk: Desk) -> None:
    left = head(desk)
    tamper(desk, "DELETE FROM audit")

    broken = verify(desk, [left])

    assert broken is not None
    assert broken == Broken("Entry 1 of the audit is missing at its end.", None, "cut")


def test_a_chain_made_anew_shows_against_a_head_that_left_the_desk(desk: Desk) -> None:
    work(desk, 3)
    left = head(desk)
    tamper(desk, "DELETE FROM audit")
    work(desk, 6, "Kennels")

    assert verify(desk) is None
    broken = verify(desk, [left])
    assert broken is not None
    assert "made anew" in broken.sentence
    assert (broken.kind, broken.sound_until) == ("anew", None)


def test_an_end_that_was_written_anew_is_told_from_a_whole_audit_made_anew(desk: Desk) -> None:
    work(desk, 2)
    early = head(desk)
    work(desk, 2, "Block")
    late = head(desk)
    tamper(desk, "DELETE FROM audit WHERE seq > 3")
    work(desk, 5, "Kennels")

    broken = verify(desk, [late, early])

    assert broken is not None
    assert broken.sentence.startswith(
        "The audit was made anew from some entry after entry 3, of 3 March 2025"
    )
    assert (broken.kind, broken.sound_until) == ("anew", START + timedelta(hours=1))


# --- restored --------------------------------------------------------------------------------


def restored(desk: Desk, *, more: int) -> tuple[Desk, Head]:
    """Back a desk up, write on, copy the head out, restore the backup and write `more`."""
    with clock.fixed(START):
        made = make_backup(desk.folder, desk.key)
    work(desk, 5)
    with clock.fixed(START + timedelta(days=1)):
        left = replace(head(desk), at=clock.now())
    desk.close()
    with clock.fixed(START + timedelta(days=2)):
        back = restore(desk.folder, made.folder, PASSPHRASE, who="Ann")
    for number in range(more):
        with back.write(f"Wrote on {number}"):
            pass
    return back, left


@pytest.mark.parametrize("more", [0, 20])
def test_a_restored_desk_explains_a_head_that_left_before(desk: Desk, more: int) -> None:
    back, left = restored(desk, more=more)

    with back:
        broken = verify(back, [left])
        assert verify(back) is None
        assert broken is not None
        assert broken.kind == "restored"
        assert broken.sentence.startswith(
            "This desk was restored from the backup of 3 March 2025, "
        )
        assert "on 5 March 2025" in broken.sentence
        assert "the last copied out on 4 March 2025" in broken.sentence
        found = health(back, [left])
        assert found.findings == ()
        assert any(broken.sentence in said for said in found.sound)


def test_a_head_that_left_after_the_restoring_is_not_explained_by_it(desk: Desk) -> None:
    back, early = restored(desk, more=8)

    with back:
        late = replace(head(back), at=START + timedelta(days=3))
        tamper(back, "DELETE FROM audit WHERE seq > 5")
        broken = verify(back, [early, late])
        assert broken is not None
        assert broken.kind == "cut"


def test_a_restoring_does_not_hide_an_altered_entry(desk: Desk) -> None:
    back, left = restored(desk, more=3)

    with back:
        tamper(back, "UPDATE audit SET who = 'Nobody' WHERE seq = 4")
        broken = verify(back, [left])
        assert broken is not None
        assert broken.kind == "altered"


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
