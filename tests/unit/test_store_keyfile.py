import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.store import keyfile
from desktop.store.keydocument import check
from desktop.store.keyfile import (
    Cost,
    KeyFileDamaged,
    KeyFileEmpty,
    KeyFileMissing,
    KeyFileNewer,
    NoPassphrase,
    OfficeSlot,
    WrongPassphrase,
    WrongRecoveryCode,
)
from desktop.store.recovery import RecoveryCodeMistyped, new_code, read_code
from tests.unit.conftest import CHEAP, PASSPHRASE


def written(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_text())
    return document


def rewritten(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the file as someone would who knows its format: with a check that fits."""
    document = written(path)
    change(document)
    document["check"] = check(document)
    path.write_text(json.dumps(document))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.key"


@pytest.fixture
def made(path: Path) -> tuple[bytes, str]:
    return keyfile.create(path, PASSPHRASE, cost=CHEAP)


def test_the_passphrase_and_the_recovery_code_open_the_same_key(
    path: Path, made: tuple[bytes, str]
) -> None:
    key, code = made

    assert len(key) == 32
    assert keyfile.unlock(path, PASSPHRASE) == key
    assert keyfile.unlock_by_code(path, code).key == key


def test_two_desks_with_one_passphrase_have_different_keys(tmp_path: Path) -> None:
    first, _ = keyfile.create(tmp_path / "a", PASSPHRASE, cost=CHEAP)
    second, _ = keyfile.create(tmp_path / "b", PASSPHRASE, cost=CHEAP)

    assert first != second


def test_unlocking_costs_a_quarter_of_a_gigabyte_unless_said_otherwise(path: Path) -> None:
    key, _ = keyfile.create(path, PASSPHRASE)

    slot = written(path)["slots"][0]
    assert (slot["memory"], slot["passes"]) == (256 * 1024 * 1024, 3)
    assert keyfile.unlock(path, PASSPHRASE) == key


def test_letters_composed_differently_are_the_same_passphrase(path: Path) -> None:
    key, _ = keyfile.create(path, "caf\u00e9 au lait", cost=CHEAP)

    assert keyfile.unlock(path, "cafe\u0301 au lait") == key


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("wrong", ["", "correct horse battery stapl", PASSPHRASE.upper()])
def test_another_passphrase_is_refused(path: Path, wrong: str) -> None:
    with pytest.raises(WrongPassphrase, match="does not open the desk"):
        keyfile.unlock(path, wrong)


def test_an_empty_passphrase_cannot_be_chosen(path: Path) -> None:
    with pytest.raises(NoPassphrase):
        keyfile.create(path, "   ", cost=CHEAP)

    assert not path.exists()


def test_a_recovery_code_is_eight_groups_of_five_without_letters_that_look_alike() -> None:
    groups = new_code().split("-")

    assert [len(group) for group in groups] == [5] * 8
    assert not set("ILOU") & set("".join(groups))


def test_a_recovery_code_is_read_however_it_is_spaced_and_with_letters_for_digits() -> None:
    code = new_code()
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_code(typed) == read_code(code)


def test_every_single_wrong_letter_in_a_recovery_code_is_a_typing_slip() -> None:
    code = new_code()
    for place, letter in enumerate(code):
        if letter != "-":
            wrong = "2" if letter != "2" else "3"
            with pytest.raises(RecoveryCodeMistyped, match="typing slip"):
                read_code(code[:place] + wrong + code[place + 1 :])


def test_two_letters_swapped_in_a_recovery_code_are_a_typing_slip() -> None:
    code = new_code().replace("-", "")
    at = next(i for i in range(39) if code[i] != code[i + 1])

    with pytest.raises(RecoveryCodeMistyped):
        read_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


def test_a_letter_that_no_code_has_is_a_typing_slip() -> None:
    # U stands for no digit; in the place of a 0 the check alone would not see it.
    code = next(code for code in iter(new_code, "") if "0" in code)

    with pytest.raises(RecoveryCodeMistyped):
        read_code(code.replace("0", "U", 1))


def test_a_recovery_code_with_a_letter_missing_is_told_its_length() -> None:
    with pytest.raises(RecoveryCodeMistyped, match="39 were typed"):
        read_code(new_code()[:-1])


@pytest.mark.usefixtures("made")
def test_another_desks_recovery_code_is_wrong_but_not_mistyped(path: Path) -> None:
    with pytest.raises(WrongRecoveryCode, match="does not open this desk"):
        keyfile.unlock_by_code(path, new_code())


def test_a_new_passphrase_takes_the_place_of_the_old(path: Path, made: tuple[bytes, str]) -> None:
    key, code = made

    keyfile.change_passphrase(path, key, "a new one", cost=CHEAP)

    assert keyfile.unlock(path, "a new one") == key
    assert keyfile.unlock_by_code(path, code).key == key
    with pytest.raises(WrongPassphrase):
        keyfile.unlock(path, PASSPHRASE)


def test_a_new_recovery_code_voids_the_old(path: Path, made: tuple[bytes, str]) -> None:
    key, old = made

    new = keyfile.change_recovery_code(path, key)

    assert keyfile.unlock_by_code(path, new).key == key
    assert keyfile.unlock(path, PASSPHRASE) == key
    with pytest.raises(WrongRecoveryCode):
        keyfile.unlock_by_code(path, old)


# --- the office's slot -----------------------------------------------------------------------

OFFICE = OfficeSlot("The office of Somewhere", "amber boat", "sealed for the office")


def let_in(path: Path, key: bytes) -> str:
    """Give the desk an office's slot, and give its code."""
    code = new_code()
    keyfile.set_office_slot(
        path,
        key,
        code=code,
        name=OFFICE.name,
        fingerprint=OFFICE.fingerprint,
        sealed=OFFICE.sealed,
    )
    return code


def test_the_offices_code_opens_the_desk_and_it_is_told_whose_it_was(
    path: Path, made: tuple[bytes, str]
) -> None:
    key, recovery = made

    code = let_in(path, key)

    by_office, by_recovery = (keyfile.unlock_by_code(path, one) for one in (code, recovery))
    assert (by_office.key, by_office.opened_by) == (key, keyfile.OFFICE)
    assert (by_recovery.key, by_recovery.opened_by) == (key, keyfile.RECOVERY)


def test_which_office_can_let_a_person_in_is_read_without_a_key(
    path: Path, made: tuple[bytes, str]
) -> None:
    assert keyfile.office_slot_of(path) is None

    let_in(path, made[0])

    assert keyfile.office_slot_of(path) == OFFICE


def test_a_later_offices_code_voids_the_earlier(path: Path, made: tuple[bytes, str]) -> None:
    key, _ = made
    first = let_in(path, key)

    second = let_in(path, key)

    assert keyfile.unlock_by_code(path, second).key == key
    with pytest.raises(WrongRecoveryCode):
        keyfile.unlock_by_code(path, first)


def test_an_offices_slot_outlives_a_new_passphrase_and_a_new_recovery_code(
    path: Path, made: tuple[bytes, str]
) -> None:
    key, _ = made
    code = let_in(path, key)

    keyfile.change_passphrase(path, key, "a new one", cost=CHEAP)
    keyfile.change_recovery_code(path, key)

    assert keyfile.unlock_by_code(path, code).key == key
    assert keyfile.office_slot_of(path) == OFFICE


def test_an_offices_slot_that_was_taken_away_opens_nothing(
    path: Path, made: tuple[bytes, str]
) -> None:
    key, recovery = made
    code = let_in(path, key)

    keyfile.remove_office_slot(path, key)

    assert keyfile.office_slot_of(path) is None
    with pytest.raises(WrongRecoveryCode):
        keyfile.unlock_by_code(path, code)
    assert keyfile.unlock_by_code(path, recovery).key == key
    assert keyfile.unlock(path, PASSPHRASE) == key


@pytest.mark.parametrize("part", ["name", "fingerprint", "sealed"])
def test_another_name_put_to_an_offices_slot_by_hand_voids_it(
    path: Path, made: tuple[bytes, str], part: str
) -> None:
    code = let_in(path, made[0])
    rewritten(path, lambda document: document["slots"][0].update({part: "another"}))

    with pytest.raises(WrongRecoveryCode):
        keyfile.unlock_by_code(path, code)


@pytest.mark.parametrize(
    "slot",
    [
        {"kind": "office", "recipient": "age1…", "box": "c2VhbGVk"},
        {"kind": "office", "salt": 4, "box": None, "name": 1},
        {"kind": "office", "salt": "=", "box": "?"},
        {"kind": "of a later version"},
    ],
)
def test_a_slot_nobody_knows_is_kept_and_in_nobodys_way(
    path: Path, made: tuple[bytes, str], slot: dict[str, object]
) -> None:
    key, code = made
    rewritten(path, lambda document: document["slots"].append(slot))

    keyfile.change_passphrase(path, key, "a new one", cost=CHEAP)

    assert slot in written(path)["slots"]
    assert keyfile.unlock(path, "a new one") == key
    assert keyfile.unlock_by_code(path, code).key == key
    assert keyfile.office_slot_of(path) is None
    with pytest.raises(WrongRecoveryCode):
        keyfile.unlock_by_code(path, new_code())


@pytest.mark.usefixtures("made")
def test_another_desks_key_is_never_wrapped(path: Path) -> None:
    before = path.read_bytes()

    with pytest.raises(ValueError, match="another data key"):
        keyfile.change_passphrase(path, bytes(32), "a new one", cost=CHEAP)

    assert path.read_bytes() == before


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("weaker", [("passes", 1), ("memory", 32 << 10)])
def test_a_slot_made_cheaper_by_hand_does_not_open(path: Path, weaker: tuple[str, int]) -> None:
    keyfile.create(path, PASSPHRASE, cost=Cost(memory=64 << 10, passes=2))
    name, value = weaker
    rewritten(path, lambda document: document["slots"][0].update({name: value}))

    with pytest.raises(WrongPassphrase):
        keyfile.unlock(path, PASSPHRASE)


@pytest.mark.usefixtures("made")
def test_a_file_that_asks_for_endless_work_is_refused_at_once(path: Path) -> None:
    rewritten(path, lambda document: document["slots"][0].update(passes=10**9))

    with pytest.raises(KeyFileDamaged, match="too much work"):
        keyfile.unlock(path, PASSPHRASE)


def test_a_missing_key_file_is_called_missing(path: Path) -> None:
    with pytest.raises(KeyFileMissing, match="is missing"):
        keyfile.unlock(path, PASSPHRASE)


def test_an_empty_key_file_is_called_empty(path: Path) -> None:
    path.write_bytes(b"")

    with pytest.raises(KeyFileEmpty, match="is empty"):
        keyfile.unlock(path, PASSPHRASE)


@pytest.mark.parametrize(
    "content",
    [
        b"\x00" * 500,
        b"{}",
        b"[1]",
        b'{"format": "scrutiny-desk-key"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * (2 << 20),
    ],
)
def test_something_else_in_its_place_is_called_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(KeyFileDamaged, match="is damaged"):
        keyfile.unlock(path, PASSPHRASE)


@pytest.mark.usefixtures("made")
def test_one_changed_letter_anywhere_is_damage_and_never_a_wrong_passphrase(path: Path) -> None:
    whole = path.read_bytes()
    for place in range(0, len(whole), 7):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        try:
            keyfile.unlock(path, PASSPHRASE)
        except (KeyFileDamaged, KeyFileNewer):
            continue
        # White space carries nothing.
        assert chr(whole[place]).isspace(), place


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("slots", [None, {}, [4], [{"box": ""}]])
def test_slots_that_are_none_are_called_damage(path: Path, slots: object) -> None:
    rewritten(path, lambda document: document.update(slots=slots))

    with pytest.raises(KeyFileDamaged, match="is damaged"):
        keyfile.unlock(path, PASSPHRASE)


@pytest.mark.usefixtures("made")
def test_a_file_cut_off_is_called_damaged(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])

    with pytest.raises(KeyFileDamaged):
        keyfile.unlock(path, PASSPHRASE)


@pytest.mark.usefixtures("made")
def test_a_newer_versions_key_file_says_so(path: Path) -> None:
    rewritten(path, lambda document: document.update(version=2))

    with pytest.raises(KeyFileNewer, match="newer version of Scrutiny Desk") as caught:
        keyfile.unlock(path, PASSPHRASE)
    assert "Install the newest version" in caught.value.next_step


@pytest.mark.usefixtures("made")
def test_an_interrupted_rewrite_leaves_the_old_file_whole(path: Path) -> None:
    # What a power cut leaves between writing and renaming.
    path.with_name("desk.key.part").write_bytes(b'{"format": "scru')

    key = keyfile.unlock(path, PASSPHRASE)
    keyfile.change_passphrase(path, key, "a new one", cost=CHEAP)

    assert keyfile.unlock(path, "a new one") == key
    assert [file.name for file in path.parent.iterdir()] == ["desk.key"]


@pytest.mark.usefixtures("made")
def test_the_key_file_can_be_read_by_its_owner_only(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0
