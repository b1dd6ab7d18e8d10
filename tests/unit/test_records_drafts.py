import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from desktop.errors import UserError
from desktop.records.drafts import (
    AlreadyFinished,
    ChangedElsewhere,
    discard_untouched,
    end_of_sitting,
    new_draft,
    put_in_bin,
    restore,
    save_draft,
    set_origin,
)
from desktop.records.filling import make_reference
from desktop.records.finishing import finish, mark_sent, reopen
from desktop.records.people import add_person
from desktop.records.record import record, revisions
from desktop.records.rows import NotHere
from desktop.records.slots import plan
from desktop.store import models
from desktop.store.audit import attested
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import (
    NOT_KNOWN,
    OFFICE,
    REVIEW,
    VISIT,
    finished_visit,
    pair,
    suite,
    typed,
    visit,
)

NEEDLE = "XK4471N"


def test_a_new_draft_holds_what_is_known_already(desk: Desk) -> None:
    with desk.write("begin") as session:
        place, two = suite(session), pair(session)
        [slot] = plan(session, VISIT.scheme, place, date(2025, 3, 26), two)
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann", slot=slot.id)
    assert draft.answers == {"place": place, "on": "2025-03-31", "who": two}
    assert (draft.status, draft.place_id, draft.people) == ("draft", place, tuple(two))
    assert (draft.form_version, draft.scheme, draft.typed_by) == (3, "visiting", "Ann")


def test_the_last_answer_is_offered_again_where_the_form_says_so(desk: Desk) -> None:
    with desk.write("write") as session:
        place = suite(session)
        visit(session, place, "2025-03-01", role="Visitor", note="not again")
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
    assert draft.answers["role"] == "Visitor"
    assert "note" not in draft.answers


def test_references_follow_each_other_within_a_year(desk: Desk) -> None:
    with desk.write("begin") as session:
        made = [new_draft(session, REVIEW, office=OFFICE, who="R") for _ in range(2)]
        typed(session, made[1], {"ref": "CR-2025-041"})
        third = new_draft(session, REVIEW, office=OFFICE, who="R")
        put_in_bin(session, third.id)
        fourth = new_draft(session, REVIEW, office=OFFICE, who="R")
    references = [draft.reference for draft in (*made, third, fourth)]
    assert references == ["CR-2025-001", "CR-2025-002", "CR-2025-042", "CR-2025-043"]


def test_letters_of_a_reference_come_from_the_record_itself(desk: Desk) -> None:
    with desk.read() as session:
        made = {
            make_reference(session, REVIEW, "P{year}-{letters:5}", 2025, new_id()) for _ in "ab"
        }
        [again] = {make_reference(session, REVIEW, "{letters}", 2025, "0" * 36) for _ in "ab"}
    assert len(made) == 2
    assert all(one.startswith("P2025-") and len(one) == 11 for one in made)
    assert again == "0000"


def test_the_first_thing_typed_opens_the_record(desk: Desk) -> None:
    with desk.write("begin") as session:
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
        same = save_draft(
            session, VISIT, draft.id, draft.answers, {}, office=OFFICE, version=draft.version
        )
        assert (same.status, same.version) == ("draft", draft.version)
        saved = save_draft(
            session, VISIT, draft.id, draft.answers, {"arrived": "7"}, office=OFFICE, version=1
        )
    assert (saved.status, saved.version) == ("open", 2)


def test_an_untouched_draft_can_be_forgotten_and_a_typed_one_cannot(desk: Desk) -> None:
    with desk.write("begin") as session:
        empty = new_draft(session, VISIT, office=OFFICE, who="Ann")
        begun = typed(session, new_draft(session, VISIT, office=OFFICE, who="Ann"), {"note": "x"})
        assert discard_untouched(session, empty.id)
        assert not discard_untouched(session, begun.id)
    with desk.read() as session:
        with pytest.raises(NotHere):
            record(session, empty.id)
        assert record(session, begun.id).answers["note"] == "x"


def test_a_stale_version_is_refused_with_a_sentence_and_changes_nothing(desk: Desk) -> None:
    with desk.write("begin") as session:
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
        typed(session, draft, {"note": "first"})
    with pytest.raises(ChangedElsewhere, match="another window"), desk.write("late") as session:
        save_draft(
            session, VISIT, draft.id, {"note": "second"}, {}, office=OFFICE, version=draft.version
        )
    with desk.read() as session:
        assert record(session, draft.id).answers["note"] == "first"


def test_a_finished_record_is_not_changed_by_a_late_save(desk: Desk) -> None:
    with desk.write("finish") as session:
        done = finished_visit(session, suite(session), "2025-03-30")
    with pytest.raises(AlreadyFinished), desk.write("late") as session:
        save_draft(session, VISIT, done.id, {}, {}, office=OFFICE, version=done.version)


words = st.text(max_size=30)
answer = st.one_of(
    words,
    st.integers(-(2**60), 2**60),
    st.lists(words, max_size=3),
    st.just(NOT_KNOWN),
    st.dates().map(date.isoformat),
)
names = st.sampled_from([field for field in VISIT.fields if field != "put_right"])
row = st.fixed_dictionaries(
    {"id": st.uuids().map(str)}, optional={"what": words, "number": words, "topic": words}
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    answers=st.dictionaries(names, answer, max_size=8),
    rows=st.lists(row, max_size=3, unique_by=lambda one: one["id"]),
    unread=st.dictionaries(names, words, max_size=4),
)
def test_a_draft_never_loses_anything_typed(
    desk: Desk,
    answers: dict[str, object],
    rows: list[dict[str, object]],
    unread: dict[str, str],
) -> None:
    if isinstance(answers.get("child"), list | int):
        del answers["child"]  # a text field holds text
    whole = {**answers, "put_right": rows}
    keys = {f"put_right/{one['id']}/{name}": "?" for one in rows for name in ("number", "where")}
    with desk.write("draft", quiet=True) as session:
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
        save_draft(session, VISIT, draft.id, whole, {**unread, **keys}, office=OFFICE, version=1)
    with desk.read() as session:
        found = record(session, draft.id, reveal=VISIT)
    assert found.answers == whole
    assert found.unread == {**unread, **keys}


def test_identifiers_are_in_their_own_table_and_nowhere_else(desk: Desk) -> None:
    numbers = [f"{NEEDLE}-{n}" for n in range(6)]
    row_id = new_id()
    problem = {"id": row_id, "topic": "light", "what": "dark", "sorted": "not_yet"}
    with desk.write("write a visit") as session:
        begun = visit(session, suite(session), "2025-03-30", child=numbers[0], note="a note")
        rows = [{**problem, "number": numbers[4]}]
        begun = typed(session, begun, {"put_right": rows})
        save_draft(
            session,
            VISIT,
            begun.id,
            begun.answers,
            {f"put_right/{row_id}/number": numbers[1], "child": numbers[2]},
            office=OFFICE,
            version=begun.version,
        )
    with desk.read() as session:
        draft = record(session, begun.id, reveal=VISIT)
    assert draft.unread == {f"put_right/{row_id}/number": numbers[1], "child": numbers[2]}
    assert draft.answers["child"] == numbers[0]
    with desk.write("finish the visit") as session:
        typed(session, draft, {"child": numbers[3]})
        done = finish(session, VISIT, begun.id, OFFICE)
    assert done.answers["child"] == numbers[3]
    _only_in_identifier(desk)
    with desk.write("correct the visit") as session:
        again = reopen(session, VISIT, begun.id, "Ann", "a slip")
        assert again.answers["put_right"] == [{**problem, "number": numbers[4]}]
        typed(session, again, {"child": numbers[5]})
        finish(session, VISIT, begun.id, OFFICE)
    _only_in_identifier(desk)
    with desk.read() as session:
        hidden = record(session, begun.id)
        assert "child" not in hidden.answers
        assert "number" not in str(hidden.answers)
        assert len(revisions(session, begun.id)) == 1


def _only_in_identifier(desk: Desk) -> None:
    found = set()
    with desk.read() as session:
        for table in models.Row.metadata.sorted_tables:
            rows = session.execute(text(f"SELECT * FROM {table.name}")).all()  # noqa: S608
            if NEEDLE in json.dumps([list(one) for one in rows], default=str):
                found.add(table.name)
    assert found == {"identifier"}


def test_an_identifier_that_is_taken_away_is_gone(desk: Desk) -> None:
    with desk.write("write") as session:
        begun = visit(session, suite(session), "2025-03-30", child=NEEDLE)
        kept = {name: value for name, value in begun.answers.items() if name != "child"}
        save_draft(session, VISIT, begun.id, kept, {}, office=OFFICE, version=begun.version)
    with desk.read() as session:
        assert session.scalars(select(models.Identifier)).all() == []


def test_the_bin_gives_back_what_it_was_given(desk: Desk) -> None:
    with desk.write("bin") as session:
        place = suite(session)
        begun, done = (
            visit(session, place, "2025-03-01"),
            finished_visit(session, place, "2025-03-02"),
        )
        for one in (begun, done):
            put_in_bin(session, one.id)
            put_in_bin(session, one.id)
            assert record(session, one.id).status == "binned"
            restore(session, one.id)
        assert record(session, begun.id).status == "open"
        assert record(session, done.id).status == "finished"
        mark_sent(session, [done.id])
        with pytest.raises(UserError, match="has been sent"):
            put_in_bin(session, done.id)


def test_what_a_record_is_for_is_said_until_it_is_finished(desk: Desk) -> None:
    with desk.write("type in a paper form") as session:
        place = suite(session)
        begun = visit(session, place, "2025-03-01")
        set_origin(session, begun.id, purpose="training", on_paper=True, source="Paper form")
        saved = set_origin(session, begun.id)
        found = record(session, begun.id)
        assert saved.version == found.version == begun.version + 2
        done = finished_visit(session, place, "2025-03-02")
        with pytest.raises(AlreadyFinished):
            set_origin(session, done.id, purpose="practice")
    assert (found.purpose, found.on_paper, found.source) == ("training", True, "Paper form")


def test_the_end_of_a_sitting_stands_for_all_its_keystrokes(desk: Desk) -> None:
    with desk.write("begin") as session:
        begun = visit(session, suite(session), "2025-03-01")
    with desk.write("type", quiet=True) as session:
        typed(session, begun, {"note": "more"})
    with desk.read() as session:
        assert attested(session, session.get_one(models.Record, begun.id)) is None
    with desk.write("stop typing") as session:
        end_of_sitting(session, begun.id)
    with desk.read() as session:
        entry = attested(session, session.get_one(models.Record, begun.id))
        assert entry is not None
        assert entry.why == "stop typing"


def test_a_place_of_another_desk_stays_in_the_answers(desk: Desk) -> None:
    with desk.write("write") as session:
        begun = visit(session, "a place elsewhere", "2025-03-01")
    assert begun.answers["place"] == "a place elsewhere"
    assert begun.place_id is None


def test_dates_and_words_stand_beside_the_answers(desk: Desk) -> None:
    with desk.write("write") as session:
        begun = visit(session, suite(session), "2025-03-01", note="Bright LIGHT", topics=["food"])
        typed(session, begun, {"on": "2025-03-02"})
    with desk.read() as session:
        dates = session.execute(select(models.RecordDate.field, models.RecordDate.on)).all()
        [words_] = session.scalars(select(models.RecordText.text))
    assert {tuple(one) for one in dates} == {
        ("on", date(2025, 3, 2)),
        ("next_by", date(2025, 3, 9)),
    }
    assert "bright light" in words_
    assert "food" in words_


def test_me_is_the_one_person_of_that_name(desk: Desk) -> None:
    with desk.write("write") as session:
        ann = add_person(session, "Ann Archer", "staff")
        one = new_draft(session, VISIT, office=OFFICE, who="Ann Archer")
        add_person(session, "Ann Archer", "staff", another=True)
        two = new_draft(session, VISIT, office=OFFICE, who="Ann Archer")
    assert one.answers["writer"] == ann.id
    assert "writer" not in two.answers


def test_a_save_tells_the_audit_what_changed_and_stands_by_it(desk: Desk) -> None:
    with desk.write("begin") as session:
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
    with desk.write("save") as session:
        typed(session, draft, {"on": "2025-03-30", "note": "Quiet"})
    with desk.read() as session:
        row = session.get_one(models.Record, draft.id)
        said = attested(session, row)
    assert said is not None
    assert (said.why, said.entity, said.entity_id) == ("save", "record", draft.id)
    *counts, columns = said.fields.split("; ")
    assert "record changed 1" in counts
    assert columns == "answers, changed_at, counted_on, on_date, status, version"


def test_a_save_is_seen_by_whoever_holds_the_record_in_the_same_write(desk: Desk) -> None:
    with desk.write("begin and save") as session:
        draft = new_draft(session, VISIT, office=OFFICE, who="Ann")
        held = session.get_one(models.Record, draft.id)
        typed(session, draft, {"note": "Quiet"})
        assert (held.status, held.version) == ("open", draft.version + 1)
        assert held.answers["note"] == "Quiet"
