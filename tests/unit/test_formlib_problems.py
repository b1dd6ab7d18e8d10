"""What stands between a record and its finish, and the lines shown while typing."""

from collections.abc import Mapping

from desktop.formlib.office import Office
from desktop.formlib.problems import live_lines, problems
from tests.unit.formtext import OFFICE, said, sample, settled

UNKNOWN = {"unknown": "not_known"}
ROWS = """
[rows.wrong]
one = "problem"
about = "topic"
field = [
  { id = "topic", type = "choice", list = "custody_topic", ask = "About" },
  { id = "what", type = "text", ask = "What was wrong?" },
  { id = "number", type = "integer", ask = "Number", show_if = { topic = "light" } },
]
"""
VISIT = sample(
    '{ id = "light", type = "topics", list = "custody_topic", only = { group = "building" }, '
    'ask = "Cells and building", opens = "wrong" }',
    '{ id = "wrong", type = "rows", ask = "To put right", optional = true }',
    '{ id = "note", type = "note", ask = "A word" }',
    '{ id = "well", type = "text", ask = "Done well?", max = 20, optional = true }',
    rest=ROWS,
)


def test_every_question_that_applies_is_asked_for_in_its_own_words() -> None:
    form = sample(
        '{ id = "text", type = "text", ask = "Why?" }',
        '{ id = "many", type = "integer", ask = "How many?" }',
        '{ id = "at", type = "time", ask = "Arrived" }',
        '{ id = "who", type = "people", ask = "Who?" }',
    )
    found = said(form, {})
    assert [p.say for p in found] == [
        "Answer “Why?”",
        "Enter a number for “How many?”",
        "Enter a time for “Arrived”",
        "Choose an answer to “Who?”",
    ]
    assert all(p.kind == "missing" and p.blocks for p in found)
    assert said(form, {"text": "x", "many": 1, "at": "19:30", "who": ["p"]}) == []


def test_a_topic_that_was_ticked_asks_for_its_row() -> None:
    (missing,) = said(VISIT, {"light": ["light"]})
    assert missing.say == "Say what was wrong with “Light” under “To put right”"
    assert (missing.field, missing.rule) == ("wrong", "opens:light:light")
    row = {"id": "r", "topic": "light", "what": "Very bright", "number": 1}
    assert said(VISIT, {"light": ["light"], "wrong": [row]}) == []
    assert said(VISIT, {"light": []}) == []


def test_an_answer_named_by_opens_on_asks_for_a_row_about_the_question() -> None:
    form = sample(
        '{ id = "water", type = "choice", list = "animal_scale", ask = "Water in every kennel", '
        'short = "Water", opens = "wrong", opens_on = ["needs_attention"] }',
        '{ id = "wrong", type = "rows", ask = "To put right", optional = true }',
        rest=ROWS.replace("custody_topic", "dog_topic"),
    )
    (missing,) = said(form, {"water": "needs_attention"})
    assert missing.say == "Say what was wrong with “Water” under “To put right”"
    row = {"id": "r", "topic": "water", "what": "Empty"}
    assert said(form, {"water": "needs_attention", "wrong": [row]}) == []
    assert said(form, {"water": "not_looked_at"}) == []


def test_a_row_is_asked_for_what_applies_to_it() -> None:
    rows = [{"id": "1", "topic": "light", "what": "x"}, {"id": "2", "topic": "heat"}]
    found = said(VISIT, {"light": [], "wrong": rows})
    assert [(p.group, p.row, p.field) for p in found] == [
        ("wrong", "1", "number"),
        ("wrong", "2", "what"),
    ]


def test_what_could_not_be_read_is_quoted() -> None:
    rows = [{"id": "1", "topic": "light", "what": "x"}]
    unread = {"on": "31 Febuary", "wrong/1/number": "two"}
    found = said(VISIT, {"light": [], "wrong": rows}, unread=unread)
    assert [p.say for p in found] == [
        "“31 Febuary” could not be read. Enter a date for “Date of the visit”",
        "“two” could not be read. Enter a number for “Number”",
    ]
    assert {p.kind for p in found} == {"unread"}


def test_three_thousand_words_where_few_fit_are_not_quoted_back() -> None:
    unread = {"well": "word " * 3000, "on": "x" * 3000}
    found = said(VISIT, {"light": []}, unread=unread)
    assert [p.say for p in found] == [
        f"“{'x' * 59}…” could not be read. Enter a date for “Date of the visit”",
        "Done well: use 20 characters or fewer",
    ]


def test_a_value_that_is_wrong_stops_and_is_said_once() -> None:
    (found,) = said(VISIT, {"light": [], "well": "x" * 21})
    assert (found.kind, found.say) == ("stop", "Done well: use 20 characters or fewer")


def test_rows_of_another_shape_are_a_problem_and_no_error() -> None:
    for rows in ("x", [1], [{"id": "1", "what": {}}], [None]):
        assert any(p.blocks for p in said(VISIT, {"light": [], "wrong": rows}))


RULES = sample(
    '{ id = "held", type = "integer", ask = "Held" }',
    '{ id = "seen", type = "integer", ask = "Seen", show_if = { held = { more_than = 0 } } }',
    '{ id = "no", type = "integer", ask = "Said no", show_if = { held = { more_than = 0 } } }',
    '{ id = "told", type = "date", ask = "Told", optional = true, or = ["not_known"] }',
    '{ id = "sent", type = "date", ask = "Sent", optional = true }',
    '{ id = "who", type = "people", ask = "Who?", optional = true }',
    '{ id = "wrong", type = "rows", ask = "To put right", optional = true }',
    rest=ROWS
    + """
[[rule]]
id = "everyone"
balance = ["held", "seen", "no"]
level = "explain"
live = "{held} in, {seen} seen, {no} said no"
settled = ": everyone accounted for"
say = "Those seen and those who said no do not come to {held}."
reasons = ["People came and went"]

[[rule]]
id = "dates"
order = ["told", "sent"]
say = "Sent on {sent}, told on {told}: check the dates."

[[rule]]
id = "seen_of_held"
at_most = ["seen", "held"]
level = "finding"
say = "More were seen than held."

[[rule]]
id = "alone"
when = { who = { less_than = 2 } }
field = "who"
level = "approval"
say = "Visits are made in pairs; the office is {setting:office}."

[[rule]]
id = "twice"
distinct = ["wrong.topic"]
say = "One line for each topic."
""",
)
GOOD = {"held": 11, "seen": 6, "no": 5}


def live(answers: Mapping[str, object]) -> list[tuple[str, bool]]:
    lines = live_lines(RULES, settled(RULES, answers), OFFICE)
    return [(line.text, line.adds_up) for line in lines]


def test_a_live_line_says_when_everyone_is_accounted_for() -> None:
    assert live(GOOD) == [("11 in, 6 seen, 5 said no: everyone accounted for", True)]
    assert live({**GOOD, "no": 4}) == [("11 in, 6 seen, 4 said no", False)]


def test_a_total_alone_accounts_for_nobody() -> None:
    assert live({"held": 11}) == []
    assert live({"held": 11, "seen": 6}) == [("11 in, 6 seen, … said no", False)]
    assert live({"held": 0}) == []


def test_what_does_not_add_up_is_accepted_with_a_reason() -> None:
    (open_,) = said(RULES, {**GOOD, "no": 4})
    assert (open_.kind, open_.field, open_.blocks) == ("explain", "no", True)
    assert open_.say == "Those seen and those who said no do not come to 11."
    (kept,) = said(RULES, {**GOOD, "no": 4, "_why": {"everyone": "People came and went"}})
    assert (kept.reason, kept.blocks) == ("People came and went", False)
    assert RULES.rules[0].reasons == ("People came and went",)


def test_dates_out_of_order_stop_and_a_date_not_known_does_not() -> None:
    (found,) = said(RULES, {**GOOD, "told": "2025-02-01", "sent": "2025-01-31"})
    assert found.say == "Sent on 31 January 2025, told on 1 February 2025: check the dates."
    assert found.kind == "stop"
    assert said(RULES, {**GOOD, "told": UNKNOWN, "sent": "2025-01-31"}) == []


def test_a_finding_and_an_approval_do_not_stop() -> None:
    found = said(RULES, {"held": 5, "seen": 6, "no": -1, "who": ["p"]})
    assert [(p.rule, p.kind, p.blocks) for p in found] == [
        ("seen_of_held", "finding", False),
        ("alone", "approval", False),
    ]
    assert found[1].say.endswith("the office is ….")
    named = Office(OFFICE.on, settings={"office": "ours"})
    assert said(RULES, {**GOOD, "who": ["p"]}, named)[0].say.endswith("the office is ours.")


def test_the_same_topic_twice_is_found() -> None:
    rows = [{"id": str(n), "topic": "heat", "what": "x"} for n in (1, 2)]
    assert [p.rule for p in said(RULES, {**GOOD, "wrong": rows})] == ["twice"]
    rows[1]["topic"] = "air"
    assert said(RULES, {**GOOD, "wrong": rows}) == []


def test_a_later_sitting_is_not_asked_for_yet() -> None:
    form = sample(
        rest='[[section]]\nid = "two"\ntitle = "Two"\nsitting = 2\n'
        'field = [{ id = "verdict", type = "text", ask = "Verdict" }]\n'
        '[[rule]]\nwhen = { verdict = { answered = false } }\nfield = "verdict"\nsay = "Say it."\n'
    )
    found = settled(form, {})
    assert problems(form, found, {}, OFFICE, 1) == ()
    assert [p.kind for p in problems(form, found, {}, OFFICE)] == ["missing", "stop"]
