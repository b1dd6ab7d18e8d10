"""Reading what people type: whatever it is, a right value or one sentence; nothing else."""

import json
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.formlib.model import Field
from desktop.formlib.office import Office
from desktop.formlib.typed import (
    Unreadable,
    read_date,
    read_decimal,
    read_integer,
    read_month,
    read_time,
    say_date,
    say_day,
    say_month,
)
from desktop.formlib.types import TYPES, Setting, fault_of, read, show
from tests.unit.formtext import sample

TODAY = date(2025, 3, 31)
FORM = sample(
    '{ id = "line", type = "text", ask = "Line", max = 40 }',
    '{ id = "story", type = "long_text", ask = "Story" }',
    '{ id = "many", type = "integer", ask = "How many?", min = 0, max = 200 }',
    '{ id = "hours", type = "decimal", ask = "Hours", unit = "hours", min = 0 }',
    '{ id = "at", type = "time", ask = "When?" }',
    '{ id = "month", type = "month", ask = "Which month?" }',
    '{ id = "told", type = "date", ask = "Told on", or = ["not_known"] }',
    '{ id = "colour", type = "choice", ask = "Colour", options = { red = "Red", blue = "Blue" } }',
    '{ id = "signs", type = "choices", ask = "Signs", at_most = 1, '
    'options = { a = "Sign A", b = "Sign B" } }',
    '{ id = "topics", type = "topics", ask = "Topics", options = { light = "Light" } }',
    '{ id = "where", type = "place", ask = "Where?" }',
    '{ id = "who", type = "people", ask = "Who?", at_most = 2 }',
    '{ id = "rows", type = "rows", ask = "Rows" }',
    '{ id = "note", type = "note", ask = "A word" }',
    rest='[rows.rows]\none = "line"\nfield = [{ id = "what", type = "text", ask = "What?" }]\n',
)
OFFICE = Office(TODAY, names={"p1": "Ann", "p2": "Bob"})
NAUGHTY = [
    "",
    " ",
    "²",
    "٣",
    "\N{FULLWIDTH DIGIT ONE}2",
    "1e5",
    "1_000",
    "0x1F",
    "NaN",
    "inf",
    "-0",
    "--1",
    "1,2",
    "2,5",
    "12,34",
    "9" * 5000,
    "1" + ",000" * 2000,
    "25:00",
    "24:00",
    "12:60",
    "7:3",
    "5 midnight",
    "3noon",
    "13pm",
    "0am",
    "31/4/2025",
    "29/2/2025",
    "00/00/0000",
    "2025-W05-5",
    "2025-02-30",
    "1/1/1",
    "the 3rd of never",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202egnp.exe",
    "e\u0301",
    "{x.__class__}",
    "'; drop table record; --",
    "\N{GRINNING FACE}" * 50,
    "\N{FULLWIDTH LATIN CAPITAL LETTER F}ull",
]


def setting(name: str) -> Setting:
    return Setting(FORM, FORM.fields[name], OFFICE)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1930", "19:30"),
        ("19.30", "19:30"),
        ("19 30", "19:30"),
        ("7.30pm", "19:30"),
        ("7.30 p.m.", "19:30"),
        ("7pm", "19:00"),
        ("12am", "00:00"),
        ("12pm", "12:00"),
        ("noon", "12:00"),
        ("midnight", "00:00"),
        ("0005", "00:05"),
        ("07", "07:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert read_time(typed) == value


@pytest.mark.parametrize("typed", ["7", "25:00", "24:00", "13pm", "0am", "12:60", "5 midnight"])
def test_a_time_that_could_be_two_or_none_is_not_guessed(typed: str) -> None:
    with pytest.raises(Unreadable, match="Enter"):
        read_time(typed)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("today", "2025-03-31"),
        ("Yesterday", "2025-03-30"),
        ("tomorrow", "2025-04-01"),
        ("monday", "2025-03-31"),
        ("tue", "2025-03-25"),
        ("21/11/24", "2024-11-21"),
        ("21 nov", "2024-11-21"),
        ("21st of March", "2025-03-21"),
        ("Thursday 20 March 2025", "2025-03-20"),
        ("1/4", "2024-04-01"),
        ("29 feb", "2024-02-29"),
        ("2025-03-31", "2025-03-31"),
    ],
)
def test_a_date_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert read_date(typed, TODAY) == value


def test_the_29_february_of_this_year_is_this_years_once_it_has_come() -> None:
    assert read_date("29/2", date(2024, 3, 1)) == "2024-02-29"
    assert read_date("29/2", date(2024, 2, 28)) == "2020-02-29"


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31))
)
def test_every_way_of_writing_a_date_reads_back_as_that_date(day: date, today: date) -> None:
    kept = day.isoformat()
    ways = (kept, say_date(kept), say_day(kept), f"{day.day}/{day.month}/{day.year}")
    assert {read_date(way, today) for way in ways} == {kept}
    short = read_date(f"{day.day}/{day.month}", today)
    assert short[5:] == kept[5:]
    assert short <= today.isoformat()


@pytest.mark.parametrize(("typed", "value"), [("March 2025", "2025-03"), ("3/2025", "2025-03")])
def test_a_month_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert read_month(typed, TODAY) == value
    assert say_month(value) == "March 2025"


def test_a_decimal_comma_is_refused_and_never_read_as_ten_times_as_much() -> None:
    with pytest.raises(Unreadable):
        read_decimal("2,5")
    assert read_decimal("1,250.5") == "1250.5"


def test_a_number_of_thousands_of_figures_is_refused_in_words() -> None:
    for text in ("9" * 5000, "1" + ",000" * 2000):
        with pytest.raises(Unreadable):
            read_integer(text)


@given(st.integers(-(10**11), 10**11))
def test_a_whole_number_reads_back_with_or_without_commas(value: int) -> None:
    assert read_integer(str(value)) == value
    assert read_integer(f"{value:,}") == value


@pytest.mark.parametrize("name", sorted(FORM.fields))
@pytest.mark.parametrize("text", NAUGHTY)
def test_a_naughty_string_is_a_right_value_or_a_sentence(name: str, text: str) -> None:
    check_reading(name, text)


@given(st.sampled_from(sorted(FORM.fields)), st.text(max_size=60))
@example("many", "²")
def test_whatever_is_typed_is_a_right_value_or_a_sentence(name: str, text: str) -> None:
    check_reading(name, text)


def check_reading(name: str, text: str) -> None:
    at = setting(name)
    try:
        value = read(text, at)
    except Unreadable as error:
        sentence = str(error)
    else:
        assert fault_of(value, at) == ""
        assert json.loads(json.dumps(value)) == value
        sentence = show(value, at)
    assert isinstance(sentence, str)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=8) | st.just("unknown") | st.just("id"), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(FORM.fields)), json_values)
@example("told", "2025-W05-5")
@example("hours", "1e999999")
@example("hours", "NaN")
@example(name="many", value=True)
@example("line", "\ud800")
@example("rows", [{"id": "a", "what": []}])
@example("told", {"unknown": "not_known", "more": 1})
def test_a_stored_value_of_any_shape_is_right_or_has_a_fault_and_can_be_shown(
    name: str, value: object
) -> None:
    at = setting(name)
    if value is not None and not fault_of(value, at):
        assert isinstance(show(value, at), str)
        json.dumps(value, allow_nan=False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("told", "2025-W05-5"),
        ("told", "20250331"),
        ("told", {"unknown": "not_stated"}),
        ("hours", "1e999999"),
        ("hours", "٣"),
        ("hours", 2.5),
        ("many", True),
        ("many", 201),
        ("many", -1),
        ("at", "7:30"),
        ("month", "2025-3"),
        ("colour", "green"),
        ("signs", ["a", "b"]),
        ("topics", ["light", "light"]),
        ("who", ["p1", "p1"]),
        ("who", ["p1", "p2", "p3"]),
        ("where", ""),
        ("line", "a\x07b"),
        ("line", "x" * 41),
        ("rows", [{"what": "no id"}]),
        ("rows", [{"id": "a"}, {"id": "a"}]),
        ("rows", [{"id": "a", "colour": "red"}]),
        ("rows", ["a"]),
        ("note", "an answer"),
    ],
)
def test_what_a_file_may_hold_wrongly_is_found(name: str, value: object) -> None:
    assert fault_of(value, setting(name))


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("told", "2025-03-31", "31 March 2025"),
        ("told", {"unknown": "not_known"}, "Not known"),
        ("hours", "2.5", "2.5 hours"),
        ("many", 1200, "1,200"),
        ("signs", ["b"], "Sign B"),
        ("signs", [], "None"),
        ("topics", [], "No problem"),
        ("who", ["p1", "p2"], "Ann, Bob"),
        ("who", ["elsewhere"], "(not on this computer)"),
        ("rows", [{"id": "a", "what": "x"}], "1 × line"),
        ("line", None, ""),
    ],
)
def test_values_are_written_for_people(name: str, value: object, words: str) -> None:
    assert show(value, setting(name)) == words


def test_text_is_tidied_and_keeps_its_accents() -> None:
    assert read("  Ze\u0301 \n  Silva ", setting("line")) == "Z\u00e9 Silva"
    assert read(" one\r\ntwo ", setting("story")) == "one\ntwo"


def test_a_date_to_come_is_refused_where_the_question_is_about_the_past() -> None:
    with pytest.raises(Unreadable, match="has not come yet"):
        read("1 April 2025", setting("on"))
    assert read("1 April 2025", setting("told")) == "2025-04-01"


def test_every_type_can_be_named_in_a_form() -> None:
    shown = {item.type for item in FORM.fields.values()}
    assert shown <= set(TYPES)
    assert isinstance(FORM.fields["line"], Field)
