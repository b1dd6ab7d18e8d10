"""What people may type on the command line by mistake, each answered with what to do instead."""

from pathlib import Path

import pytest

from desktop.arguments import parse
from desktop.errors import UserError

Captured = pytest.CaptureFixture[str]
WRONG = {
    "a command that is none": (
        ["verfy"],
        "There is no command “verfy”, and no file of that name. The commands are: demo, import, ",
    ),
    "a command that is none, after options": (
        ["--data=x", "--desk", "Jo", "verfy"],
        "There is no command “verfy”",
    ),
    "no file to import": (
        ["import"],
        "This is missing: FILE. “scrutiny-desk import --help” says what may stand here.",
    ),
    "no place for the report": (
        ["report", "--quarter", "2024-25-Q4"],
        "This is missing: --out. “scrutiny-desk report --help” says",
    ),
    "neither form nor place": (["blank"], "This is missing: FORM, --out."),
    "no backup to restore": (["restore"], "This is missing: BACKUP."),
    "an option without its value": (
        ["figures", "--quarter"],
        "After --quarter something is missing.",
    ),
    "a value for an option that has none": (
        ["figures", "--json=3"],
        "Nothing may follow --json.",
    ),
    "a word too many": (["verify", "extra"], "This does not belong here: extra."),
    "an option that is none": (["backup", "--nope"], "There is no --nope here."),
    "a passphrase where none may be": (["--passphrase", "s3cret"], "There is no --passphrase"),
    "a passphrase before a command": (["--passphrase=s3cret", "verify"], "There is no --passphr"),
    "a passphrase after a command": (["verify", "--passphrase", "s3cret"], "There is no --passph"),
}


@pytest.mark.parametrize(("words", "sentence"), WRONG.values(), ids=list(WRONG))
def test_what_does_not_fit_is_said_in_a_sentence_with_a_next_step(
    words: list[str], sentence: str, capsys: Captured
) -> None:
    with pytest.raises(UserError) as refused:
        parse(words)
    assert str(refused.value).startswith(sentence)
    assert refused.value.next_step
    assert "s3cret" not in str(refused.value)
    assert capsys.readouterr() == ("", "")


def test_words_that_are_refused_for_reasons_of_the_grammar_alone_are_not_quoted() -> None:
    with pytest.raises(UserError) as refused:
        parse(["--self-test", "--data", "-1", "--", "figures"])
    assert "argument" not in str(refused.value)


def test_a_command_is_no_file_where_a_file_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "backup").touch()
    monkeypatch.chdir(tmp_path)
    found = parse(["backup"])
    assert (found.command, found.file) == ("backup", None)


@pytest.mark.parametrize("words", [["--help"], ["report", "--help"]])
def test_usage_is_there_for_whoever_asks(words: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(words)
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("usage: scrutiny-desk ")
    assert "FILE" in said if words == ["--help"] else "--edition" in said
    assert "[FILE] [options]" not in said or words == ["--help"]
