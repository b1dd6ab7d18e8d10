"""The program that is killed: it does one thing after the other and says what is durable."""

import random
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from desktop.exchange.sealed import letting_in
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.sending import make_submission
from desktop.store.backup import backups, has_key, make_backup
from desktop.store.desk import DatabaseMissing, Desk, open_desk
from desktop.store.keyfile import Renewed, WrongPassphrase
from desktop.store.layout import BACKUPS
from desktop.store.restore import restore
from tests.soak.deeds import Deed, Heard, Kind, Role, State
from tests.soak.desks import change, finish_one, ids, save, state_of
from tests.unit.conftest import CHEAP
from tests.unit.sealed_desks import FORMS

OFTEN: dict[Kind, int] = {
    "save": 4,
    "change": 2,
    "finish": 6,
    "send": 6,
    "receive": 4,
    "passphrase": 2,
    "code": 2,
    "key": 1,
    "back up": 2,
    "restore": 2,
    "close": 1,
}
"""How often each is done, in proportion, where there is something to do it with."""

WITHOUT_RESULT: tuple[Kind, ...] = ("save", "change", "finish", "send", "receive", "passphrase")
_MOST_IN_A_FILE = 4


@dataclass(frozen=True, slots=True)
class Life:
    """How a program lives until it is killed.

    `passphrases` are tried in turn. `known` are the names of the backups it may go back to.
    `too_early`: it says that something is done before it is, which the test must find out.
    """

    role: Role
    folder: Path
    outbox: Path
    passphrases: tuple[str, ...]
    known: frozenset[str]
    seed: int
    too_early: bool = False


def live(life: Life, say: Connection) -> None:
    """Open the desk and do things in random order; the end is sudden."""
    _Living(life, say).live()


def only_open(life: Life, say: Connection) -> None:
    """Open the desk, which may have to be put in order first, and do no more."""
    say.send("begins")
    with suppress(DatabaseMissing):  # a restoring was cut short: it is to be done once more
        opened(life)


def opened(life: Life) -> tuple[Desk, str]:
    """Open a desk as the program does it; gives the passphrase that is in force as well."""
    for passphrase in life.passphrases:
        with suppress(WrongPassphrase):
            desk = open_desk(life.folder, passphrase, who=life.role)
            letting_in.mend_way_in(desk)
            return desk, passphrase
    raise WrongPassphrase("None of the passphrases opens the desk.", "There is nothing to do.")


def seal_anew(desk: Desk, passphrase: str, role: Role) -> Renewed:
    """Make a new data key as the program does it: the office gets a new code as well."""
    if role != "laptop":
        return desk.new_data_key(passphrase, cost=CHEAP)
    sealed: list[str] = []
    with desk.read() as session:
        seal = letting_in.sealer(session)

    def kept(code: str) -> str:
        sealed.append(seal(code))
        return sealed[-1]

    made = desk.new_data_key(passphrase, seal_for_office=kept, cost=CHEAP)
    with desk.write("Kept the code for the office") as session:
        letting_in.keep_sealed(session, sealed[-1])
    return made


def write(desk: Desk, deed: Deed, role: Role, outbox: Path) -> None:
    """Do what is one write: save, change, finish, send or receive."""
    with desk.write("Did one thing", quiet=deed.kind == "change") as session:
        if deed.kind == "save":
            save(session, deed.token, role)
        elif deed.kind == "change":
            change(session, deed)
        elif deed.kind == "finish":
            finish_one(session, ids(session)[deed.token], role)
        elif deed.kind == "send":
            make_submission(session, FORMS, [ids(session)[one] for one in sorted(deed.tokens)])
        elif deed.kind == "receive":
            receive(session, FORMS, (outbox / deed.name).read_bytes())
        else:
            raise ValueError(deed.kind)


class _Living:
    def __init__(self, life: Life, say: Connection) -> None:
        self.life = life
        self.say = say
        self.chance = random.Random(life.seed)
        self.count = 0
        self.known = set(life.known)

    def live(self) -> None:
        self.say.send("begins")
        self.say.send(Heard(done=False, deed=Deed("open")))
        self.desk, self.passphrase = opened(self.life)
        newest = [one.folder.name for one in backups(self.life.folder / BACKUPS)][:1]
        self.say.send(Heard(done=True, deed=Deed("open"), result="".join(newest)))
        self.known |= set(newest) if self.life.role == "old" else set()
        while True:
            deed = self._next()
            self.say.send(Heard(done=False, deed=deed))
            if self.life.too_early:
                self.say.send(Heard(done=True, deed=deed))
                self._do(deed)
            else:
                self.say.send(Heard(done=True, deed=deed, result=self._do(deed)))

    def _next(self) -> Deed:
        """Choose what can be done."""
        with self.desk.read() as session:
            state = state_of(session, self.life.role)
        self.count += 1
        name = f"{self.life.seed}-{self.count}"
        possible = {
            kind: deed
            for kind, make in _CHOICES.items()
            if not self.life.too_early or kind in WITHOUT_RESULT
            if (deed := make(self, state, name)) is not None
        }
        weights = [OFTEN[kind] for kind in possible]
        return self.chance.choices(list(possible.values()), weights)[0]

    def _do(self, deed: Deed) -> str:
        """Do it; when this gives something back, it is durable."""
        return str(_WAYS[deed.kind](self, deed) or "")

    # --- one way for each ---

    def write(self, deed: Deed) -> None:
        write(self.desk, deed, self.life.role, self.life.outbox)

    def new_passphrase(self, deed: Deed) -> None:
        self.desk.change_passphrase(deed.name, cost=CHEAP)
        self.passphrase = deed.name

    def new_code(self, _deed: Deed) -> str:
        return self.desk.change_recovery_code()

    def new_key(self, _deed: Deed) -> str:
        return seal_anew(self.desk, self.passphrase, self.life.role).recovery_code

    def back_up(self, _deed: Deed) -> str:
        name = make_backup(self.life.folder, self.desk.key).folder.name
        self.known.add(name)
        return name

    def restore(self, deed: Deed) -> None:
        self.desk.close()
        backup = self.life.folder / BACKUPS / deed.name
        self.desk = restore(self.life.folder, backup, self.passphrase, who=self.life.role)
        letting_in.mend_way_in(self.desk)

    def close(self, _deed: Deed) -> None:
        self.desk.close()
        self.desk = open_desk(self.life.folder, self.passphrase, who=self.life.role)

    # --- what there is to do ---

    def _some(self, tokens: Collection[str], most: int = 1) -> frozenset[str]:
        return frozenset(self.chance.sample(sorted(tokens), min(len(tokens), most)))

    def to_change(self, state: State, _name: str) -> Deed | None:
        tokens = self._some(state.with_status("open"))
        return Deed("change", tokens, state.records[min(tokens)].version + 1) if tokens else None

    def to_finish(self, state: State, _name: str) -> Deed | None:
        tokens = self._some(state.with_status("open"))
        return Deed("finish", tokens) if tokens else None

    def to_send(self, state: State, _name: str) -> Deed | None:
        tokens = self._some(state.with_status("finished"), _MOST_IN_A_FILE)
        return Deed("send", tokens) if tokens and self.life.role == "laptop" else None

    def to_receive(self, _state: State, _name: str) -> Deed | None:
        files = self._some([file.name for file in self.life.outbox.iterdir()])
        if not files or self.life.role != "office":
            return None
        # The tokens in it are the test's to know.
        return Deed("receive", name=min(files))

    def to_restore(self, _state: State, _name: str) -> Deed | None:
        folder = self.life.folder / BACKUPS
        usable = [
            one.folder.name
            for one in backups(folder)
            if one.folder.name in self.known and has_key(one, self.desk.key)
        ]
        names = self._some(usable)
        return Deed("restore", name=min(names)) if names else None


_CHOICES: dict[Kind, Callable[[_Living, State, str], Deed | None]] = {
    "save": lambda _living, _state, name: Deed("save", frozenset({name})),
    "change": _Living.to_change,
    "finish": _Living.to_finish,
    "send": _Living.to_send,
    "receive": _Living.to_receive,
    "passphrase": lambda _living, _state, name: Deed("passphrase", name=f"passphrase {name}"),
    "code": lambda _living, _state, _name: Deed("code"),
    "key": lambda _living, _state, _name: Deed("key"),
    "back up": lambda _living, _state, _name: Deed("back up"),
    "restore": _Living.to_restore,
    "close": lambda _living, _state, _name: Deed("close"),
}
_WAYS: dict[Kind, Callable[[_Living, Deed], str | None]] = {
    "save": _Living.write,
    "change": _Living.write,
    "finish": _Living.write,
    "send": _Living.write,
    "receive": _Living.write,
    "passphrase": _Living.new_passphrase,
    "code": _Living.new_code,
    "key": _Living.new_key,
    "back up": _Living.back_up,
    "restore": _Living.restore,
    "close": _Living.close,
}
