"""Every "of which" of a return, added up: breakdowns, shares, parts of other figures, balances."""

from collections.abc import Iterator
from dataclasses import replace

from desktop.formlib.amounts import NotKnown, Part, add
from desktop.formlib.model import Figure, Form
from desktop.returns.checks import Finding, adds_up
from desktop.returns.compiled import FigureValue, SchemeSection

_SEVERAL = ("choices", "topics", "people", "register")
"""Types of answers of which a record may give several: their parts may come to more than all."""
_REST = Part("the rest", NotKnown("any number"))


def wrong_sums(section: SchemeSection, form: Form) -> Iterator[Finding]:
    """Give the sums of one section that do not add up."""
    for value in section.figures.values():
        where = f"{section.title}: {value.figure.label}"
        parent = section.figures.get(value.figure.part_of)
        for found in (
            _cells(value, form, where),
            _share(value, where),
            _part(value, parent, where) if parent is not None else None,
            _ledger(value, where),
        ):
            if found is not None:
                yield replace(found, figure=f"{section.form}/{value.id}")


def _cells(value: FigureValue, form: Form, where: str) -> Finding | None:
    if _several(value.figure, form):
        return None
    parts = [Part(cell.label, cell.value) for cell in value.result.cells]
    return adds_up(where, value.result.value, parts)


def _several(figure: Figure, form: Form) -> bool:
    """Say whether one record may be in several cells."""
    name = figure.by.partition(".")[0]
    rows = form.rows[figure.over].fields if figure.over in form.rows else ()
    field = next((f for f in rows if f.id == name), form.fields.get(name))
    return field is not None and field.type in _SEVERAL


def _share(value: FigureValue, where: str) -> Finding | None:
    if value.result.of is None:
        return None
    return adds_up(where, value.result.of, (Part(value.figure.label, value.result.value), _REST))


def _part(value: FigureValue, parent: FigureValue, where: str) -> Finding | None:
    """Compare a part with its whole; parts may overlap, so each is compared by itself.

    A breakdown of the very same things is the whole, and must come to as much.
    """
    own = Part(value.figure.label, value.result.value)
    all_of_it = _same_things(value.figure, parent.figure)
    return adds_up(
        f"{where} of {parent.figure.label}",
        parent.result.value,
        (own,) if all_of_it else (own, _REST),
    )


def _same_things(figure: Figure, parent: Figure) -> bool:
    def things(one: Figure) -> tuple[object, ...]:
        return one.how, one.over, one.where, one.dated_by, one.as_at, one.arguments

    return bool(figure.by) and things(figure) == things(parent)


def _ledger(value: FigureValue, where: str) -> Finding | None:
    if value.ledger is None:
        return None
    ledger = value.ledger
    parts = (Part("left", ledger.left), Part("at the end", ledger.closing))
    return adds_up(where, add([ledger.opening, ledger.came]), parts)
