"""How far each section of a record is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desktop.formlib.model import Form, Section
from desktop.formlib.problems import Problem
from desktop.formlib.settle import Settled


class State(StrEnum):
    """What a section is marked as, from worst to best."""

    PROBLEM = "problem"
    NOT_STARTED = "not_started"
    STARTED = "started"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section that applies, and how far it is."""

    id: str
    title: str
    state: State


def progress(
    form: Form,
    settled: Settled,
    found: Sequence[Problem],
    *,
    sitting: int,
    missing_is_wrong: bool = False,
) -> tuple[SectionState, ...]:
    """Give the sections that are asked now, in order.

    What was filled in for the person is no beginning. With `missing_is_wrong`, once the record
    was to be finished, a question left open is a problem.
    """
    wrong = ("unread", "stop", "missing") if missing_is_wrong else ("unread", "stop")
    by_field: dict[str, set[str]] = {}
    for problem in found:
        by_field.setdefault(_mended_at(form, settled, problem), set()).add(problem.kind)
    states = []
    for section in form.sections:
        shown = [item.id for item in section.fields if item.id in settled.shown]
        if section.sitting > sitting or not shown:
            continue
        kinds = {kind for name in shown for kind in by_field.get(name, ())}
        state = _state(section, settled, kinds, wrong)
        states.append(SectionState(section.id, section.title, state))
    return tuple(states)


def _mended_at(form: Form, settled: Settled, problem: Problem) -> str:
    """Give the question at which a problem is put right.

    A row is written below the question that opened it, which may be in another section than the
    list of all rows.
    """
    opens = problem.rule.split(":")
    if opens[0] == "opens":
        return opens[1]
    if not problem.group:
        return problem.field
    rows = settled.values.get(problem.group)
    about = form.rows[problem.group].about
    topics = [
        row.get(about)
        for row in (rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("id") == problem.row
    ]
    for item in form.fields.values():
        if item.opens == problem.group and item.id in settled.shown:
            value = settled.values.get(item.id)
            answered = value if isinstance(value, list) else []
            opened = [item.id] if value in item.opens_on else answered
            if any(topic in opened for topic in topics):
                return item.id
    return problem.group


def _state(section: Section, settled: Settled, kinds: set[str], wrong: Sequence[str]) -> State:
    answered = [item for item in section.fields if item.id in settled.values]
    if kinds & set(wrong):
        return State.PROBLEM
    if "missing" in kinds:
        by_hand = any(
            not item.fill and settled.values[item.id] != item.default for item in answered
        )
        return State.STARTED if by_hand else State.NOT_STARTED
    return State.DONE if answered else State.NOT_STARTED
