"""Meetings: sittings of the panels, who came, which cases were looked at, and what is complete."""

from collections.abc import Mapping, Sequence

from desktop.formlib.model import Form
from desktop.records import hearings, meetings, recommendations
from desktop.records.finding import OFFICE_WORDS
from desktop.records.hearings import Case
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.meeting_deeds import ACTIONS, Entry, adds_of
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import day_said
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Inner, Register
from desktop.ui.parts.models import Column

_STATUS = {"planned": "Planned", "held": "Held", "cancelled": "Cancelled"}


def _read(desk: Desk, around: Around, forms: Mapping[str, Form]) -> Sequence[Entry]:
    heard = {form.scheme: form for form in forms.values() if form.counts == "when_heard"}
    with desk.read() as session:
        return [
            Entry(
                one,
                heard.get(one.scheme),
                around.scheme(one.scheme),
                hearings.cases(session, one.id),
                sum(line.count for line in recommendations.made_at(session, one.id)),
            )
            for one in reversed(meetings.meetings(session))
            if one.scheme in heard
        ]


def _status(entry: Entry) -> str:
    one = entry.meeting
    if one.status == "held" and not one.complete:
        return "Held, records to come"
    return _STATUS[one.status]


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one = entry.meeting
    came = ", ".join(
        f"{part.role}: {'not known' if part.count is None else part.count}"
        for part in one.attendance
    )
    held = one.status == "held"
    return [
        ("Panel", entry.scheme),
        ("Date", day_said(one.on_date)),
        ("Status", _STATUS[one.status]),
        ("Theme", one.theme),
        ("How the cases were chosen", one.chosen_how or ("Not stated" if held else "")),
        ("Chosen from", f"{one.population} cases" if one.population is not None else ""),
        ("Who came", came or ("Not stated" if held else "")),
        ("Cases on the list", str(len(entry.cases))),
        ("Recommendations made", str(entry.made or "")),
        ("All records are here", ("Yes" if one.complete else "No") if held else ""),
        ("Minutes approved on", day_said(one.minutes_approved_on)),
        ("Notes", one.notes),
    ]


def _title(entry: Entry) -> str:
    return f"{entry.meeting.name or entry.scheme}, {day_said(entry.meeting.on_date)}"


def _to_case(case: Case) -> tuple[str, str]:
    return ("record" if case.status in ("draft", "open") else "reading", case.id)


def _case_status(case: Case) -> str:
    if case.status in ("draft", "open"):
        return "prepared" if case.sitting == 1 else "being decided"
    return OFFICE_WORDS[case.status]


_CASES = Inner[Entry](
    name="Cases",
    columns=(
        Column[Case]("Case", lambda case: case.case_ref or "no reference", sort="case"),
        Column[Case]("Hearing", lambda case: str(case.hearing_no or ""), characters=8),
        Column[Case]("Status", _case_status, sort="status", characters=24),
    ),
    rows=lambda entry: entry.cases,
    to=_to_case,
)


def register_for(forms: Mapping[str, Form]) -> Register[Entry]:
    """Give the register of the meetings at which some of these forms are heard."""
    return Register[Entry](
        name="Meetings",
        read=lambda desk, around: _read(desk, around, forms),
        columns=(
            Column[Entry](
                "Date",
                lambda e: day_said(e.meeting.on_date),
                sort="on",
                order=lambda e: e.meeting.on_date,
            ),
            Column[Entry]("Panel", lambda e: e.scheme, sort="panel", characters=24),
            Column[Entry]("Theme", lambda e: e.meeting.theme, sort="theme", characters=12),
            Column[Entry]("Cases", lambda e: str(len(e.cases)), characters=6),
            Column[Entry]("Status", _status, sort="status", characters=20),
        ),
        id=lambda entry: entry.meeting.id,
        title=_title,
        facts=_facts,
        empty=("No meetings yet", "Put the panels' meetings in the diary, or those already held."),
        adds=adds_of(forms),
        actions=ACTIONS,
        views=(
            ("All", lambda _entry: True),
            ("Planned", lambda entry: entry.meeting.status == "planned"),
            ("Records to come", lambda entry: _status(entry) == "Held, records to come"),
        ),
        inner=_CASES,
        icon="gavel",
        wide=1,
    )


class MeetingsPage(RegisterPage):
    """The panels' meetings."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        own = view.me.schemes
        forms = {id_: f for id_, f in view.forms.items() if not own or f.scheme in own}
        super().__init__(
            view,
            "Meetings",
            "When the panels sat, who came, and the cases they looked at.",
            (register_for(forms),),
        )
