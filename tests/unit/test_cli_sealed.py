"""Sealed files on the command line: what came is taken in, what is ready is sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop import cli
from desktop.arguments import parser
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.enrolling import laptops
from desktop.exchange.sealed.envelope import is_sealed
from desktop.records.places import add_place
from desktop.records.record import record
from desktop.store.desk import Desk, open_desk
from tests.unit.conftest import PASSPHRASE, Around, Laptops
from tests.unit.sealed_desks import CUSTODY, LONG_AGO, fill_office, invite, set_up_by
from tests.unit.sealed_posts import Post, answer, correct, ids_of, new_post, send, take, visit

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def post(fresh: Laptops) -> Post:
    return new_post(fresh)


def run(around: Around, *words: str | Path) -> int:
    """Run a command on a desk; from then on it is closed in this process."""
    around.desk.close()
    secret = around.data / "passphrase.txt"
    secret.write_text(PASSPHRASE, "utf-8")
    given = ["--data", around.data, "--passphrase-file", secret, *words]
    return cli.run(parser().parse_args([str(word) for word in given]))


def opened(around: Around) -> Desk:
    return open_desk(around.desk.folder, PASSPHRASE)


def file_of(tmp_path: Path, content: bytes | str, name: str = "came.age") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_it_is(blob: bytes) -> bytes | str:
    return blob


@pytest.mark.parametrize("written", [as_it_is, to_text])
def test_the_office_takes_in_what_a_laptop_sent(
    post: Post, tmp_path: Path, capsys: Captured, written: Callable[[bytes], bytes | str]
) -> None:
    id_ = visit(post.laptop, post.known)
    path = file_of(tmp_path, written(send(post.laptop, [id_]).blob))
    assert run(post.office, "import", path) == 0
    assert capsys.readouterr().out == "came.age:\n  1 record from Jane Smith: 1 new.\n"
    with opened(post.office) as desk, desk.read() as session:
        assert record(session, id_).status == "filed"
    assert run(post.office, "import", path) == 0
    assert "  This file came before, so nothing was changed." in capsys.readouterr().out


def test_a_laptop_that_was_not_confirmed_is_put_on_the_list_and_nothing_is_taken(
    fresh: Laptops, tmp_path: Path, capsys: Captured
) -> None:
    office, laptop = fresh("office"), fresh("jane")
    known = fill_office(office)
    set_up_by(laptop, invite(office, known.jane))
    path = file_of(tmp_path, send(laptop, [visit(laptop, known)]).blob)
    assert run(office, "import", path) == 1
    assert "Jane Smith’s laptop is not confirmed yet. Ring them and compare its words: " in (
        capsys.readouterr().out
    )
    with opened(office) as desk, desk.read() as session:
        assert [one.state for one in laptops(session)] == ["unconfirmed"]


def test_a_record_that_was_changed_on_both_sides_is_named(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    correct(post.office, id_, at_office=True, left="20:10")
    correct(post.laptop, id_, left="20:20")
    path = file_of(tmp_path, send(post.laptop, [id_]).blob)
    assert run(post.office, "import", path) == 0
    assert (
        "  Custody visit, Keyham Lane, 20 November 2026: It was changed on both sides: look at "
        "both versions and choose.\n"
    ) in capsys.readouterr().out


def test_a_laptop_takes_in_the_answer_of_its_office(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    id_ = visit(post.laptop, post.known)
    take(post.office, send(post.laptop, [id_]))
    path = file_of(tmp_path, answer(post.office, post.peer))
    assert run(post.laptop, "import", path) == 0
    assert "  OPCC for Somewhere has 1 of your records.\n" in capsys.readouterr().out
    with opened(post.laptop) as desk, desk.read() as session:
        assert record(session, id_).status == "filed"


def test_what_is_opened_at_the_other_end_says_so(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    made = send(post.laptop, [visit(post.laptop, post.known)])
    take(post.office, made)
    received = file_of(tmp_path, answer(post.office, post.peer), "answer.age")
    assert run(post.laptop, "import", file_of(tmp_path, made.blob)) == 1
    assert run(post.office, "import", received) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("came.age: This file was made for somebody else")
    assert second.startswith("answer.age: This file was made for somebody else")


def test_a_damaged_or_clipped_file_is_refused_in_a_sentence(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    blob = send(post.laptop, [visit(post.laptop, post.known)]).blob
    text = to_text(blob)
    for content in (blob[:-20], text[: len(text) // 2]):
        assert run(post.office, "import", file_of(tmp_path, content)) == 1
        said = capsys.readouterr()
        assert said.out == ""
        assert "cut off" in said.err
        assert said.err.count("\n") == 1


def test_a_newer_invitation_brings_a_laptop_up_to_date_once(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    with post.office.desk.write("Opened a place") as session:
        add_place(session, CUSTODY, "Mansfield House", open_from=LONG_AGO)
    path = file_of(tmp_path, invite(post.office, post.known.jane), "newer.invitation")
    assert run(post.laptop, "import", path) == 0
    assert (
        "  This desk is as the newest invitation of OPCC for Somewhere says.\n"
        in capsys.readouterr().out
    )
    assert run(post.laptop, "import", path) == 1
    assert capsys.readouterr().err.startswith(
        "newer.invitation: This invitation is the one that this desk has already."
    )
    assert run(post.office, "import", path) == 1
    assert "This is the desk of an office, which invites others." in capsys.readouterr().err


def test_a_first_invitation_wants_the_window(
    post: Post, fresh: Laptops, tmp_path: Path, capsys: Captured
) -> None:
    path = file_of(tmp_path, invite(post.office, post.known.ravi))
    assert run(fresh("ravi"), "import", path) == 1
    assert capsys.readouterr().err == (
        "came.age: This is a first invitation, and this desk belongs to no office yet. Open it in "
        "the window, where the office’s words are compared by telephone.\n"
    )


def test_what_is_ready_goes_to_the_office_in_a_file_that_only_it_opens(
    post: Post, tmp_path: Path, capsys: Captured
) -> None:
    id_ = visit(post.laptop, post.known)
    out = tmp_path / "to-send.age"
    assert run(post.laptop, "export", "--to-office", "--out", out) == 0
    assert capsys.readouterr().out.startswith(
        f"1 record is in {out}, which only OPCC for Somewhere can open. Send it to them"
    )
    assert is_sealed(out.read_bytes())
    take(post.office, out.read_bytes())
    assert ids_of(post.office) == [id_]
    with opened(post.laptop) as desk, desk.read() as session:
        assert record(session, id_).status == "sent"
    assert run(post.laptop, "export", "--to-office", "--out", out) == 1
    assert run(post.laptop, "export", "--to-office", "--out", tmp_path / "again.age") == 1
    there, nothing = capsys.readouterr().err.splitlines()
    assert there.startswith(f"{out} is there already. Choose another name")
    assert nothing.startswith("Nothing waits to be sent to the office.")
    assert not (tmp_path / "again.age").exists()


def test_what_cannot_be_written_was_not_sent(post: Post, tmp_path: Path, capsys: Captured) -> None:
    id_ = visit(post.laptop, post.known)
    out = tmp_path / "nowhere" / "to-send.age"
    assert run(post.laptop, "export", "--to-office", "--out", out) == 1
    assert "could not be written" in capsys.readouterr().err
    with opened(post.laptop) as desk, desk.read() as session:
        assert record(session, id_).status == "finished"


def test_only_a_desk_of_an_office_sends_to_it(post: Post, tmp_path: Path, capsys: Captured) -> None:
    out = tmp_path / "to-send.age"
    assert run(post.office, "export", "--to-office", "--out", out) == 1
    assert run(post.laptop, "export", "--to-office", "--hand-over", "--out", out) == 1
    office, both = capsys.readouterr().err.splitlines()
    assert office.startswith("This desk belongs to no office yet.")
    assert both.startswith("Both --to-office and --hand-over are given. Leave one out")
    assert not out.exists()
