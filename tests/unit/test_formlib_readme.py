"""The page about the language names every word of the language."""

import re
from pathlib import Path

import pytest

from desktop import paths
from desktop.formlib import load, load_figures
from desktop.formlib.conditions import PERIOD_NAMES, STATE_TESTS, TESTS
from desktop.formlib.load_figures import BUILT_INS, HOWS, REGISTERS
from desktop.formlib.sentences import PARTS
from desktop.formlib.settle import OPERATIONS
from desktop.formlib.types import TYPES, UNKNOWNS
from desktop.records import registers
from desktop.returns import built_in

README = (paths.forms() / "README.md").read_text("utf-8")
PROSE = re.sub("```.*?```", "", README, flags=re.DOTALL)
CODE = re.compile(r"`([^`]+)`")
WORDS = {word for quoted in CODE.findall(PROSE) for word in re.findall(r"[a-z_]+", quoted)}
READERS = (
    r"(?:text|whole|flag|day|limit|texts|one_of|condition|tables|children|child|mapping|lines|take)"
)


def source_of(module: object) -> str:
    return Path(str(getattr(module, "__file__", ""))).read_text("utf-8")


def keys_of(module: object) -> set[str]:
    """Give the keys that a loader takes, from its source."""
    return set(re.findall(rf'(?:table|item)\.{READERS}\(\s*"(\w+)"', source_of(module)))


def test_every_key_is_named() -> None:
    keys = keys_of(load) | keys_of(load_figures)
    assert len(keys) > 70
    assert keys - WORDS - {
        "section",
        "rows",
        "calculate",
        "rule",
        "figure",
        "report",
        "header",
    } == (set())


@pytest.mark.parametrize(
    "words",
    [
        TYPES,
        UNKNOWNS,
        TESTS,
        STATE_TESTS,
        OPERATIONS,
        HOWS,
        REGISTERS,
        BUILT_INS,
        [part for part in PARTS if part],
    ],
    ids=[
        "types",
        "unknowns",
        "tests",
        "states",
        "operations",
        "ways",
        "registers",
        "built_in",
        "parts",
    ],
)
def test_every_word_of_the_language_is_named(words: list[str]) -> None:
    assert set(words) - WORDS == set()


def test_tables_and_names_of_the_period_are_named() -> None:
    assert all(name in README for name in PERIOD_NAMES)
    tables = (
        "[header]",
        "[[section]]",
        "[rows.x]",
        "[calculate]",
        "[[rule]]",
        "[figure]",
        "[report]",
    )
    assert [name for name in tables if name not in README] == []


def test_it_is_two_pages_and_no_more() -> None:
    assert len(README.split("## Desk files", maxsplit=1)[0].split()) < 1500


def test_every_argument_of_a_built_in_figure_is_named() -> None:
    taken = set(re.findall(r'(?:arguments|named)\.get\("(\w+)"', source_of(built_in)))
    assert taken >= {"bands", "closed", "months", "received", "schemes", "status"}
    assert taken - WORDS == set()


def test_everything_that_an_entry_of_a_register_has_is_named() -> None:
    source = source_of(registers)
    columns = re.findall(r"\b(?:Issue|line|Membership|Dog|Meeting|Event)\.(\w+),", source)
    held = {*columns, *re.findall(r'values\["(\w+)"\]', source)} - {"id", "place_id", "meeting_id"}
    assert held >= {"closed_on", "days_to_close", "last_seen_on", "repeat", "repeat_of"}
    assert held - WORDS - {"record_ids", "name"} == set()
