"""Settings in desk files: what the program cannot use, and what is of one computer, stays out."""

import json
from datetime import date
from pathlib import Path

import pytest

from desktop import paths
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import ImportReport, import_desk_file
from desktop.exchange.lines import DeskFileError
from desktop.formlib.load import load_forms
from desktop.records.roles import Me, set_whose_desk, whose_desk
from desktop.returns.weeks import Anchor
from desktop.store.desk import Desk
from desktop.store.settings import kinds, set_setting, setting, setting_fault, settings_on, shipped

FORMS = load_forms(paths.forms())
TODAY = date(2025, 3, 31)
WRONG = [
    ("week_anchor", "bogus"),
    ("bank_holidays", "x"),
    ("bank_holidays", ["25 December"]),
    ("review_window_days", "x"),
    ("review_acknowledge_days", {"a": 1}),
    ("small_number_threshold", True),
    ("small_number_threshold", -1),
    ("wait_limit_minutes", "ten"),
    ("wait_limit_minutes", 10.5),
    ("term_years", 10**30),
    ("immigration_pilot", "yes"),
    ("office", ["<b>"]),
    ("office", "x" * 100_000),
    ("data_as_at", "soon"),
    ("report_on", "9999-12-31"),
    ("first_paragraph", {"a": 1}),
    ("wait_limit_minutes", None),
]


def taken_in(desk: Desk, folder: Path, key: str, value: object) -> ImportReport:
    path = folder / "in.jsonl"
    path.write_text(json.dumps({"type": "setting", "key": key, "value": value}), "utf-8")
    with desk.write("Took a desk file in") as session:
        return import_desk_file(session, path, FORMS)


def stored(desk: Desk, key: str, value: object) -> object:
    """Give what is read of a key once a value was stored."""
    with desk.write("Changed a setting") as session:
        set_setting(session, key, value, valid_from=None, source="")
    with desk.read() as session:
        assert settings_on(session, TODAY).get(key) == setting(session, key, TODAY)
        return setting(session, key, TODAY)


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_value_that_a_setting_cannot_have_is_refused(
    desk: Desk, tmp_path: Path, key: str, value: object
) -> None:
    with pytest.raises(DeskFileError, match=f"the setting “{key}” (is|needs) "):
        taken_in(desk, tmp_path, key, value)


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_that_is_stored_is_read_as_the_shipped_one(
    desk: Desk, key: str, value: object
) -> None:
    with desk.read() as session:
        before = setting(session, key, TODAY)
    assert stored(desk, key, value) == before


@pytest.mark.parametrize("value", ["nonsense", 1e300, -5, 1441])
def test_no_stored_value_keeps_a_desk_from_being_locked_as_it_is_shipped(
    desk: Desk, value: object
) -> None:
    assert stored(desk, "lock_after_minutes", value) == 15


@pytest.mark.parametrize("value", ["visitor", {"role": "visitor", "schemes": 5}, {"role": 1}])
def test_an_owner_who_cannot_be_read_is_none(desk: Desk, value: object) -> None:
    with desk.write("Changed a setting") as session:
        set_setting(session, "my_role", value, valid_from=None, source="")
    with desk.read() as session:
        assert whose_desk(session) is None


@pytest.mark.parametrize("value", ["text", 3, 2.5, True, ["a", "b"], []])
def test_a_setting_that_is_not_known_may_be_plain(
    desk: Desk, tmp_path: Path, value: object
) -> None:
    assert taken_in(desk, tmp_path, "own_key", value).added == {"setting": 1}


@pytest.mark.parametrize("value", [{"a": 1}, [1], [["a"]], None])
def test_a_setting_that_is_not_known_is_no_more_than_plain(
    desk: Desk, tmp_path: Path, value: object
) -> None:
    with pytest.raises(DeskFileError, match="or a list of texts"):
        taken_in(desk, tmp_path, "own_key", value)


@pytest.mark.parametrize(
    ("key", "value"), [("my_role", {"role": "visitor"}), ("lock_after_minutes", 0)]
)
def test_what_is_of_another_computer_is_passed_over_with_a_remark(
    desk: Desk, tmp_path: Path, key: str, value: object
) -> None:
    report = taken_in(desk, tmp_path, key, value)
    assert report.added == {}
    assert report.remarks == ("Line 1 (setting) is of another computer; it was passed over.",)
    with desk.read() as session:
        assert whose_desk(session) is None
        assert setting(session, "lock_after_minutes", TODAY) == 15


def test_only_what_another_desk_can_use_is_exported(desk: Desk, tmp_path: Path) -> None:
    with desk.write("Changed settings") as session:
        set_whose_desk(session, Me("visitor"))
        for key, value in (("lock_after_minutes", 5), ("term_years", "x"), ("office", "Ours")):
            set_setting(session, key, value, valid_from=None, source="")
    with desk.read() as session:
        export_desk_file(session, tmp_path / "out.jsonl", FORMS)
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["key"] for line in lines] == ["office"]


def test_every_shipped_setting_is_known_and_has_a_value_it_may_have() -> None:
    assert shipped().keys() <= kinds().keys()
    for key, values in shipped().items():
        assert [setting_fault(key, one.value) for one in values] == [""] * len(values)


def test_the_days_that_decide_a_week_are_those_the_returns_know() -> None:
    assert set(kinds()["week_anchor"].words) == {one.value for one in Anchor}
