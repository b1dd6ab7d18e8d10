"""Every command on real desks, and each bad input answered with a sentence and exit code 1."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop import cli, clock, paths, sample
from desktop.arguments import parser
from desktop.errors import UserError
from desktop.store import models
from desktop.store.copies import last_copy_elsewhere
from desktop.store.desk import open_desk
from desktop.store.layout import desk_folder, desks_in
from tests.unit.conftest import PASSPHRASE

SAMPLE = str(paths.resource("sample/quarter.jsonl"))
EMPTY_QUARTER = ["--period", "2014-04-01..2014-06-30"]
PLACE = {"type": "place", "scheme": "custody_visiting", "name": "Suite A"}
NEWS = {"type": "news", "scheme": "custody_visiting", "on_date": "2025-03-31"}


class Desks:
    """A data folder with one desk, Jo's, and the file that holds its passphrase."""

    def __init__(self, folder: Path, desk: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.secret = folder / "passphrase.txt"
        self.secret.write_text(PASSPHRASE + "\n", "utf-8")
        self.jo = desk_folder(self.data, "Jo")
        shutil.copytree(desk, self.jo)

    def run(self, *words: str | Path) -> int:
        given = ["--data", self.data, "--passphrase-file", self.secret, *words]
        return cli.run(parser().parse_args([str(word) for word in given]))

    def file(self, *lines: object, name: str = "file.jsonl") -> Path:
        path = self.folder / name
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        return path

    def places(self) -> list[str]:
        with open_desk(self.jo, PASSPHRASE) as desk, desk.read() as session:
            return list(session.scalars(select(models.Place.name).order_by(models.Place.name)))


@pytest.fixture
def desks(new_desk: Path, tmp_path: Path) -> Desks:
    return Desks(tmp_path, new_desk)


@pytest.fixture(scope="module")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    with sample.sample_desk(desk_folder(folder, "Sample")):
        pass
    (folder / "passphrase.txt").write_text(sample.PASSPHRASE, "utf-8")
    return folder


def on_sample(folder: Path, *words: str | Path) -> int:
    given = ["--data", folder, "--passphrase-file", folder / "passphrase.txt", *words]
    return cli.run(parser().parse_args([str(word) for word in given]))


Captured = pytest.CaptureFixture[str]


# --- what each command does ------------------------------------------------------------------


def test_import_says_how_much_came_in_and_that_it_was_here_already(
    desks: Desks, capsys: Captured
) -> None:
    assert desks.run("import", SAMPLE) == 0
    assert capsys.readouterr().out.startswith("quarter.jsonl:\n  ")
    assert desks.run("import", SAMPLE) == 0
    assert "  0 added, " in capsys.readouterr().out


def test_import_takes_one_file_after_the_other_and_stops_at_a_bad_one(
    desks: Desks, capsys: Captured
) -> None:
    good = desks.file(PLACE, name="good.jsonl")
    bad = desks.file({**PLACE, "name": "Suite B"}, {"type": "nonsense"}, name="bad.jsonl")
    assert desks.run("import", good, bad) == 1
    said = capsys.readouterr()
    assert "1 added" in said.out
    assert said.err.startswith("bad.jsonl: Line 2 of the file: “nonsense” is no type of line")
    assert desks.places() == ["Suite A"]


def test_import_does_not_go_on_about_what_it_left_alone(desks: Desks, capsys: Captured) -> None:
    ids = range(30)
    assert desks.run("import", desks.file(*({**NEWS, "id": str(n), "text": "a"} for n in ids))) == 0
    capsys.readouterr()
    assert desks.run("import", desks.file(*({**NEWS, "id": str(n), "text": "b"} for n in ids))) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "  0 added, 0 here already, 30 kept as here."
    assert len(lines) == 2 + 20 + 1
    assert lines[-1] == "  There are more like these."


def test_the_history_does_not_learn_the_name_of_a_file(desks: Desks) -> None:
    assert desks.run("import", desks.file(PLACE, name="Mary Smith.jsonl")) == 0
    with open_desk(desks.jo, PASSPHRASE) as desk, desk.read() as session:
        entry = session.scalars(select(models.Audit).order_by(models.Audit.seq.desc())).first()
    assert entry is not None
    assert entry.why == "Imported a desk file"
    assert "Mary" not in " ".join(str(getattr(entry, c.key)) for c in models.Audit.__table__.c)


def test_what_is_exported_can_be_imported_elsewhere(
    desks: Desks, sample_data: Path, capsys: Captured
) -> None:
    out = desks.folder / "all.jsonl"
    assert on_sample(sample_data, "export", "--out", out) == 0
    lines = out.read_text("utf-8").splitlines()
    assert capsys.readouterr().out.startswith(f"{len(lines)} lines written to {out}.")
    assert desks.run("import", out) == 0
    assert f"  {len(lines)} added, 0 here already" in capsys.readouterr().out


def test_custody_numbers_leave_the_desk_only_for_a_hand_over(desks: Desks) -> None:
    row = {"what": "Cut hand", "where": "Cell 4", "custody_number": "LC/12345/25"}
    answers = {"suite": "Suite A", "visit_on": "2025-02-05", "to_put_right": [row]}
    record = {"type": "record", "form": "custody_visit", "status": "open", "answers": answers}
    assert desks.run("import", desks.file(PLACE, record)) == 0
    plain, handed_over = desks.folder / "plain.jsonl", desks.folder / "handed-over.jsonl"
    assert desks.run("export", "--out", plain) == 0
    assert desks.run("export", "--hand-over", "--out", handed_over) == 0
    assert "LC/12345/25" not in plain.read_text("utf-8")
    assert "LC/12345/25" in handed_over.read_text("utf-8")


def test_figures_are_printed_under_their_scheme(sample_data: Path, capsys: Captured) -> None:
    assert on_sample(sample_data, "figures", "--quarter", "2024-25-Q4") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 January to 31 March 2025 (quarter 4 of 2024/25)"
    assert lines[2] == "Custody visiting"
    assert "  Visits made: 26 visits" in lines
    assert "  Scheduled visits completed: 26 visits of 26" in lines
    assert "  Open at the end: not known" in lines
    first = lines.index("  Visits made, by suite: 26 visits")
    assert lines[first + 1].startswith("    ")


def test_figures_as_json_are_the_same_figures(sample_data: Path, capsys: Captured) -> None:
    assert on_sample(sample_data, "figures", "--quarter", "2024-25-Q4", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["period"]["start"] == "2025-01-01"
    by_id = {(one["form"], one["id"]): one["value"] for one in told["figures"]}
    assert by_id["complaint_review", "received"] == 40
    assert by_id["complaint_review", "open_at_end"] is None


def test_a_quarter_and_its_dates_give_the_same_figures(sample_data: Path, capsys: Captured) -> None:
    assert on_sample(sample_data, "figures", "--quarter", "2024-25-Q4") == 0
    by_name = capsys.readouterr().out
    assert on_sample(sample_data, "figures", "--period", "2025-01-01..2025-03-31") == 0
    assert capsys.readouterr().out == by_name


def test_figures_of_an_empty_desk_invent_nothing(desks: Desks, capsys: Captured) -> None:
    assert desks.run("figures", *EMPTY_QUARTER, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["period"]["end"] == "2014-06-30"
    assert len(told["figures"]) > 100
    assert {one["value"] for one in told["figures"]} <= {0, None}
    assert desks.run("figures", *EMPTY_QUARTER) == 0
    assert "  Visits made: " in capsys.readouterr().out


def test_a_backup_takes_the_place_of_the_desk(desks: Desks, capsys: Captured) -> None:
    assert desks.run("import", desks.file(PLACE)) == 0
    assert desks.run("backup", "--to", desks.folder / "stick") == 0
    [backup] = (desks.folder / "stick").iterdir()
    assert f"Backup made: {backup} " in capsys.readouterr().out
    assert desks.run("import", desks.file({**PLACE, "name": "Suite B"})) == 0
    assert desks.places() == ["Suite A", "Suite B"]
    assert desks.run("restore", backup) == 0
    assert "The backup is in place" in capsys.readouterr().out
    assert desks.places() == ["Suite A"]
    assert any((desks.jo / "before-restore").iterdir())


def test_a_backup_becomes_the_first_desk_of_another_computer(desks: Desks) -> None:
    assert desks.run("import", desks.file(PLACE)) == 0
    assert desks.run("backup", "--to", desks.folder / "stick") == 0
    [backup] = (desks.folder / "stick").iterdir()
    shutil.rmtree(desks.data)
    assert desks.run("--desk", "Jo", "restore", backup) == 0
    assert desks.places() == ["Suite A"]


def test_a_backup_beside_the_desk_says_that_it_is_there_only(
    desks: Desks, capsys: Captured
) -> None:
    for words in (["backup"], ["backup", "--to", desks.folder / "stick"]):
        assert desks.run(*words) == 0
        assert capsys.readouterr().out.endswith(
            "It is on the same disk as the desk: keep a copy on another one as well.\n"
        )


def test_a_backup_on_another_disk_is_remembered(
    desks: Desks, small_disk: Path, capsys: Captured
) -> None:
    assert desks.run("backup", "--to", small_disk / "copies") == 0
    assert "same disk" not in capsys.readouterr().out
    with open_desk(desks.jo, PASSPHRASE) as desk, desk.read() as session:
        last = last_copy_elsewhere(session)
    assert last is not None
    assert last.how == "disk"


def test_verify_finds_no_fault_once_there_is_a_backup(desks: Desks, capsys: Captured) -> None:
    assert desks.run("verify") == 1
    assert "There is no backup of this desk. Make a backup now." in capsys.readouterr().out
    assert desks.run("backup") == 0
    assert desks.run("verify") == 0
    said = capsys.readouterr().out
    assert "The database is sound." in said
    assert "can be read back." in said


def test_verify_proves_a_backup_that_was_made_elsewhere(desks: Desks, capsys: Captured) -> None:
    stick = desks.folder / "stick"
    assert desks.run("backup", "--to", stick) == 0
    [backup] = stick.iterdir()
    capsys.readouterr()
    assert desks.run("verify", "--backup", stick) == 0
    assert "is whole: 0 records" in (said := capsys.readouterr().out)
    assert said.endswith("It belongs to this desk.\n")
    shutil.rmtree(desks.data)
    assert desks.run("verify", "--backup", backup) == 0
    assert "There is no desk here to compare it with." in capsys.readouterr().out
    (backup / "desk.db").write_bytes(b"")
    assert desks.run("verify", "--backup", backup) == 1
    assert "is empty: desk.db holds nothing. Make a new backup now" in capsys.readouterr().out
    assert desks.run("verify", "--backup", desks.folder / "nowhere") == 1
    assert "nowhere is not there." in capsys.readouterr().err


def test_verify_compares_the_history_with_what_others_saw(desks: Desks, capsys: Captured) -> None:
    assert desks.run("backup") == 0
    with open_desk(desks.jo, PASSPHRASE) as desk, desk.write("Prepared a test") as session:
        seen = [[1, "0" * 64]]
        session.add(
            models.Parcel(direction="in", kind="records", at=clock.now(), contents={"seen": seen})
        )
    assert desks.run("verify") == 1
    assert "the audit was made anew" in capsys.readouterr().out


def test_verify_says_that_a_page_was_damaged(desks: Desks, capsys: Captured) -> None:
    assert desks.run("backup") == 0
    with (desks.jo / "desk.db").open("r+b") as file:
        file.seek(20 * 4096 + 100)
        file.write(b"damage")
    assert desks.run("verify") == 1
    assert "Some pages were changed or damaged" in capsys.readouterr().out


def test_the_desk_is_free_again_after_each_command(desks: Desks) -> None:
    for words in (["verify"], ["backup"], ["figures", *EMPTY_QUARTER], ["import", "nowhere"]):
        desks.run(*words)
        open_desk(desks.jo, PASSPHRASE).close()


# --- what people get wrong -------------------------------------------------------------------

OUT = ["--out", "out.pdf"]
NO_DESK_FILES = {
    "empty.jsonl": b"",
    "blank.jsonl": b"\xef\xbb\xbf\r\n\n",
    "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "half.txt": b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n",
}
WRONG: dict[str, tuple[list[str], str]] = {
    "a quarter that is none": (
        ["figures", "--quarter", "spring"],
        "'spring' does not name a quarter. Write the financial year and the quarter",
    ),
    "a year in the place of a quarter": (
        ["figures", "--quarter", "2024"],
        "'2024' does not name a quarter.",
    ),
    "a fifth quarter": (
        ["report", "--quarter", "2024-25-Q5", *OUT],
        "There is no quarter 5. Quarters run from Q1",
    ),
    "a year that does not run on": (
        ["figures", "--quarter", "2024-26-Q1"],
        "2024-26 is not a financial year.",
    ),
    "a period backwards": (
        ["figures", "--period", "2014-06-30..2014-04-01"],
        "The period ends before it starts. Put the earlier date first",
    ),
    "a day that no month has": (
        ["figures", "--period", "2014-04-01..2014-06-31"],
        "There is no date 2014-06-31.",
    ),
    "no period": (
        ["figures"],
        "Which period is meant is not said. Add a quarter, such as --quarter 2024-25-Q4, or",
    ),
    "a quarter and a period": (
        ["figures", "--quarter", "2024-25-Q4", *EMPTY_QUARTER],
        "Both --quarter and --period are given. Leave one of them out.",
    ),
    "an edition that comes later": (
        ["report", "--quarter", "2024-25-Q4", "--edition", "public", *OUT],
        "The public edition cannot be made yet: it comes with a later version. The one edition th",
    ),
    "an edition that is none": (
        ["report", "--quarter", "2024-25-Q4", "--edition", "gilt", *OUT],
        "There is no edition “gilt”. The one edition that can be made now is for the panel",
    ),
    "a form that is none": (
        ["blank", "poem", *OUT],
        "There is no form “poem”. There are: animal_welfare_visit, ",
    ),
    "a desk that is none": (
        ["--desk", "Sam", "verify"],
        "There is no desk “Sam” in ",
    ),
    "a desk outside the folder": (
        ["--desk", "../desks/Jo", "verify"],
        "There is no desk “../desks/Jo” in ",
    ),
    "a desk to restore outside the folder": (
        ["--desk", "../Jo", "restore", "nowhere"],
        "“../Jo” is a path. Give the desk's name",
    ),
    "a backup that is none": (
        ["restore", "nowhere"],
        "There is no backup in this folder. Choose a folder that holds desk.db and desk.key.",
    ),
    "a file that is not there": (
        ["import", "nowhere.jsonl"],
        "nowhere.jsonl: This file is not there. Check its name, and the folder it is in.",
    ),
    "a folder": (
        ["import", "data"],
        "data: This is a folder. Name the files in it instead.",
    ),
    "a file without a word": (
        ["import", "empty.jsonl"],
        "empty.jsonl: The file is empty: nothing was taken in. Ask for it to be sent again.",
    ),
    "a file of empty lines": (
        ["import", "blank.jsonl"],
        "blank.jsonl: The file is empty: nothing was taken in.",
    ),
    "a picture": (
        ["import", "picture.png"],
        "picture.png: This is not a desk file: it is not text. Nothing was imported. Choose a",
    ),
    "half of a file's text": (
        ["import", "half.txt"],
        "half.txt: The text is cut off.",
    ),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_said_in_a_sentence(
    desks: Desks,
    capsys: Captured,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    sentence: str,
) -> None:
    monkeypatch.chdir(desks.folder)
    for name, content in NO_DESK_FILES.items():
        (desks.folder / name).write_bytes(content)
    assert desks.run(*words) == 1
    said = capsys.readouterr()
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not (desks.folder / "out.pdf").exists()


def test_wrong_passphrase_is_said(desks: Desks, capsys: Captured) -> None:
    desks.secret.write_text("something else", "utf-8")
    assert desks.run("verify") == 1
    assert capsys.readouterr().err.startswith("This passphrase does not open the desk.")


def test_passphrase_file_may_be_written_by_windows_own_editor(desks: Desks) -> None:
    desks.secret.write_bytes(b"\xef\xbb\xbf" + PASSPHRASE.encode() + b"\r\n")
    assert desks.run("figures", *EMPTY_QUARTER) == 0


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not text"])
def test_passphrase_file_that_cannot_be_read_is_named(
    desks: Desks, capsys: Captured, content: bytes | None
) -> None:
    desks.secret.unlink()
    if content is not None:
        desks.secret.write_bytes(content)
    assert desks.run("verify") == 1
    assert capsys.readouterr().err == (
        f"{desks.secret} cannot be read. Name a text file with the passphrase.\n"
    )


def test_no_desk_is_said_with_the_folder(desks: Desks, capsys: Captured) -> None:
    shutil.rmtree(desks.data)
    assert desks.run("verify") == 1
    assert desks.run("restore", "backup") == 1
    first, second = capsys.readouterr().err.splitlines()
    assert first == f"There is no desk in {desks.data} yet. Open Scrutiny Desk once to set one up."
    assert second.endswith("Say what to call the restored one: --desk NAME.")


def test_several_desks_are_named(desks: Desks, new_desk: Path, capsys: Captured) -> None:
    shutil.copytree(new_desk, desk_folder(desks.data, "Sam"))
    assert desks.run("verify") == 1
    assert capsys.readouterr().err == (
        "There are several desks: Jo, Sam. Say which with --desk NAME.\n"
    )
    assert desks.run("--desk", "Sam", "backup") == 0
    assert (desk_folder(desks.data, "Sam") / "backups").is_dir()
    assert not (desks.jo / "backups").exists()


def test_desk_that_is_open_elsewhere_is_left_alone(desks: Desks, capsys: Captured) -> None:
    with open_desk(desks.jo, PASSPHRASE):
        assert desks.run("verify") == 1
    assert capsys.readouterr().err.startswith("This desk is already open on this computer.")


def test_place_that_cannot_be_written_is_said(desks: Desks, capsys: Captured) -> None:
    taken = desks.folder / "taken"
    taken.mkdir()
    assert desks.run("export", "--out", taken) == 1
    said = capsys.readouterr().err
    assert "could not be written" in said
    assert said.count("\n") == 1
    assert list(desks.folder.glob("*.part")) == []


def test_damaged_key_file_is_said(desks: Desks, capsys: Captured) -> None:
    (desks.jo / "desk.key").write_text("{}", "utf-8")
    assert desks.run("verify") == 1
    assert "Restore the desk from a backup" in capsys.readouterr().err


# --- the passphrase stays out of sight -------------------------------------------------------


@pytest.mark.parametrize("words", [["--passphrase", PASSPHRASE], [f"--passphrase={PASSPHRASE}"]])
def test_passphrase_is_no_argument(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        parser().parse_args(["--data", str(tmp_path), *words, "verify"])
    assert "help" in str(refused.value)
    assert PASSPHRASE not in str(refused.value)


def program(desks: Desks, *words: str, file: bool = True) -> list[str]:
    secret = ["--passphrase-file", str(desks.secret)] if file else []
    return [sys.executable, "-m", "desktop", "--data", str(desks.data), *secret, *words]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", **more}


def test_a_slip_on_the_command_line_is_answered_in_a_sentence(desks: Desks) -> None:
    ended = subprocess.run(
        program(desks, "verfy"), env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("There is no command “verfy”")
    assert ended.stderr.count("\n") == 1


def test_passphrase_is_refused_where_it_would_show(desks: Desks) -> None:
    ended = subprocess.run(
        program(desks, "verify", file=False),
        input=PASSPHRASE + "\n",
        env=environment(PASSPHRASE=PASSPHRASE, SCRUTINY_DESK_PASSPHRASE=PASSPHRASE),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # no terminal to ask on
    )
    assert ended.returncode == 1
    assert ended.stderr == (
        "There is no terminal here to ask for the passphrase. "
        "Name a file that holds it with --passphrase-file.\n"
    )


# The terminal's other end becomes the program's own before the program begins. Who is started in
# the background of a script is deaf to Ctrl+C, and so would the program be.
ON_A_TERMINAL = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
    "os.login_tty(0); os.execv(sys.executable, sys.argv[1:])"
)


def lines_of(terminal: int) -> Iterator[str]:
    said = b""
    while True:
        try:
            said += os.read(terminal, 1000)
        except OSError:  # the program went away
            break
        yield said.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")
@pytest.mark.parametrize(("typed", "code"), [(PASSPHRASE + "\n", 0), ("\x03", 130)])
def test_passphrase_is_asked_for_and_not_shown(desks: Desks, typed: str, code: int) -> None:
    assert desks.run("backup") == 0
    ours, theirs = os.openpty()
    words: Sequence[str] = program(desks, "verify", file=False)
    begun = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, *words],
        stdin=theirs,
        env=environment(),
    )
    os.close(theirs)
    said = ""
    for said in lines_of(ours):
        if said.endswith("Passphrase: "):
            os.write(ours, typed.encode())
    os.close(ours)
    assert begun.wait(30) == code
    assert PASSPHRASE not in said
    assert "Traceback" not in said
    assert ("The database is sound." in said) is (code == 0)


# --- pipes and code pages --------------------------------------------------------------------


def test_a_reader_that_goes_away_is_no_fault(desks: Desks) -> None:
    begun = subprocess.Popen(
        program(desks, "figures", *EMPTY_QUARTER, "--json"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert begun.stdout is not None
    assert begun.stderr is not None
    begun.stdout.close()  # as `| head` does
    assert begun.stderr.read() == b""
    begun.stderr.close()
    assert begun.wait(30) == 1


def test_names_come_out_whole_on_an_old_code_page(desks: Desks) -> None:
    desks.jo.rename(desk_folder(desks.data, "Siân Łoś"))
    ended = subprocess.run(
        program(desks, "--desk", "Zoë", "verify"),
        env=environment(PYTHONIOENCODING="cp1252"),
        capture_output=True,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stderr.decode("utf-8").rstrip() == (
        f"There is no desk “Zoë” in {desks.data}. There are: Siân Łoś."
    )
    assert [path.name for path in desks_in(desks.data)] == ["Siân Łoś"]
