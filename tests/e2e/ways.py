"""Ways through the program that several tests go, all of them by keyboard."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from desktop import clock
from desktop.returns.periods import quarter_of
from tests.e2e.person import Person

PASSPHRASE = "lamp river stone cup"
NAME = "Anne Okafor"
VISITOR = "I visit custody suites or police kennels"
COORDINATOR = "I run the schemes for the office"

# The one that is over: what a coordinator compiles.
QUARTER = quarter_of(quarter_of(clock.today()).start - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody has on their clipboard. It adds up."""

    on: date
    suite: str
    visitors: tuple[str, str]
    in_custody: int
    spoke_to: int

    @property
    def day(self) -> str:
        """When it was, as people write it."""
        return f"{self.on.day} {self.on:%B %Y}"

    @property
    def asleep(self) -> int:
        """Those nobody asked."""
        return self.in_custody - self.spoke_to


def set_up(person: Person, role: str, name: str = NAME) -> str:
    """Go from the first start to the open desk; gives the recovery code that was shown."""
    person.use("Set up by myself")
    person.answer("What do you do?", role)
    person.write("Your name", name)
    person.press("Return")
    person.wait_focus("Choose a passphrase")
    person.type(PASSPHRASE)
    person.press("Return")
    person.type(PASSPHRASE)
    person.press("Return")
    person.wait_focus("I have it on paper")
    return keep_code(person)


def keep_code(person: Person) -> str:
    """Go on from the recovery code that is shown to the open desk; gives the code."""
    shown = [line for line in person.screen() if line.startswith("Group ")]
    groups = [line.partition(": ")[2].replace(" ", "") for line in shown]
    person.press("Return")
    asked = next(line for line in person.screen() if "are wanted" in line)
    for number in re.findall("[0-9]+", asked)[:2]:
        person.type(groups[int(number) - 1].lower())
        person.press("Return")
    person.wait_for("Main menu")
    return "-".join(groups)


def unlock(person: Person, passphrase: str = PASSPHRASE) -> None:
    """Open the only desk there is."""
    person.wait_focus("Passphrase")
    person.type(passphrase)
    person.press("Return")
    person.wait_for("Main menu")


def go_to(person: Person, page: str) -> None:
    """Go to a page by the menu, and on to what comes first on it."""
    for _ in range(2):  # from the menu's neighbour, or from nowhere when a card has gone
        if (here := person.look()) is None or here.name != "Main menu":
            person.press("F6")
    person.wait_focus("Main menu")
    person.press("Home")
    person.arrow_to(page)
    person.press("Return")
    person.wait_for(page)


def add_to_list(person: Person, name: str) -> None:
    """Add what is not on the list of the question that has the focus."""
    person.use("Not on the list?")
    person.type(name)
    person.press("Return")


def begin_visit(person: Person, visit: Visit) -> None:
    """Write the first section of a visit, from the suite to whether it went ahead."""
    choose_or_add(person, "Which custody suite?", visit.suite)
    person.write("Date of the visit", visit.day)
    for number, name in enumerate(visit.visitors, 1):
        choose_or_add(person, f"Who visited? Person {number}", name)
    person.write("Time you arrived at the door", "1930")
    person.write("Time you were let in to custody", "7.38pm")
    person.answer("Did the visit go ahead?", "Yes")


def choose_or_add(person: Person, question: str, name: str) -> None:
    """Choose from a list that opens, or add what is not on it yet."""
    person.tab_to(question)
    if not person.finds(name):
        add_to_list(person, name)


def go_on_with_visit(person: Person, visit: Visit) -> None:
    """Write the rest of a visit on which nothing was wrong."""
    person.answer("Who briefed you?", "Custody sergeant")
    person.write("How many people were in custody?", str(visit.in_custody))
    person.write("how many children under 18?", "0")
    person.write("how many women and girls?", "0")
    person.write("How many did you speak to?", str(visit.spoke_to))
    person.write("Not asked because: asleep", str(visit.asleep))
    person.answer("Did the police refuse", "No")
    person.answer("Could you talk without being overheard?", "Yes")
    for question in ("15. Rights", "16. Health", "17. Care"):
        person.answer(question, "No problem")
    person.answer("Which did you look at?", "Cells")
    person.answer("Any problem there?", "No problem")
    person.answer("Did anyone say they had been hurt", "No")
    person.answer("Staff were", "Helpful")
    person.answer("Who did you tell at the end?", "Custody sergeant")
    person.write("Time you left", "20:50")


def finish(person: Person) -> None:
    """Check the answers, and finish."""
    person.use("Check and finish")
    person.wait_for("Check your answers")
    person.use("Finish")
    person.wait_for("Finished.")


def begin_new(person: Person, button: str) -> None:
    """Begin a record from the list of records, as an office does."""
    go_to(person, "Records")
    person.press("F6")
    person.use("New record")
    person.wait_for(button)
    person.use(button)
    person.wait_for("Everything is saved on this computer as you type.")
