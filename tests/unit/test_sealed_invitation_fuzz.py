"""Whatever comes as an invitation is read or refused in words, and taken whole or not at all."""

import copy
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, example, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.exchange.sealed.applying import apply
from desktop.exchange.sealed.invitation import read_invitation
from desktop.exchange.sealed.own_keys import own_keys
from desktop.exchange.sealed.refusals import SealedFileError
from desktop.exchange.sealed.setting_up import set_up, update
from desktop.exchange.sealed.signed import sign
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.conftest import Around, Laptops
from tests.unit.sealed_desks import ANIMALS, CUSTODY, FORMS, fill_office, invite, set_up_by

MANY = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
SOME = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])

Body = dict[str, Any]

ODD: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["2025-01-01", "0001-01-01", "\0", "\x1f", "\ud800", "../x", "x" * 400])
    | st.just([])
    | st.just({})
    | st.lists(st.text(max_size=3), max_size=3)
    | st.dictionaries(st.text(max_size=3), st.integers(), max_size=2)
)


class Enough(Exception):
    """Takes a trial back."""


class Signer:
    """An office whose invitation can be changed and signed again."""

    def __init__(self, office: Around) -> None:
        known = fill_office(office)
        self.blob = invite(office, known.jane, schemes=(CUSTODY, ANIMALS))
        self.body: Body = json.loads(self.blob.split(b"\n", 4)[4])
        with office.desk.read() as session:
            keys = own_keys(session)
        assert keys is not None
        self.seed = keys.signing_seed

    def signed(self, body: Body) -> bytes:
        """Sign a body; what cannot be written at all is not tried."""
        try:
            return sign("invitation", self.seed, body)
        except ValueError:
            reject()


@pytest.fixture
def signer(fresh: Laptops) -> Signer:
    return Signer(fresh("office"))


@pytest.fixture
def laptop(fresh: Laptops) -> Around:
    return fresh("laptop")


def spots(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the way to every value of a body."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from spots(one, (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from spots(one, (*path, place))


def changed(data: st.DataObject, body: Body) -> Body:
    """Change, leave out or double a few values of a body."""
    found = copy.deepcopy(body)
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(spots(found))))
        holder: Any = found
        for step in way:
            holder = holder[step]
        deed = data.draw(st.sampled_from(["change", "leave out", "double"]))
        if deed == "leave out":
            del holder[last]
        elif deed == "double" and isinstance(holder, list):
            holder.append(copy.deepcopy(holder[last]))
        else:
            holder[last] = data.draw(ODD)
    return found


def everything(desk: Desk) -> Mapping[str, list[tuple[Any, ...]]]:
    with desk.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in models.Row.metadata.sorted_tables
        }


@contextmanager
def taken_back(desk: Desk) -> Iterator[Session]:
    """Give a writing session of which nothing stays, and look whether the whole could."""
    with suppress(Enough), desk.write("Tried") as session:
        yield session
        session.flush()
        faults = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
        raise Enough(faults)
    assert faults == []


@MANY
@given(data=st.data())
def test_any_change_of_a_signed_body_is_read_or_refused_in_words(
    signer: Signer, laptop: Around, data: st.DataObject
) -> None:
    blob = signer.signed(changed(data, signer.body))
    with suppress(SealedFileError), taken_back(laptop.desk) as session:
        opened = read_invitation(blob)
        event("read")
        apply(session, opened.invitation, FORMS, {})
        event("taken")


@MANY
@given(data=st.data())
def test_any_change_of_a_later_one_is_taken_or_refused_in_words(
    signer: Signer, laptop: Around, data: st.DataObject
) -> None:
    with laptop.desk.read() as session:
        fresh = session.scalars(select(models.Peer)).first() is None
    if fresh:
        set_up_by(laptop, signer.blob)
    with laptop.desk.read() as session:
        held = session.scalars(select(models.Peer)).one().details["held"]
    blob = signer.signed(changed(data, signer.body))
    with suppress(SealedFileError), taken_back(laptop.desk) as session:
        opened = read_invitation(blob)
        event("read")
        apply(session, opened.invitation, FORMS, held)  # type: ignore[arg-type]  # as stored
        event("taken")


@SOME
@given(data=st.data())
def test_a_refused_one_leaves_the_desk_as_it_was(
    signer: Signer, laptop: Around, data: st.DataObject
) -> None:
    with laptop.desk.read() as session:
        first = session.scalars(select(models.Peer)).first() is None
    before, slots = everything(laptop.desk), (laptop.desk.folder / "desk.key").read_bytes()
    body = changed(data, signer.body)
    body["serial"] = data.draw(st.integers(0, 2**54))
    blob = signer.signed(body)
    try:
        opened = read_invitation(blob)
        event("read")
        if first:
            set_up(laptop.desk, FORMS, opened, laptop.own_forms, words_match=True)
        else:
            update(laptop.desk, FORMS, opened, laptop.own_forms)
    except UserError:
        assert everything(laptop.desk) == before
        assert (laptop.desk.folder / "desk.key").read_bytes() == slots
        assert not list(laptop.data.rglob("*.toml"))


@MANY
@given(junk=st.binary(max_size=300))
@example(junk=b"SCRUTINY-DESK 1\n")
@example(junk=b"SCRUTINY-DESK 2\ninvitation\n")
def test_junk_is_refused_in_words(junk: bytes) -> None:
    with pytest.raises(UserError):
        read_invitation(junk)


@MANY
@given(data=st.data())
def test_a_spoilt_file_is_refused_in_words(signer: Signer, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(signer.blob) - 1))
    if data.draw(st.booleans()):
        spoilt = signer.blob[:place]
    else:
        flipped = signer.blob[place] ^ data.draw(st.integers(1, 255))
        spoilt = signer.blob[:place] + bytes([flipped]) + signer.blob[place + 1 :]
    with pytest.raises(UserError):
        read_invitation(spoilt)


NAMES = st.text(max_size=30) | st.sampled_from(
    ["a.toml", "../a.toml", "/etc/a.toml", "C:\\a.toml", "lists-a.toml", "lists-..toml", "a.toml\0"]
)


@SOME
@given(files=st.dictionaries(NAMES, st.text(max_size=60), min_size=1, max_size=3))
@example(files={"lists-.toml": ""})
@example(files={"lists-custody_topic.toml": 'id = "custody_topic"'})
def test_no_form_is_written_outside_its_folder(
    signer: Signer, laptop: Around, tmp_path: Path, files: dict[str, str]
) -> None:
    before = {path for path in tmp_path.rglob("*") if path.suffix == ".toml"}
    blob = signer.signed({**signer.body, "own_forms": files})
    with suppress(UserError):
        opened = read_invitation(blob)
        event("read")
        set_up(laptop.desk, FORMS, opened, laptop.own_forms, words_match=True)
    new = {path for path in tmp_path.rglob("*") if path.suffix == ".toml"} - before
    assert all(path.is_relative_to(laptop.desk_forms) for path in new)
