"""Own forms of an office and of a desk beside the shipped ones; a file may be wrong or gone."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.formlib.table import FormError


@dataclass(frozen=True, slots=True)
class OfficeForms:
    """The forms to work with, by id, and why own ones are not among them if so."""

    forms: Mapping[str, Form]
    trouble: UserError | None = None


class FormMissing(UserError):
    """A record whose form is not among those of this program and this office."""


def load_office_forms(shipped: Path, own: Path, desk: Path | None = None) -> OfficeForms:
    """Load the shipped forms, an office's own and those of one desk, which need not be there.

    Where one of a folder cannot be used, all of that folder are left out and the trouble says so:
    a window can still be worked in. What must be complete, such as a report made by command,
    calls `load_forms` with all folders. Raises FormError for a shipped form.
    """
    found = _load_own(shipped, own)
    if desk is None:
        return found
    folders = (own, desk) if found.trouble is None else (desk,)
    try:
        return OfficeForms(load_forms(shipped, *folders), found.trouble)
    except FormError as error:
        trouble = UserError(
            error.sentence,
            "The forms that came to this desk by invitation are left out: ask the office for a "
            "new invitation. What was written with them is kept.",
        )
    return OfficeForms(found.forms, found.trouble or trouble)


def _load_own(shipped: Path, own: Path) -> OfficeForms:
    try:
        return OfficeForms(load_forms(shipped, own))
    except FormError as error:
        trouble = UserError(
            error.sentence,
            "The office's own forms are left out until it is corrected and the program is "
            "started again. What was written with them is kept.",
        )
    return OfficeForms(load_forms(shipped), trouble)


def form_of(forms: Mapping[str, Form], id: str) -> Form:
    """Give the form that a record was written with. Raises FormMissing."""
    if id not in forms:
        raise FormMissing(
            "The form of this record is not here. The record is kept.",
            f"Put the file {id}.toml back into the folder of the office's own forms, and start "
            "the program again. Where it came by invitation, ask the office for a new one.",
        )
    return forms[id]
