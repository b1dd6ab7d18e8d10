"""Making and unlocking desks: slow work, done away from the window's thread.

Nothing heavy is imported before it is needed, so that the page that asks for the passphrase is on
screen at once. `preload` does the importing behind that page.
"""

import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.errors import UserError
from desktop.store.layout import KEYS, desk_folder, desks_in, lost_desks_in

if TYPE_CHECKING:
    from desktop.formlib.model import Form
    from desktop.formlib.own import OfficeForms
    from desktop.store.desk import Desk

SAMPLE = "Sample data"
"""The name of the sample's desk; no person is called that."""

_LONGEST = 60
_MOST_KEYS = 1 << 20  # bytes
# What Windows refuses in the name of a folder, on every computer: desks are carried about.
_REFUSED = set('<>:"/\\|?*')
_RESERVED = {"con", "prn", "aux", "nul"} | {f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10)}


class NameNotUsable(UserError):
    """A name that no folder can bear, or one that is taken."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An open desk, the forms that it is used with, and what is wrong with the office's own."""

    desk: "Desk"
    forms: "Mapping[str, Form]"
    trouble: UserError | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new desk, open, the recovery code to show, and what its owner should know of it."""

    opened: Opened
    code: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeWay:
    """The office that can let a desk's owner in, and the text by which it finds the code."""

    name: str
    request: str


def names_in(data: Path) -> tuple[str, ...]:
    """Give the names of the desks below a data folder; the sample's is not among them."""
    return tuple(folder.name for folder in desks_in(data) if folder.name != SAMPLE)


def lost_in(data: Path) -> tuple[str, ...]:
    """Give the names of desks of which only backups are left below a data folder."""
    return tuple(folder.name for folder in lost_desks_in(data))


def preload(data: Path) -> None:
    """Import what an open desk and its window need, and read the forms."""
    import desktop.exchange.sealed.letting_in
    import desktop.store.desk
    import desktop.ui.desk_window  # noqa: F401

    forms(data)


@cache
def forms(data: Path, desk: Path | None = None) -> "OfficeForms":
    """Give the shipped forms with the office's own, and those in the folder `desk` of one desk.

    Raises FormError for a shipped one.
    """
    from desktop.formlib.own import load_office_forms

    return load_office_forms(paths.forms(), paths.own_forms(data), desk)


def forms_for(desk: "Desk", data: Path) -> "OfficeForms":
    """Give the forms that a desk is used with: with its own where it has any."""
    own = paths.desk_forms(desk.folder)
    return forms(data, own if own.is_dir() else None)


def folder_for(data: Path, name: str) -> Path:
    """Give the folder of a new desk called after a person. Raises NameNotUsable."""
    tidy = " ".join(unicodedata.normalize("NFC", name).split())
    if not tidy:
        raise NameNotUsable("Enter your name.")
    if len(tidy) > _LONGEST:
        raise NameNotUsable(f"Enter a name of {_LONGEST} letters or fewer.")
    wrong = next((sign for sign in tidy if sign in _REFUSED or not sign.isprintable()), "")
    if wrong:
        raise NameNotUsable(f"Leave “{wrong}” out: a folder gets this name.")
    if tidy.endswith((".", ".part")) or tidy.split(".")[0].casefold() in _RESERVED:
        raise NameNotUsable("Choose another name: no folder can have this one.")
    taken = {folder.name.casefold() for folder in desks_in(data)} | {SAMPLE.casefold()}
    if tidy.casefold() in taken:
        raise NameNotUsable("There is a desk of this name on this computer. Choose another name.")
    return desk_folder(data, tidy)


def make_desk(data: Path, name: str, role: str, passphrase: str) -> Made:
    """Make a person's desk, with that person on its list of people. Raises UserError."""
    from desktop.records.people import add_person
    from desktop.records.roles import Me, set_whose_desk
    from desktop.store.desk import create_desk
    from desktop.store.keyfile import FULL_COST

    folder = folder_for(data, name)
    desk, code = create_desk(folder, passphrase, who=folder.name, cost=FULL_COST)
    with desk.write("Said whose desk this is") as session:
        kind = {"visitor": "volunteer", "secretary": "panel_member"}.get(role, "staff")
        person = add_person(session, folder.name, kind)
        set_whose_desk(session, Me(role, person_id=person.id))
    return Made(with_forms(desk, data), code)


def offers_computer(data: Path, name: str) -> bool:
    """Say whether a desk has a slot for a computer's keyring, without reading much else."""
    import json

    try:
        with (desk_folder(data, name) / KEYS).open("rb") as file:
            slots = json.loads(file.read(_MOST_KEYS))["slots"]
            return any(slot["kind"] == "keyring" for slot in slots)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False  # what is wrong with it is said when it is opened


def open_by_computer(data: Path, name: str) -> Opened:
    """Unlock a desk with this computer's keyring. Raises UserError."""
    from desktop.store.computer import open_remembered

    return with_forms(mended(open_remembered(desk_folder(data, name), who=name)), data)


def open_by_passphrase(data: Path, name: str, passphrase: str) -> Opened:
    """Unlock a desk. Raises UserError."""
    from desktop.store.desk import open_desk

    return with_forms(mended(open_desk(desk_folder(data, name), passphrase, who=name)), data)


def open_by_code(data: Path, name: str, code: str) -> Opened:
    """Unlock a desk with its recovery code, or the one its office reads out. Raises UserError."""
    from desktop.store.desk import open_desk

    return with_forms(
        mended(open_desk(desk_folder(data, name), recovery_code=code, who=name)), data
    )


def open_sample(data: Path) -> Opened:
    """Open the sample's desk, making it first where there is none. Raises UserError."""
    from desktop import sample
    from desktop.records.roles import Me, set_whose_desk
    from desktop.store.desk import open_desk

    folder = desk_folder(data, SAMPLE)
    if not folder.exists():
        with sample.sample_desk(folder) as desk, desk.write("Said whose desk this is") as session:
            set_whose_desk(session, Me("coordinator"))
    return with_forms(open_desk(folder, sample.PASSPHRASE, who=SAMPLE), data)


def change_passphrase(opened: Opened, passphrase: str) -> Opened:
    """Give an open desk another passphrase; gives the desk again.

    Where the office's code opened it, that code was read out and opens nothing from now on.
    """
    from desktop.exchange.sealed.letting_in import renew_way_in
    from desktop.store.keyfile import FULL_COST

    opened.desk.change_passphrase(passphrase, cost=FULL_COST)
    if by_office(opened):
        renew_way_in(opened.desk)
    return opened


def by_office(opened: Opened) -> bool:
    """Say whether the code that the office reads out has opened a desk."""
    from desktop.store.keyfile import OFFICE

    return opened.desk.opened_by == OFFICE


def mended(desk: "Desk") -> "Desk":
    """Make the office's way into an unlocked desk whole; gives the desk again.

    Not where the office's code opened it: a new passphrase comes first. On a full disk the desk
    opens all the same.
    """
    from desktop.exchange.sealed.letting_in import mend_way_in
    from desktop.store.keyfile import OFFICE

    if desk.opened_by != OFFICE:
        with suppress(UserError):
            mend_way_in(desk)
    return desk


def office_way(data: Path, name: str) -> OfficeWay | None:
    """Say which office can let the owner of a locked desk in. Raises the key file's troubles."""
    from desktop.exchange.sealed.letting_in import request_text
    from desktop.store.keyfile import office_slot_of
    from desktop.store.layout import KEYS

    folder = desk_folder(data, name)
    slot = office_slot_of(folder / KEYS)
    return OfficeWay(slot.name, request_text(folder)) if slot is not None and slot.sealed else None


def needs_a_backup(error: UserError) -> bool:
    """Say whether a desk is damaged, so that only a backup helps."""
    from desktop.store.desk import DatabaseMissing
    from desktop.store.keyfile import KeyFileDamaged, KeyFileEmpty, KeyFileMissing
    from desktop.store.trouble import DatabaseDamaged

    kinds = (DatabaseDamaged, DatabaseMissing, KeyFileDamaged, KeyFileEmpty, KeyFileMissing)
    return isinstance(error, kinds)


def is_about_what_was_typed(error: UserError) -> bool:
    """Say whether typing something else would help: a wrong passphrase, a slip in a code."""
    from desktop.store.keyfile import NoPassphrase, WrongPassphrase, WrongRecoveryCode
    from desktop.store.recovery import RecoveryCodeMistyped

    kinds = (NoPassphrase, WrongPassphrase, WrongRecoveryCode, RecoveryCodeMistyped)
    return isinstance(error, kinds)


def with_forms(desk: "Desk", data: Path) -> Opened:
    """Give an open desk with the forms that it is used with."""
    found = forms_for(desk, data)
    return Opened(desk, found.forms, found.trouble)
