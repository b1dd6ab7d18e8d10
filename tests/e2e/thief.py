"""What somebody finds who has stolen all three computers and all that was sent."""

import shutil
import zlib
from pathlib import Path

from desktop.exchange.sealed.own_keys import own_keys
from desktop.store.desk import open_desk
from desktop.store.layout import desk_folder
from desktop.store.recovery import read_code
from tests.e2e.needles import found
from tests.e2e.three_computers import (
    ANN,
    AT_ANNS,
    AT_BEAS,
    BEA,
    CUSTODY_NUMBER,
    FELLOW,
    FLICKERS,
    MASTER,
    MESSAGE,
    PRAISE,
    World,
)
from tests.qt import desks


def assert_a_thief_finds_nothing(world: World, needles: dict[str, str | bytes]) -> None:
    """Search all that the program has left on the three computers, as it was left.

    Folders of desks bear the names of their people, and the file of keys says which office can let
    them in: that is known, and what the door asks by. So these names are no needles; those of
    others are. What was handed over is elsewhere, in `post`: an invitation can be read by whoever
    has it, and shows here that the search finds something.
    """
    stolen = world.root / "stolen"
    there = (world.office, world.ann.data, world.bea.data, world.home, world.temporary)
    for folder in there:
        shutil.copytree(folder, stolen / folder.name)
    needles |= {
        f"{name} of {data.name}": key
        for data, name, passphrase in (
            (world.office, MASTER, desks.PASSPHRASE),
            (world.ann.data, ANN, world.ann.passphrase),
            (world.bea.data, BEA, world.bea.passphrase),
        )
        for name, key in keys_in(desk_folder(data, name), passphrase).items()
    }
    invitation = found([world.post], {"the place": AT_ANNS.suite})
    assert any("ann.desk" in line for line in invitation)
    sealed = stolen / "sealed"
    sealed.mkdir()
    for name in ("first", "second", "third", "answer"):
        shutil.copy(world.post / f"{name}.desk", sealed)
    assert len(list(stolen.rglob("desk.db"))) == 3
    assert found([stolen], needles) == []
    (stolen / "temporary" / "left.tmp").write_bytes(zlib.compress(CUSTODY_NUMBER.encode()))
    assert found([stolen], needles)  # as any of them would have been


def secrets_typed(world: World, let_in: list[str]) -> dict[str, str | bytes]:
    """Give what was typed, said or shown and must not be readable."""
    told = {
        "the custody number": CUSTODY_NUMBER,
        "a place": AT_ANNS.suite,
        "another place": AT_BEAS.suite,
        "a visitor": FELLOW,
        "an issue": FLICKERS,
        "a sentence": PRAISE,
        "a message": MESSAGE,
        "Ann’s first passphrase": "fern otter quilt barn",
        "Ann’s passphrase": world.ann.passphrase,
        "Bea’s first passphrase": "plum harbour sixty kettle",
        "Bea’s passphrase": world.bea.passphrase,
        "the office’s passphrase": desks.PASSPHRASE,
    }
    codes = {"Ann’s code": world.ann.code, "Bea’s code": world.bea.code}
    codes["the office’s code for Bea"] = "-".join(let_in)
    return {
        **told,
        **codes,
        **{f"{name} in one": code.replace("-", "") for name, code in codes.items()},
        **{f"{name} in groups": code.replace("-", " ") for name, code in codes.items()},
        **{f"{name}, its bytes": read_code(code) for name, code in codes.items()},
    }


def keys_in(folder: Path, passphrase: str) -> dict[str, str | bytes]:
    """Give the keys of a desk: what it is locked with, and its own."""
    with open_desk(folder, passphrase) as desk, desk.read() as session:
        keys = own_keys(session)
        assert keys is not None
        return {
            "the data key": desk.key,
            "the signing key": keys.signing_seed,
            "the receiving key": keys.age_identity,
        }
