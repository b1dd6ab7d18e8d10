"""Kill programs at random moments, and look at their desks after each."""

import multiprocessing
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self, get_args

from tests.soak.deeds import Heard, Kind, Role
from tests.soak.desks import ROLES, age, new_world
from tests.soak.ledger import new_ledger
from tests.soak.living import WITHOUT_RESULT, Life, live, only_open
from tests.soak.looking import Outcome, Run, Sent, look
from tests.unit import test_store_kill

_KINDS: tuple[Kind, ...] = get_args(Kind)
_HOW_MANY: dict[Role, int] = {"laptop": 5, "office": 4, "old": 2}
_WORLD_LASTS = 60  # kills; a desk that grows makes looking at it slow
_MOST_HEARD = 16  # messages, two for each deed
_LONGEST_WAIT = 60  # seconds, on a machine that has much else to do
_SAFE_GUESS = 0.03  # seconds that something takes, until it was seen

if sys.platform == "win32":
    _children = multiprocessing.get_context("spawn")
else:
    # There is one such server for all tests: its children have everything imported.
    _children = multiprocessing.get_context("forkserver")
    _children.set_forkserver_preload([__name__, test_store_kill.__name__])


class Killer:
    """Kills so that every kind of deed is under way now and then."""

    def __init__(self, root: Path, seed: int, *, too_early: bool = False) -> None:
        """Work in the new folder `root`. `too_early`: see `Life`."""
        self.root = root
        self.chance = random.Random(seed)
        self.too_early = too_early
        self.outcome = Outcome()
        self.took: dict[tuple[Role, Kind], float] = {}
        self.worlds = 0

    def kill(self, kills: int, *, until: Callable[[Outcome], bool] = lambda _: False) -> Outcome:
        """Kill so many times, or until that comes true; gives what came of it."""
        run = self.new_run()
        since = self.outcome.kills
        while self.outcome.kills < kills and not until(self.outcome):
            if self.outcome.kills - since >= _WORLD_LASTS:
                run, since = self.new_run(), self.outcome.kills
            role = self.chance.choices(ROLES, [_HOW_MANY[one] for one in ROLES])[0]
            if role == "old":
                age(run.world)
                run.ledgers[role] = new_ledger(role)
            self._live_and_die(run, role)
            while self.outcome.kills < kills and self.chance.random() < 0.25:
                self._die_while_it_is_put_in_order(run, role)
            look(run, role)
        return self.outcome

    def new_run(self) -> Run:
        """Make new desks, and look at one that nobody has touched."""
        self.worlds += 1
        world = new_world(self.root / f"world {self.worlds}")
        ledgers = {role: new_ledger(role) for role in ROLES}
        run = Run(world, ledgers, Sent(), self.outcome)
        age(world)
        look(run, "laptop")
        return run

    def _life(self, run: Run, role: Role) -> Life:
        ledger = run.ledgers[role]
        return Life(
            role=role,
            folder=run.world.desk(role),
            outbox=run.world.outbox,
            passphrases=ledger.passphrases(),
            known=frozenset(ledger.saved),
            seed=self.chance.randrange(1 << 30),
            too_early=self.too_early,
        )

    def _live_and_die(self, run: Run, role: Role) -> None:
        """Let a program live, kill it, and keep what it had said."""
        kinds = WITHOUT_RESULT if self.too_early else _KINDS
        wanted: Kind = "open" if self.chance.random() < 0.15 else self.chance.choice(kinds)
        heard: list[Heard] = []
        with _Child(live, self._life(run, role)) as child:
            began = 0.0
            while len(heard) < _MOST_HEARD and (said := child.next()) is not None:
                heard.append(said)
                now = time.perf_counter()
                kind = heard[-1].deed.kind
                if not heard[-1].done:
                    began = now
                    if kind == wanted and (kind == "open" or len(heard) > 2):
                        break
                elif not self.too_early:
                    before = self.took.get((role, kind), now - began)
                    self.took[role, kind] = (before + now - began) / 2
            time.sleep(self.chance.random() * 1.1 * self.took.get((role, wanted), _SAFE_GUESS))
            if child.has_failed():
                self.outcome.torn.append(f"{role}: the program failed by itself: {heard[-1].deed}")
            heard += child.kill()
        for one in heard:
            run.ledgers[role].hear(one, run.sent.files)
        self.outcome.kills += 1
        self.outcome.acknowledged.update(one.deed.kind for one in heard if one.done)
        if (deed := run.ledgers[role].under_way) is not None:
            self.outcome.interrupted[deed.kind] += 1

    def _die_while_it_is_put_in_order(self, run: Run, role: Role) -> None:
        """Kill a program that opens the desk of one that was killed."""
        with _Child(only_open, self._life(run, role)) as child:
            time.sleep(self.chance.random() * self.took.get((role, "open"), _SAFE_GUESS))
            child.kill()
        self.outcome.kills += 1
        self.outcome.opening += 1


class _Child:
    """A program in a process of its own, from its first word to its sudden end."""

    def __init__(self, target: Callable[[Life, Connection], None], life: Life) -> None:
        self._hear, say = _children.Pipe(duplex=False)
        self._process = _children.Process(target=target, args=(life, say))
        self._process.start()
        say.close()
        self.next_word()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._hear.close()

    def next_word(self) -> object:
        if not self._hear.poll(_LONGEST_WAIT):
            raise TimeoutError("the program says nothing")
        return self._hear.recv()

    def next(self) -> Heard | None:
        """Wait for what is said next; None where the program has ended."""
        with suppress(EOFError):
            word = self.next_word()
            if isinstance(word, Heard):
                return word
        return None

    def has_failed(self) -> bool:
        """Say whether it has ended before it was killed."""
        return self._process.exitcode is not None

    def kill(self) -> list[Heard]:
        """Kill it, and give what it had said meanwhile."""
        self._process.kill()
        self._process.join()
        return [*iter(self.next, None)]
