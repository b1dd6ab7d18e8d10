"""Desks to measure on: a fresh one, and one with 100,000 records that is made once and kept.

All are on the disk of the checkout, out of git's sight.
"""

import random
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import blake2b
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from sqlalchemy import insert, select

from desktop import sample
from desktop.store import models
from desktop.store.desk import Desk, create_desk, open_desk
from desktop.store.ids import new_id
from desktop.store.keyfile import Cost
from desktop.store.layout import desk_folder
from desktop.store.migrate import SCHEMA

BUILD = Path(__file__).parents[2] / "build" / "bench"
PASSPHRASE = "only figures nobody minds"
NAME = "Bench"
MANY = 100_000

_CHEAP = Cost(64 << 10, 1)
_BATCH = 5_000
_FIRST = date(2015, 4, 1)
_DAYS = 3652
_WORDS = ("cell", "blanket", "meal", "water", "solicitor", "medicine", "nurse", "shower", "light")
RARE = "wheelchair"
"""A word of one record in five hundred."""


@contextmanager
def fresh_desk() -> Iterator[Desk]:
    """Give an empty desk that goes away afterwards."""
    BUILD.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(dir=BUILD))
    desk, _ = create_desk(folder / NAME, PASSPHRASE, who=NAME, cost=_CHEAP)
    with desk:
        yield desk
    shutil.rmtree(folder)


def large_data() -> Path:
    """Give the data folder of a desk with `MANY` records, made now if it is not there.

    The folder's name holds the schema and this file's checksum: what they change is made anew.
    """
    made_by = blake2b(Path(__file__).read_bytes(), digest_size=4).hexdigest()
    data = BUILD / f"large-{SCHEMA}-{made_by}"
    if not data.exists():
        for older in BUILD.glob("large-*"):
            shutil.rmtree(older)
        part = data.with_suffix(".part")
        with sample.sample_desk(desk_folder(part, NAME)) as desk:
            desk.change_passphrase(PASSPHRASE, cost=_CHEAP)
            _fill(desk)
        part.rename(data)
    return data


@contextmanager
def large_desk() -> Iterator[Desk]:
    """Open the desk with `MANY` records."""
    with open_desk(desk_folder(large_data(), NAME), PASSPHRASE, who=NAME) as desk:
        yield desk


def _fill(desk: Desk) -> None:
    """Copy the sample's visits over ten years, with other days and other words."""
    chance = random.Random(1)
    record = models.Row.metadata.tables[models.Record.__tablename__]
    visits = select(record).where(record.c.status == "filed", record.c.place_id.is_not(None))
    with desk.read() as session:
        patterns = [dict(row) for row in session.execute(visits).mappings()]
    for _ in range(MANY // _BATCH):
        rows = [_copy(chance.choice(patterns), chance) for _ in range(_BATCH)]
        with desk.write("Filled the desk") as session:
            session.execute(insert(models.Record), rows)
            session.execute(insert(models.RecordText), [_text(row, chance) for row in rows])
            session.execute(insert(models.RecordDate), [_date(row) for row in rows])


def _copy(pattern: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    day = _FIRST + timedelta(days=chance.randrange(_DAYS))
    return {
        **pattern,
        "id": new_id(),
        "on_date": day,
        "counted_on": day,
        "counted_by": "date",
        "slot_id": None,
        "answers": pattern["answers"] | {"visit_on": day.isoformat()},
    }


def _text(row: Mapping[str, Any], chance: random.Random) -> dict[str, Any]:
    words = chance.choices(_WORDS, k=30)
    if chance.random() < 1 / 500:
        words.append(RARE)
    return {"record_id": row["id"], "text": " ".join(words)}


def _date(row: Mapping[str, Any]) -> dict[str, Any]:
    form, on = row["form"], row["on_date"]
    return {"record_id": row["id"], "form": form, "field": "visit_on", "on": on}
