"""Two volunteers and an office: all that goes between them, and what a thief finds afterwards."""

import shutil
import subprocess
import sys
import zlib
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e import hand_over, ways
from tests.e2e.command import done
from tests.e2e.hand_over import Volunteer
from tests.e2e.person import Person
from tests.e2e.thief import assert_a_thief_finds_nothing, secrets_typed
from tests.e2e.three_computers import (
    ANN,
    AT_ANNS,
    AT_BEAS,
    BEA,
    CUSTODY_NUMBER,
    FLICKERS,
    MESSAGE,
    OFFICE,
    PRAISE,
    World,
    new_world,
)
from tests.e2e.ways import QUARTER, Visit
from tests.qt import desks

SEND, RECEIVE = "Send", "Send and receive"


def invite_both(office: Person, world: World) -> tuple[list[str], str]:
    """Invite Ann by file and Bea by text; gives the office's words and the text."""
    ways.go_to(office, RECEIVE)
    office.use("Invited people and laptops")
    office.wait_for("Nobody is invited yet")
    words = hand_over.invite(office, ANN)
    office.use("Save the file…")
    hand_over.save_to(office, world.post / "ann.desk")
    office.use("Put this away")
    assert hand_over.invite(office, BEA) == words
    office.use("Copy the text")
    office.wait_for("The text is copied")
    return words, office.copied()


def set_up_both(
    at_anns: Person, at_beas: Person, world: World, words: list[str], invitation: str
) -> None:
    """Set up both laptops by what the office has sent, words compared."""
    at_anns.use("I have an invitation")
    at_anns.use("Choose the file…")
    hand_over.name_file(at_anns, world.post / "ann.desk")
    hand_over.set_up(at_anns, world.ann, words)
    at_beas.use("I have an invitation")
    at_beas.tab_to("The invitation that your office has sent you")
    at_beas.paste(hand_over.in_a_reply(invitation))
    at_beas.use("Open the pasted text")
    hand_over.set_up(at_beas, world.bea, words)


def note_visit_made(office: Person, visit: Visit) -> None:
    """Note a visit of which the office has heard, before its report comes."""
    ways.go_to(office, "Records")
    office.press("F6")
    office.use("A visit was made")
    office.answer("Where?", f"{visit.suite} ({hand_over.SCHEME})")
    office.write("On which day?", visit.day)
    office.write("How do you know?", "A text message")
    office.use("Save")
    office.wait_for("Saved.")


def write_up(person: Person, visit: Visit) -> None:
    """Begin a visit and write all of it but its end."""
    person.use("Write up a visit")
    person.use("Begin a custody visit")
    person.wait_for("Everything is saved on this computer as you type.")
    ways.begin_visit(person, visit)
    ways.go_on_with_visit(person, visit)
    person.write("Anything done well?", PRAISE)


def raise_the_light(person: Person) -> None:
    """Say in an open visit that a light flickers, with the number of somebody's custody record."""
    person.answer("Any problem there?", "Light")
    person.write("What was wrong?", FLICKERS)
    person.answer("Who did you tell? Give the role", "Custody sergeant")
    person.answer("Was it sorted?", "Not yet")
    person.write("Custody number", CUSTODY_NUMBER)


def take_both(office: Person, at_anns: Person, at_beas: Person, file: Path, text: str) -> None:
    """Meet both laptops by their words, take in what they sent, and once more: no change."""
    hand_over.take_file(office, RECEIVE, file)
    meet(office, at_anns, ANN)
    office.wait_for(f"1 record from {ANN}: 1 new.")
    hand_over.take_text(office, RECEIVE, hand_over.in_a_reply(text))
    meet(office, at_beas, BEA)
    office.wait_for(f"1 record from {BEA}: 1 new.")
    office.use("Yes, the same visit")
    hand_over.take_file(office, RECEIVE, file)
    office.wait_for("This file came before, so nothing was changed.")
    hand_over.take_text(office, RECEIVE, text)
    office.wait_for(f"It was then: 1 record from {BEA}: 1 new.")
    ways.go_to(office, "Records")
    office.wait_for("2 records")


def meet(office: Person, laptop: Person, name: str) -> None:
    """Compare the words of a laptop, on the telephone, and say that they are the same."""
    office.wait_for(f"{name}’s laptop is new here")
    ways.go_to(laptop, SEND)
    said = hand_over.words_of(laptop, "This laptop’s eight words")
    assert hand_over.words_of(office, "The words of this laptop") == said
    office.use("Yes, the same words")


def correct(at_anns: Person, office: Person, post: Path) -> None:
    """Ann corrects what she has sent; the office gets it with what it said before."""
    hand_over.go_to_record(at_anns, "My visits", AT_ANNS.day)
    hand_over.open_again(at_anns, "The light is in the corridor")
    at_anns.write("Where?", "Corridor")
    ways.finish(at_anns)
    hand_over.send_file(at_anns, post / "second.desk")
    hand_over.take_file(office, RECEIVE, post / "second.desk")
    office.wait_for(f"1 record from {ANN}: 1 corrected.")
    hand_over.take_file(office, RECEIVE, post / "first.desk")
    office.wait_for("This file came before, so nothing was changed.")
    hand_over.go_to_record(office, "Records", AT_ANNS.day)
    office.wait_for("The light is in the corridor")


def settle_both(at_anns: Person, office: Person, post: Path) -> None:
    """Both change a visit without knowing of the other; the office chooses answer by answer."""
    hand_over.open_again(office, "The sergeant rang")
    office.write("Time you left", "21:05")
    ways.finish(office)
    hand_over.go_to_record(at_anns, "My visits", AT_ANNS.day)
    hand_over.open_again(at_anns, "I looked at my notes")
    at_anns.write("Time you left", "21:10")
    at_anns.write("Time you were let in to custody", "19:36")
    ways.finish(at_anns)
    hand_over.send_file(at_anns, post / "third.desk")
    hand_over.take_file(office, RECEIVE, post / "third.desk")
    office.wait_for(f"1 record from {ANN}: 1 changed on both sides.")
    office.wait_for("Changed on both sides")
    office.use("Put this away")
    office.use(f"Custody visit, {AT_ANNS.suite}")
    office.wait_for("Keep this choice")
    office.answer("Left", "21:05")
    office.press("Space")
    office.answer("Let in", "19:38")
    office.press("Right")
    office.use("Keep this choice")
    office.wait_for("Nothing waits for you here.")
    hand_over.go_to_record(office, "Records", AT_ANNS.day)
    office.wait_for("Let in: 19:36")
    assert office.sees("Left: 21:05")


def answer(office: Person, at_anns: Person, at_beas: Person, post: Path) -> None:
    """Tell each what came of it: Ann by file, Bea by text."""
    ways.go_to(office, "Issues")
    office.wait_for(FLICKERS)
    office.tab_to("Issues")
    office.arrow_to(AT_ANNS.day)
    office.press("Return")
    office.use("It was put right")
    office.use("Save")
    office.wait_for("Saved.")
    ways.go_to(office, RECEIVE)
    office.wait_for("1 record received; 1 message.")
    office.use("Write to somebody")
    office.answer("To whom?", ANN)
    office.write("What do you want to tell them?", MESSAGE)
    office.use("Put it with their next answer")
    office.wait_for("1 record received; 2 messages.")
    hand_over.use_for(office, "Save the file…", ANN)
    hand_over.save_to(office, post / "answer.desk")
    office.wait_for("Answers given before")
    hand_over.use_for(office, "Copy the text", BEA)
    office.wait_for("The text is copied")
    text = office.copied()
    hand_over.take_file(at_anns, SEND, post / "answer.desk")
    at_anns.wait_for(f"The answer of {OFFICE}")
    at_anns.wait_for("The office has put your version and its own together.")
    at_anns.wait_for(f"You raised this at {AT_ANNS.suite}")
    assert at_anns.sees(f"“{FLICKERS}”. It was put right")
    assert at_anns.sees(MESSAGE)
    hand_over.take_text(at_beas, SEND, hand_over.in_a_reply(text))
    at_beas.wait_for(f"The answer of {OFFICE}")
    at_beas.wait_for("The office has it.")
    assert not at_beas.sees(MESSAGE)
    for person in (at_anns, at_beas):
        ways.go_to(person, "My visits")
        person.wait_for("office has it")


def open_by_recovery_code(at_anns: Person, ann: Volunteer) -> None:
    """Ann has forgotten her passphrase, and has her recovery code on paper."""
    hand_over.forget_passphrase(at_anns)
    hand_over.type_code(at_anns, "Recovery code", ann.code)
    ann.passphrase = "glove thirty willow mint"
    hand_over.choose_passphrase(at_anns, ann)
    at_anns.wait_for("Main menu")
    hand_over.lock(at_anns)
    ways.unlock(at_anns, ann.passphrase)


def open_by_office(office: Person, at_beas: Person, bea: Volunteer) -> list[str]:
    """Bea has forgotten both, and rings the office; gives the code that it reads out."""
    ways.go_to(office, RECEIVE)
    office.use("Invited people and laptops")
    office.wait_for(BEA)
    office.tab_to("People and laptops")
    office.tab_to("Invite somebody")
    office.press("Shift+Tab")
    office.arrow_to(BEA)
    office.press("Return")
    office.use("Let them back in")
    office.write("Whom have you spoken to", "Bea, on her own number")
    office.use("Save")
    code = hand_over.words_of(office, "The code, in groups")
    hand_over.forget_passphrase(at_beas)
    asked = "The code that the office reads out"
    hand_over.type_code(at_beas, asked, " ".join(code))
    at_beas.wait_focus("Choose a passphrase")
    assert not at_beas.sees("Keep the old passphrase")
    bea.passphrase = "copper swan ladder eight"
    hand_over.choose_passphrase(at_beas, bea)
    at_beas.wait_for("Main menu")
    hand_over.forget_passphrase(at_beas)
    hand_over.type_code(at_beas, asked, " ".join(code))
    at_beas.wait_for("does not open")
    at_beas.use("I have my passphrase")
    ways.unlock(at_beas, bea.passphrase)
    return code


def keep_office_key(office: Person, world: World) -> None:
    """Write the office's key down for safe keeping."""
    office.tab_to("Show")
    office.answer("Show", "Keys that open what is sent")
    office.use("Save the office’s own key…")
    hand_over.save_to(office, world.post / "office-key.txt", "The key is saved.")


def assert_age_opens(world: World) -> None:
    """Debian's own program opens what Ann has sent, with the key that the office wrote down."""
    age = shutil.which("age")
    if age is None and sys.platform != "linux":
        return
    assert age is not None, "age is not installed: packaging/syscheck.py --tests says how"
    key, sent = world.post / "office-key.txt", world.post / "third.desk"
    opened = subprocess.run(
        [age, "--decrypt", "--identity", key, sent], check=True, capture_output=True
    )
    said = zlib.decompress(opened.stdout).decode()
    assert said.startswith("SCRUTINY-DESK 1\nsubmission\n")
    assert CUSTODY_NUMBER in said


@pytest.mark.slow
def test_everything_goes_from_laptops_to_the_office_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = new_world(tmp_path, monkeypatch)
    ann, bea, post = world.ann, world.bea, world.post
    with ExitStack() as open_windows:
        office = open_windows.enter_context(Person(world.office))
        ways.unlock(office, desks.PASSPHRASE)
        words, invitation = invite_both(office, world)
        note_visit_made(office, AT_BEAS)
        at_anns = open_windows.enter_context(Person(ann.data))
        at_beas = open_windows.enter_context(Person(bea.data))
        set_up_both(at_anns, at_beas, world, words, invitation)
        write_up(at_anns, AT_ANNS)
        raise_the_light(at_anns)
        ways.finish(at_anns)
        write_up(at_beas, AT_BEAS)
        ways.finish(at_beas)
        hand_over.send_file(at_anns, post / "first.desk")
        text = hand_over.send_text(at_beas)
        take_both(office, at_anns, at_beas, post / "first.desk", text)
        correct(at_anns, office, post)
        settle_both(at_anns, office, post)
        answer(office, at_anns, at_beas, post)
        open_by_recovery_code(at_anns, ann)
        code = open_by_office(office, at_beas, bea)
        keep_office_key(office, world)
        ways.go_to(office, "Returns")
        office.wait_for("Visits made: 2")
        secrets = secrets_typed(world, code)
    # The batteries are empty: nobody has closed anything.
    assert_a_thief_finds_nothing(world, secrets)
    assert "Visits made: 2 visits" in done(
        world.office, desks.PASSPHRASE, "figures", "--quarter", QUARTER.code
    )
    assert_age_opens(world)
