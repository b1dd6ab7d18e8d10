"""What cannot be taken in: each has its sentence at the place, and the page goes on."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed import enrolling, envelope
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.envelope import new_identity, open_sealed, seal
from desktop.exchange.sealed.keys import new_keys
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.signed import sign
from desktop.store.desk import Desk
from desktop.ui.look.look import Look
from desktop.ui.pages.exchange.intake import Intake
from desktop.ui.pages.exchange.laptop_page import LaptopPage, send_page
from desktop.ui.pages.exchange.office_page import ExchangePage
from tests.qt.mail import Mail, mail
from tests.qt.pressing import press, words
from tests.qt.stage import settle
from tests.unit.sealed_desks import invite
from tests.unit.sealed_posts import answer as receipt
from tests.unit.sealed_posts import ids_of, send, take, visit

Harm = Callable[[Mail, bytes], bytes]


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


def keys(desk: Desk) -> tuple[bytes, str, str]:
    """Give a desk's signing seed, and both halves of what opens its files."""
    with desk.read() as session:
        found = insist_on_keys(session)
    return found.signing_seed, found.age_identity, found.recipient


def body(post: Mail, good: bytes) -> dict[str, object]:
    """Give what a file says, as its office reads it."""
    _, identity, _ = keys(post.office.desk)
    return dict(open_sealed(good, identity, kinds=("submission",)).body)


def made_by(post: Mail, seed: bytes, said: dict[str, object]) -> bytes:
    return seal("submission", said, signing_seed=seed, recipients=[keys(post.office.desk)[2]])


def cut_off(_post: Mail, good: bytes) -> bytes:
    return good[:300]


def cut_text(_post: Mail, good: bytes) -> bytes:
    return to_text(good).encode()[:-400]


def flipped(_post: Mail, good: bytes) -> bytes:
    return good[:-20] + bytes([good[-20] ^ 1]) + good[-19:]


def foreign(_post: Mail, _good: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0"


def empty(_post: Mail, _good: bytes) -> bytes:
    return b""


def for_others(_post: Mail, _good: bytes) -> bytes:
    return sealed_for(new_identity()[1], b"x")


def with_a_passphrase(_post: Mail, _good: bytes) -> bytes:
    # As `age --passphrase` begins a file; making a real one takes seconds.
    lines = [b"-> scrypt " + b"A" * 22 + b" 18", b"B" * 43, b"--- " + b"C" * 43]
    return b"\n".join([b"age-encryption.org/v1", *lines, b"D" * 60])


def sealed_for(recipient: str, plain: bytes) -> bytes:
    sealed: bytes = pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)])
    return sealed


def in_the_office_s_key(post: Mail, plain: bytes) -> bytes:
    return sealed_for(keys(post.office.desk)[2], plain)


def future(post: Mail, good: bytes) -> bytes:
    signed = sign("submission", keys(post.laptop.desk)[0], body(post, good))
    newer = signed.replace(b"SCRUTINY-DESK 1\n", b"SCRUTINY-DESK 2\n", 1)
    return in_the_office_s_key(post, zlib.compress(newer))


def changed(post: Mail, good: bytes) -> bytes:
    signed = sign("submission", keys(post.laptop.desk)[0], body(post, good))
    return in_the_office_s_key(post, zlib.compress(signed.replace(b"Keyham", b"Keyhum")))


def forwarded(post: Mail, good: bytes) -> bytes:
    said = {name: value for name, value in body(post, good).items() if name != "to"}
    others = sorted([new_identity()[1]])
    signed = sign("submission", keys(post.laptop.desk)[0], {**said, "to": others})
    return in_the_office_s_key(post, zlib.compress(signed))


def unknown_laptop(post: Mail, good: bytes) -> bytes:
    return made_by(post, new_keys().signing_seed, {**body(post, good), "laptop": None})


def withdrawn(post: Mail, good: bytes) -> bytes:
    with post.office.desk.write("Withdrew a laptop") as session:
        enrolling.withdraw(session, post.post.peer, "It was lost")
    return good


def another_office(post: Mail, good: bytes) -> bytes:
    said = {**body(post, good), "office": "01a2050f-0480-7feb-879c-104860704bad"}
    return made_by(post, keys(post.laptop.desk)[0], said)


def zip_bomb(post: Mail, _good: bytes) -> bytes:
    return in_the_office_s_key(post, zlib.compress(b"\0" * (80 << 20), 9))


def too_large(_post: Mail, good: bytes) -> bytes:
    return good + b"\0" * (envelope.MOST_FILE + 1)


def header_bomb(_post: Mail, good: bytes) -> bytes:
    lines = b"".join(b"-> X25519 %043d\n%043d\n" % (n, n) for n in range(60_000))
    return good[:22] + lines + good[22:]


def path_in_an_id(post: Mail, good: bytes) -> bytes:
    said = body(post, good)
    return made_by(post, keys(post.laptop.desk)[0], {**said, "id": "../../../../etc/passwd"})


def an_invitation(post: Mail, _good: bytes) -> bytes:
    return invite(post.post.office, post.post.known.jane)


REFUSED: tuple[tuple[Harm, str], ...] = (
    (cut_off, "cut off"),
    (cut_text, "The text is cut off"),
    (flipped, "damaged or cut off on its way"),
    (foreign, "not a file that Scrutiny Desk has made"),
    (empty, "There is no text of a Scrutiny Desk file in this"),
    (for_others, "made for somebody else"),
    (with_a_passphrase, "locked with a passphrase"),
    (future, "made with a newer version of Scrutiny Desk"),
    (changed, "was changed after it was made"),
    (forwarded, "made for another office, and somebody passed it on"),
    (another_office, "made for another office"),
    (unknown_laptop, "a laptop that this office has not invited"),
    (withdrawn, "which this office has withdrawn"),
    (zip_bomb, "larger than any that Scrutiny Desk makes"),
    (too_large, "larger than any that Scrutiny Desk makes"),
    (header_bomb, "damaged or cut off on its way"),
    (path_in_an_id, "does not hold what it should"),
    (an_invitation, "This is an invitation"),
)


@pytest.mark.parametrize(("harm", "sentence"), REFUSED, ids=[one[0].__name__ for one in REFUSED])
def test_the_office_takes_nothing_says_why_and_goes_on(
    post: Mail, tmp_path: Path, harm: Harm, sentence: str
) -> None:
    laptop, known = post.post.laptop, post.post.known
    good = send(laptop, [visit(laptop, known)]).blob
    later = send(laptop, [visit(laptop, known)]).blob
    bad = tmp_path / "bad.desk"
    bad.write_bytes(harm(post, good))
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    give(page.intake, bad)
    assert "bad.desk: nothing was taken in" in words(page)
    assert sentence in words(page)
    assert post.office.view.banner.isHidden()
    assert ids_of(post.post.office) == []
    if harm is not withdrawn:
        (tmp_path / "good.desk").write_bytes(later)
        give(page.intake, tmp_path / "good.desk")
        assert "1 record from Jane Smith: 1 new." in words(page)
        assert len(ids_of(post.post.office)) == 1


def give(intake: Intake, path: Path) -> None:
    intake.take_files([path])
    settle()


def test_what_came_before_is_said_and_changes_nothing(post: Mail, tmp_path: Path) -> None:
    sent = send(post.post.laptop, [visit(post.post.laptop, post.post.known)])
    take(post.post.office, sent)
    (tmp_path / "again.desk").write_bytes(sent.blob)
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    give(page.intake, tmp_path / "again.desk")
    assert "This file came before, so nothing was changed." in words(page)
    assert len(ids_of(post.post.office)) == 1


def test_the_same_name_on_something_else_is_refused(post: Mail, tmp_path: Path) -> None:
    sent = send(post.post.laptop, [visit(post.post.laptop, post.post.known)])
    said = body(post, sent.blob)
    take(post.post.office, sent)
    other = body(post, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]).blob)
    path = tmp_path / "other.desk"
    path.write_bytes(made_by(post, keys(post.laptop.desk)[0], {**other, "id": said["id"]}))
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    give(page.intake, path)
    assert "holds something else" in words(page)
    assert len(ids_of(post.post.office)) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("..\N{DIVISION SLASH}..\N{DIVISION SLASH}etc.desk", ".."),
        ("a\nb\x1b[31m.desk", "a\N{REPLACEMENT CHARACTER}b"),
        ("<img src=x>.desk", "<img src=x>.desk"),
        (f"{'long' * 40}.desk", "…"),
    ],
)
def test_names_with_tricks_are_only_shown(
    post: Mail, tmp_path: Path, name: str, shown: str
) -> None:
    path = tmp_path / name
    path.write_bytes(b"nothing of ours")
    before = sorted(tmp_path.rglob("*"))
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    give(page.intake, path)
    assert shown in words(page)
    assert "nothing was taken in" in words(page)
    assert [one for one in sorted(tmp_path.rglob("*")) if one not in before] == []


def test_a_file_that_is_gone_and_a_folder_are_said(post: Mail, tmp_path: Path) -> None:
    page = post.office.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    page.intake.take_files([tmp_path / "gone.desk", tmp_path])
    settle()
    assert "The file cannot be read." in words(page)
    assert "This is a folder." in words(page)


def laptop_page(post: Mail) -> LaptopPage:
    page = post.laptop.show(send_page)
    assert isinstance(page, LaptopPage)
    return page


def other_laptop(post: Mail) -> bytes:
    good = receipt(post.post.office, post.post.peer)
    seed, _, _ = keys(post.office.desk)
    _, mine, recipient = keys(post.laptop.desk)
    said = dict(open_sealed(good, mine, kinds=("receipt",)).body)
    said["laptop"] = new_keys().verify_key.hex()
    return seal("receipt", said, signing_seed=seed, recipients=[recipient])


def not_our_office(post: Mail) -> bytes:
    good = receipt(post.post.office, post.post.peer)
    _, mine, recipient = keys(post.laptop.desk)
    said = dict(open_sealed(good, mine, kinds=("receipt",)).body)
    return seal("receipt", said, signing_seed=new_keys().signing_seed, recipients=[recipient])


def ours_back(post: Mail) -> bytes:
    return send(post.post.laptop, [visit(post.post.laptop, post.post.known)]).blob


def for_ravi(post: Mail) -> bytes:
    return invite(post.post.office, post.post.known.ravi)


def with_a_path(post: Mail) -> bytes:
    """An invitation whose own form would be written outside its folder."""
    from desktop.exchange.sealed.invitation import read_invitation

    seed, _, _ = keys(post.office.desk)
    opened = read_invitation(invite(post.post.office, post.post.known.jane))
    said = replace(opened.invitation, own_forms={"../../escaped.toml": 'id = "x"'})
    return sign("invitation", seed, said.to_body())


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (other_laptop, "for another laptop"),
        (not_our_office, "was not made by OPCC for Somewhere"),
        (ours_back, "made for somebody else"),
        (for_ravi, "This invitation is for Ravi Patel"),
        (with_a_path, "does not hold what it should"),
        (lambda _post: b"Dear Jane", "There is no text of a Scrutiny Desk file"),
    ],
    ids=["other laptop", "other office", "own file", "somebody else", "path", "letter"],
)
def test_a_laptop_takes_nothing_says_why_and_goes_on(
    post: Mail, tmp_path: Path, make: Callable[[Mail], bytes], sentence: str
) -> None:
    bad = tmp_path / "bad.desk"
    bad.write_bytes(make(post))
    page = laptop_page(post)
    give(page.intake, bad)
    assert "bad.desk: nothing was taken in" in words(page)
    assert sentence in words(page)
    assert not list(tmp_path.rglob("escaped.toml"))
    (tmp_path / "answer.desk").write_bytes(receipt(post.post.office, post.post.peer))
    give(page.intake, tmp_path / "answer.desk")
    assert "The answer of OPCC for Somewhere" in words(page)
    press(page, "Put this away")
