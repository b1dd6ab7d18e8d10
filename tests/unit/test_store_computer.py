"""The computer's own keyring as a way into a desk: with a real one, and without."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.store import computer, keyfile
from desktop.store.computer import NoKeyring, NotRemembered
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.keyfile import Cost
from desktop.store.layout import KEYS
from tests.unit.keyrings import INSTALLED, keyring_in

PASSPHRASE = "lamp river stone cup"
CHEAP = Cost(memory=8 * 1024 * 1024, passes=1)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made, _ = create_desk(tmp_path / "desk", PASSPHRASE, who="Anne", cost=CHEAP)
    with made:
        yield made


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not INSTALLED:
        pytest.skip("gnome-keyring is not installed")
    with keyring_in(tmp_path / "ring", monkeypatch):
        yield


@pytest.fixture
def no_ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing'}")


def slots(desk: Desk) -> list[str]:
    document = json.loads((desk.folder / KEYS).read_text("utf-8"))
    return sorted(slot["kind"] for slot in document["slots"])


@pytest.mark.usefixtures("ring")
def test_the_keyring_opens_a_desk_beside_its_passphrase(desk: Desk) -> None:
    assert computer.can_remember()
    computer.remember(desk)
    assert slots(desk) == ["keyring", "passphrase", "recovery"]
    key, folder = desk.key, desk.folder
    desk.close()
    with computer.open_remembered(folder, who="Anne") as opened:
        assert (opened.key, opened.opened_by) == (key, "keyring")
    open_desk(folder, PASSPHRASE).close()


@pytest.mark.usefixtures("ring")
def test_without_its_entry_the_slot_opens_nothing(desk: Desk) -> None:
    computer.remember(desk)
    computer.drop(computer.entry_of(desk.folder))
    desk.close()
    with pytest.raises(NotRemembered):
        computer.open_remembered(desk.folder)


@pytest.mark.usefixtures("ring")
def test_without_its_slot_the_entry_opens_nothing_and_goes(desk: Desk) -> None:
    computer.remember(desk)
    copied = (desk.folder / KEYS).read_bytes()
    computer.forget(desk)
    assert slots(desk) == ["passphrase", "recovery"]
    desk.close()
    with pytest.raises(NotRemembered):
        computer.open_remembered(desk.folder)
    (desk.folder / KEYS).write_bytes(copied)  # from a backup
    with pytest.raises(NotRemembered):
        computer.open_remembered(desk.folder)


@pytest.mark.usefixtures("ring")
def test_it_lasts_over_a_change_of_passphrase_and_not_over_a_new_key(desk: Desk) -> None:
    computer.remember(desk)
    desk.change_passphrase("kettle meadow violin", cost=CHEAP)
    assert "keyring" in slots(desk)
    desk.new_data_key("kettle meadow violin", cost=CHEAP)
    assert "keyring" not in slots(desk)


@pytest.mark.usefixtures("ring")
def test_set_up_anew_it_has_one_slot_and_a_new_entry(desk: Desk) -> None:
    computer.remember(desk)
    first = computer.entry_of(desk.folder)
    computer.remember(desk)
    assert slots(desk).count("keyring") == 1
    assert computer.entry_of(desk.folder) != first


@pytest.mark.usefixtures("no_ring")
def test_without_a_keyring_nothing_is_offered_and_nothing_changes(desk: Desk) -> None:
    assert not computer.can_remember()
    with pytest.raises(NoKeyring):
        computer.remember(desk)
    assert slots(desk) == ["passphrase", "recovery"]
    desk.close()
    with pytest.raises(NoKeyring):
        computer.open_remembered(desk.folder)


@pytest.mark.usefixtures("ring")
def test_the_keyring_holds_no_passphrase_and_not_the_key(desk: Desk) -> None:
    computer.remember(desk)
    backend = computer._backend()  # noqa: SLF001 - what it really holds
    assert backend is not None
    held = backend.get_password("Scrutiny Desk", computer.entry_of(desk.folder))
    assert held is not None
    assert len(bytes.fromhex(held)) == 32
    assert bytes.fromhex(held) != desk.key
    assert keyfile.unlock(desk.folder / KEYS, PASSPHRASE) == desk.key
