"""A desk's own keys: made once, written down for safe keeping, joined by deputies'."""

import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.sealed.envelope import MOST_RECIPIENTS, new_identity, open_sealed, seal
from desktop.exchange.sealed.own_keys import (
    NoKeysYet,
    NotAReceivingKey,
    ReceivesAlready,
    add_deputy,
    deputies,
    identities,
    is_recipient,
    make_own_keys,
    office_key_text,
    own_keys,
    own_office_id,
    receiving,
    remove_deputy,
    renew_own_keys,
    seed_before,
)
from desktop.store import models
from desktop.store.desk import Desk
from tests.unit.sealed_desks import FORMS


@pytest.fixture
def office(desk: Desk) -> Desk:
    with desk.write("Made keys") as session:
        make_own_keys(session)
    return desk


def test_keys_are_made_once(desk: Desk) -> None:
    with desk.write("Made keys") as session:
        assert own_keys(session) is None
        first = make_own_keys(session)
        assert make_own_keys(session) == first
    with desk.read() as session:
        assert own_keys(session) == first


def test_a_desk_without_keys_says_so(desk: Desk) -> None:
    with desk.write("Looked") as session:
        for ask in (own_office_id, renew_own_keys, office_key_text):
            with pytest.raises(NoKeysYet):
                ask(session)
        assert seed_before(session) is None
        assert identities(session) == ()


def test_renewed_keys_keep_the_office_and_open_older_files(office: Desk) -> None:
    with office.write("Renewed the keys") as session:
        before, known_as = make_own_keys(session), own_office_id(session)
        after = renew_own_keys(session)
        assert own_keys(session) == after
        assert after.verify_key != before.verify_key
        assert own_office_id(session) == known_as
        assert identities(session) == (after.age_identity, before.age_identity)
        assert seed_before(session) == before.signing_seed
        third = renew_own_keys(session)
        assert seed_before(session) == after.signing_seed
        assert identities(session)[0] == third.age_identity


def test_writing_the_key_down_is_in_the_audit_without_the_key(office: Desk) -> None:
    with office.write("Gave the receiving key out for safe keeping") as session:
        text = office_key_text(session)
    with office.read() as session:
        entry = session.scalars(select(models.Audit).order_by(models.Audit.seq.desc())).first()
        keys = own_keys(session)
        assert entry is not None
        assert keys is not None
        assert keys.age_identity in text
        assert (entry.entity, entry.why[:4]) == ("own_key", "Gave")
        assert keys.age_identity not in repr([entry.fields, entry.entity_id, entry.content_hash])
    with office.read() as session, pytest.raises(Exception):  # noqa: B017, PT011  # no audit there
        office_key_text(session)


def test_the_public_tool_opens_what_is_sealed_with_the_key_as_written(
    office: Desk, tmp_path: Path
) -> None:
    age = shutil.which("age")
    if age is None:
        pytest.skip("the public age tool is not here")
    with office.write("Gave the receiving key out for safe keeping") as session:
        keys = make_own_keys(session)
        (tmp_path / "key.txt").write_text(office_key_text(session), "utf-8")
    sealed = seal("receipt", {}, signing_seed=keys.signing_seed, recipients=[keys.recipient])
    (tmp_path / "file.age").write_bytes(sealed)
    done = subprocess.run(
        [age, "-d", "-i", str(tmp_path / "key.txt"), str(tmp_path / "file.age")],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_files_are_sealed_for_deputies_too_until_they_are_removed(office: Desk) -> None:
    secret, recipient = new_identity()
    with office.write("Added a deputy") as session:
        keys = make_own_keys(session)
        deputy = add_deputy(session, " Dee  Putty ", f" {recipient}\n")
        assert receiving(session, "Us") == (("Us", keys.recipient), ("Dee Putty", recipient))
    sealed = seal(
        "receipt",
        {},
        signing_seed=keys.signing_seed,
        recipients=[keys.recipient, deputy.recipient],
    )
    assert open_sealed(sealed, secret, kinds=("receipt",)).signer == keys.verify_key
    with office.write("Removed a deputy") as session:
        remove_deputy(session, deputy.id)
        assert deputies(session) == ()
        assert add_deputy(session, "Dee", recipient).id == deputy.id
        with pytest.raises(UserError):
            remove_deputy(session, "other")


def test_what_is_no_receiving_key_is_refused(office: Desk) -> None:
    secret, recipient = new_identity()
    with office.write("Added a deputy") as session:
        keys = make_own_keys(session)
        for text in ("", "age1", secret, recipient[:-1], recipient + " x", "é" * 62, "x" * 10**6):
            assert not is_recipient(text)
            with pytest.raises(NotAReceivingKey):
                add_deputy(session, "Dee", text)
        with pytest.raises(UserError, match="needs a name"):
            add_deputy(session, " ", recipient)
        add_deputy(session, "Dee", recipient)
        for text in (recipient, keys.recipient):
            with pytest.raises(ReceivesAlready):
                add_deputy(session, "Dum", text)


def test_there_are_no_more_deputies_than_a_file_can_have(office: Desk) -> None:
    with office.write("Added deputies") as session:
        for number in range(MOST_RECIPIENTS - 1):
            add_deputy(session, f"Dee {number}", new_identity()[1])
        with pytest.raises(UserError, match="as many keys"):
            add_deputy(session, "One more", new_identity()[1])


def test_no_secret_is_in_a_desk_file(office: Desk, tmp_path: Path) -> None:
    with office.read() as session:
        keys = own_keys(session)
        assert keys is not None
        export_desk_file(session, tmp_path / "out.jsonl", FORMS, hand_over=True)
    text = (tmp_path / "out.jsonl").read_text("utf-8")
    assert keys.age_identity not in text
    assert keys.signing_seed.hex() not in text
