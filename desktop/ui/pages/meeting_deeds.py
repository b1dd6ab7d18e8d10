"""What can be done with a meeting: each deed with its questions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.records import hearings, meetings
from desktop.records.hearings import Case
from desktop.records.meetings import About, Attendance, Meeting
from desktop.records.office import office_on
from desktop.store.desk import Desk
from desktop.ui.fields.question import Question
from desktop.ui.pages.keeping import keep_file
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import WAIT_MS, Action, writing


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting, the form of its cases, and what it made; names instead of ids."""

    meeting: Meeting
    form: Form | None
    scheme: str
    cases: tuple[Case, ...]
    made: int


def adds_of(forms: Mapping[str, Form]) -> tuple[Action[None], ...]:
    """Give what adds a meeting of one of the panels."""
    panels = {form.scheme for form in forms.values() if form.counts == "when_heard"}

    def asks(around: Around, _none: None) -> Sequence[Asked]:
        offered = [one for one in around.scheme_options() if one.code in panels]
        held = {"planned": "It is planned", "held": "It was held"}
        return (
            asking.choice("scheme", "Which panel?", offered),
            asking.day("on", "On which day?"),
            asking.choice("held", "Was it held?", asking.options_of(held), "planned"),
            *_about_asks(None),
        )

    return (
        Action[None](
            "Add a meeting",
            writing(
                "Put a meeting in the diary",
                lambda session, _none, answers: meetings.plan_meeting(
                    session,
                    asking.said(answers, "scheme"),
                    asking.day_there(answers, "on"),
                    _about(answers),
                    held=asking.said(answers, "held") == "held",
                ),
            ),
            asks,
        ),
    )


def _about_asks(one: Meeting | None) -> tuple[Asked, ...]:
    return (
        asking.text("name", "What is it called?", one.name if one else "", optional=True),
        asking.text("theme", "Theme", one.theme if one else "", optional=True),
        asking.long_text(
            "chosen", "How were the cases chosen?", one.chosen_how if one else "", optional=True
        ),
        asking.number(
            "population",
            "From how many cases were they chosen?",
            one.population if one else None,
            optional=True,
        ),
        asking.long_text("notes", "Notes", one.notes if one else "", optional=True),
    )


def _about(answers: Answers) -> About:
    return About(
        name=asking.said(answers, "name"),
        theme=asking.said(answers, "theme"),
        chosen_how=asking.said(answers, "chosen"),
        population=asking.number_of(answers, "population"),
        notes=asking.said(answers, "notes"),
    )


def _came_asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    rows = (
        asking.text("role", "Role", hint="Chair, magistrate, police officer. No names.").question,
        asking.number("count", "How many?", or_not_known=True).question,
    )
    question = Question(
        "came", "rows", "Who came?", "One line for each role.", optional=True, rows=rows, one="role"
    )
    there = [
        {
            "id": question.new_id(),
            "role": one.role,
            "count": asking.NOT_KNOWN if one.count is None else one.count,
        }
        for one in entry.meeting.attendance
    ]
    return (Asked(question, there or None),)


def _came(answers: Answers) -> list[Attendance]:
    rows = answers.get("came")
    found = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [
        Attendance(str(row["role"]), count if isinstance(count := row.get("count"), int) else None)
        for row in found
        if row.get("role")
    ]


def _add_case(desk: Desk, entry: Entry, answers: Answers) -> str:
    form = _form(entry)
    reference = asking.said(answers, "reference")
    facts = {form.header.reference: reference} if reference and form.header.reference else {}
    with desk.write("Put a case on a meeting's list", wait_ms=WAIT_MS) as session:
        office = office_on(session, clock.today(), [form])
        made = hearings.add_case(
            session, form, entry.meeting.id, facts, office=office, who=desk.who
        )
    return f"{made.reference or 'The case'} is on the list. Open it there to write down the facts."


def _take_in(desk: Desk, entry: Entry, answers: Answers) -> str:
    from desktop.exchange.cases import add_cases, read_cases

    form = _form(entry)
    with desk.read() as session:
        office = office_on(session, clock.today(), [form])
    cases = read_cases(Path(asking.said(answers, "file")), form, office)
    with desk.write("Took in a list of cases") as session:
        added = add_cases(session, form, entry.meeting.id, cases, office=office, who=desk.who)
    there = f" {added.there} were on it already." if added.there else ""
    return f"{len(added.records)} cases are on the list.{there}"


def _save_template(_desk: Desk, entry: Entry, answers: Answers) -> str:
    from desktop.exchange.cases import template

    path = Path(asking.said(answers, "file"))
    keep_file(path, template(_form(entry)))
    return f"Saved as {path.name}. The force fills in one case a row."


def _approve(desk: Desk, entry: Entry, answers: Answers) -> None:
    form = _form(entry)
    with desk.write("Noted that minutes were approved", wait_ms=WAIT_MS) as session:
        office = office_on(session, clock.today(), [form])
        meetings.approve_minutes(
            session, form, entry.meeting.id, asking.day_there(answers, "on"), office
        )


def _form(entry: Entry) -> Form:
    if entry.form is None:
        raise UserError("No form asks about the cases of this panel.", "Ask the office for one.")
    return entry.form


def _is(*statuses: str) -> Callable[[Entry], bool]:
    return lambda entry: entry.meeting.status in statuses


ACTIONS: tuple[Action[Entry], ...] = (
    Action(
        "Add a case",
        _add_case,
        lambda _around, _entry: (
            asking.text(
                "reference",
                "Reference",
                hint="Ours or the force's, never a name. Leave this empty to have one made.",
                optional=True,
            ),
        ),
        _is("planned", "held"),
        icon="plus",
    ),
    Action(
        "Take in the force's list",
        _take_in,
        fits=_is("planned", "held"),
        icon="upload",
        opens_file="Lists of cases (*.csv)",
    ),
    Action(
        "Save an empty list for the force",
        _save_template,
        fits=_is("planned"),
        icon="download",
        saves_file="List of cases.csv",
    ),
    Action(
        "It was held",
        writing(
            "Noted that a meeting was held",
            lambda session, entry, answers: meetings.hold(
                session, entry.meeting.id, _came(answers)
            ),
        ),
        _came_asks,
        _is("planned"),
    ),
    Action(
        "Change who came",
        writing(
            "Changed who came to a meeting",
            lambda session, entry, answers: meetings.hold(
                session, entry.meeting.id, _came(answers)
            ),
        ),
        _came_asks,
        _is("held"),
    ),
    Action(
        "All records are here",
        writing(
            "Declared the records of a meeting complete",
            lambda session, entry, _answers: meetings.declare_complete(session, entry.meeting.id),
        ),
        fits=lambda entry: entry.meeting.status == "held" and not entry.meeting.complete,
    ),
    Action(
        "Records are still to come",
        writing(
            "Declared the records of a meeting not complete",
            lambda session, entry, _answers: meetings.declare_complete(
                session, entry.meeting.id, complete=False
            ),
        ),
        fits=lambda entry: entry.meeting.complete,
    ),
    Action(
        "The minutes were approved",
        _approve,
        lambda _around, _entry: (
            asking.day("on", "On which day were they approved?", clock.today()),
        ),
        lambda entry: entry.meeting.status == "held" and entry.meeting.minutes_approved_on is None,
    ),
    Action(
        "Change date and theme",
        writing(
            "Changed a meeting",
            lambda session, entry, answers: meetings.change_meeting(
                session, entry.meeting.id, asking.day_there(answers, "on"), _about(answers)
            ),
        ),
        lambda _around, entry: (
            asking.day("on", "On which day?", entry.meeting.on_date),
            *_about_asks(entry.meeting),
        ),
    ),
    Action(
        "It did not take place",
        writing(
            "Cancelled a meeting",
            lambda session, entry, answers: meetings.cancel(
                session, entry.meeting.id, asking.said(answers, "why")
            ),
        ),
        lambda _around, _entry: (asking.text("why", "Why not?"),),
        _is("planned"),
    ),
)
