"""A return frozen and read again is the same return, to the last digit."""

import json
from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.conditions import read_condition
from desktop.formlib.model import Entry, Figure
from desktop.formlib.result import Cell, Result, Spread
from desktop.returns.checks import Finding
from desktop.returns.compare import Change, Comparison
from desktop.returns.compiled import (
    Compiled,
    Correction,
    Cover,
    Entered,
    FigureValue,
    Ledger,
    MeetingLine,
    SchemeSection,
    SignOff,
)
from desktop.returns.freezing import compiled_from, hash_of, to_frozen
from desktop.returns.periods import parse_period
from tests.unit import samplequarter

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WHOLE = st.integers(-(10**12), 10**12)
NUMBERS = WHOLE | st.decimals(allow_nan=False, allow_infinity=False, places=2)
AMOUNTS = st.one_of(
    st.builds(Known, NUMBERS),
    st.builds(AtLeast, NUMBERS, st.integers(0, 9)),
    st.builds(NotKnown, TEXT),
)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
IDS = st.lists(st.uuids().map(str), max_size=4).map(tuple)
PLAIN = st.recursive(
    st.none() | st.booleans() | WHOLE | TEXT | DAYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
CONDITIONS = st.builds(
    lambda name, day, words: read_condition([{name or "a": {"after": day}}, {"b": words}]),
    TEXT,
    DAYS,
    st.lists(TEXT, max_size=2),
)
PERIODS = st.sampled_from(
    [
        parse_period(code)
        for code in ("2024-25-Q4", "2024-25-to-Q3", "2024", "2024-01-05..2024-02-29")
    ]
)


def texts(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(TEXT, max_size=most).map(tuple)


FIGURES: st.SearchStrategy[Figure] = st.builds(
    Figure,
    id=TEXT,
    label=TEXT,
    how=st.sampled_from(["count", "share", "built_in"]),
    what=TEXT | CONDITIONS,
    of=st.none() | TEXT | CONDITIONS,
    where=st.none() | CONDITIONS,
    only=st.dictionaries(TEXT, PLAIN, max_size=2),
    as_at=st.none() | st.tuples(TEXT, TEXT),
    unit=st.tuples(TEXT, TEXT),
    better=st.sampled_from(["", "more", "less"]),
    decimals=st.integers(0, 2),
    people=st.booleans(),
    arguments=st.dictionaries(TEXT, PLAIN, max_size=2),
)
RESULTS = st.builds(
    Result,
    AMOUNTS,
    of=st.none() | AMOUNTS,
    cells=st.lists(st.builds(Cell, TEXT, TEXT, AMOUNTS), max_size=3).map(tuple),
    spread=st.none() | st.builds(Spread, NUMBERS, NUMBERS, st.integers(0, 99)),
    unknown=st.integers(0, 9),
    records=IDS,
)
CHANGES = st.builds(
    Change, TEXT, st.none() | NUMBERS, st.sampled_from(["", "up"]), st.sampled_from(["", "worse"])
)
VALUES = st.builds(
    FigureValue,
    form=TEXT,
    figure=FIGURES,
    result=RESULTS,
    source=st.sampled_from(["records", "entered", "built_in"]),
    from_records=st.none() | RESULTS,
    entered=st.none() | st.builds(Entered, RESULTS, TEXT, texts()),
    disagreement=TEXT,
    previous=st.none() | AMOUNTS,
    history=st.lists(st.tuples(TEXT, st.none() | AMOUNTS), max_size=3).map(tuple),
    comparison=st.none() | st.builds(Comparison, CHANGES, CHANGES, TEXT),
    entries=st.lists(
        st.builds(
            Entry,
            TEXT,
            TEXT,
            st.none() | DAYS,
            attributes=st.dictionaries(TEXT, PLAIN, max_size=2),
        ),
        max_size=2,
    ).map(tuple),
    ledger=st.none() | st.builds(Ledger, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, TEXT),
)
SECTIONS = st.builds(
    SchemeSection,
    scheme=TEXT,
    form=TEXT,
    title=TEXT,
    order=WHOLE,
    figures=st.dictionaries(TEXT, VALUES, max_size=2),
    headline=TEXT,
    table=texts(),
    chart=st.dictionaries(TEXT, PLAIN, max_size=2),
    chart_title=TEXT,
    found=texts(),
    meetings=st.lists(
        st.builds(MeetingLine, DAYS, TEXT, TEXT, TEXT, TEXT, st.booleans()), max_size=2
    ).map(tuple),
    commentary=TEXT,
    words=st.dictionaries(TEXT, TEXT, max_size=3),
    stubs=st.integers(0, 3),
)
RETURNS = st.builds(
    Compiled,
    period=PERIODS,
    cover=st.builds(
        Cover,
        *([TEXT] * 6),
        report_on=st.none() | DAYS,
        meeting_on=st.none() | DAYS,
        data_as_at=DAYS,
        strip=TEXT,
    ),
    sections=st.lists(SECTIONS, max_size=2).map(tuple),
    paragraphs=st.lists(st.tuples(WHOLE, TEXT), max_size=2).map(tuple),
    words=st.dictionaries(TEXT, TEXT, max_size=3),
    findings=st.lists(st.builds(Finding, TEXT, TEXT, TEXT, st.booleans()), max_size=2).map(tuple),
    sign_off=st.none() | st.builds(SignOff, TEXT, TEXT, TEXT, DAYS),
    corrections=st.lists(st.builds(Correction, DAYS, TEXT), max_size=2).map(tuple),
)


def through_json(compiled: Compiled) -> Mapping[str, object]:
    kept: Mapping[str, object] = json.loads(json.dumps(to_frozen(compiled)))
    return kept


def test_the_sample_quarter_comes_back_whole() -> None:
    compiled = samplequarter.compiled()
    again = compiled_from(through_json(compiled))
    assert again == compiled
    assert [list(s.figures) for s in again.sections] == [list(s.figures) for s in compiled.sections]
    assert list(again.words) == list(compiled.words)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(RETURNS)
def test_any_return_comes_back_whole(compiled: Compiled) -> None:
    again = compiled_from(through_json(compiled))
    assert again == compiled
    assert repr(again.sections) == repr(compiled.sections)  # Decimal("1.0") is not Decimal("1")


def test_the_hash_goes_by_what_is_said_and_not_by_how_it_is_written() -> None:
    frozen = to_frozen(samplequarter.compiled())
    turned = dict(reversed(list(json.loads(json.dumps(frozen)).items())))
    assert hash_of(turned) == hash_of(frozen)
    assert len(hash_of(frozen)) == 64
    assert hash_of({**frozen, "data_as_at": "2025-06-10"}) != hash_of(frozen)


def test_the_ids_behind_figures_are_written_once() -> None:
    text = json.dumps(to_frozen(samplequarter.compiled()))
    some = samplequarter.figure("custody_visit", "visits").result.records[0]
    assert text.count(some) == 1


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"format": 1},
        {"format": 1, "return": "no JSON"},
        {"format": 1, "return": "[]"},
        {"format": 1, "return": '{"said": {}, "ids": []}'},
        {"format": 1, "return": '{"said": {"period": 1}, "ids": null}'},
    ],
)
def test_what_was_not_frozen_here_is_refused(kept: Mapping[str, object]) -> None:
    with pytest.raises(ValueError, match="frozen"):
        compiled_from(kept)


def test_what_another_version_froze_is_refused() -> None:
    frozen = to_frozen(samplequarter.compiled())
    with pytest.raises(ValueError, match="another format"):
        compiled_from({**frozen, "format": 2})
