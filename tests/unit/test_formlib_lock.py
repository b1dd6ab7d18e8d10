"""The lock: what records already use may be added to, never changed."""

from pathlib import Path

import pytest

from desktop import paths
from desktop.formlib import check
from desktop.formlib.load import load_forms
from desktop.formlib.lock import broken, lock_lines, write
from tests.unit.formtext import sample

COLOUR = (
    '{ id = "colour", type = "choice", ask = "Colour", options = { red = "Red", blue = "Blue" } }'
)
REST = """
[rows.wrong]
one = "row"
field = [{ id = "what", type = "yes_no", list = "yes_no", ask = "What?" }]

[calculate]
day = { first = ["on", "on"] }

[figure]
all = { count = "records", label = "All" }
"""
WRONG = '{ id = "wrong", type = "rows", ask = "Wrong" }'


def test_ids_types_codes_calculates_and_figures_are_locked() -> None:
    assert set(lock_lines({"sample": sample(COLOUR, WRONG, rest=REST)})) == {
        "sample.on date",
        "sample.colour choice",
        "sample.colour.red",
        "sample.colour.blue",
        "sample.wrong rows",
        "sample.wrong.what yes_no",
        "list yes_no.yes",
        "list yes_no.no",
        "sample = day",
        "sample # all",
    }


def test_the_lock_grows_and_never_shrinks(tmp_path: Path) -> None:
    lock = tmp_path / "fields.lock"
    small, large = {"sample": sample()}, {"sample": sample(COLOUR)}
    assert write(small, lock) == 1
    assert write(large, lock) == 3
    assert write(small, lock) == 0
    assert broken(large, lock) == ()
    assert broken(small, lock) == (
        "sample.colour choice",
        "sample.colour.blue",
        "sample.colour.red",
    )


@pytest.mark.parametrize(
    ("field", "lost"),
    [
        (COLOUR.replace("blue", "green"), "sample.colour.blue"),
        (COLOUR.replace('"choice"', '"choices"'), "sample.colour choice"),
        (COLOUR.replace('"colour"', '"paint"'), "sample.colour choice"),
    ],
)
def test_a_changed_code_type_or_id_is_found(tmp_path: Path, field: str, lost: str) -> None:
    lock = tmp_path / "fields.lock"
    write({"sample": sample(COLOUR)}, lock)
    assert lost in broken({"sample": sample(field)}, lock)


def test_new_words_for_the_same_code_break_nothing(tmp_path: Path) -> None:
    lock = tmp_path / "fields.lock"
    write({"sample": sample(COLOUR)}, lock)
    renamed = COLOUR.replace('"Red"', '"Scarlet"').replace('ask = "Colour"', 'ask = "Which?"')
    assert broken({"sample": sample(renamed)}, lock) == ()


def test_nothing_is_locked_where_there_is_no_lock(tmp_path: Path) -> None:
    assert broken({"sample": sample()}, tmp_path / "none") == ()


def test_the_shipped_forms_keep_their_lock_and_it_is_complete() -> None:
    forms, lock = load_forms(paths.forms()), paths.forms() / "fields.lock"
    assert broken(forms, lock) == ()
    lines = lock.read_text("utf-8").splitlines()
    assert lines == sorted(lines)
    assert set(lines) == set(lock_lines(forms))


def test_the_check_says_that_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([], paths.forms()) == 0
    assert "forms are sound" in capsys.readouterr().out


def test_the_check_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sample.toml").write_text("id = 5\n", "utf-8")
    assert check.main([], tmp_path) == 1
    assert "The form file sample.toml" in capsys.readouterr().err
    (tmp_path / "sample.toml").unlink()
    assert check.main([], tmp_path) == 0
    (tmp_path / "fields.lock").write_text("sample.on date\n", "utf-8")
    assert check.main(["--write"], tmp_path) == 1
    assert "“sample.on date” is in fields.lock, but no form keeps it" in capsys.readouterr().err
