"""Invited people and laptops: who may send, who is let back in, whose keys open what is sent."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from desktop.exchange.sealed import own_keys
from desktop.exchange.sealed.own_keys import Deputy
from desktop.store.desk import Desk
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.exchange.hand_over import HandOver, put_ready_length, ready_made
from desktop.ui.pages.exchange.invited_deeds import (
    Code,
    Deeds,
    Invitation,
    deputy_actions,
    deputy_adds,
)
from desktop.ui.pages.exchange.invited_list import Entry, read_entries
from desktop.ui.pages.exchange.large_words import LargeWords
from desktop.ui.pages.register.around import Around, read_around
from desktop.ui.pages.register.asking import day_said
from desktop.ui.pages.register.page import RegisterPage
from desktop.ui.pages.register.spec import Lead, Register
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.holder import Holder
from desktop.ui.parts.labels import label
from desktop.ui.parts.models import Column

LAPTOPS = "People and laptops"


class InvitedPage(RegisterPage):
    """The list of laptops; above it what was made last: an invitation, or a code to read out."""

    def __init__(self, view: DeskView) -> None:
        """Make the page."""
        self.made: Invitation | Code | None = None
        deeds = Deeds(view, self._put_made)
        super().__init__(
            view,
            "Invited people and laptops",
            "Who writes on a laptop of their own and sends it here.",
            (_laptops(deeds), _keys()),
        )
        self._deeds = deeds
        self._wanted = ""
        self.result = Holder()
        self.column.insertWidget(1, self.result)
        for part in self.views:
            part.stale.connect(self._show_made)

    def arrive(self, subject: str, part: str) -> None:
        """Read the list; `subject` is a person: their laptop, or an invitation for them."""
        self._put_made(None)
        self._show_made()
        self._wanted, self._deeds.person = subject, subject
        super().arrive("", part)

    def refresh(self) -> None:
        """Read the register on screen again, and go to whom the page was opened for."""
        wanted, self._wanted = self._wanted, ""
        found = [e for e in read_entries(self.view.desk) if e.person_id == wanted] if wanted else []
        if found:
            self.now.open_entry(found[0].id)
        super().refresh()
        if wanted and not found:
            self._begin_invitation()

    def leave(self) -> bool:
        """Stay while something typed is not kept; a code does not outlast the page."""
        if not super().leave():
            return False
        self._put_made(None)
        self._show_made()
        return True

    def _begin_invitation(self) -> None:
        part = self.views[0]
        part.put(read_entries(self.view.desk), read_around(self.view.desk, self.view.forms))
        part.begin(part.register.adds[0])

    def _put_made(self, made: Invitation | Code | None) -> None:
        self.made = made

    def _show_made(self) -> None:
        """Show what was made, in place of what was shown before."""
        made = self.made
        self.result.put(None)
        if made is None:
            return
        card = self._invitation(made) if isinstance(made, Invitation) else self._code(made)
        close = Button(self.tr("Put this away"), "check")
        close.clicked.connect(self._on_close)
        row = FlowLayout()
        row.addWidget(close)
        card.body.addLayout(row)
        self.result.put(card)
        first = card.findChildren(Button)[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        self.verticalScrollBar().setValue(0)

    def _on_close(self) -> None:
        self.made = None
        self._show_made()
        self.now.list.take_focus()

    def _invitation(self, made: Invitation) -> SectionCard:
        card = SectionCard(
            self.tr("The invitation for {}").format(made.name),
            self.tr(
                "It is for this person only. It is not locked: it holds the places, the rota of "
                "this person and the office’s numbers. Send it to the address you know."
            ),
        )
        hand_over = HandOver(self.view, ready_made(made.content), "invitation", readable=True)
        put_ready_length(hand_over, made.content)
        card.body.addWidget(hand_over)
        card.body.addWidget(
            label(
                self.tr(
                    "Then ring {} on the number you have. When they open it, their laptop shows "
                    "eight words and asks whether the office says the same. Read yours out:"
                ).format(made.name)
            )
        )
        card.body.addWidget(LargeWords(self.tr("This office’s eight words"), made.words))
        card.body.addWidget(
            label(
                self.tr(
                    "With the first file from that laptop come eight words of its own. You will "
                    "compare those too, on the page Send and receive."
                ),
                "muted",
            )
        )
        return card

    def _code(self, made: Code) -> SectionCard:
        card = SectionCard(
            self.tr("The code for {}").format(made.name),
            self.tr(
                "Read it out on the telephone. It opens their laptop, where they choose a new "
                "passphrase; then it is made anew. It is shown until you leave this page."
            ),
        )
        card.body.addWidget(LargeWords(self.tr("The code, in groups"), made.groups))
        return card


def _laptops(deeds: Deeds) -> Register[Entry]:
    return Register[Entry](
        name=LAPTOPS,
        read=lambda desk, _around: read_entries(desk),
        columns=(
            Column[Entry]("Name", lambda e: e.name, sort="name", characters=20),
            Column[Entry]("Role", lambda e: e.title, sort="role", characters=20),
            Column[Entry]("State", lambda e: e.status, sort="state", characters=24),
            Column[Entry](
                "Invited",
                lambda e: day_said(e.invited_on),
                sort="invited",
                order=lambda e: str(e.invited_on or ""),
                characters=16,
            ),
        ),
        id=lambda entry: entry.id,
        title=lambda entry: entry.name,
        facts=_facts,
        empty=(
            "Nobody is invited yet",
            (
                "Invite those who write on a laptop of their own. Their files then come sealed, "
                "and only this office can read them."
            ),
        ),
        adds=deeds.adds(),
        actions=deeds.actions(),
        leads=(
            Lead[Entry](
                "Compare the words",
                lambda e: ("exchange", "") if e.state == "unconfirmed" else None,
                "check",
            ),
        ),
        icon="users",
    )


def _facts(around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    found = [
        ("Role", entry.title),
        ("Schemes", ", ".join(around.scheme(one) for one in entry.schemes)),
        ("State", entry.status),
        ("Invited on", day_said(entry.invited_on)),
    ]
    if entry.laptop is not None:
        found += [
            ("Confirmed on", day_said(entry.laptop.start)),
            ("Withdrawn on", day_said(entry.laptop.end)),
            ("Why withdrawn", entry.laptop.why),
            ("Its eight words", " ".join(entry.laptop.words)),
        ]
    return found


def _keys() -> Register[Deputy]:
    return Register[Deputy](
        name="Keys that open what is sent",
        read=_read_keys,
        columns=(
            Column[Deputy]("Whose", lambda one: one.name, sort="name", characters=24),
            Column[Deputy]("Receiving key", lambda one: one.recipient, characters=40),
        ),
        id=lambda one: one.id,
        title=lambda one: one.name,
        facts=lambda _around, one: (("Receiving key", one.recipient),),
        empty=(
            "Only this desk opens what is sent",
            (
                "Add the key of a deputy, so that somebody can read what laptops send when this "
                "computer is lost."
            ),
        ),
        adds=deputy_adds(),
        actions=deputy_actions(),
        icon="key-round",
    )


def _read_keys(desk: Desk, _around: Around) -> Sequence[Deputy]:
    with desk.read() as session:
        return own_keys.deputies(session)
