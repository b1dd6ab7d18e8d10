"""An office's own forms: found beside the shipped ones, and what happens when one is wrong."""

import shutil
from pathlib import Path

import pytest

from desktop import paths
from desktop.errors import UserError
from desktop.formlib.load import load_forms
from desktop.formlib.own import form_of, load_office_forms

COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"


def test_an_office_without_own_forms_has_the_shipped_ones(tmp_path: Path) -> None:
    found = load_office_forms(paths.forms(), paths.own_forms(tmp_path))
    assert found.forms.keys() == load_forms(paths.forms()).keys()
    assert found.trouble is None


def test_an_own_form_stands_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = paths.own_forms(tmp_path)
    own.mkdir()
    shutil.copy(COURT, own)
    found = load_office_forms(paths.forms(), own)
    assert found.forms["court_observation"].title == "Court observation"
    assert found.trouble is None


def test_a_wrong_own_form_is_said_and_the_shipped_ones_are_there(tmp_path: Path) -> None:
    own = paths.own_forms(tmp_path)
    own.mkdir()
    wrong = COURT.read_text("utf-8").replace('type = "place"', 'type = "palace"')
    (own / COURT.name).write_text(wrong, "utf-8")
    found = load_office_forms(paths.forms(), own)
    assert found.forms.keys() == load_forms(paths.forms()).keys()
    assert found.trouble is not None
    assert "court_observation.toml" in found.trouble.sentence
    assert "palace" in found.trouble.sentence
    assert found.trouble.next_step.startswith("The office's own forms are left out")


def test_a_wrong_form_of_a_desk_is_said_and_the_offices_own_are_there(tmp_path: Path) -> None:
    own, desk = paths.own_forms(tmp_path), paths.desk_forms(tmp_path / "desks" / "Jane")
    own.mkdir()
    shutil.copy(COURT, own)
    desk.mkdir(parents=True)
    (desk / "broken.toml").write_text("=", "utf-8")
    found = load_office_forms(paths.forms(), own, desk)
    assert found.forms.keys() - load_forms(paths.forms()).keys() == {"court_observation"}
    assert found.trouble is not None
    assert "broken.toml" in found.trouble.sentence
    assert "ask the office for a new invitation" in found.trouble.next_step


def test_a_form_of_a_desk_takes_the_place_of_the_offices_own_but_of_no_shipped_one(
    tmp_path: Path,
) -> None:
    own, desk = paths.own_forms(tmp_path), paths.desk_forms(tmp_path / "desks" / "Jane")
    for folder, title in ((own, "Everybody's"), (desk, "Jane's")):
        folder.mkdir(parents=True)
        text = COURT.read_text("utf-8").replace("Court observation", title, 1)
        (folder / COURT.name).write_text(text, "utf-8")
    titles = [
        load_office_forms(paths.forms(), own, one).forms["court_observation"].title
        for one in (desk, None)
    ]
    assert titles == ["Jane's", "Everybody's"]
    shutil.copy(paths.forms() / "custody_visit.toml", desk)
    found = load_office_forms(paths.forms(), own, desk)
    assert found.forms["court_observation"].title == "Everybody's"
    assert found.trouble is not None
    assert "custody_visit" in found.trouble.sentence


def test_a_record_whose_form_is_not_here_says_which_file_to_put_back() -> None:
    with pytest.raises(UserError, match=r"court_observation\.toml"):
        form_of(load_forms(paths.forms()), "court_observation")
