"""One bit is flipped in a file that travels or lies beside the desks: found and said, or harmless.

What lies in a desk's folder itself: tests/unit/test_store_flips.py. More flips than in the ordinary
run: python -m tests.soak.test_flips 5000
"""

import json
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop import log, paths
from desktop.errors import UserError
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.enrolling import laptops
from desktop.exchange.sealed.invitation import read_invitation
from desktop.exchange.sealed.receipts import make_receipt, take_receipt
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.sending import make_again, sent_files
from desktop.formlib.own import load_office_forms
from desktop.store.autobackup import backup_if_due
from desktop.store.desk import Desk, open_desk
from desktop.store.layout import BACKUP_STATE
from tests.soak.deeds import Deed
from tests.soak.desks import first_state, new_world, state_of
from tests.soak.living import write
from tests.unit.conftest import PASSPHRASE, Around
from tests.unit.sealed_desks import FORMS, invite

ORDINARY = 100
COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"


class NotKeptError(Exception):
    """Ends a write of which nothing is to stay."""


@dataclass(frozen=True, slots=True)
class Post:
    """An office and a laptop, and a file of each kind that goes between them."""

    office: Desk
    laptop: Desk
    files: dict[str, bytes]


def post(root: Path) -> Iterator[Post]:
    world = new_world(root)
    with (
        open_desk(world.desk("office"), PASSPHRASE, who="office") as office,
        open_desk(world.desk("laptop"), PASSPHRASE, who="laptop") as laptop,
    ):
        tokens = frozenset({"second"})
        for deed in (Deed("save", tokens), Deed("finish", tokens), Deed("send", tokens)):
            write(laptop, deed, "laptop", world.outbox)
        with laptop.read() as session:
            records = make_again(session, sent_files(session)[0].parcel_id).blob
        with office.write("Answered") as session:
            (jane,) = laptops(session)
            receipt = make_receipt(session, jane.id)
        invitation = invite(Around(root / "office", office), str(jane.person_id))
        files = {"records": records, "receipt": receipt, "invitation": invitation}
        yield Post(office, laptop, files)


@pytest.fixture
def between(tmp_path: Path) -> Iterator[Post]:
    yield from post(tmp_path / "desks")


def take_records(between: Post, blob: bytes) -> object:
    """Take a file in, give what was in it, and leave the desk as it was."""
    taken: list[object] = []
    with suppress(NotKeptError), between.office.write("Took a file in") as session:
        report = receive(session, FORMS, blob)
        taken.append((report.parcel_id, report.state, [one.hash for one in report.records]))
        raise NotKeptError
    return taken


def take_answer(between: Post, blob: bytes) -> object:
    taken: list[object] = []
    with suppress(NotKeptError), between.laptop.write("Took an answer") as session:
        taken.append(take_receipt(session, blob))
        raise NotKeptError
    return taken


def open_invitation(_between: Post, blob: bytes) -> object:
    return read_invitation(blob)


TAKE: dict[str, Callable[[Post, bytes], object]] = {
    "records": take_records,
    "receipt": take_answer,
    "invitation": open_invitation,
}


def flipped(whole: bytes, chance: random.Random) -> bytes:
    """Flip one bit, one time in four near the beginning."""
    at = chance.randrange(min(100, len(whole)) if chance.random() < 0.25 else len(whole))
    changed = bytearray(whole)
    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


def taken_or_refused(take: Callable[[], object]) -> object:
    try:
        return take()
    except UserError as error:
        return error


def flips(between: Post, kind: str, blob: bytes, count: int) -> Counter[str]:
    """Open a file with one bit flipped, so many times, and count what came of it."""
    take, chance, outcome = TAKE[kind], random.Random(21), Counter[str]()
    before = take(between, blob)
    for _ in range(count):
        there = taken_or_refused(lambda: take(between, flipped(blob, chance)))
        if isinstance(there, UserError):
            assert there.sentence
            assert there.next_step
            outcome["found"] += 1
        else:
            assert there == before, "what was taken is wrong"
            outcome["harmless"] += 1
    assert take(between, blob) == before
    return outcome


@pytest.mark.parametrize("kind", TAKE)
def test_a_flipped_bit_in_a_file_that_travels_is_found(between: Post, kind: str) -> None:
    outcome = flips(between, kind, between.files[kind], ORDINARY)

    assert outcome == {"found": ORDINARY}
    with between.office.read() as session:
        assert state_of(session, "office") == first_state("office")


@pytest.mark.parametrize("kind", TAKE)
def test_a_flipped_bit_in_pasted_text_is_found_or_in_the_words_around_it(
    between: Post, kind: str
) -> None:
    blob = between.files[kind]
    text = blob if kind == "invitation" else to_text(blob).encode()

    outcome = flips(between, kind, text, ORDINARY)

    assert outcome["found"] > ORDINARY / 2


def own_form_flips(folder: Path, count: int) -> Counter[str]:
    """Flip bits in an office's own form: it is a form, or it is said where it is none."""
    whole, chance, outcome = COURT.read_bytes(), random.Random(22), Counter[str]()
    folder.mkdir()
    for _ in range(count):
        (folder / COURT.name).write_bytes(flipped(whole, chance))
        found = load_office_forms(paths.forms(), folder)
        assert set(found.forms) - {COURT.stem} == set(FORMS)
        if found.trouble is not None:
            assert COURT.stem in found.trouble.sentence
            outcome["found"] += 1
        else:
            outcome["another form"] += 1
    return outcome


def test_a_flipped_bit_in_an_own_form_is_said_or_makes_another_form(tmp_path: Path) -> None:
    # A form is plain text for people to change, so another word in it is no fault.
    assert set(own_form_flips(tmp_path / "forms", 20)) == {"found", "another form"}


def note_flips(desk: Desk, count: int) -> None:
    """Flip bits in the note of the last backup: at worst one backup more is made."""
    backup_if_due(desk.folder, desk.key)
    note = desk.folder / BACKUP_STATE
    whole, chance = note.read_bytes(), random.Random(23)
    for _ in range(count):
        note.write_bytes(flipped(whole, chance))
        attempt = backup_if_due(desk.folder, desk.key)
        assert attempt.reason == ""
        assert json.loads(note.read_bytes())


def test_a_flipped_bit_in_the_note_of_the_last_backup_stops_none(between: Post) -> None:
    note_flips(between.laptop, 40)


def test_a_flipped_bit_in_the_log_is_left_and_the_log_goes_on(tmp_path: Path) -> None:
    chance = random.Random(24)
    for name in ("log.txt", "crash.txt"):
        (tmp_path / name).write_bytes(flipped(b"2026-11-02 INFO desktop: started\n", chance))
    kept = (tmp_path / "log.txt").read_bytes()
    try:
        logging.getLogger("desktop").info("%s", log.start(tmp_path).name)
    finally:
        log.stop()
    assert (tmp_path / "log.txt").read_bytes().startswith(kept)
    assert b"INFO desktop: log.txt" in (tmp_path / "log.txt").read_bytes()


if __name__ == "__main__":
    many = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as made_in:
        place = Path(made_in)
        for made in post(place / "desks"):
            for each, content in made.files.items():
                sys.stdout.write(f"{each}: {dict(flips(made, each, content, many))}\n")
            for each in ("records", "receipt"):
                pasted = to_text(made.files[each]).encode()
                sys.stdout.write(f"{each} as text: {dict(flips(made, each, pasted, many))}\n")
        found_in = own_form_flips(place / "forms", many // 10)
        sys.stdout.write(f"own form: {dict(found_in)}\n")
        shutil.rmtree(place / "forms")
