"""What can be done for those who write on their own laptops: invite, withdraw, let back in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop import paths
from desktop.exchange.sealed import enrolling, letting_in, own_keys
from desktop.exchange.sealed.invitation import INVITED_AS, make_invitation
from desktop.exchange.sealed.own_keys import Deputy
from desktop.exchange.sealed.words import fingerprint
from desktop.records.people import people
from desktop.records.roles import Me, forms_of, role
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.fields.question import Option, Question
from desktop.ui.pages.exchange.invited_list import Entry, read_entries
from desktop.ui.pages.keeping import keep_file
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import WAIT_MS, Action, writing
from desktop.ui.pages.register.words import say

_ROLE_HINTS = {
    "visitor": "Makes visits and writes them up.",
    "secretary": "Prepares meetings and writes down what a panel found.",
    "reviewer": "Writes reviews of single cases.",
}
_SPOKE = "Whom have you spoken to, and how did you know them?"
_BY_TEXT, _NOT_LISTED = "text", "It is not listed here, and shows a text"
_SPOKE_HINT = "Ring the number you have for them, never one that came with the request."


@dataclass(frozen=True, slots=True)
class Invitation:
    """A new invitation, for whom, and the words of the office that they will read out."""

    name: str
    content: bytes
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be read out, in groups."""

    name: str
    groups: tuple[str, ...]


class Deeds:
    """The deeds of the page; what one of them made is handed to `show`."""

    def __init__(self, view: DeskView, show: Callable[[Invitation | Code], None]) -> None:
        """Work on the desk of a view."""
        self._view = view
        self._show = show
        self.person = ""  # whom to begin an invitation with

    def adds(self) -> tuple[Action[None], ...]:
        """Give what can be done without choosing somebody in the list."""
        return (
            Action[None]("Invite somebody", self._invite, self._invite_asks),
            Action[None](
                "Somebody is locked out",
                self._read_request,
                self._request_asks,
                icon="lock",
                sentence="When passphrase and recovery code are lost. The code opens their "
                "laptop once; read it out on the telephone, and send it nowhere.",
            ),
        )

    def actions(self) -> tuple[Action[Entry], ...]:
        """Give what can be done for somebody in the list."""
        return (
            Action[Entry](
                "Invite again",
                lambda desk, _entry, answers: self._invite(desk, None, answers),
                lambda around, entry: self._asks(around, entry.person_id, entry),
                lambda entry: bool(entry.person_id),
                icon="send",
                sentence="Brings their laptop up to date, or sets up a new one.",
            ),
            Action[Entry](
                "Let them back in",
                self._read_out,
                lambda _around, _entry: (_spoke_to(),),
                _has_laptop,
                icon="key-round",
                sentence="When passphrase and recovery code are lost. The code opens their "
                "laptop once; read it out on the telephone, and send it nowhere.",
            ),
            Action[Entry](
                "Withdraw this laptop",
                writing("Withdrew a laptop", _withdraw),
                lambda _around, _entry: (
                    asking.text("why", "Why?", hint="It was lost, say, or they have left."),
                ),
                _has_laptop,
                sentence="Nothing more is taken from it. What came from it before stays.",
            ),
        )

    def _invite_asks(self, around: Around, _none: None) -> Sequence[Asked]:
        return self._asks(around, self.person, None)

    def _asks(self, around: Around, person: str, entry: Entry | None) -> Sequence[Asked]:
        there = {form.scheme for form in self._view.forms.values()}
        schemes = tuple(one for one in around.scheme_options() if one.code in there)
        roles = tuple(Option(one, role(one).title, _ROLE_HINTS.get(one, "")) for one in INVITED_AS)
        which = Question("schemes", "choices", say("For which schemes?"), options=schemes)
        return (
            asking.choice(
                "person",
                "Who?",
                around.people_options(),
                person,
                hint="Somebody who is not in the list is added under People first.",
            ),
            asking.choice("role", "What do they do?", roles, entry.role if entry else ""),
            Asked(which, list(entry.schemes) if entry else None),
        )

    def _invite(self, desk: Desk, _none: None, answers: Answers) -> str:
        person, forms = asking.said(answers, "person"), self._view.forms
        schemes, as_role = asking.ids_of(answers, "schemes"), asking.said(answers, "role")
        for scheme in schemes:
            if not forms_of(Me(as_role, (scheme,)), forms.values()):
                raise asking.WrongAnswer(
                    "schemes", "Choose only schemes in which somebody with this role writes"
                )
        with desk.write("Made an invitation", wait_ms=WAIT_MS) as session:
            content = make_invitation(
                session, forms, person, as_role, schemes, own_forms=own_forms(desk)
            )
            words = fingerprint(own_keys.insist_on_keys(session).verify_key)
        self._show(Invitation(self._name(desk, person), content, words))
        return say("The invitation is ready.")

    def _name(self, desk: Desk, person: str) -> str:
        with desk.read() as session:
            return next((one.name for one in people(session) if one.id == person), "")

    def _request_asks(self, _around: Around, _none: None) -> Sequence[Asked]:
        who = [
            Option(one.id, one.name, one.status)
            for one in read_entries(self._view.desk)
            if _has_laptop(one)
        ]
        text = asking.long_text(
            "text",
            "The text that the locked laptop shows",
            hint="Only for a laptop that has sent nothing yet. From the dashes to the dashes.",
            optional=True,
        )
        whose = asking.choice(
            "laptop", "Whose laptop is it?", (*who, Option(_BY_TEXT, _NOT_LISTED))
        )
        return (*((whose,) if who else ()), text, _spoke_to())

    def _read_request(self, desk: Desk, _none: None, answers: Answers) -> str:
        text, spoke_to = asking.said(answers, "text"), asking.said(answers, "spoke_to")
        laptop = asking.said(answers, "laptop")
        listed = laptop not in ("", _BY_TEXT)
        if listed and text:
            raise asking.WrongAnswer("text", "Leave this empty, or choose that it is not listed")
        if not listed and not text:
            raise asking.WrongAnswer("text", "Paste the text that the locked laptop shows")
        with desk.write("Read out the code of a locked laptop", wait_ms=WAIT_MS) as session:
            if listed:
                found = letting_in.read_out(session, laptop, spoke_to)
            else:
                found = letting_in.read_request(session, text, spoke_to)
        return self._code(found)

    def _read_out(self, desk: Desk, entry: Entry, answers: Answers) -> str:
        with desk.write("Read out the code of a laptop", wait_ms=WAIT_MS) as session:
            found = letting_in.read_out(session, entry.id, asking.said(answers, "spoke_to"))
        return self._code(found)

    def _code(self, found: letting_in.LetIn) -> str:
        self._show(Code(found.name, tuple(found.code.replace("-", " ").split())))
        return say("Read the code out on the telephone.")


def deputy_adds() -> tuple[Action[None], ...]:
    """Give what can be done with the keys that open what is sent to the office."""
    return (
        Action[None](
            "Add a key",
            writing("Added a key that opens what is sent to the office", _add_deputy),
            lambda _around, _none: (
                asking.text("name", "Whose key is it?"),
                asking.text("key", "Their receiving key", hint="It begins with “age1”."),
            ),
            sentence="Their key opens what laptops send once those have a new invitation: "
            "invite everybody again afterwards.",
        ),
        Action[None](
            "Save the office’s own key…",
            _save_key,
            icon="key-round",
            saves_file="office-key.txt",
        ),
    )


def deputy_actions() -> tuple[Action[Deputy], ...]:
    """Give what can be done with one of them."""
    return (
        Action[Deputy](
            "Remove this key",
            writing(
                "Removed a key that opens what is sent to the office",
                lambda session, one, _answers: own_keys.remove_deputy(session, one.id),
            ),
            sure="Remove this key?",
            sentence="It opens nothing that laptops send after their next invitation.",
        ),
    )


def own_forms(desk: Desk) -> Path:
    """Give the folder of the office's own forms for a desk."""
    return paths.own_forms(desk.folder.parent.parent)


def _spoke_to() -> Asked:
    return asking.text("spoke_to", _SPOKE, hint=_SPOKE_HINT)


def _has_laptop(entry: Entry) -> bool:
    return entry.state in ("unconfirmed", "confirmed") and entry.laptop is not None


def _withdraw(session: Any, entry: Entry, answers: Answers) -> None:  # noqa: ANN401
    enrolling.withdraw(session, entry.id, asking.said(answers, "why"))


def _add_deputy(session: Any, _none: None, answers: Answers) -> None:  # noqa: ANN401
    name, key = asking.said(answers, "name"), asking.said(answers, "key")
    try:
        own_keys.add_deputy(session, name, key)
    except own_keys.NotAReceivingKey as error:
        raise asking.WrongAnswer("key", str(error)) from None


def _save_key(desk: Desk, _none: None, answers: Answers) -> str:
    path = Path(asking.said(answers, "file"))
    with desk.write("Wrote the office’s receiving key to a file") as session:
        text = own_keys.office_key_text(session)
        keep_file(path, text.encode())
    return say("The key is saved. Keep it locked away: it opens all that is sent to the office.")
