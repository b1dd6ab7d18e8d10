"""A compiled return as plain JSON and back, without loss: what sign-off keeps, and the PDF reads.

The shape follows the dataclasses: each becomes an object with its fields, less those that are empty
by default, so that a field added later reads as empty. Mappings keep their order as pairs. Ids of
records are written once and named by number, since many figures have the same records behind them.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from desktop.formlib.amounts import AtLeast, Known, NotKnown, from_json, to_json
from desktop.formlib.result import Result
from desktop.returns.as_json import figures_json
from desktop.returns.compiled import Compiled
from desktop.returns.coverage import Cell

FORMAT = 1
_RETURN = "return"
_NUMBERED = {(Result, "records"), (Cell, "visits")}
"""Fields that hold ids of records."""

Value: TypeAlias = Any
"""A value of the type that is coded, or the JSON it is kept as."""
Kind: TypeAlias = Any
"""A type, or what stands for several."""
Code: TypeAlias = Callable[[Value, "_Ids"], Value]


def to_frozen(compiled: Compiled) -> dict[str, object]:
    """Give a return as plain JSON: its figures as `as_json` writes them, and all that it says.

    The latter is canonical JSON in one text, so that whoever needs the figures reads no more.
    """
    ids = _Ids()
    said = _coder(Compiled).write(compiled, ids)
    whole = _canonical({"said": said, "ids": list(ids)})
    return {"format": FORMAT, **figures_json(compiled), _RETURN: whole}


def compiled_from(frozen: Mapping[str, object]) -> Compiled:
    """Read what `to_frozen` gave. Raises ValueError for anything else."""
    if frozen.get("format") != FORMAT:
        raise ValueError("this return was frozen in another format")
    try:
        whole = json.loads(str(frozen[_RETURN]))
        found = _coder(Compiled).read(whole["said"], _Ids(whole["ids"]))
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise ValueError("this is no return that was frozen here") from error
    if not isinstance(found, Compiled):
        raise TypeError("a return reads as a return")
    return found


def hash_of(frozen: Mapping[str, object]) -> str:
    """Give the hash that proves what was frozen: SHA-256 of its canonical JSON, in hexadecimal."""
    return hashlib.sha256(_canonical(frozen).encode()).hexdigest()


def _canonical(value: object) -> str:
    """Write JSON in one way only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class _Ids:
    """Ids of records by number."""

    def __init__(self, ids: list[str] | None = None) -> None:
        self._ids = ids or []
        self._numbers = {id_: number for number, id_ in enumerate(self._ids)}

    def number(self, id_: str) -> int:
        if id_ not in self._numbers:
            self._numbers[id_] = len(self._ids)
            self._ids.append(id_)
        return self._numbers[id_]

    def id(self, number: int) -> str:
        return self._ids[number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)


@dataclass(frozen=True, slots=True)
class _Coder:
    """Writes values of one type as JSON and reads them back."""

    write: Code = field(default=lambda value, _ids: value)
    read: Code = field(default=lambda kept, _ids: kept)


_NUMBERS = _Coder(
    lambda ids_of, ids: [ids.number(id_) for id_ in ids_of],
    lambda kept, ids: tuple(ids.id(number) for number in kept),
)


@cache
def _coder(kind: Kind) -> _Coder:
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if origin in _BUILT:
        return _BUILT[origin](inner)
    if is_dataclass(kind):
        return _fields(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _Coder(lambda one, _: one.value, lambda kept, _: kind(kept))
    raise TypeError(f"no way to freeze {kind}")


def _union(kinds: tuple[Kind, ...]) -> _Coder:
    """Code what may be nothing, an amount, a number, or words in place of something longer."""
    some = frozenset(kind for kind in kinds if kind not in (str, type(None)))
    if some == {Known, AtLeast, NotKnown}:
        inner = _Coder(lambda amount, _: to_json(amount), lambda kept, _: from_json(kept))
    elif some == {int, Decimal}:
        inner = _Coder(
            lambda number, _: number if isinstance(number, int) else str(number),
            lambda kept, _: kept if isinstance(kept, int) else Decimal(kept),
        )
    elif len(some) <= 1:
        inner = _coder(next(iter(some), str))
    else:
        raise TypeError(f"no way to tell {kinds} apart")
    words = str in kinds

    def is_itself(value: Value) -> bool:
        return value is None or (words and isinstance(value, str))

    return _Coder(
        lambda value, ids: value if is_itself(value) else inner.write(value, ids),
        lambda kept, ids: kept if is_itself(kept) else inner.read(kept, ids),
    )


def _tuple(kinds: tuple[Kind, ...]) -> _Coder:
    if kinds[-1] is ...:
        one = _coder(kinds[0])
        return _Coder(
            lambda values, ids: [one.write(value, ids) for value in values],
            lambda kept, ids: tuple(one.read(value, ids) for value in kept),
        )
    coders = [_coder(kind) for kind in kinds]
    return _Coder(
        lambda values, ids: [c.write(v, ids) for c, v in zip(coders, values, strict=True)],
        lambda kept, ids: tuple(c.read(v, ids) for c, v in zip(coders, kept, strict=True)),
    )


def _mapping(kinds: tuple[Kind, ...]) -> _Coder:
    names, values = (_coder(kind) for kind in kinds)
    return _Coder(
        lambda held, ids: [[names.write(k, ids), values.write(v, ids)] for k, v in held.items()],
        lambda kept, ids: {names.read(k, ids): values.read(v, ids) for k, v in kept},
    )


def _fields(kind: Kind) -> _Coder:
    hints = get_type_hints(kind)
    known = {one.name: one for one in dataclasses.fields(kind)}

    @cache
    def coder(name: str) -> _Coder:
        return _NUMBERS if (kind, name) in _NUMBERED else _coder(hints[name])

    def write(value: Value, ids: _Ids) -> Value:
        held = ((name, getattr(value, name)) for name in known)
        return {
            name: coder(name).write(part, ids)
            for name, part in held
            if not _empty(known[name], part)
        }

    def read(kept: Value, ids: _Ids) -> Value:
        return kind(**{name: coder(name).read(kept[name], ids) for name in known if name in kept})

    return _Coder(write, read)


def _empty(one: Field[Any], value: object) -> bool:
    """Say whether a field holds nothing, and would do so if it were left out."""
    if value:
        return False
    if one.default_factory is not MISSING:
        return bool(value == one.default_factory())
    return one.default is not MISSING and type(value) is type(one.default) and value == one.default


def _write_plain(value: Value, ids: _Ids) -> Value:
    """Write what a form's own data hold: TOML values, whose dates JSON does not have."""
    if isinstance(value, Mapping):
        return {"map": [[key, _write_plain(inner, ids)] for key, inner in value.items()]}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, list | tuple):
        return [_write_plain(inner, ids) for inner in value]
    return value


def _read_plain(kept: Value, ids: _Ids) -> Value:
    if isinstance(kept, list):
        return [_read_plain(inner, ids) for inner in kept]
    if not isinstance(kept, dict):
        return kept
    if "date" in kept:
        return date.fromisoformat(kept["date"])
    return {key: _read_plain(inner, ids) for key, inner in kept["map"]}


_SIMPLE: Mapping[Kind, _Coder] = {
    str: _Coder(),
    int: _Coder(),
    bool: _Coder(),
    date: _Coder(lambda day, _: day.isoformat(), lambda kept, _: date.fromisoformat(kept)),
    object: _Coder(_write_plain, _read_plain),
}
_BUILT: Mapping[Kind, Callable[[tuple[Kind, ...]], _Coder]] = {
    Literal: lambda _: _Coder(),
    Union: _union,
    UnionType: _union,
    tuple: _tuple,
    Mapping: _mapping,
}
