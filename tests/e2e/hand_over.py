"""Ways between an office and the laptops it has invited, as their people go them by keyboard."""

import re
from dataclasses import dataclass
from pathlib import Path

from tests.e2e import ways
from tests.e2e.person import Person

SCHEME = "Custody visiting"


@dataclass(slots=True)
class Volunteer:
    """Somebody with a laptop, and what they keep in their head and on paper."""

    name: str
    data: Path
    passphrase: str
    code: str = ""


def save_to(person: Person, path: Path, said: str = "") -> None:
    """Name the file that a dialog asks for, and wait until it is said to be there."""
    choose_where(person, path)
    person.wait_for(said or f"{path.name} is saved")


def choose_where(person: Person, path: Path) -> None:
    """Name the file that a dialog asks for, after its warning where it gives one."""
    person.wait(lambda: person.sees("File name") or person.sees("Choose where"), "a file chooser")
    if person.sees("Choose where"):
        person.use("Choose where")
    name_file(person, path)


def name_file(person: Person, path: Path) -> None:
    """Name a file in the chooser that is open."""
    person.wait_focus("File name")
    person.retype(str(path))
    person.press("Return")


def words_of(person: Person, heading: str) -> list[str]:
    """Read the words or groups that stand below a heading."""
    person.wait_for(f"{heading}: ")
    line = next(line for line in person.screen() if line.startswith(f"{heading}: "))
    return line.partition(": ")[2].split(", ")


def invite(office: Person, name: str) -> list[str]:
    """Make an invitation on the page of invited people; gives the office's eight words."""
    office.use("Invite somebody")
    office.wait_for("What do they do?")
    office.answer("Who?", name)
    office.answer("What do they do?", "Visitor")
    office.answer("For which schemes?", SCHEME)
    office.use("Save")
    office.wait_for(f"The invitation for {name}")
    return words_of(office, "This office’s eight words")


def set_up(person: Person, volunteer: Volunteer, words: list[str]) -> None:
    """Go from an invitation that is open to the desk; the words are those that the office said."""
    person.wait_for("The office’s eight words")
    shown = [line.partition(": ")[2] for line in person.screen() if re.match(r"Word \d: ", line)]
    assert shown == words
    person.answer("Ring your office", "Yes, they match")
    person.use("Continue")
    choose_passphrase(person, volunteer)
    person.wait_focus("I have it on paper")
    volunteer.code = ways.keep_code(person)


def choose_passphrase(person: Person, volunteer: Volunteer) -> None:
    """Type a new passphrase twice."""
    person.wait_focus("Choose a passphrase")
    for _ in range(2):
        person.type(volunteer.passphrase)
        person.press("Return")


def send_file(person: Person, path: Path) -> None:
    """Save all that is ready as a file for the office."""
    ways.go_to(person, "Send")
    person.use("Save the file…")
    save_to(person, path)


def send_text(person: Person) -> str:
    """Copy all that is ready as a text for the office."""
    ways.go_to(person, "Send")
    person.use("Copy the text")
    person.wait_for("The text is copied")
    return person.copied()


def take_file(person: Person, page: str, path: Path) -> None:
    """Take a file in, at the office or on a laptop."""
    ways.go_to(person, page)
    person.use("Choose a file")
    name_file(person, path)


def take_text(person: Person, page: str, text: str) -> None:
    """Take a pasted text in, at the office or on a laptop."""
    ways.go_to(person, page)
    person.use("Paste text")
    person.tab_to("The text that was sent to you")
    person.paste(text)
    person.use("Take this text in")


def in_a_reply(text: str) -> str:
    """Give a text as it comes back in somebody's reply: quoted, wrapped anew and prettified."""
    lines = text.replace("-----", "\u2014\u2014-").splitlines()  # strokes made of dashes
    halves = [half for line in lines for half in (line[:50], line[50:]) if half]
    quoted = "\r\n".join(f">\u00a0> {half}" for half in halves)
    return f"Thanks, all well here!\r\n\r\nOn Monday you wrote:\r\n{quoted}\r\n>\r\n-- \r\nBea"


def open_again(person: Person, why: str) -> None:
    """Open a record again from the page on which it is read."""
    person.use("Open it again")
    person.write("Why is it opened again?", why)
    person.use("Open it")
    person.wait_for("Everything is saved on this computer as you type.")


def go_to_record(person: Person, page: str, day: str) -> None:
    """Open a record from the list of them; a line is read out by its day."""
    ways.go_to(person, page)
    person.wait_for("filed" if page == "Records" else "Enter opens a visit.")
    person.tab_to(page)
    person.arrow_to(day)
    person.press("Return")
    person.wait_for("Open it again")


def use_for(person: Person, button: str, whom: str) -> None:
    """Press the button of this name that is read out with these words."""
    person.wait_for(button)
    passed = [person.look()]
    while (here := person.look()) is None or here.name != button or whom not in here.description:
        person.press("Tab")
        passed.append(here)
        assert len(passed) < 100, passed
    person.press("Return")


def lock(person: Person) -> None:
    """Lock the desk."""
    person.press("Ctrl+L")
    person.wait_focus("Passphrase")


def forget_passphrase(person: Person) -> None:
    """Lock the desk and ask for the ways back in."""
    lock(person)
    person.use("I have forgotten my passphrase")
    person.wait_focus("Recovery code")


def type_code(person: Person, question: str, code: str) -> None:
    """Enter a code at the door."""
    person.write(question, code)
    person.press("Return")
