"""Files with records that somebody meddled with: each is refused in words, or taken as it reads."""

import copy
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.arriving import open_submission
from desktop.exchange.sealed.envelope import seal
from desktop.exchange.sealed.own_keys import insist_on_keys, make_own_keys, own_office_id
from desktop.exchange.sealed.payload import Submission, line_hash
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.refusals import Forwarded, NotForUs, WrongKind
from desktop.exchange.sealed.refused import (
    NotTheirs,
    NotYourOffice,
    OtherOffice,
    RecordRefused,
    SaysOtherwise,
)
from desktop.exchange.sealed.tokens import UnknownLaptop
from desktop.store import models
from desktop.store.desk import open_desk
from desktop.store.ids import new_id
from desktop.store.layout import desk_folder
from tests.unit.conftest import PASSPHRASE, Around, Laptops
from tests.unit.sealed_desks import FORMS, fill_office
from tests.unit.sealed_posts import (
    NOW,
    Post,
    answer,
    ids_of,
    join,
    new_post,
    problem,
    send,
    take,
    visit,
)
from tests.unit.sealedfiles import decrypted, encrypted

MEDDLERS = ["form", "status", "sitting", "purpose", "answers", "unread", "slot", "meeting"]
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(max_size=12)
    | st.sampled_from(["finished", "binned", "2025-13-41", "0001-01-01T00:00:00+14:00", "row"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.fixture
def post(fresh: Laptops) -> Iterator[Post]:
    with clock.fixed(NOW):
        yield new_post(fresh)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs in the name of a laptop, and for whom."""

    seed: bytes
    recipients: tuple[str, ...]

    def seal(self, said: Submission) -> bytes:
        body = said.to_body()
        return seal("submission", body, signing_seed=self.seed, recipients=self.recipients)


def signer_of(laptop: Around, office: Around) -> Signer:
    with laptop.desk.read() as session, office.desk.read() as theirs:
        seed = insist_on_keys(session).signing_seed
        return Signer(seed, (insist_on_keys(theirs).recipient,))


def said_in(office: Around, blob: bytes) -> Submission:
    with office.desk.read() as session:
        return open_submission(session, blob, meet=False).said


def changed(said: Submission, **line: object) -> Submission:
    """The same file with another line in it, rightly hashed and signed, and another id."""
    (one,) = said.records
    new = {**one.line, **line}
    record = replace(one, line=new, hash=line_hash(new))
    return replace(said, id=new_id(), records=(record,))


def test_a_file_for_another_office_is_refused_there(post: Post, fresh: Laptops) -> None:
    other = fresh("other")
    known = fill_office(other)
    theirs = fresh("theirs")
    join(other, theirs, known.ravi)
    made = send(post.laptop, [visit(post.laptop, post.known)])
    with pytest.raises(NotForUs):
        take(other, made)
    said = said_in(post.office, made.blob)
    mine = signer_of(post.laptop, other)
    with pytest.raises(OtherOffice):
        take(other, mine.seal(said))
    with other.desk.read() as session:
        there = replace(said, office=own_office_id(session), laptop=None)
    with pytest.raises(UnknownLaptop):
        take(other, mine.seal(there))
    assert ids_of(other) == []


def test_what_was_passed_on_is_refused(post: Post, fresh: Laptops) -> None:
    other = fresh("other")
    fill_office(other)
    made = send(post.laptop, [visit(post.laptop, post.known)])
    with other.desk.write("Made keys") as session:
        theirs = make_own_keys(session)
    with post.office.desk.read() as session:
        plain = decrypted(made.blob, insist_on_keys(session))
    with pytest.raises(Forwarded):
        take(other, encrypted(plain, theirs))
    with pytest.raises(WrongKind):
        take(post.laptop, answer(post.office, post.peer))


def test_the_id_of_a_file_that_came_serves_no_other(post: Post) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    take(post.office, made)
    said, mine = said_in(post.office, made.blob), signer_of(post.laptop, post.office)
    with pytest.raises(SaysOtherwise):
        take(post.office, mine.seal(replace(changed(said, typed_by="Eve"), id=said.id)))
    with post.office.desk.read() as session:
        invitation = session.scalars(
            select(models.Parcel.id).where(models.Parcel.kind == "invitation")
        ).first()
    assert invitation is not None
    with pytest.raises(SaysOtherwise):
        take(post.office, mine.seal(replace(said, id=invitation)))
    # Sealed once more, it is the same file.
    assert take(post.office, mine.seal(said)).state == "again"


def test_a_laptop_takes_records_from_its_office_only(post: Post, fresh: Laptops) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    said = said_in(post.office, made.blob)
    eve = fresh("eve")
    join(post.office, eve, post.known.ravi)
    with pytest.raises(NotYourOffice):
        take(post.laptop, signer_of(eve, post.laptop).seal(said))
    with pytest.raises(NotTheirs, match="records for an office"):
        take(post.laptop, signer_of(post.office, post.laptop).seal(said))


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ({"status": "open"}, NotTheirs),
        ({"status": "stub"}, NotTheirs),
        ({"purpose": "practice"}, NotTheirs),
        ({"answers": []}, RecordRefused),
        ({"answers": {"suite": "nowhere"}}, RecordRefused),
        ({"answers": {"in_custody": -4}}, RecordRefused),
        ({"answers": {"children": 3, "in_custody": 1, "went_ahead": "yes"}}, RecordRefused),
        ({"beside": [{"type": "place", "id": "x", "scheme": "none", "name": "X"}]}, RecordRefused),
        ({"sitting": "one"}, RecordRefused),
        ({"meeting": {}}, RecordRefused),
        ({"created_at": "0001-01-01T00:00:00+14:00"}, RecordRefused),
        ({"surprise": 1}, RecordRefused),
    ],
)
def test_a_record_that_cannot_be_so_is_refused_with_its_file(
    post: Post, line: dict[str, Any], refusal: type[UserError]
) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    said, mine = said_in(post.office, made.blob), signer_of(post.laptop, post.office)
    with pytest.raises(refusal, match="Nothing was taken"):
        take(post.office, mine.seal(changed(said, **line)))
    assert ids_of(post.office) == []
    assert take(post.office, made).count("insert") == 1


def test_what_goes_beside_a_record_adds_what_is_missing_and_changes_nothing(post: Post) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    said, mine = said_in(post.office, made.blob), signer_of(post.laptop, post.office)
    beside = [
        {"type": "person", "id": post.known.jane, "name": "Eve", "kind": "staff", "notes": "x"},
        {"type": "person", "id": "new", "name": "Guest", "kind": "volunteer", "notes": "x"},
        {"type": "setting", "id": "s", "key": "office", "value": "Mine"},
        {"type": "meeting", "id": "m", "attendance": [{"role": 1, "count": "x"}]},
        "junk",
    ]
    beside[3] |= {"scheme": "custody_visiting", "on_date": "2026-11-01"}  # type: ignore[operator]
    take(post.office, mine.seal(changed(said, beside=beside)))
    with post.office.desk.read() as session:
        assert session.get_one(models.Person, post.known.jane).name == "Jane Smith"
        new = session.get_one(models.Person, "new")
        assert (new.name, new.notes) == ("Guest", "")
        assert session.get(models.Meeting, "m") is None
        assert session.scalar(select(func.count()).where(models.Setting.key == "office")) == 1


@dataclass(frozen=True, slots=True)
class Ready:
    """An office as it was before a file came, and that file."""

    folder: Path
    said: Submission
    signer: Signer


@pytest.fixture(scope="module")
def waiting(new_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    folder = tmp_path_factory.mktemp("hostile")
    with ExitStack() as stack, clock.fixed(NOW):
        desks = []
        for name in ("office", "jane"):
            place = desk_folder(folder / name, "desk")
            shutil.copytree(new_desk, place)
            opened = stack.enter_context(open_desk(place, PASSPHRASE, who=name))
            desks.append(Around(folder / name, opened))
        office, jane = desks
        known = fill_office(office)
        join(office, jane, known.jane)
        rows = [problem("row", custody_number="CN 1")]
        made = send(jane, [visit(jane, known, to_put_right=rows)])
        said = said_in(office, made.blob)
        return Ready(folder / "office", said, signer_of(jane, office))


@pytest.fixture(scope="module")
def taker(waiting: Ready) -> Iterator[Around]:
    with open_desk(desk_folder(waiting.folder, "desk"), PASSPHRASE, who="office") as desk:
        yield Around(waiting.folder, desk)


class _TakenBack(Exception):
    """Raised so that an example leaves the office as it was."""


def paths_in(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give where something stands in JSON, every place of it."""
    inner: Any = ()
    if isinstance(value, dict):
        inner = value.items()
    elif isinstance(value, list):
        inner = enumerate(value)
    return [path, *(one for key, part in inner for one in paths_in(part, (*path, key)))]


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(where=st.integers(0, 10_000), junk=JUNK, key=st.sampled_from([None, *MEDDLERS]))
@example(where=0, junk={"a": 1}, key="slot")
@example(where=0, junk=[[]], key="status")
@example(where=0, junk={}, key="form")
def test_whatever_stands_in_a_line_is_taken_or_refused_in_words(
    waiting: Ready, taker: Around, where: int, junk: object, key: str | None
) -> None:
    line = copy.deepcopy(dict(waiting.said.records[0].line))
    places = [one for one in paths_in(line) if one and one[0] not in ("id", "type")]
    place = (key,) if key is not None else places[where % len(places)]
    holder: Any = line
    for part in place[:-1]:
        holder = holder[part]
    holder[place[-1]] = junk
    said = changed(waiting.said, **line)
    with clock.fixed(NOW):
        try:
            blob = waiting.signer.seal(said)
        except UserError:
            return  # the sender's own desk would not make it
        with suppress(_TakenBack, UserError), taker.desk.write("Received") as session:
            report = receive(session, FORMS, blob)
            assert [one.decision for one in report.records] == ["insert"]
            session.flush()
            broken = session.connection().exec_driver_sql("PRAGMA foreign_key_check")
            assert broken.all() == []
            raise _TakenBack
