"""Invitations: reading one, setting a desk up by it, bringing an open desk up to date by it.

Slow work, done away from the window's thread; like `opening`, it imports what is heavy late.
"""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.errors import UserError
from desktop.ui import opening
from desktop.ui.opening import Made

if TYPE_CHECKING:
    from desktop.exchange.sealed.invitation import Opened as Invitation
    from desktop.exchange.sealed.office import Office
    from desktop.formlib.model import Form
    from desktop.store.desk import Desk


class FileNotReadable(UserError):
    """A file that was chosen or dropped cannot be read."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation that was read: who invites whom as what. Nothing of it is kept yet.

    `words` are the eight of the office's key; `schemes` are titles. `known` is the office of the
    desk that it would bring up to date, None where it would be the first.
    """

    invitation: "Invitation"
    office: str
    person: str
    role: str
    schemes: tuple[str, ...]
    words: tuple[str, ...]
    known: "Office | None" = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an invitation on an open desk: what changed, in sentences.

    `anew` says that the desk has to be opened again for its pages and forms to be the office's.
    """

    office: str
    said: tuple[str, ...]
    anew: bool


def content_of(files: list[Path]) -> bytes:
    """Read the one file that was chosen or dropped. Raises FileNotReadable."""
    from desktop.exchange.sealed.envelope import MOST_FILE

    if len(files) != 1:
        raise FileNotReadable("Only one file can be opened at a time.", "Drop one of them.")
    if files[0].is_dir():
        raise FileNotReadable("This is a folder.", "Open it and choose the file in it.")
    try:
        with files[0].open("rb") as file:
            return file.read(MOST_FILE + 1)  # more than is ever read is refused as too large
    except OSError:
        raise FileNotReadable(
            "The file cannot be read.", "Check that it is still there, and choose it again."
        ) from None


def read_first(content: bytes, data: Path) -> Offer:
    """Read an invitation that is to set up a new desk. Raises UserError."""
    from desktop.exchange.sealed.invitation import read_invitation
    from desktop.exchange.sealed.setting_up import insist_on_own_key

    found = read_invitation(content)
    insist_on_own_key(found)
    forms = opening.forms(data).forms
    _insist_on_forms(found, forms, data, None)
    return _offer(found, forms, None)


def read_next(desk: "Desk", content: bytes) -> Offer:
    """Read an invitation for a desk that is open. Raises UserError, also for an older one."""
    from desktop.exchange.sealed.invitation import read_invitation
    from desktop.exchange.sealed.setting_up import look

    found, data = read_invitation(content), _data_of(desk)
    with desk.read() as session:
        known = look(session, found)
    forms = opening.forms_for(desk, data).forms
    if known is None:
        _insist_on_forms(found, forms, data, paths.desk_forms(desk.folder))
    return _offer(found, forms, known)


def make_desk(data: Path, name: str, passphrase: str, offer: Offer, *, words_match: bool) -> Made:
    """Make the desk of somebody who was invited: all of it or nothing. Raises UserError."""
    from desktop.exchange.sealed.setting_up import set_up
    from desktop.store.desk import create_desk, open_unlocked
    from desktop.store.durable import sync_folder
    from desktop.store.inuse import DeskLock
    from desktop.store.keyfile import FULL_COST
    from desktop.store.trouble import plain_words_for_files

    folder = opening.folder_for(data, name)
    if folder.exists() and any(folder.iterdir()):
        raise opening.NameNotUsable(
            "There is something in the folder of this name already. Choose another name."
        )
    # Beside its place until it is the office's: a desk of nobody's would have every page.
    part = folder.with_name(f"{folder.name}.new.part")
    with plain_words_for_files():
        shutil.rmtree(part, ignore_errors=True)
        desk, code = create_desk(part, passphrase, who=folder.name, cost=FULL_COST)
        try:
            done = set_up(
                desk,
                opening.forms(data).forms,
                offer.invitation,
                paths.own_forms(data),
                words_match=words_match,
            )
            key = desk.key
            desk.close()
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
            sync_folder(folder.parent)
        except BaseException:
            desk.close()
            shutil.rmtree(part, ignore_errors=True)
            raise
        opening.forms.cache_clear()  # the office's own may have come
        made = open_unlocked(folder, key, who=folder.name, lock=DeskLock(folder))
    return Made(opening.with_forms(made, data), code, done.remarks)


def take(
    desk: "Desk", forms: "Mapping[str, Form]", offer: Offer, *, words_match: bool = False
) -> Taken:
    """Take an invitation in on an open desk: all of it or nothing. Raises UserError.

    `words_match` counts where it is the desk's first.
    """
    from desktop.exchange.sealed.changes import changes, kept
    from desktop.exchange.sealed.setting_up import set_up, update

    own = paths.own_forms(_data_of(desk))
    with desk.read() as session:
        before = kept(session, _titles(forms))
    if offer.known is None:
        done = set_up(desk, forms, offer.invitation, own, words_match=words_match)
    else:
        done = update(desk, forms, offer.invitation, own)
    opening.forms.cache_clear()
    now = opening.forms_for(desk, _data_of(desk)).forms
    with desk.read() as session:
        after = kept(session, _titles(now))
    anew = before.role != after.role or before.schemes != after.schemes or now != forms
    return Taken(done.office.name, (*changes(before, after), *done.remarks), anew)


def office_of_desk(desk: "Desk") -> "Office | None":
    """Give the office that an open desk belongs to."""
    from desktop.exchange.sealed.office import office_of

    with desk.read() as session:
        return office_of(session)


def words_match(desk: "Desk") -> None:
    """Keep that the office's words were compared by phone. Raises NoOffice."""
    from desktop.exchange.sealed.office import confirm_office

    with desk.write("Said that the office’s words were compared by phone") as session:
        confirm_office(session)


def _insist_on_forms(
    found: "Invitation", forms: "Mapping[str, Form]", data: Path, desk: Path | None
) -> None:
    """Refuse, before anything is asked, an invitation whose own forms cannot be used here."""
    from desktop.exchange.sealed.own_forms import staged

    with staged(found.invitation.own_forms, forms, paths.own_forms(data), desk, {}):
        pass


def _offer(found: "Invitation", forms: "Mapping[str, Form]", known: "Office | None") -> Offer:
    from desktop.exchange.sealed.words import fingerprint

    said = found.invitation
    titles = _titles(forms)
    for line in said.lines:
        if line["type"] == "scheme" and line.get("name"):
            titles[str(line["id"])] = str(line["name"])
    return Offer(
        found,
        said.office_name,
        said.person.name,
        said.role,
        tuple(titles.get(scheme, scheme.replace("_", " ")) for scheme in said.schemes),
        fingerprint(bytes.fromhex(said.office_verify_key)),
        known,
    )


def _titles(forms: "Mapping[str, Form]") -> dict[str, str]:
    return {form.scheme: form.report.title or form.title for form in forms.values()}


def _data_of(desk: "Desk") -> Path:
    return desk.folder.parent.parent
