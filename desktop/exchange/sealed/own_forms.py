"""An office's own forms in an invitation: gathered there, and taken in whole or not at all.

Forms travel as the text of their files, shared lists as files named `lists-…`. On the laptop all
of them are read by the loader of forms, which refuses a bad one by name and place, before any
takes its place in a folder of that desk alone: what one person's office sends must not change the
forms of other people on the same computer.
"""

import contextlib
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop import paths
from desktop.errors import UserError
from desktop.exchange.sealed.contents import lists_of
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.formlib.table import FormError
from desktop.store.durable import make_folder, replace_file
from desktop.store.trouble import plain_words_for_files

_MOST_VERSION = 1_000_000
_MOST_DOTS = 200
"""In one line: the reader of TOML takes minutes and gigabytes over a key of thousands of parts."""
_LISTS = "lists"
_LIST = f"{_LISTS}-"


class OwnFormsRefused(UserError):
    """The office's own forms cannot be used here; nothing of the invitation was taken."""


@dataclass(frozen=True, slots=True)
class Staged:
    """The office's own forms, read and found good. `forms` are all there will be, by id."""

    forms: Mapping[str, Form]
    files: Mapping[Path, bytes]

    @contextmanager
    def in_place(self, folder: Path) -> Iterator[None]:
        """Put the files into a desk's folder; they are taken out again where the block fails."""
        before = {name: _content(folder / name) for name in self.files}
        try:
            with plain_words_for_files():
                for name, content in self.files.items():
                    make_folder((folder / name).parent)
                    for made in {folder, (folder / name).parent}:
                        made.chmod(0o700)
                    replace_file(folder / name, content)
            yield
        except BaseException:
            for name, was in before.items():
                with contextlib.suppress(OSError):
                    if was is None:
                        (folder / name).unlink(missing_ok=True)
                    else:
                        replace_file(folder / name, was)
            raise


def fingerprint_of(form_id: str, own: Path) -> str:
    """Give the hash of a form's file, shipped or own, whatever its ends of lines."""
    path = paths.forms() / f"{form_id}.toml"
    if not path.exists():
        path = own / path.name
    return hashlib.sha256(_plain(path.read_bytes())).hexdigest()


def gather(own: Path, forms: Iterable[Form]) -> dict[str, str]:
    """Give the own files behind some forms, by the names under which they travel."""
    used = tuple(forms)
    wanted = {Path(f"{form.id}.toml"): f"{form.id}.toml" for form in used}
    wanted |= {Path(_LISTS, f"{one}.toml"): f"{_LIST}{one}.toml" for one in lists_of(used)}
    return {
        name: _plain((own / path).read_bytes()).decode("utf-8-sig")
        for path, name in sorted(wanted.items())
        if (own / path).is_file()
    }


@contextmanager
def staged(
    texts: Mapping[str, str],
    here: Mapping[str, Form],
    own: Path,
    desk: Path | None,
    known: Mapping[str, str],
) -> Iterator[Staged]:
    """Read an invitation's own forms beside those that are `here`: shipped, or in two folders.

    `own` is for all desks of this computer, `desk` holds what came to this desk before, None
    where there is none yet. `known` are the hashes of that, by name. A file of the desk's that
    has a higher version stays. Raises OwnFormsRefused.
    """
    if not texts:
        yield Staged(here, {})
        return
    with plain_words_for_files(), tempfile.TemporaryDirectory(prefix="scrutiny-forms-") as folder:
        _insist_on_short_keys(texts)
        came, together = Path(folder, "came"), Path(folder, "together")
        _write(came, {_path_of(name): text.encode() for name, text in texts.items()})
        forms = _load(came)
        _insist_on_versions(forms, texts)
        files = _worth_taking(forms, texts, desk, known)
        if desk is not None and _good_ones(desk) is not None:
            shutil.copytree(desk, together, ignore=_only_forms)
        _write(together, files)
        beside = (own,) if _good_ones(own) is not None else ()
        yield Staged(_load(*beside, together), files)


def hashes_of(texts: Mapping[str, str]) -> dict[str, str]:
    """Give what is kept of the own forms that were taken in: the hash of each, by name."""
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()}


def _insist_on_short_keys(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if any(line.count(".") > _MOST_DOTS for line in text.split("\n")):
            raise _no_form_needs(name)


def _insist_on_versions(forms: Mapping[str, Form], texts: Mapping[str, str]) -> None:
    """Refuse a version that no later one could follow, or that no record could hold."""
    for id_, form in forms.items():
        if (name := f"{id_}.toml") in texts and not 0 < form.version <= _MOST_VERSION:
            raise _no_form_needs(name)


def _no_form_needs(name: str) -> OwnFormsRefused:
    return OwnFormsRefused(
        f"The form file {name} in this invitation holds something that no form needs.",
        "Nothing was taken from it. Tell the office what is said here, "
        "and ask for a new invitation.",
    )


def _worth_taking(
    forms: Mapping[str, Form],
    texts: Mapping[str, str],
    desk: Path | None,
    known: Mapping[str, str],
) -> dict[Path, bytes]:
    """Leave out what this desk has already, or newer, as after a restored backup."""
    came = {_path_of(name): (name, text.encode()) for name, text in texts.items()}
    if desk is None:
        return {path: content for path, (_, content) in came.items()}
    found: dict[Path, bytes] = {}
    here = _good_ones(desk) or {}
    for path, (name, content) in came.items():
        present = _content(desk / path)
        if present is None or hashlib.sha256(_plain(present)).hexdigest() == known.get(name):
            found[path] = content
        elif _plain(present) != content:
            is_form = path.parent == Path() and path.stem in here
            if not is_form or here[path.stem].version <= forms[path.stem].version:
                found[path] = content
    return found


def _good_ones(own: Path) -> Mapping[str, Form] | None:
    """Give the own forms in a folder; None where it is not there or cannot be used as it is."""
    if not own.is_dir():
        return None
    try:
        found = load_forms(paths.forms(), own)
    except FormError:
        return None
    shipped = {path.stem for path in paths.forms().glob("*.toml")}
    return {id_: form for id_, form in found.items() if id_ not in shipped}


def _load(*folders: Path) -> Mapping[str, Form]:
    try:
        return load_forms(paths.forms(), *folders)
    except FormError as error:
        raise OwnFormsRefused(
            f"A form in this invitation cannot be used. {error.sentence}",
            "Nothing was taken from it. Tell the office what is said here, "
            "and ask for a new invitation.",
        ) from None


def _path_of(name: str) -> Path:
    """Give the place of a file below a folder of own forms; names were checked on reading."""
    return Path(_LISTS, name.removeprefix(_LIST)) if name.startswith(_LIST) else Path(name)


def _write(folder: Path, files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _only_forms(folder: str, names: list[str]) -> set[str]:
    return {
        name for name in names if not name.endswith(".toml") and not Path(folder, name).is_dir()
    }


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _plain(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
