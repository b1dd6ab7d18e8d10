"""Two laptops and an office in any order of events: no record is lost, none is counted twice."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Literal, TypeVar

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop import clock
from desktop.exchange.sealed.conflicts import settle, waiting
from desktop.exchange.sealed.sending import make_again, ready, take_back
from desktop.records.office import office_on
from desktop.records.sources import records_for
from desktop.records.stubs import VisitIsHere, VisitMade, add_stub
from desktop.store import models
from desktop.store.desk import open_desk
from desktop.store.layout import desk_folder
from tests.unit.conftest import PASSPHRASE, Around
from tests.unit.sealed_desks import FORMS, Known, fill_office
from tests.unit.sealed_posts import (
    NOW,
    VISIT,
    answer,
    correct,
    hear,
    join,
    of,
    send,
    take,
    visit,
)

NAMES = ("office", "jane", "ravi")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Closed:
    """An office and two confirmed laptops, closed, to be copied for every example."""

    folder: Path
    known: Known
    peers: tuple[str, str]


@pytest.fixture(scope="module")
def closed(new_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Closed:
    folder = tmp_path_factory.mktemp("three")
    with ExitStack() as stack, clock.fixed(NOW):
        desks = []
        for name in NAMES:
            shutil.copytree(new_desk, desk_folder(folder / name, "desk"))
            desks.append(_opened(stack, folder, name))
        office, jane, ravi = desks
        known = fill_office(office)
        peers = (join(office, jane, known.jane), join(office, ravi, known.ravi))
    return Closed(folder, known, peers)


def _opened(stack: ExitStack, folder: Path, name: str) -> Around:
    desk = open_desk(desk_folder(folder / name, "desk"), PASSPHRASE, who=name)
    return Around(folder / name, stack.enter_context(desk))


@dataclass(slots=True)
class World:
    """What happened so far. `written` are the visits with the words of their newest versions."""

    office: Around
    laptops: tuple[Around, Around]
    closed: Closed
    number: Iterator[int] = field(default_factory=count)
    written: list[tuple[int, str]] = field(default_factory=list)
    files: list[tuple[int, bytes, str]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    arrived: set[str] = field(default_factory=set)
    words: dict[str, set[str]] = field(default_factory=dict)
    stands: dict[str, str] = field(default_factory=dict)

    def write(self, who: int, _which: int) -> None:
        if len(self.written) < 8:
            day = NOW.date() - timedelta(days=1 + len(self.written))
            word = f"word{next(self.number)}"
            said = {"visit_on": day.isoformat(), "done_well": word}
            self.written.append((who, visit(self.laptops[who], self.closed.known, **said)))

    def correct(self, who: int, which: int) -> None:
        mine = [id_ for owner, id_ in self.written if owner == who]
        if mine:
            word = f"word{next(self.number)}"
            correct(self.laptops[who], _one_of(mine, which), done_well=word)

    def send(self, who: int, _which: int) -> None:
        with self.laptops[who].desk.read() as session:
            ids = [one.id for one in ready(session, FORMS)]
        if ids:
            made = send(self.laptops[who], ids)
            self.files.append((who, made.blob, made.parcel_id))

    def again(self, who: int, which: int) -> None:
        mine = [parcel for owner, _, parcel in self.files if owner == who]
        if mine:
            parcel = mine[which % len(mine)]
            with self.laptops[who].desk.read() as session:
                row = session.get_one(models.Parcel, parcel)
                if "sealed" in row.contents:
                    self.files.append((who, make_again(session, parcel).blob, parcel))

    def back(self, who: int, which: int) -> None:
        mine = [parcel for owner, _, parcel in self.files if owner == who]
        if mine:
            with self.laptops[who].desk.write("Took it back") as session:
                parcel = mine[which % len(mine)]
                if not session.get_one(models.Parcel, parcel).receipt:
                    take_back(session, parcel)

    def arrive(self, _who: int, which: int) -> None:
        if self.files:
            _, blob, _ = _one_of(self.files, which)
            report = take(self.office, blob)
            assert report.state in ("taken", "again")
            self.arrived |= {one.record_id for one in report.records}

    def office_corrects(self, _who: int, which: int) -> None:
        with self.office.desk.read() as session:
            query = select(models.Record.id).where(models.Record.status == "filed")
            here = sorted(session.scalars(query))
        if here:
            id_, word = _one_of(here, which), f"word{next(self.number)}"
            correct(self.office, id_, at_office=True, done_well=word)
            self.words.setdefault(id_, set()).add(word)
            self.stands[id_] = word

    def stub(self, _who: int, which: int) -> None:
        known = self.closed.known
        day = NOW.date() - timedelta(days=1 + which % 8)
        with self.office.desk.write("Noted a visit") as session:
            office = office_on(session, clock.today(), FORMS.values())
            made = VisitMade(known.keyham, day, (known.jane,), "text message")
            try:
                add_stub(session, VISIT, made, office=office, who="Office")
            except VisitIsHere:
                return

    def settle(self, _who: int, which: int) -> None:
        with self.office.desk.write("Settled") as session:
            found = waiting(session, FORMS)
            if found:
                one = found[which % len(found)]
                side: Literal["here", "came"] = "came" if which % 2 else "here"
                choices = {pair.key: side for pair in one.differing}
                settle(session, FORMS, one.id, choices, who="Office")
                self.stands.pop(one.record_id, None)

    def answer(self, who: int, _which: int) -> None:
        self.answers.append((who, answer(self.office, self.closed.peers[who])))

    def hear(self, _who: int, which: int) -> None:
        if self.answers:
            who, blob = self.answers[which % len(self.answers)]
            assert hear(self.laptops[who], blob).history == ""

    def check(self) -> None:
        """What laptops were told is so, and all that came is somewhere in the office, once."""
        with self.office.desk.read() as session:
            query = select(models.Record).where(models.Record.status.not_in(("stub", "binned")))
            here = {row.id for row in session.scalars(query)}
        assert here == self.arrived
        for id_, word in self.stands.items():  # nobody was asked, so it stands as it was put
            assert of(self.office, id_).answers["done_well"] == word
        for who, id_ in self.written:
            if of(self.laptops[who], id_).status == "filed":
                assert id_ in here

    def found(self, id_: str) -> str:
        """All that the office has of a record, in one text."""
        with self.office.desk.read() as session:
            parts = [str(session.get_one(models.Record, id_).answers)]
            kept = select(models.Revision.answers).where(models.Revision.record_id == id_)
            parts += [str(one) for one in session.scalars(kept)]
            waits = select(models.Waiting.payload).where(models.Waiting.record_id == id_)
            return " ".join([*parts, *(str(one) for one in session.scalars(waits))])

    def finish(self) -> None:
        """Let everything arrive and be answered; then the office has all, and laptops know it."""
        for _ in range(3):
            for who in (0, 1):
                self.send(who, 0)
            for place in range(len(self.files)):
                self.arrive(0, 2 * place)
            self._settle_all()
            for who in (0, 1):
                self.answer(who, 0)
                self.hear(0, len(self.answers) - 1)
        self.check()
        assert self.arrived == {id_ for _, id_ in self.written}
        for who, id_ in self.written:
            mine = of(self.laptops[who], id_)
            assert mine.status == "filed"
            assert str(mine.answers["done_well"]) in self.found(id_)
            for word in self.words.get(id_, ()):
                assert word in self.found(id_)

    def _settle_all(self) -> None:
        while True:
            with self.office.desk.read() as session:
                if not waiting(session, FORMS):
                    return
            self.settle(0, next(self.number))

    def counted(self) -> int:
        """How many visits the office's figures count."""
        with self.office.desk.read() as session:
            start, today = date(2026, 1, 1), clock.today()
            office = office_on(session, today, FORMS.values())
            found = records_for(
                session, VISIT, start, today, office=office, anchor=lambda monday: monday
            )
            stubs = select(models.Record.id).where(models.Record.status == "stub")
            return len(found) - len(session.scalars(stubs).all())


def _one_of(several: Sequence[T], which: int) -> T:
    """Give any of several, the last one more often than others: things go well at times."""
    return several[-1] if which % 2 else several[which // 2 % len(several)]


STEPS: dict[str, Callable[[World, int, int], None]] = {
    "write": World.write,
    "correct": World.correct,
    "send": World.send,
    "again": World.again,
    "back": World.back,
    "arrive": World.arrive,
    "office": World.office_corrects,
    "stub": World.stub,
    "settle": World.settle,
    "answer": World.answer,
    "hear": World.hear,
}
BOTH_CORRECT = [
    (step, 0, 1) for step in ("write", "send", "arrive", "office", "correct", "send", "arrive")
]
OFTEN = ("write", "correct", "send", "arrive", *STEPS)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(OFTEN), st.integers(0, 1), st.integers(0, 30)),
        min_size=6,
        max_size=24,
    )
)
@example(steps=BOTH_CORRECT)
@example(steps=[("stub", 0, 0), *BOTH_CORRECT, ("settle", 0, 1), *BOTH_CORRECT[4:]])
def test_whatever_is_lost_late_or_sent_twice_the_office_counts_what_it_acknowledged(
    closed: Closed, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("example")
    with ExitStack() as stack:
        for name in NAMES:
            shutil.copytree(closed.folder / name, folder / name)
        office, jane, ravi = (_opened(stack, folder, name) for name in NAMES)
        world = World(office, (jane, ravi), closed)
        for minute, (step, who, which) in enumerate(steps):
            with clock.fixed(NOW + timedelta(minutes=minute)):
                STEPS[step](world, who, which)
                world.check()
        with clock.fixed(NOW + timedelta(hours=1)):
            world.finish()
            assert world.counted() == len(world.written)
    shutil.rmtree(folder)
