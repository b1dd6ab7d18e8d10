"""Changing what opens a desk, away from the window's thread. Each asks for the passphrase in use.

Whoever finds a desk open is not to make a way in of their own.
"""

from dataclasses import dataclass

from desktop.exchange.sealed.letting_in import keep_sealed, sealer
from desktop.exchange.sealed.office import office_of
from desktop.store import computer, keyfile
from desktop.store.desk import Desk
from desktop.store.layout import KEYS
from desktop.store.unconfirmed import note_code


@dataclass(frozen=True, slots=True, repr=False)
class NewCode:
    """A recovery code to show, and the name of the office that can let its owner in ("": none)."""

    code: str
    office: str


def change_passphrase(desk: Desk, present: str, passphrase: str) -> None:
    """Let another passphrase open the desk. Raises WrongPassphrase and other UserErrors."""
    keyfile.unlock(desk.folder / KEYS, present)
    desk.change_passphrase(passphrase, cost=keyfile.FULL_COST)


def new_code(desk: Desk, present: str) -> NewCode:
    """Make a new recovery code; the one before opens nothing. Raises WrongPassphrase.

    Until `code_is_kept` the desk says at each opening that nobody may have it.
    """
    keyfile.unlock(desk.folder / KEYS, present)
    note_code(desk)
    return NewCode(desk.change_recovery_code(), _office(desk))


def let_computer_open(desk: Desk, present: str) -> None:
    """Let this computer's keyring open the desk. Raises WrongPassphrase, NoKeyring."""
    keyfile.unlock(desk.folder / KEYS, present)
    computer.remember(desk)


def new_key(desk: Desk, present: str) -> NewCode:
    """Encrypt the desk anew, with new codes for its owner and its office. Raises UserError."""
    with desk.read() as session:
        seal = sealer(session) if office_of(session) is not None else None
    entry = computer.entry_of(desk.folder)
    sealed: list[str] = []

    def seal_for_office(code: str) -> str:
        sealed.append(seal(code) if seal is not None else "")
        return sealed[0]

    made = desk.new_data_key(
        present, seal_for_office=seal_for_office if seal else None, cost=keyfile.FULL_COST
    )
    note_code(desk)  # only now: the backup that was made first keeps the code from before
    computer.drop(entry)  # its slot is gone with the old key
    if sealed:
        with desk.write("Kept the office's new code") as session:
            keep_sealed(session, sealed[0])
    return NewCode(made.recovery_code, _office(desk))


def _office(desk: Desk) -> str:
    slot = keyfile.office_slot_of(desk.folder / KEYS)
    return slot.name if slot is not None else ""
