"""Recommendations and learning: what was asked of the force, followed to its evidence."""

import textwrap
from collections.abc import Sequence

from desktop import clock
from desktop.records import meetings, recommendations
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.fields.question import Option
from desktop.ui.pages.recommendation_deeds import ACTIONS, ADDS, KIND, REPLY, Entry, is_open
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import day_said, in_one_line
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Lead, Register
from desktop.ui.parts.models import Column

_LONGEST = 90  # characters of a line to choose from


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    with desk.read() as session:
        late = {one.id for one in recommendations.awaiting_reply(session, clock.today())}
        found = recommendations.tracker(session, statuses=("open", "closed", "came_back"))
        days = {
            one.id: f"{one.name}, {day_said(one.on_date)}" for one in meetings.meetings(session)
        }
    entries: list[Entry] = []
    for one in found:  # the earliest first, so that each knows those before it
        before = tuple(
            Option(e.line.id, textwrap.shorten(f"{day_said(e.line.made_on)}: {e.text}", _LONGEST))
            for e in entries
            if e.line.scheme == one.scheme and e.line.made_on <= one.made_on
        )
        meeting = days.get(one.meeting_id or "", "")
        entries.append(Entry(one, around.scheme(one.scheme), meeting, one.id in late, before))
    return entries[::-1]


def _status(entry: Entry) -> str:
    one = entry.line
    if one.status == "closed":
        return "Closed"
    if one.status == "came_back":
        return "Came back"
    if one.reply == "none":
        return "No reply, past its day" if entry.late else "No reply yet"
    return "Closed next" if one.evidence_on else "Evidence awaited"


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one = entry.line
    reply = REPLY[one.reply] + (f" on {day_said(one.reply_on)}" if one.reply_on else "")
    return [
        ("Kind", KIND[one.kind]),
        ("Text", one.text or "Not stated"),
        ("How many", str(one.count) if one.count > 1 else ""),
        ("Reference", one.ref),
        ("Scheme", entry.scheme),
        ("Made at", entry.meeting),
        ("Made to", one.made_to),
        ("Made on", day_said(one.made_on)),
        ("Reply due", day_said(one.due)),
        ("Reply", f"{reply}. {one.reply_text}".strip() if one.reply_text else reply),
        ("Evidence", one.evidence),
        ("Evidence seen on", day_said(one.evidence_on)),
        ("Reported on", day_said(one.reported_on)),
        ("Status", _status(entry)),
    ]


TRACKER = Register[Entry](
    name="Recommendations",
    read=_read,
    columns=(
        Column[Entry](
            "Made",
            lambda e: day_said(e.line.made_on),
            sort="on",
            order=lambda e: e.line.made_on,
        ),
        Column[Entry]("What", lambda e: in_one_line(e.text), sort="what", characters=26),
        Column[Entry]("Made to", lambda e: e.line.made_to, sort="to", characters=16),
        Column[Entry]("Status", _status, sort="status", characters=20),
    ),
    id=lambda entry: entry.line.id,
    title=lambda entry: textwrap.shorten(in_one_line(entry.text), _LONGEST),
    facts=_facts,
    empty=("Nothing has been asked of the force yet", "Meetings and reviews put it here."),
    adds=ADDS,
    actions=ACTIONS,
    leads=(
        Lead[Entry](
            "Open the meeting",
            lambda entry: ("meetings", entry.line.meeting_id) if entry.line.meeting_id else None,
            "gavel",
        ),
        Lead[Entry](
            "Open the record",
            lambda entry: ("reading", entry.line.record_ids[0]) if entry.line.record_ids else None,
        ),
    ),
    views=(
        ("Open", is_open),
        ("Past their day", lambda entry: entry.late),
        ("All", lambda _entry: True),
    ),
    icon="lightbulb",
    wide=1,
)


class RecommendationsPage(RegisterPage):
    """The tracker of recommendations and lessons."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        super().__init__(
            view,
            "Recommendations",
            "What panels and reviews asked of the force, from the day it was made to its evidence.",
            (TRACKER,),
        )
