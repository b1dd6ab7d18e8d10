"""Lists of records: pages that neither repeat nor lose a line, filters, words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.orm import Session

from desktop import clock
from desktop.records import finding, people, roles
from desktop.records.drafts import new_draft, put_in_bin, save_draft
from desktop.records.finding import Cursor, Filter, Sort, page
from desktop.records.office import names
from desktop.records.roles import Me
from desktop.store import models
from desktop.store.desk import Desk
from desktop.store.ids import new_id
from tests.unit.records_forms import (
    CASE,
    OFFICE,
    REVIEW,
    VISIT,
    finished_visit,
    suite,
    typed,
    visit,
)


def walk(session: Session, wanted: Filter, sort: Sort, limit: int) -> Iterator[str]:
    after: Cursor | None = None
    while True:
        found = page(session, wanted, sort=sort, after=after, limit=limit)
        assert len(found.lines) <= limit
        yield from (line.id for line in found.lines)
        if found.next is None:
            return
        assert len(found.lines) == limit
        after = found.next


records = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 3)), st.sampled_from(["open", "filed", "binned"])
    ),
    max_size=12,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(records, st.integers(1, 5), st.sampled_from(["newest", "oldest", "changed"]))
def test_pages_hold_every_line_once_and_in_order(
    desk: Desk, given_: list[tuple[int | None, str]], limit: int, sort: Sort
) -> None:
    scheme = new_id()  # each example sees its own records
    first = date(2025, 1, 1)
    moment = datetime(2025, 1, 1, tzinfo=UTC)
    rows = [
        {
            "id": new_id(),
            "form": "visit",
            "form_version": 1,
            "scheme": scheme,
            "status": status,
            "on_date": None if day is None else first + timedelta(days=day),
            "changed_at": moment + timedelta(days=day or 0),
        }
        for day, status in given_
    ]
    with desk.write("rows") as session:
        if rows:
            session.execute(insert(models.Record), rows)
        wanted = Filter(scheme=scheme)
        found = list(walk(session, wanted, sort, limit))
        number = finding.count(session, wanted)
        for steps in range(1, number + 1):
            there = finding.skip(session, wanted, sort=sort, after=None, steps=steps)
            assert there is not None
            assert there.id == found[steps - 1]
            on = finding.skip(session, wanted, sort=sort, after=there, steps=1)
            assert on is not None
            assert on.id == found[min(steps, number - 1)]  # past the last there is no further
    listed = [row for row in rows if row["status"] != "binned"]
    ids = [row["id"] for row in listed]
    assert len(found) == len(set(found)) == number
    assert set(found) == set(ids)
    days = {row["id"]: row["on_date" if sort != "changed" else "changed_at"] for row in listed}
    dated = [(days[id_], id_) for id_ in found if days[id_] is not None]
    assert dated == sorted(dated, reverse=sort != "oldest")
    assert [id_ for id_ in found if days[id_] is None] == found[len(dated) :]


def test_a_record_that_comes_in_between_moves_no_page(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        made = [finished_visit(session, place, f"2025-03-{day:02}").id for day in range(10, 16)]
        first = page(session, Filter(), limit=3)
        finished_visit(session, place, "2025-03-29")
        second = page(session, Filter(), after=first.next, limit=3)
    assert [line.id for line in (*first.lines, *second.lines)] == made[::-1]


def test_a_line_has_names_instead_of_ids(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        ann = people.add_person(session, "Ann Archer", "volunteer").id
        done = finished_visit(session, place, "2025-03-10", who=[ann, "somebody elsewhere"])
        [line] = page(session, Filter()).lines
    assert (line.place, line.people, line.on_date) == (
        "Keyham Lane",
        ("Ann Archer",),
        date(2025, 3, 10),
    )
    assert (line.status, line.form, line.changed_at) == ("finished", "visit", done.changed_at)
    assert finding.VISITOR_WORDS[line.status] == "not sent"


def test_a_list_is_narrowed_by_form_place_status_and_days(desk: Desk) -> None:
    with desk.write("visits") as session:
        place, other = suite(session), suite(session, "Other")
        a = finished_visit(session, place, "2025-03-10").id
        b = finished_visit(session, other, "2025-03-11").id
        c = visit(session, place, "2025-03-12").id
        r = typed(
            session, new_draft(session, REVIEW, office=OFFICE, who="R"), {"valid": "valid"}
        ).id
        new_draft(session, VISIT, office=OFFICE, who="A", place=place)
        binned = finished_visit(session, place, "2025-03-13").id
        put_in_bin(session, binned)
        wanted = {
            Filter(): {a, b, c, r},
            Filter(form="visit"): {a, b, c},
            Filter(scheme="reviews"): {r},
            Filter(place=place): {a, c},
            Filter(statuses=("finished",)): {a, b},
            Filter(statuses=("binned",)): {binned},
            Filter(start=date(2025, 3, 11)): {b, c},
            Filter(end=date(2025, 3, 11)): {a, b},
            Filter(form="visit", place=place, statuses=("open",)): {c},
            Filter(meeting="none"): set(),
        }
        for one, expected in wanted.items():
            assert {line.id for line in page(session, one).lines} == expected, one
            assert finding.count(session, one) == len(expected), one


@pytest.mark.parametrize("few", [0, 2000])
def test_words_are_found_whether_they_are_rare_or_common(
    desk: Desk, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_FEW", few)
    with desk.write("visits") as session:
        place = suite(session)
        a = finished_visit(session, place, "2025-03-10", note="Cell 7 was COLD").id
        b = visit(session, place, "2025-03-11", note="100% cold_water").id
        for text, expected in (
            ("cold", [b, a]),
            ("cold CELL", [a]),
            ("Keyham", [b, a]),
            ("100%", [b]),
            ("d_w", [b]),
            ("e_w", []),
            ("  ", [b, a]),
            ("hot", []),
        ):
            wanted = Filter(text=text)
            assert [line.id for line in page(session, wanted).lines] == expected, text
            assert finding.count(session, wanted) == len(expected), text


def test_identifiers_and_unreadable_text_are_not_found(desk: Desk) -> None:
    with desk.write("visits") as session:
        begun = visit(session, suite(session), "2025-03-11", child="XK-4471")
        save_draft(
            session,
            VISIT,
            begun.id,
            begun.answers,
            {"child": "XK-9999"},
            office=OFFICE,
            version=begun.version,
        )
        assert page(session, Filter(text="XK-")).lines == ()


def test_the_columns_of_a_form_read_as_people_read_them(desk: Desk) -> None:
    with desk.write("lines") as session:
        place = suite(session)
        done = finished_visit(session, place, "2025-03-10", arrived="19:00", let_in="19:12").id
        draft = typed(session, new_draft(session, VISIT, office=OFFICE, who="A"), {"note": "x"}).id
        office = OFFICE.__class__(OFFICE.on, names=names(session))
        cells = finding.cells(session, VISIT, [done, draft], office)
        review = new_draft(session, REVIEW, office=OFFICE, who="R")
        stage = finding.cells(session, REVIEW, [review.id], office)[review.id]
    assert cells[done] == ("10 March 2025", "Keyham Lane", "(not on this computer)", "12", "Yes")
    assert cells[draft] == ("31 March 2025", "", "", "", "")
    assert stage == ("CR-2025-001", "", "Open", "")


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_full_page_is_one_statement(desk: Desk) -> None:
    with desk.write("visits") as session:
        place = suite(session)
        for day in range(10, 16):
            finished_visit(session, place, f"2025-03-{day}", who=[])
    with desk.read() as session, statements(session) as seen:
        page(session, Filter(), limit=3)
        assert len(seen) == 1


def test_the_last_changed_are_read_from_an_index_and_nothing_else_is(desk: Desk) -> None:
    plans: list[str] = []

    def explain(
        _connection: object, cursor: DBAPICursor, statement: str, said: Sequence[object], *_: object
    ) -> None:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}", said)
        plans.append(" ".join(str(row[-1]) for row in cursor.fetchall()))

    with desk.read() as session:
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", explain)
        page(session, Filter(), sort="changed", limit=3)
        event.remove(engine, "before_cursor_execute", explain)
    assert len(plans) == len(Filter().statuses)
    for plan in plans:
        assert "ix_record_status_changed_at" in plan
        assert "SCAN" not in plan
        assert "TEMP B-TREE FOR ORDER BY" not in plan  # equal moments are put in order, no more


def test_each_role_sees_its_own_pages_and_forms(desk: Desk) -> None:
    forms = [VISIT, CASE, REVIEW]
    with desk.write("first run") as session, clock.fixed(datetime(2025, 1, 1, tzinfo=UTC)):
        assert roles.whose_desk(session) is None
        roles.set_whose_desk(session, Me("visitor", ("visiting",), "p1"))
        me = roles.whose_desk(session)
    assert me == Me("visitor", ("visiting",), "p1")
    assert roles.forms_of(me, forms) == (VISIT,)
    assert roles.forms_of(Me("visitor", ("dogs",)), forms) == ()
    assert roles.forms_of(Me("secretary"), forms) == (CASE,)
    assert roles.forms_of(Me("coordinator"), forms) == tuple(forms)
    assert roles.role("visitor").pages == ("home", "new", "mine", "send", "help")
    assert roles.role("unheard of") == roles.role("visitor")
    for one in roles.ROLES:
        assert len(set(one.pages)) == len(one.pages)


def test_whose_desk_it_is_fills_in_who_writes(desk: Desk) -> None:
    with desk.write("first run") as session:
        roles.set_whose_desk(session, Me("visitor", (), "p1"))
        draft = new_draft(session, VISIT, office=OFFICE, who="Nobody on the list")
    assert draft.answers["writer"] == "p1"
