"""Figures as plain JSON: what `figures --json` prints and what a signed return keeps."""

from collections.abc import Mapping
from decimal import Decimal

from desktop.formlib.amounts import Amount, NotKnown, Number, gap, to_json
from desktop.formlib.sentences import words_for
from desktop.returns.compiled import Compiled, FigureValue, state_of


def figures_json(compiled: Compiled) -> dict[str, object]:
    """Give every figure of a return, in report order, and the period they stand for."""
    period, strip = compiled.period, compiled.cover.strip
    return {
        **({"note": strip} if strip else {}),
        "period": {
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "label": period.title,
        },
        "data_as_at": compiled.cover.data_as_at.isoformat(),
        "figures": [
            figure_json(value)
            for section in compiled.sections
            for value in section.figures.values()
        ],
    }


def figure_json(value: FigureValue) -> dict[str, object]:
    """Give one figure; numbers that are not known are null, and `words` says what is printed.

    A number may be the least there is: `state`, and `amount` of a part, say so.
    """
    figure, result = value.figure, value.result
    share = result.of is not None
    found: dict[str, object] = {
        "form": value.form,
        "id": figure.id,
        "label": figure.label,
        "state": value.state,
        "value": _number(result.value),
        "words": words_for(figure, result),
        "numerator": _number(result.value) if share else None,
        "denominator": _number(result.of) if result.of is not None else None,
        "percentage": words_for(figure, result, part="pct") if share else None,
        "base": figure.base,
        "cells": [
            {
                "code": cell.code,
                "label": cell.label,
                "value": _number(cell.value),
                "amount": to_json(cell.value),
            }
            for cell in result.cells
        ],
        "not_recorded": result.unknown,
        "source": _source(value),
        "previous": _number(value.previous),
        "same_last_year": _number(value.same_last_year),
        "record_count": len(result.records),
        "amount": to_json(result.value),
        "of": to_json(result.of) if result.of is not None else None,
    }
    if value.state == "not_known":
        found["why_not"] = gap(result.value)
    if result.spread is not None:
        spread = result.spread
        found["spread"] = {"low": _plain(spread.low), "high": _plain(spread.high)}
    if value.mark:
        found["mark"] = value.mark
    if value.disagreement:
        found["disagreement"] = value.disagreement
    return found


def _source(value: FigureValue) -> Mapping[str, str] | str:
    if value.source == "entered" and value.entered is not None:
        return {"entered": value.entered.source}
    return "records" if value.source == "records" else "records and registers"


def _number(amount: Amount | None) -> int | str | None:
    if amount is None or isinstance(amount, NotKnown) or state_of(amount) == "not_known":
        return None
    return _plain(amount.value)


def _plain(value: Number) -> int | str:
    return str(value) if isinstance(value, Decimal) else value
