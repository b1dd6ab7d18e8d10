import re
from datetime import date

import pytest

from desktop import paths
from desktop.store.desk import Desk
from desktop.store.settings import history, set_setting, setting, settings_on, shipped

TODAY = date(2025, 3, 31)


def value(desk: Desk, key: str, on: date = TODAY) -> object:
    with desk.read() as session:
        return setting(session, key, on)


def give(desk: Desk, key: str, new: object, valid_from: date | None) -> None:
    with desk.write("Changed a setting") as session:
        set_setting(session, key, new, valid_from=valid_from, source="Policy board")


def test_a_shipped_value_holds_until_the_office_sets_its_own(desk: Desk) -> None:
    assert value(desk, "wait_limit_minutes") == 10

    give(desk, "wait_limit_minutes", 15, date(2025, 4, 1))

    assert value(desk, "wait_limit_minutes", date(2025, 3, 31)) == 10
    assert value(desk, "wait_limit_minutes", date(2025, 4, 1)) == 15


def test_a_setting_without_a_day_always_was(desk: Desk) -> None:
    give(desk, "office", "OPCC for Somewhere", None)

    assert value(desk, "office", date(1999, 1, 1)) == "OPCC for Somewhere"


def test_a_later_value_follows_an_earlier_one(desk: Desk) -> None:
    for year, limit in ((2026, 20), (2024, 10), (2025, 15)):
        give(desk, "wait_limit_minutes", limit, date(year, 1, 1))

    found = [value(desk, "wait_limit_minutes", date(year, 6, 1)) for year in (2024, 2025, 2026)]
    assert found == [10, 15, 20]


def test_a_value_of_the_same_day_takes_the_place_of_the_earlier_one(desk: Desk) -> None:
    for day in (None, date(2025, 1, 1)):
        give(desk, "panel", "First", day)
        give(desk, "panel", "Second", day)

    with desk.read() as session:
        values = [(dated.value, dated.valid_from) for dated in history(session, "panel")]
    assert values == [("Second", None), ("Second", date(2025, 1, 1))]


def test_the_window_of_28_days_is_not_law_before_it_came_into_force(desk: Desk) -> None:
    assert value(desk, "review_window_days", date(2020, 1, 31)) is None
    assert value(desk, "review_window_days", date(2020, 2, 1)) == 28


def test_a_key_nobody_set_gives_what_was_asked_for_instead(desk: Desk) -> None:
    with desk.read() as session:
        assert setting(session, "unheard_of", TODAY) is None
        assert setting(session, "unheard_of", TODAY, default=3) == 3


def test_all_settings_of_a_day_come_at_once(desk: Desk) -> None:
    give(desk, "own_key", {"a": [1, 2]}, date(2025, 1, 1))
    give(desk, "office", "OPCC for Somewhere", None)

    with desk.read() as session:
        found = settings_on(session, TODAY)
        before = settings_on(session, date(2024, 12, 31))
    assert found["own_key"] == {"a": [1, 2]}
    assert found["office"] == "OPCC for Somewhere"
    assert found["small_number_threshold"] == 5
    assert "own_key" not in before


def test_a_value_can_be_false_or_nought(desk: Desk) -> None:
    give(desk, "wait_limit_minutes", 0, None)
    give(desk, "section_on", new=False, valid_from=None)

    assert value(desk, "wait_limit_minutes") == 0
    assert value(desk, "section_on") is False


@pytest.mark.parametrize("key", sorted(shipped()))
def test_every_shipped_value_says_where_it_comes_from(key: str) -> None:
    assert shipped()[key]
    assert all(dated.source.endswith(".") for dated in shipped()[key])


def test_every_setting_that_a_form_names_is_shipped_or_has_no_value_by_law() -> None:
    named = set()
    for form in paths.forms().glob("*.toml"):
        words = form.read_text(encoding="utf-8")
        named |= set(re.findall(r"""setting:(\w+)|switch = "(\w+)\"""", words))

    keys = {first or second for first, second in named}
    assert "review_window_days" in keys
    assert keys - shipped().keys() <= {"new_cautions_from"}


def test_the_shipped_bank_holidays_are_weekdays_of_five_years(desk: Desk) -> None:
    days = value(desk, "bank_holidays")
    assert isinstance(days, list)
    found = [date.fromisoformat(day) for day in days]

    assert found == sorted(set(found))
    assert {day.year for day in found} == {2024, 2025, 2026, 2027, 2028}
    assert all(day.weekday() < 5 for day in found)
    assert [day.year for day in found].count(2024) == 8
    # Good Friday and Easter Monday, from the Easter of each year.
    for easter in ("2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16"):
        sunday = date.fromisoformat(easter)
        assert date.fromordinal(sunday.toordinal() - 2) in found
        assert date.fromordinal(sunday.toordinal() + 1) in found
