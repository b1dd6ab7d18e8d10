"""One page with a field of every type, as the tests fill it and look at it."""

from datetime import date

from desktop.formlib import typed
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.kinds import make_field
from desktop.ui.fields.question import Option, Question
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import FigureCard, SectionCard
from desktop.ui.parts.error_summary import ErrorSummary, Problem
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.page import Page

TODAY = date(2026, 11, 21)
NOT_KNOWN = Option("not_known", "Not known")
DID_NOT_ASK = Option("did_not_ask", "Did not ask")


def read_date(text: str) -> object:
    return typed.read_date(text, TODAY)


def say_day(value: object) -> str:
    return typed.say_day(str(value))


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(label.lower().replace(" ", "_"), label) for label in labels)


PLACES = (Option("p1", "Northgate"), Option("p2", "St Aldate’s"), Option("p3", "Western Road"))
PEOPLE = (Option("v1", "A. Okafor"), Option("v2", "B. Ling"), Option("v3", "C. Price"))

PROBLEM = (
    Question("what", "long_text", "What was wrong?", max_length=300),
    Question("where", "text", "Where?", optional=True),
    Question(
        "sorted",
        "choice",
        "Was it sorted?",
        options=options("Before we left", "Promised", "Not yet", "No"),
        unknowns=(NOT_KNOWN,),
    ),
    Question("due", "date", "By when?", optional=True, read=read_date, show=say_day),
)

QUESTIONS = (
    Question("place", "place", "Which custody suite?", options=PLACES),
    Question(
        "on",
        "date",
        "Date of visit",
        hint="For example 21/11/26 or 21 November.",
        read=read_date,
        show=say_day,
    ),
    Question("who", "people", "Who visited?", options=PEOPLE),
    Question("arrived", "time", "Time you arrived at the door", read=typed.read_time),
    Question(
        "wait",
        "integer",
        "How long did you wait to be let in?",
        hint="Count from ringing the bell to entering the suite.",
        why="Visitors are to be let in at once. A long wait is put to the force.",
        unit="minutes",
        unknowns=(NOT_KNOWN,),
        read=typed.read_integer,
    ),
    Question(
        "warmth", "decimal", "Warmest cell", unit="°C", read=typed.read_decimal, optional=True
    ),
    Question("since", "month", "In use since", read=lambda t: typed.read_month(t, TODAY)),
    Question(
        "kind",
        "choice",
        "Did the visit go ahead?",
        options=(
            Option("yes", "Yes"),
            Option("cut_short", "It was cut short", "Say why at the end, and carry on."),
            Option("refused", "We were turned away at the door although we had shown our passes"),
        ),
        optional=True,
    ),
    Question("clean", "yes_no", "Were the cells clean?", options=options("Yes", "No")),
    Question(
        "care",
        "yes_no",
        "Did the police offer food and drink at reasonable times?",
        options=options("Yes", "No", "Not applicable"),
        unknowns=(DID_NOT_ASK, Option("record_does_not_say", "The record does not say")),
    ),
    Question(
        "verdict",
        "choice",
        "Overall",
        options=options("Appropriate", "With observations", "Not appropriate", "Too thin to say"),
        keys="1234",
    ),
    Question(
        "outcome",
        "choice",
        "Outcome",
        options=options(*(f"Outcome {number}" for number in range(1, 10))),
        unknowns=(NOT_KNOWN,),
    ),
    Question(
        "seen",
        "choices",
        "Which of these did you look at?",
        options=options("Cells", "Kitchen", "Stores & showers"),
        unknowns=(Option("none", "None of these"),),
    ),
    Question(
        "health",
        "topics",
        "Health: was there a problem with any of these?",
        options=options("Nurse or doctor", "Medicine", "Mental health", "Injury"),
        unknowns=(DID_NOT_ASK,),
    ),
    Question("to_fix", "rows", "Things to put right", rows=PROBLEM, one="problem"),
    Question("briefed_by", "person", "Who briefed you?", options=PEOPLE, unknowns=(NOT_KNOWN,)),
    Question("ref", "text", "The force’s reference", max_length=20, optional=True),
    Question(
        "notes",
        "long_text",
        "Anything to tell the coordinator",
        hint="Do not include names or anything that could identify a detainee.",
        max_length=500,
        optional=True,
    ),
    Question(
        "dogs", "register", "Which dogs?", options=(Option("d1", "Bess"), Option("d2", "Max"))
    ),
    Question("end", "note", "Check: no names, no offences."),
)

SECTIONS = (("About the visit", 7), ("Conditions in the suite", 7), ("To finish", 6))


class GalleryPage(Page):
    """Every field, in cards, with the error summary and the buttons of a real page."""

    def __init__(self) -> None:
        super().__init__(
            "Visit record",
            "Complete one record for each visit. Everything is saved on this computer as you type.",
        )
        self.summary = ErrorSummary()
        self.column.addWidget(self.summary)
        figures = FlowLayout(14, level=True)
        self.figures = (
            FigureCard("Visits made", "24", "2 fewer than a year ago"),
            FigureCard("Weeks with a visit", "12 of 13", "Keyham Lane missed one week."),
            FigureCard("Complaint reviews still open", "not known"),
        )
        for figure in self.figures:
            figures.addWidget(figure)
        self.column.addLayout(figures)
        self.fields: dict[str, FieldWidget] = {}
        questions = iter(QUESTIONS)
        for title, count in SECTIONS:
            card = SectionCard(title, "It is better to say that you do not know than to guess.")
            for _ in range(count):
                question = next(questions)
                self.fields[question.id] = make_field(question)
                card.body.addWidget(self.fields[question.id])
            self.column.addWidget(card)
        self.check_button = Button("Check and finish", "check", kind="primary")
        self.print_button = Button("Print a blank form", "printer")
        self.check_button.clicked.connect(self.check)
        row = FlowLayout()
        row.addWidget(self.check_button)
        row.addWidget(self.print_button)
        row.addWidget(Button("Throw this draft away", "trash-2", kind="danger"))
        self.column.addLayout(row)

    def check(self) -> None:
        """Show a problem beside each field that must be answered and is not."""
        empty = [
            field
            for field in self.fields.values()
            if field.value() is None
            and not field.question.optional
            and field.question.type not in ("note", "rows")
        ]
        for field in empty:
            field.set_problem(field.problem() or "Answer this question")
        self.summary.put(
            [
                Problem(f"{field.question.ask} {field.problem()}", field.focus_first)
                for field in empty
            ]
        )
