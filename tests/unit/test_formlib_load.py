"""A form that cannot be used is refused with its file, the place in it and the reason."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop import paths
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_form, load_forms, load_lists, read_form
from desktop.formlib.load_figures import REGISTERS
from desktop.formlib.model import Form
from desktop.formlib.problems import live_lines, problems
from desktop.formlib.result import not_known
from desktop.formlib.sentences import say
from desktop.formlib.settle import settle
from desktop.formlib.table import FormError, Table
from tests.unit.formtext import HEAD, LISTS, OFFICE, ON, form_of, sample, sample_text

COLOUR = '{ id = "colour", type = "choice", ask = "Colour", options = { red = "Red" } }'
ROWS_FIELD = '{ id = "wrong", type = "rows", ask = "Wrong" }'
ROWS = '[rows.wrong]\none = "row"\nfield = [{ id = "what", type = "text", ask = "What?" }]\n'

HIDDEN_FIGURE = """
[figure]
a = { count = "records", label = "A", public = false }

[report]
table = ["a"]
"""


def refusal(text: str) -> FormError:
    with pytest.raises(FormError) as caught:
        form_of(text)
    return caught.value


def test_a_refusal_is_a_sentence_with_file_place_and_reason() -> None:
    found = refusal(sample_text('{ id = "a", type = "number", ask = "A" }'))
    assert found.file == "sample.toml"
    assert found.where == "section “all”, field “a”.type"
    assert found.reason.startswith("is “number”; there are: text, long_text, integer")
    assert str(found).startswith("The form file sample.toml, section “all”, field “a”.type: is")
    assert str(found).endswith(". Correct the file and try again.")


@pytest.mark.parametrize(
    ("field", "place", "reason"),
    [
        ('{ type = "text", ask = "A" }', "field[2]", "“id” is missing"),
        ('{ id = "a", ask = "A" }', "field “a”", "“type” is missing"),
        ('{ id = "a", type = "text" }', "field “a”", "“ask” is missing"),
        ('{ id = "A b", type = "text", ask = "A" }', "field “A b”.id", "small letters"),
        ('{ id = "on", type = "text", ask = "A" }', "field “on”", "there twice"),
        ('{ id = "a", type = "text", ask = 5 }', "field “a”.ask", "a text is needed"),
        ('{ id = "a", type = "text", ask = "A", colour = 1 }', "field “a”", "no key “colour”"),
        ('{ id = "a", type = "text", ask = "A", optional = 1 }', "optional", "true or false"),
        ('{ id = "a", type = "text", ask = "A", max = "x" }', "max", "a number is needed"),
        ('{ id = "a", type = "text", ask = "A", max = 1.5 }', "field “a”", "whole number"),
        ('{ id = "a", type = "integer", ask = "A", min = nan }', "min", "a number is needed"),
        ('{ id = "a", type = "integer", ask = "A", min = 2, max = 1 }', "“a”", "min is more"),
        ('{ id = "a", type = "date", ask = "A", min = 1 }', "field “a”", "takes no min or max"),
        ('{ id = "a", type = "date", ask = "A", latest = "now" }', "latest", "there are: today"),
        (
            '{ id = "a", type = "date", ask = "A", or = ["maybe"] }',
            "field “a”.or",
            "there are: not",
        ),
        ('{ id = "a", type = "choice", ask = "A" }', "field “a”", "there is no list “”"),
        ('{ id = "a", type = "choice", ask = "A", list = "x" }', "field “a”", "no list “x”"),
        ('{ id = "a", type = "rows", ask = "A" }', "field “a”", "there is no [rows.a]"),
        ('{ id = "a", type = "text", ask = "A", fill = "x" }', "field “a”.fill", "there are: rota"),
        ('{ id = "a", type = "text", ask = "A", hide_until = "b" }', "field “a”", "earlier field"),
        (
            '{ id = "a", type = "text", ask = "A", show_if = { b = 1 } }',
            "field “a”",
            "earlier field",
        ),
        (
            '{ id = "a", type = "text", ask = "A", show_if = 5 }',
            "show_if",
            "a condition is a table",
        ),
        (
            '{ id = "a", type = "text", ask = "A", show_if = { on = {} } }',
            "show_if",
            "asks nothing",
        ),
        ('{ id = "a", type = "text", ask = "A", in_use_from = "x" }', "in_use_from", "a date such"),
        ('{ id = "a", type = "integer", ask = "A", default = "x" }', "default", "right kind"),
        ('{ id = "a", type = "integer", ask = "A", max = 5, default = 6 }', "default", "5 or less"),
        (
            '{ id = "a", type = "text", ask = "A", opens = "b" }',
            "field “a”",
            "“opens” names no rows",
        ),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(field: str, place: str, reason: str) -> None:
    found = refusal(sample_text(field))
    assert place in found.where
    assert reason in found.reason


@pytest.mark.parametrize(
    ("rest", "place", "reason"),
    [
        ('[[section]]\nid = "all"\ntitle = "Twice"\n', "", "“all” is there twice"),
        ('[[section]]\nid = "two"\ntitle = "2"\nshow_if = { x = 1 }\n', "section “two”", "earlier"),
        (ROWS, "rows.wrong", "no field of type rows"),
        ('[calculate]\na = { plus = ["on"] }\n', "calculate.a", "names no operation"),
        ('[calculate]\na = { days = "on" }\n', "calculate.a.days", "a list of names"),
        ('[calculate]\na = { days = ["on"] }\n', "calculate.a", "exactly two"),
        ('[calculate]\na = { days = ["on", "colour"] }\n', "calculate.a", "takes a date"),
        ('[calculate]\na = { sum = ["on", 2] }\n', "calculate.a", "takes a number"),
        ("[calculate]\na = { sum = [1, 2.5] }\n", "calculate.a", "whole numbers"),
        ("[calculate]\na = { sum = [1, true] }\n", "calculate.a", "whole numbers"),
        ('[calculate]\na = { add_days = [1, "on"] }\n', "calculate.a", "takes a date"),
        ('[calculate]\na = { minutes_between = ["on", "on"] }\n', "calculate.a", "takes a time"),
        ('[calculate]\na = { first = ["b", "on"] }\n', "calculate.a", "earlier field “b”"),
        ('[calculate]\non = { first = ["on", "on"] }\n', "calculate.on", "is there already"),
        ('[[rule]]\nsay = "x"\n', "rule[1]", "names no test"),
        ('[[rule]]\nwhen = { on = "x" }\n', "rule[1]", "“say” is missing"),
        ('[[rule]]\norder = ["on"]\nsay = "x"\n', "rule", "two or more"),
        ('[[rule]]\ndistinct = ["colour"]\nsay = "x"\n', "rule", "one list of answers"),
        ('[[rule]]\nbalance = ["on", "x"]\nsay = "x"\n', "rule", "earlier field “x”"),
        ('[[rule]]\nwhen = { on = "x" }\nsay = "{gone}"\n', "rule", "earlier field “gone”"),
        ('[[rule]]\nwhen = { on = "x" }\nsay = "{on.n}"\n', "rule", "names no part"),
        ('[[rule]]\nwhen = { on = "x" }\nsay = "{on"\n', "rule", "stands in braces"),
        ('[[rule]]\nwhen = { on = "x" }\nsay = "x"\nlive = "y"\n', "rule", "names to add up"),
        ('[[rule]]\nwhen = { on = "x" }\nsay = "x"\nlevel = "bad"\n', "level", "there are: stop"),
        (2 * '[[rule]]\nid = "r"\nwhen = { on = "x" }\nsay = "x"\n', "rule “r”", "two rules"),
        ('[figure]\na = { label = "A" }\n', "figure.a", "names no way to count"),
        ('[figure]\na = { count = "cats", label = "A" }\n', "figure.a", "named “cats”"),
        ('[figure]\na = { sum = "x", label = "A" }\n', "figure.a", "earlier field “x”"),
        ('[figure]\na = { count = "records", by = "x", label = "A" }\n', "figure.a", "field “x”"),
        ('[figure]\na = { share = "on", label = "A" }\n', "figure.a", "“of” is missing"),
        ('[figure]\na = { built_in = "magic", label = "A" }\n', "figure.a", "is built in"),
        ('[figure]\na = { count = "records" }\n', "figure.a", "“label” is missing"),
        ('[figure]\na = { count = "records", label = "A", unit = ["x"] }\n', "unit", "for one and"),
        ('[figure]\na = { count = "records", label = "A", list = "x" }\n', "figure.a", "list “x”"),
        ('[figure]\na = { count = "issues", label = "A", as_at = ["x"] }\n', "as_at", "ends it"),
        (
            '[figure]\na = { count = "records", label = "A", part_of = "x" }\n',
            "figure.a",
            "part_of",
        ),
        ('[report]\ndone = ["{gone}"]\n', "report.done", "there is no figure “gone”"),
        ('[report]\ndone = ["{gone.__class__}"]\n', "report.done", "names no part"),
        ('[report]\ndone = [{ say = "x", when = { gone = 0 } }]\n', "report.done", "figure “gone”"),
        ('[report]\nnot_known = [{ say = "x", of = "gone" }]\n', "report.not_known", "“gone”"),
        ('[report]\ntable = ["gone"]\n', "report.table", "there is no figure “gone”"),
        ('[report]\nheadline = "gone"\n', "report.headline", "there is no figure “gone”"),
        ('[report]\nchart = { kind = "x", of = ["gone"] }\n', "report.chart", "“gone”"),
        ('[report]\nchart = { kind = "x", title = "{x" }\n', "report.chart", "in braces"),
        ("[report]\ndone = [5]\n", "report, done[1]", "a table is needed"),
        (HIDDEN_FIGURE, "report.table", "is not public"),
        ("[reports]\n", "", "no key “reports”"),
    ],
)
def test_what_hangs_in_the_air_is_refused(rest: str, place: str, reason: str) -> None:
    found = refusal(sample_text(COLOUR, rest=rest))
    assert place in found.where
    assert reason in found.reason


@pytest.mark.parametrize(
    ("rows", "place", "reason"),
    [
        (ROWS.replace("text", "rows"), "rows.wrong, field “what”", "a row holds no rows"),
        (ROWS.replace('"what"', '"id"'), "rows.wrong, field “id”", "there twice"),
        (ROWS + 'about = "topic"\n', "rows.wrong", "“about” names no field"),
        (ROWS + 'tracked = "thing"\n', "rows.wrong.tracked", "there are: issue"),
        (
            ROWS.replace("?", '", show_if = { later = 1 }, hint = "'),
            "field “what”",
            "field “later”",
        ),
    ],
)
def test_rows_that_cannot_be_filled_in_are_refused(rows: str, place: str, reason: str) -> None:
    if "about" in rows or "tracked" in rows:
        first, _, last = rows.partition("field")
        extra = last.strip().rpartition("\n")[2]
        rows = f"{first}{extra}\nfield{last.rpartition(extra)[0]}"
    later = '{ id = "later", type = "text", ask = "Later" }'
    found = refusal(sample_text(ROWS_FIELD, later, rest=rows))
    assert place in found.where
    assert reason in found.reason


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        (('on = "on"', 'on = "gone"'), "header.on", "there is no date field “gone”"),
        (('on = "on"', 'place = "on"'), "header.place", "there is no place field “on”"),
        (('on = "on"', ""), "header", "whose date places a record"),
        (('on = "on"', 'on = "on"\npeople = ["gone"]'), "header.people", "“gone”"),
        (('on = "on"', 'on = "on"\ncolumns = ["gone"]'), "header", "“gone”"),
        (('on = "on"', 'on = "on"\nstub = { gone = 1 }'), "header.stub", "“gone”"),
        (('on = "on"', 'on = "on"\nstub = { on = "x" }'), "header.stub.on", "is not a date"),
        (('on = "on"', 'on = "on"\ncompleted = { gone = 1 }'), "header", "“gone”"),
        (('"when_finished"', '"always"'), "counts", "there are: when_finished"),
        (("version = 1", 'version = "1"'), "version", "a whole number is needed"),
        (("version = 1", "version = true"), "version", "a whole number is needed"),
        (('title = "Sample"', ""), "", "“title” is missing"),
    ],
)
def test_a_header_that_points_nowhere_is_refused(
    change: tuple[str, str], place: str, reason: str
) -> None:
    found = refusal(sample_text().replace(*change, 1))
    assert place in found.where
    assert reason in found.reason


def test_a_form_that_asks_nothing_is_refused() -> None:
    assert "at least one question" in refusal(HEAD).reason


def test_what_a_row_opens_must_be_among_its_topics() -> None:
    rows = ROWS.replace('"row"', '"row"\nabout = "what"').replace(
        'type = "text"', 'type = "choice", list = "dog_topic"'
    )
    field = '{ id = "sky", type = "yes_no", list = "yes_no", ask = "Sky", opens = "wrong"'
    for more, reason in (
        (" }", "“opens_on” says which answers"),
        (', opens_on = ["blue"] }', "no answer “blue”"),
        (', opens_on = ["no"] }', "has no topic “sky”"),
    ):
        assert reason in refusal(sample_text(field + more, ROWS_FIELD, rest=rows)).reason


def test_only_part_of_a_list_must_be_some_of_it() -> None:
    field = (
        '{ id = "a", type = "choice", ask = "A", list = "custody_topic", only = { group = "x" } }'
    )
    assert "no entry for “only”" in refusal(sample_text(field)).reason


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        (b"id = \n", "line 1", "invalid value"),
        (b'id = "sample"\nid = "b"\n', "line 2", "cannot overwrite a value"),
        (b'title = "\xff"\n', "", "not a text file in UTF-8"),
        (b"a = " + b"[" * 5000, "", "something that no form needs"),
        (b"version = " + b"9" * 5000, "", "something that no form needs"),
        (b"#" * 1_000_001, "", "larger than a form can be"),
        (b"a = 2025-02-30\n", "line 1", "invalid"),
    ],
)
def test_a_file_that_is_no_toml_is_refused(
    tmp_path: Path, content: bytes, place: str, reason: str
) -> None:
    path = tmp_path / "sample.toml"
    path.write_bytes(content)
    with pytest.raises(FormError) as caught:
        load_form(path, LISTS)
    assert caught.value.where == place
    assert reason in caught.value.reason


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    for name in ("gone.toml", "folder.toml"):
        with pytest.raises(FormError, match="cannot be read"):
            load_form(tmp_path / name, LISTS)


def test_a_file_is_named_as_its_form(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text(sample_text(), "utf-8")
    with pytest.raises(FormError, match=r"the file is named other\.toml"):
        load_form(tmp_path / "other.toml", LISTS)


def test_the_mark_that_notepad_puts_first_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "sample.toml"
    path.write_text(sample_text(), "utf-8-sig")
    assert load_form(path, LISTS).id == "sample"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('id = "b"\nentry = []\n', "the file is named a.toml"),
        ('id = "a"\nentry = [{ code = "x" }]\n', "“label” is missing"),
        ('id = "a"\nentry = [{ code = "x", label = "X" }, { code = "x", label = "Y" }]\n', "twice"),
        ('id = "a"\nentries = []\n', "no key “entries”"),
        ('id = "a"\nentry = "x"\n', "a list of tables is needed"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "a.toml").write_text(content, "utf-8")
    with pytest.raises(FormError, match=reason):
        load_lists(tmp_path)


def test_forms_come_in_the_order_of_the_report(tmp_path: Path) -> None:
    for name, order in (("a", 20), ("b", 10)):
        text = sample_text(rest=f"[report]\norder = {order}\n").replace('"sample"', f'"{name}"')
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    assert list(load_forms(tmp_path)) == ["b", "a"]
    assert load_forms(tmp_path / "nothing") == {}


def test_a_form_without_extras_has_the_plain_defaults() -> None:
    form = sample()
    assert (form.one, form.sittings, form.header.date_field) == ("sample", 1, "on")
    assert form.report.title == ""
    assert form.fields["on"].name == "Date of the visit"
    assert ON in sample_text()


# Whatever stands in the file, it is a form or a refusal.

SHIPPED = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in paths.forms().glob("*.toml")
}


def _places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    found = [path] if path else []
    items: list[tuple[object, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        found += _places(inner, (*path, key))
    return found


FIELDS = sorted(
    field["id"] for form in SHIPPED.values() for part in form["section"] for field in part["field"]
)
VALUES: tuple[object, ...] = (3, "2.5", "yes", "2025-03-01", "19:30", ["yes"], {"unknown": "x"})
ANSWERS = [dict.fromkeys(FIELDS, value) for value in VALUES]
PLACES = {name: _places(data) for name, data in SHIPPED.items()}
junk = st.recursive(
    st.booleans()
    | st.integers(-3, 3)
    | st.floats()
    | st.sampled_from(["", "x", "visit_on", "{x", "{visits.n}", "setting:x", "rows", "topics"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "type", "visit_on", "say", "more_than"]), inner)
    ),
    max_leaves=4,
)


@st.composite
def changed(draw: st.DrawFn) -> tuple[str, object]:
    """Take a shipped form and put junk in some places, or take something out."""
    name = draw(st.sampled_from(sorted(SHIPPED)))
    data = _copy(SHIPPED[name])
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(PLACES[name]))
        value = draw(st.just("gone") | junk)
        _put(data, path, value)
    return name, data


def _copy(value: object) -> Any:  # noqa: ANN401  # a tree of anything
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _put(data: Any, path: tuple[object, ...], value: object) -> None:  # noqa: ANN401  # as above
    for key in path[:-1]:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return  # an earlier change took it away
    try:
        if value == "gone":
            del data[path[-1]]
        else:
            data[path[-1]] = value
    except (KeyError, IndexError, TypeError):
        return


@settings(max_examples=300, deadline=None)
@given(changed())
def test_a_form_with_something_wrong_anywhere_is_loaded_or_refused(
    named: tuple[str, object],
) -> None:
    name, data = named
    try:
        found: Form | FormError = read_form(Table(data, f"{name}.toml", ""), name, LISTS)
    except FormError as error:
        found = error
    if isinstance(found, Form):
        check_in_use(found)
    else:
        assert str(found).endswith(". Correct the file and try again.")


def check_in_use(form: Form) -> None:
    """Use a form that was let in, on answers of every kind: nothing in it may raise."""
    for answers in ({}, *ANSWERS):
        whole = {**answers, **{group: [{"id": "r", **answers}] for group in form.rows}}
        found = settle(form, whole, OFFICE)
        assert all(problem.say for problem in problems(form, found, {}, OFFICE))
        assert all(line.text for line in live_lines(form, found, OFFICE))
        items = [Item("a", found.values, OFFICE.on), Item("b", {}, OFFICE.on, stub=True)]
        sources = {"records": items, **dict.fromkeys(REGISTERS, items)}
        results = evaluate(form, sources, (date(2025, 1, 1), OFFICE.on), OFFICE)
        results |= {id_: not_known("") for id_ in form.figures if id_ not in results}
        for line in (*form.report.brief, *form.report.done, *form.report.paragraphs):
            assert say(line, form.figures, results, {}, always=True) != ""


@settings(deadline=None)
@given(st.text(max_size=80))
def test_a_file_of_any_text_is_refused(text: str) -> None:
    with pytest.raises(FormError):
        form_of(text)


def test_an_offices_own_forms_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "forms"
    own.mkdir()
    text = (Path(__file__).parent.parent / "fixtures/forms/court_observation.toml").read_text()
    (own / "court_observation.toml").write_text(text, "utf-8")
    assert set(load_forms(paths.forms(), own)) - set(load_forms(paths.forms())) == {
        "court_observation"
    }
    assert (
        load_forms(paths.forms(), tmp_path / "nowhere").keys() == load_forms(paths.forms()).keys()
    )
    (own / "again.toml").write_text(text.replace("court_observation", "again", 1), "utf-8")
    assert "again" in load_forms(paths.forms(), own)


def test_an_offices_form_may_not_take_a_shipped_forms_id(tmp_path: Path) -> None:
    shipped = paths.forms() / "complaint_review.toml"
    (tmp_path / shipped.name).write_text(shipped.read_text("utf-8"), "utf-8")
    with pytest.raises(FormError, match="two files define this form"):
        load_forms(paths.forms(), tmp_path)
