"""What a killed program had said, and so what must be on its desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.soak.deeds import Deed, Heard, Role, State
from tests.soak.desks import first_passphrase, first_state

Files = Mapping[str, frozenset[str]]
"""What is in the files that were sent: tokens of records, by the file's name."""


@dataclass
class Ledger:
    """What a desk's program has said of it. `under_way` is what it had begun when it was killed.

    `code` is the recovery code that it showed last, "" where none is known to be in force.
    `saved` are the states that its backups hold, `last` the one that was made last of all.
    """

    role: Role
    passphrase: str
    state: State
    code: str = ""
    saved: dict[str, State] = field(default_factory=dict)
    last: str = ""
    under_way: Deed | None = None

    def hear(self, heard: Heard, files: Files) -> None:
        """Keep what was said."""
        deed = heard.deed
        if deed.kind == "receive":
            deed = replace(deed, tokens=files[deed.name])
        if not heard.done:
            self.under_way = deed
            return
        self.under_way = None
        self.state = self.then(deed)
        if deed.kind == "passphrase":
            self.passphrase = deed.name
        elif deed.kind in ("code", "key"):
            self.code = heard.result
        elif deed.kind == "back up":
            self.last = heard.result
        if deed.kind == "back up" or (deed.kind == "open" and self.role == "old"):
            self.saved[heard.result] = self.state

    def then(self, deed: Deed) -> State:
        """Give what is there after a deed."""
        if deed.kind == "restore":
            return self.saved[deed.name]
        return self.state.after(deed, self.role)

    def passphrases(self) -> tuple[str, ...]:
        """Give the passphrases of which one must be in force."""
        deed = self.under_way
        new = (deed.name,) if deed is not None and deed.kind == "passphrase" else ()
        return (self.passphrase, *new)


def new_ledger(role: Role) -> Ledger:
    """Begin with what is on a desk of a new world."""
    return Ledger(role, first_passphrase(role), first_state(role))
