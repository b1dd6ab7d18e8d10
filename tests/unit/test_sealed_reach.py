"""How far a laptop reaches that its owner, or a thief, has turned against the office."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.exchange.sealed import enrolling, letting_in
from desktop.exchange.sealed.beside import MOST_IN_A_FILE
from desktop.exchange.sealed.payload import MOST_RECORDS, Submission, line_hash
from desktop.exchange.sealed.refusals import WrongContent
from desktop.exchange.sealed.refused import NotTheirs
from desktop.records.meetings import About, plan_meeting
from desktop.store import keyfile, models
from desktop.store.ids import new_id
from desktop.store.keydocument import load, save
from desktop.store.layout import KEYS
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import ANIMALS, CUSTODY, FORMS, invite, set_up_by
from tests.unit.sealed_posts import NOW, Post, join, new_post, of, send, take, visit
from tests.unit.test_sealed_hostile import changed, said_in, signer_of

PANELS = sorted({form.scheme for form in FORMS.values() if form.counts == "when_heard"})
HELD = {"status": "held", "population": 9, "attendance": [{"role": "Members", "count": 3}]}


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


def sent(post: Post) -> Submission:
    """Give what Jane's laptop sends, to be meddled with."""
    return said_in(post.office, send(post.laptop, [visit(post.laptop, post.known)]).blob)


def another(said: Submission, **line: object) -> Submission:
    """The same file with another record in it."""
    (one,) = said.records
    new: dict[str, Any] = {**one.line, **line, "id": new_id()}
    record = replace(one, id=new["id"], line=new, hash=line_hash(new))
    return replace(said, id=new_id(), records=(record,))


def planned(office: Around, scheme: str) -> str:
    with office.desk.write("Planned a meeting") as session:
        return plan_meeting(session, scheme, date(2026, 11, 20), About("Panel")).id


def status_of(office: Around, meeting: str) -> str:
    with office.desk.read() as session:
        return session.get_one(models.Meeting, meeting).status


def test_a_volunteer_of_one_scheme_writes_nothing_for_another(post: Post) -> None:
    mine = signer_of(post.laptop, post.office)
    form = next(one for one in FORMS.values() if one.scheme == ANIMALS)
    answers = {form.header.place: post.known.kennels, form.header.date_field: "2026-11-20"}
    other = another(sent(post), form=form.id, answers=answers, beside=[])
    with pytest.raises(NotTheirs, match="was not invited to write"):
        take(post.office, mine.seal(other))
    invite(post.office, post.known.jane, schemes=(CUSTODY, ANIMALS))
    assert take(post.office, mine.seal(other)).count("insert") == 1


def test_a_visit_holds_no_meeting_and_is_made_for_none(post: Post) -> None:
    meeting = planned(post.office, PANELS[0])
    mine, said = signer_of(post.laptop, post.office), sent(post)
    for scheme in (PANELS[0], CUSTODY):
        line = {"type": "meeting", "id": meeting, "scheme": scheme, "on_date": "2026-11-20", **HELD}
        take(post.office, mine.seal(another(said, beside=[line], meeting=meeting)))
    assert status_of(post.office, meeting) == "planned"
    with post.office.desk.read() as session:
        assert set(session.scalars(select(models.Record.meeting_id))) == {None}
        assert len(session.scalars(select(models.Meeting)).all()) == 1


def test_a_secretary_holds_no_meeting_of_another_panel(post: Post, fresh: Laptops) -> None:
    desk = fresh("secretary")
    join(post.office, desk, post.known.ravi, "secretary", (PANELS[0],))
    others = planned(post.office, PANELS[1])
    form = next(one for one in FORMS.values() if one.scheme == PANELS[0])
    mine = signer_of(desk, post.office)
    said = replace(sent(post), laptop=None)
    for scheme in PANELS:
        line = {"type": "meeting", "id": others, "scheme": scheme, "on_date": "2026-11-20", **HELD}
        case = another(said, form=form.id, status="open", answers={}, beside=[line])
        take(post.office, mine.seal(replace(case, purpose="cases")))
    assert status_of(post.office, others) == "planned"


def test_attendance_that_is_none_is_left_out(post: Post, fresh: Laptops) -> None:
    desk = fresh("secretary")
    join(post.office, desk, post.known.ravi, "secretary", (PANELS[0],))
    meeting = planned(post.office, PANELS[0])
    form = next(one for one in FORMS.values() if one.scheme == PANELS[0])
    line = {"type": "meeting", "id": meeting, "scheme": PANELS[0], "on_date": "2026-11-20", **HELD}
    line["attendance"] = [{"role": 1, "count": "x"}]
    said = replace(sent(post), laptop=None, purpose="cases")
    case = another(said, form=form.id, status="open", answers={}, beside=[line])
    take(post.office, signer_of(desk, post.office).seal(case))
    with post.office.desk.read() as session:
        row = session.get_one(models.Meeting, meeting)
    assert (row.status, row.population, row.attendance) == ("held", 9, [])


def test_names_that_came_are_lines_that_read_as_they_are_written(post: Post) -> None:
    name = "Kings\u202eyaw \n\x1b[31mStreet\u2028\u200f " + "x" * 400
    beside = [
        {"type": "place", "id": "p", "scheme": CUSTODY, "name": name},
        {"type": "person", "id": "q", "name": name, "kind": "volunteer"},
        {"type": "place", "id": "r", "scheme": ANIMALS, "name": "Of another scheme"},
    ]
    mine = signer_of(post.laptop, post.office)
    said = changed(sent(post), beside=beside, typed_by=name, source="\x1b[2Jx")
    take(post.office, mine.seal(said))
    with post.office.desk.read() as session:
        row = session.get_one(models.Record, said.records[0].id)
        kept = [session.get_one(models.Place, "p").name, session.get_one(models.Person, "q").name]
        assert session.get(models.Place, "r") is None
    for one in (*kept, row.typed_by):
        assert one.startswith("Kingsyaw [31mStreet xxx")
        assert len(one) == 300
    assert row.source == "[2Jx"


def test_a_file_fills_no_list_without_end(post: Post) -> None:
    said, mine = sent(post), signer_of(post.laptop, post.office)
    (one,) = said.records
    records = []
    for number in range(11):
        beside = [
            {
                "type": "person",
                "id": f"{number}-{more}",
                "name": f"N{number}-{more}",
                "kind": "staff",
            }
            for more in range(200)
        ]
        line = {**one.line, "id": new_id(), "beside": beside}
        records.append(replace(one, id=line["id"], line=line, hash=line_hash(line)))
    take(post.office, mine.seal(replace(said, id=new_id(), records=tuple(records))))
    with post.office.desk.read() as session:
        people = session.scalars(select(models.Person.id)).all()
    assert len(people) == MOST_IN_A_FILE + 3
    many = (replace(one, id=str(number)) for number in range(MOST_RECORDS + 1))
    with pytest.raises(WrongContent):
        Submission.from_body(replace(said, records=tuple(many)).to_body())


def test_what_each_desk_keeps_for_itself_no_line_sets(post: Post) -> None:
    mine = signer_of(post.laptop, post.office)
    own = {"binned_from": "draft", "revision": 2**53, "hearing_no": 7, "case_ref": "X"}
    said = another(sent(post), reference="X", changed_at="2999-01-01T00:00:00+00:00", **own)
    take(post.office, mine.seal(said))
    with post.office.desk.read() as session:
        row = session.get_one(models.Record, said.records[0].id)
    assert (row.binned_from, row.hearing_no, row.case_ref, row.reference) == (None, None, None, "")
    assert row.revision == said.records[0].number
    assert row.changed_at.year < 2999


def test_a_visit_that_another_sent_is_not_corrected_unseen(post: Post, fresh: Laptops) -> None:
    ravi, other = fresh("ravi"), fresh("jane's other")
    join(post.office, ravi, post.known.ravi)
    join(post.office, other, post.known.jane)
    said = replace(sent(post), laptop=None)
    take(post.office, signer_of(post.laptop, post.office).seal(said))
    (one,) = said.records
    for desk, decision, count in ((ravi, "conflict", 0), (other, "correction", 2)):
        line = {**one.line, "answers": {**one.line["answers"], "in_custody": 2}}
        line["reason"] = decision
        new = replace(one, line=line, hash=line_hash(line), builds_on=(one.hash,), number=9)
        file = replace(said, id=new_id(), records=(new,))
        report = take(post.office, signer_of(desk, post.office).seal(file))
        assert [each.decision for each in report.records] == [decision]
        assert of(post.office, one.id).answers["in_custody"] == count


def test_an_invitation_lets_no_other_laptop_in_once_one_was_withdrawn(
    post: Post, fresh: Laptops
) -> None:
    before = invite(post.office, post.known.jane)
    with post.office.desk.write("Withdrew a laptop") as session:
        enrolling.withdraw(session, post.peer, "Left on a train")
    thief, new = fresh("thief"), fresh("new")
    set_up_by(thief, before)
    set_up_by(new, invite(post.office, post.known.jane))

    def meet(laptop: Around) -> str:
        with laptop.desk.read() as session:
            brought = enrolling.enrolment(session)
        with post.office.desk.write("Opened a file") as session:
            return enrolling.meet(session, bytes.fromhex(brought.verify_key), brought).state

    with pytest.raises(enrolling.LaptopWasWithdrawn, match="invite them anew"):
        meet(thief)
    assert meet(new) == "unconfirmed"


@pytest.mark.parametrize("said", [{"name": "Thief"}, {"fingerprint": "a b"}, {"sealed": "Ring us"}])
def test_what_somebody_put_in_place_of_the_offices_way_in_goes_at_the_next_unlocking(
    post: Post, said: dict[str, str]
) -> None:
    keys = post.laptop.desk.folder / KEYS
    before = keyfile.office_slot_of(keys)
    document = load(keys)
    next(slot for slot in document["slots"] if slot["kind"] == keyfile.OFFICE).update(said)
    save(keys, document)
    letting_in.mend_way_in(post.laptop.desk)
    now = keyfile.office_slot_of(keys)
    assert before is not None
    assert now is not None
    assert (now.name, now.fingerprint) == (before.name, before.fingerprint)
    with post.office.desk.write("Read a code out") as session:
        request = letting_in.request_text(post.laptop.desk.folder)
        code = letting_in.read_request(session, request, "Jane, on her own number").code
    assert keyfile.unlock_by_code(keys, code).key == post.laptop.desk.key
