"""What figures say where records do not: a gap is neither nought nor a guess."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from desktop.formlib.amounts import AtLeast, Known, NotKnown
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_form, load_lists
from desktop.formlib.office import Office
from desktop.formlib.result import Cell, Result
from desktop.formlib.table import FormError

DAY = date(2025, 3, 13)
PERIOD = (date(2025, 1, 1), date(2025, 3, 31))
FORM = """
id = "case"
version = 1
title = "Case"
scheme = "cases"
counts = "when_heard"

[[section]]
id = "all"
title = "All"
field = [
  { id = "verdict", type = "choice", list = "verdict", ask = "Verdict", or = ["not_recorded"] },
  { id = "kind", type = "choice", ask = "Kind", list = "kind", optional = true },
  { id = "asked", type = "integer", ask = "Asked", optional = true },
]

[figure]
"""
VERDICTS = """
id = "verdict"
title = "Verdicts"
entry = [{ code = "right", label = "Right" }, { code = "wrong", label = "Wrong" }]
"""
KINDS = """
id = "kind"
title = "Kinds"
entry = [
  { code = "A1", label = "A1 Police action", group = "A", group_label = "Service" },
  { code = "A2", label = "A2 Decisions", group = "A", group_label = "Service" },
  { code = "L", label = "L Other", group = "L" },
]
"""
WRONG = 'wrong = { share = { verdict = "wrong" }, of = "records", label = "Wrong" }'


def work_out(folder: Path, figure: str, *answers: Mapping[str, object]) -> Result:
    (folder / "lists").mkdir()
    (folder / "lists" / "kind.toml").write_text(KINDS, "utf-8")
    (folder / "lists" / "verdict.toml").write_text(VERDICTS, "utf-8")
    (folder / "case.toml").write_text(FORM + figure, "utf-8")
    form = load_form(folder / "case.toml", load_lists(folder / "lists"))
    items = [Item(f"r{n}", given, DAY) for n, given in enumerate(answers)]
    registers = {"recommendations": items, "records": items}
    (result,) = evaluate(form, registers, PERIOD, Office(on=DAY)).values()
    return result


def test_a_share_of_all_records_has_those_without_an_answer_in_its_base(tmp_path: Path) -> None:
    unknown = {"verdict": {"unknown": "not_recorded"}}
    result = work_out(tmp_path, WRONG, {"verdict": "wrong"}, {"verdict": "right"}, unknown, {})
    assert (result.value, result.of, result.unknown) == (Known(1), Known(4), 2)


def test_a_share_with_nothing_in_it_is_nought_only_when_every_record_says(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    (tmp_path / "some").mkdir()
    right = {"verdict": "right"}
    assert work_out(tmp_path / "all", WRONG, right, right).value == Known(0)
    assert work_out(tmp_path / "some", WRONG, right, {}).value == NotKnown("not recorded for 1")


def test_a_sum_is_not_divided_by_all_records(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="records"):
        work_out(tmp_path, 'odd = { share = "asked", of = "records", label = "Odd" }')


def test_an_entry_that_stands_for_several_counts_as_many_in_its_cell(tmp_path: Path) -> None:
    figure = (
        'made = { count = "recommendations", by = "reply", with = { many = true }, label = "" }'
    )
    result = work_out(tmp_path, figure, {"count": 7, "reply": "none"}, {"reply": "accepted"})
    assert result.value == Known(8)
    assert (result.cell("none"), result.cell("accepted")) == (Known(7), Known(1))


def test_cells_by_an_attribute_take_its_words_and_do_without_them_its_code(tmp_path: Path) -> None:
    figure = 'kinds = { count = "records", by = "kind.group", label = "" }'
    result = work_out(tmp_path, figure, {"kind": "A1"}, {"kind": "A2"}, {"kind": "L"})
    assert [(c.code, c.label, c.value) for c in result.cells] == [
        ("A", "Service", Known(2)),
        ("L", "L", Known(1)),
    ]


def test_a_cell_that_is_not_there_is_nought_only_where_the_others_make_the_whole() -> None:
    six, four = Cell("observations", "", Known(6)), Cell("wrong", "", Known(4))
    assert Result(Known(10), cells=(six, four)).cell("right") == Known(0)
    assert isinstance(Result(Known(15), cells=(six, four)).cell("right"), NotKnown)
    assert isinstance(Result(Known(15)).cell("right"), NotKnown)
    assert isinstance(Result(AtLeast(10, 1), cells=(six, four)).cell("right"), NotKnown)
    gap = Cell("not_recorded", "", Known(5))
    assert isinstance(Result(Known(15), cells=(six, four, gap)).cell("right"), NotKnown)
    several_reasons_a_case = Result(Known(6), cells=(six, four))
    assert several_reasons_a_case.cell("right") == Known(0)
    assert Result(Known(0)).cell("right") == Known(0)


def test_a_breakdown_of_which_nothing_is_recorded_is_not_known(tmp_path: Path) -> None:
    figure = 'kinds = { count = "records", by = "kind", label = "" }'
    result = work_out(tmp_path, figure, {}, {"kind": {"unknown": "not_known"}})
    assert (result.value, result.unknown) == (NotKnown("not recorded for 2"), 2)
    assert (result.cell("not_recorded"), result.cell("not_known")) == (Known(1), Known(1))
    assert result.cell("A1") == NotKnown("not recorded for 2")


def test_what_may_belong_to_a_breakdown_leaves_no_part_at_nought(tmp_path: Path) -> None:
    figure = 'kinds = { count = "records", by = "kind", where = { verdict = "wrong" }, label = "" }'
    result = work_out(tmp_path, figure, {"verdict": "wrong", "kind": "A1"}, {"kind": "L"})
    assert result.value == AtLeast(1, 1)
    assert (result.cell("A1"), result.cell("L")) == (AtLeast(1, 1), NotKnown("not recorded for 1"))


ANSWERED = "{ kind = { answered = true } }"


def test_a_question_that_nobody_answered_is_not_recorded(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "one").mkdir()
    figure = f'kinds = {{ count = "records", where = {ANSWERED}, label = "" }}'
    assert work_out(tmp_path / "none", figure, {}, {}).value == NotKnown("not recorded for 2")
    assert work_out(tmp_path / "one", figure, {"kind": "L"}, {}).value == Known(1)


def test_a_share_of_those_that_answered_is_not_nought_of_nought(tmp_path: Path) -> None:
    figure = f'odd = {{ share = {{ verdict = "wrong" }}, of = {ANSWERED}, label = "" }}'
    result = work_out(tmp_path, figure, {"verdict": "wrong"}, {"verdict": "right"})
    assert result.value == result.of == NotKnown("not recorded for 2")


ROWED = """
id = "walk"
version = 1
title = "Walk"
scheme = "walks"
counts = "when_finished"

[header]
on = "on"

[[section]]
id = "all"
title = "All"
field = [
  { id = "on", type = "date", ask = "Date" },
  { id = "points", type = "rows", ask = "Points" },
  { id = "extras", type = "rows", ask = "Extras", optional = true },
]

[rows.points]
one = "point"
field = [{ id = "what", type = "text", ask = "What?" }]

[rows.extras]
one = "extra"
field = [{ id = "what", type = "text", ask = "What?" }]

[figure]
points = { count = "points", label = "Points" }
extras = { count = "extras", label = "Extras" }
"""


def test_rows_that_are_wanted_and_not_there_are_a_gap_and_optional_ones_are_none(
    tmp_path: Path,
) -> None:
    (tmp_path / "walk.toml").write_text(ROWED, "utf-8")
    form = load_form(tmp_path / "walk.toml", {})
    on = {"on": DAY.isoformat()}
    items = [Item("a", on, DAY), Item("b", {**on, "points": [{"id": "1", "what": "x"}]}, DAY)]
    results = evaluate(form, {"records": items}, PERIOD, Office(on=DAY))
    assert results["points"].value == AtLeast(1, 1)
    assert results["extras"].value == Known(0)


DEPENDENT = """
id = "walk"
version = 1
title = "Walk"
scheme = "walks"
counts = "when_finished"

[header]
on = "on"

[[section]]
id = "all"
title = "All"
field = [
  { id = "on", type = "date", ask = "Date" },
  { id = "there", type = "integer", ask = "How many were there?" },
  { id = "met", type = "integer", ask = "How many met?", show_if = { there = { more_than = 0 } } },
]

[calculate]
nobody = { choose = [{ is = "0", when = { there = 0 } }] }
people = { first = ["met", "nobody"] }

[figure]
met = { sum = "met", label = "Met" }
people = { sum = "people", label = "People" }
"""


def test_what_hangs_on_an_answer_not_given_is_a_gap_and_not_nought(tmp_path: Path) -> None:
    (tmp_path / "walk.toml").write_text(DEPENDENT, "utf-8")
    form = load_form(tmp_path / "walk.toml", {})
    on = {"on": DAY.isoformat()}
    told = Item("told", {**on, "there": 3, "met": 2, "people": 2}, DAY)
    empty = Item("empty", {**on, "there": 0, "nobody": "0", "people": "0"}, DAY)
    silent = Item("silent", on, DAY)
    results = evaluate(form, {"records": [told, empty, silent]}, PERIOD, Office(on=DAY))
    assert results["met"].value == AtLeast(2, 1)
    assert results["people"].value == AtLeast(2, 1)
    results = evaluate(form, {"records": [told, empty]}, PERIOD, Office(on=DAY))
    assert results["met"].value == results["people"].value == Known(2)
