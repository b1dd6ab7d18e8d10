"""Two versions of one record, and stubs whose reports come: nothing lost, nothing counted twice."""

from collections.abc import Iterator
from datetime import date

import pytest

from desktop import clock
from desktop.exchange.sealed.conflicts import (
    REASON,
    ChooseAll,
    SettledAlready,
    confirm_stub,
    settle,
    split_stub,
    stubs_to_confirm,
    waiting,
)
from desktop.records.drafts import put_in_bin
from desktop.records.finishing import StillToDo
from desktop.records.office import office_on
from desktop.records.record import revisions
from desktop.records.slots import plan
from desktop.records.stubs import VisitMade, add_stub
from desktop.store import models
from tests.unit.conftest import Laptops
from tests.unit.sealed_desks import CUSTODY, FORMS
from tests.unit.sealed_posts import (
    NOW,
    VISIT,
    Post,
    answer,
    correct,
    hear,
    join,
    new_post,
    of,
    problem,
    send,
    take,
    visit,
)


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


def settled(post: Post, choices: dict[str, str]) -> None:
    with post.office.desk.write("Settled") as session:
        (one,) = waiting(session, FORMS)
        settle(session, FORMS, one.id, choices, who="Office")  # type: ignore[arg-type]


@pytest.fixture
def both(post: Post) -> str:
    """A visit that was corrected on both sides."""
    rows = [problem("a", custody_number="CN 4711"), problem("b", what="Too dark")]
    id_ = visit(post.laptop, post.known, to_put_right=rows)
    take(post.office, send(post.laptop, [id_]))
    correct(post.office, id_, at_office=True, staff="acceptable", left="20:30")
    rows = [problem("a", custody_number="CN 4712"), problem("c", what="Too cold")]
    correct(post.laptop, id_, "A wrong cell", staff="helpful", left="20:15", to_put_right=rows)
    report = take(post.office, send(post.laptop, [id_]))
    assert [one.decision for one in report.records] == ["conflict"]
    return id_


def test_both_versions_are_shown_answer_by_answer_in_the_words_of_the_form(
    post: Post, both: str
) -> None:
    with post.office.desk.read() as session:
        (found,) = waiting(session, FORMS)
    assert (found.record_id, found.who, found.reason) == (both, "Jane Smith", "A wrong cell")
    assert found.place == "Keyham Lane"
    pairs = {one.key: one for one in found.differing}
    assert set(pairs) == {
        "staff",
        "left",
        "to_put_right/a",
        "to_put_right/b",
        "to_put_right/c",
    }
    assert (pairs["staff"].here, pairs["staff"].came) == ("Acceptable", "Helpful")
    assert (pairs["to_put_right/b"].came, pairs["to_put_right/c"].here) == ("Not there",) * 2
    assert "Custody number: •••711" in pairs["to_put_right/a"].here
    assert "4711" not in pairs["to_put_right/a"].here
    assert pairs["to_put_right/a"].label == "Problem 1"
    assert {one.key for one in found.pairs} > {"suite", "visitors"}


def test_what_is_chosen_stands_and_what_is_not_stays_in_the_history(post: Post, both: str) -> None:
    before = of(post.office, both).answers
    with pytest.raises(ChooseAll) as refusal:
        settled(post, {"staff": "here"})
    assert len(refusal.value.keys) == 4
    choices = {"staff": "here", "left": "came"}
    settled(post, choices | {f"to_put_right/{row}": "came" for row in "abc"})
    now = of(post.office, both)
    assert (now.status, now.answers["staff"], now.answers["left"]) == (
        "filed",
        "acceptable",
        "20:15",
    )
    rows = now.answers["to_put_right"]
    assert isinstance(rows, list)
    assert [(row["id"], row.get("custody_number")) for row in rows] == [
        ("a", "CN 4712"),
        ("c", None),
    ]
    with post.office.desk.read() as session:
        assert waiting(session, FORMS) == ()
        first, came, here = revisions(session, both)
        assert (here.who, here.reason) == ("Office", REASON)
        assert here.answers["left"] == before["left"]
        assert (came.who, came.answers["staff"]) == ("Jane Smith", "helpful")
        assert first.reason == "A slip"
        payload = session.query(models.Waiting).one().payload
    assert "4712" not in str(payload)


def test_the_laptop_hears_of_both_versions_and_then_what_came_of_them(
    post: Post, both: str
) -> None:
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert heard.waiting == (both,)
    assert "looking at both" in heard.sentences[both]
    assert of(post.laptop, both).status == "sent"
    with post.office.desk.read() as session:
        keys = [one.key for one in waiting(session, FORMS)[0].differing]
    settled(post, dict.fromkeys(keys, "came"))
    heard = hear(post.laptop, answer(post.office, post.peer))
    assert heard.filed == (both,)
    assert "taken yours" in heard.sentences[both]
    assert of(post.laptop, both).status == "filed"
    # What the office took whole can be corrected from there without asking again.
    correct(post.laptop, both, staff="unhelpful", staff_how="Curt")
    report = take(post.office, send(post.laptop, [both]))
    assert [one.decision for one in report.records] == ["correction"]


def test_the_same_version_does_not_wait_twice_and_is_settled_once(post: Post, both: str) -> None:
    report = take(post.office, send(post.laptop, [both]))
    assert [one.decision for one in report.records] == ["stale"]
    with post.office.desk.read() as session:
        (one,) = waiting(session, FORMS)
    settled(post, dict.fromkeys([pair.key for pair in one.differing], "here"))
    with post.office.desk.write("Settled") as session, pytest.raises(SettledAlready):
        settle(session, FORMS, one.id, {}, who="Office")


def test_answers_that_cannot_be_true_together_are_not_put_together(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    correct(
        post.office,
        id_,
        at_office=True,
        went_ahead="suite_closed",
        let_in=None,
        what_happened="Flooded",
    )
    correct(post.laptop, id_, let_in="19:06")
    take(post.office, send(post.laptop, [id_]))
    with post.office.desk.read() as session:
        keys = [one.key for one in waiting(session, FORMS)[0].differing]
    before = of(post.office, id_)
    with pytest.raises(StillToDo, match="One answer"):
        settled(post, {**dict.fromkeys(keys, "came"), "let_in": "here"})
    assert of(post.office, id_) == before
    settled(post, dict.fromkeys(keys, "came"))
    assert of(post.office, id_).answers["let_in"] == "19:06"


def test_what_the_office_binned_waits_and_can_come_out_of_the_bin(post: Post) -> None:
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    with post.office.desk.write("Binned") as session:
        put_in_bin(session, id_)
    correct(post.laptop, id_, staff="acceptable")
    report = take(post.office, send(post.laptop, [id_]))
    assert report.count("conflict") == 1
    with post.office.desk.read() as session:
        pairs = {one.key: one for one in waiting(session, FORMS)[0].differing}
    assert (pairs["_status"].here, pairs["_status"].came) == ("In the bin", "Finished")
    settled(post, dict.fromkeys(pairs, "came"))
    now = of(post.office, id_)
    assert (now.status, now.answers["staff"]) == ("filed", "acceptable")


def stub(post: Post, *, slot: str | None = None) -> str:
    known = post.known
    with post.office.desk.write("Noted a visit") as session:
        office = office_on(session, clock.today(), FORMS.values())
        made = VisitMade(known.keyham, date(2026, 11, 20), (known.jane,), "text message", slot)
        return add_stub(session, VISIT, made, office=office, who="Office").id


def counting(post: Post) -> dict[str, str]:
    with post.office.desk.read() as session:
        return {
            row.id: row.status for row in session.query(models.Record) if row.status != "binned"
        }


def test_a_report_takes_the_place_of_its_stub_at_once_and_the_office_confirms(post: Post) -> None:
    held = stub(post)
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    assert counting(post) == {id_: "filed"}
    with post.office.desk.read() as session:
        (met,) = stubs_to_confirm(session)
    assert (met.stub_id, met.record_id, met.place) == (held, id_, "Keyham Lane")
    assert met.source == "text message"
    with post.office.desk.write("Confirmed") as session:
        confirm_stub(session, held)
        assert stubs_to_confirm(session) == ()


def test_two_visits_bring_the_stub_back_for_good(post: Post) -> None:
    with post.office.desk.write("Planned") as session:
        monday = date(2026, 11, 16)
        (slot,) = plan(session, CUSTODY, post.known.keyham, monday, [post.known.jane])
    held = stub(post, slot=slot.id)
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    assert of(post.office, id_).slot_id == slot.id
    with post.office.desk.write("These are two") as session:
        split_stub(session, held)
        assert stubs_to_confirm(session) == ()
    assert counting(post) == {id_: "filed", held: "stub"}
    assert of(post.office, id_).slot_id is None
    correct(post.laptop, id_, staff="acceptable")
    take(post.office, send(post.laptop, [id_]))
    assert counting(post) == {id_: "filed", held: "stub"}


def test_identifiers_that_end_alike_are_said_not_to_be_the_same(post: Post) -> None:
    id_ = visit(post.laptop, post.known, to_put_right=[problem("a", custody_number="CN 10711")])
    take(post.office, send(post.laptop, [id_]))
    correct(post.office, id_, at_office=True, staff="acceptable")
    rows = [problem("a", custody_number="CN 20711")]
    correct(post.laptop, id_, to_put_right=rows)
    take(post.office, send(post.laptop, [id_]))
    with post.office.desk.read() as session:
        (found,) = waiting(session, FORMS)
    pairs = {one.key: one for one in found.differing}
    assert pairs["to_put_right/a"].came.endswith("•••711\n(not the same)")


def test_a_visit_that_both_of_a_pair_wrote_up_is_pointed_out(post: Post, fresh: Laptops) -> None:
    ravi = fresh("ravi")
    join(post.office, ravi, post.known.ravi)
    assert take(post.office, send(post.laptop, [visit(post.laptop, post.known)])).remarks == ()
    report = take(post.office, send(ravi, [visit(ravi, post.known)]))
    assert report.count("insert") == 1
    (remark,) = report.remarks
    assert "custody visit, Keyham Lane, Friday 20 November 2026" in remark
