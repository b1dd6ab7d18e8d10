"""A visit that was made and whose report is still to come: the few things known of it."""

from desktop import clock
from desktop.errors import UserError
from desktop.records.office import office_on
from desktop.records.places import place
from desktop.records.stubs import VisitMade, add_stub
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.spec import WAIT_MS

_ANOTHER = {"yes": "This is another visit on the same day"}


def visit_made_form(view: DeskView, around: Around) -> FormCard:
    """Give the form; what it keeps counts as a visit and gives way to the report."""

    def keep(answers: Answers) -> None:
        _keep(view, answers)

    return FormCard(
        "A visit was made",
        (
            asking.choice("place", "Where?", around.place_options()),
            asking.day("on", "On which day?", clock.today()),
            asking.people("people", "Who visited?", around.people_options()),
            asking.text("source", "How do you know?", hint="A text message, a call."),
            asking.choice(
                "another",
                "If a visit of that day is here already",
                asking.options_of(_ANOTHER),
                optional=True,
            ),
        ),
        keep,
        sentence="It counts from now on and is marked until its report comes.",
    )


def _keep(view: DeskView, answers: Answers) -> None:
    visit = VisitMade(
        place=asking.said(answers, "place"),
        on=asking.day_there(answers, "on"),
        people=asking.ids_of(answers, "people"),
        source=asking.said(answers, "source"),
    )
    with view.desk.write("Noted a visit whose report is to follow", wait_ms=WAIT_MS) as session:
        scheme = place(session, visit.place).scheme
        visits = (f for f in view.forms.values() if f.counts == "when_finished")
        form = next((one for one in visits if one.scheme == scheme), None)
        if form is None:
            raise UserError("No form asks about visits to this place.", "Choose another place.")
        add_stub(
            session,
            form,
            visit,
            office=office_on(session, clock.today(), [form]),
            who=view.desk.who,
            another=asking.said(answers, "another") == "yes",
        )
