"""Small quarters made by hand: answers of a shipped form, settled, counted and said.

The sample quarter is January to March 2025. No database is needed for any of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from desktop import paths
from desktop.formlib.figures import Item, evaluate
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form, Line
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, problems
from desktop.formlib.result import Result
from desktop.formlib.sentences import say
from desktop.formlib.settle import Settled, settle

Q4 = (date(2025, 1, 1), date(2025, 3, 31))
Q1 = (date(2025, 4, 1), date(2025, 6, 30))
EASTER = frozenset({date(2025, 4, 18), date(2025, 4, 21)})
OFFICE = Office(
    on=date(2025, 7, 1), settings={"review_window_days": 28, "review_acknowledge_days": 5}
)


@cache
def form(name: str) -> Form:
    """Give a shipped form."""
    return load_forms(paths.forms())[name]


def settled(name: str, answers: Mapping[str, object], office: Office = OFFICE) -> Settled:
    """Settle one record's answers."""
    return settle(form(name), answers, office)


def found(
    name: str,
    answers: Mapping[str, object],
    office: Office = OFFICE,
    sitting: int | None = None,
) -> tuple[Problem, ...]:
    """Give what there is to say about one record."""
    return problems(form(name), settled(name, answers, office), {}, office, sitting)


def kinds(given: Iterable[Problem]) -> dict[str, str]:
    """Give the kind of each broken rule, by the rule."""
    return {problem.rule: problem.kind for problem in given if problem.rule}


def records(
    name: str,
    answers: Iterable[Mapping[str, object]],
    counted_on: date | None = None,
    office: Office = OFFICE,
) -> list[Item]:
    """Settle the answers of several records into what figures count."""
    return [
        Item(f"record-{n}", settled(name, given, office).values, counted_on)
        for n, given in enumerate(answers, 1)
    ]


def entry(counted_on: date, **values: object) -> Item:
    """Make a register's entry."""
    return Item(f"entry-{counted_on}", values, counted_on)


def figures(
    name: str,
    items: Sequence[Item],
    period: tuple[date, date] = Q4,
    office: Office = OFFICE,
    **registers: Sequence[Item],
) -> dict[str, Result]:
    """Work out a form's figures; a register that is not given is empty."""
    empty: dict[str, Sequence[Item]] = {"meetings": (), "recommendations": (), "learning": ()}
    return evaluate(form(name), {**empty, **registers, "records": items}, period, office)


def sentences(
    name: str, results: Mapping[str, Result], supplied: Mapping[str, str]
) -> dict[str, list[str]]:
    """Say every line of a form's report that is to be said, by its place there."""
    report = form(name).report
    places: dict[str, tuple[Line, ...]] = {
        "brief": report.brief,
        "due": report.due,
        "done": report.done,
        "found": report.found,
        "next": report.next,
        "not_known": report.not_known,
        "paragraphs": report.paragraphs,
        "chart": (Line(str(report.chart["title"])),),
    }
    said: dict[str, list[str]] = {}
    for place, lines in places.items():
        always = place in ("paragraphs", "chart")
        written = [
            say(line, form(name).figures, results, supplied, always=always) for line in lines
        ]
        said[place] = [line for line in written if line is not None]
    return said
