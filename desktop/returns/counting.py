"""Counting one form's figures over a period, from what was read for it and what was entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from desktop.formlib.amounts import NotKnown
from desktop.formlib.figures import evaluate
from desktop.formlib.model import Figure
from desktop.formlib.result import Result, not_known
from desktop.returns.built_in import BALANCES, Asking, Found, built_in
from desktop.returns.combining import Only, Used, put_together
from desktop.returns.compiled import FigureValue
from desktop.returns.gaps import NOTHING_KEPT, with_gap
from desktop.returns.periods import Period

_KEPT_APART = ("people", "dogs_due", *BALANCES)
"""Built-ins whose registers say themselves whether anything is kept."""


@dataclass(frozen=True, slots=True)
class Counting:
    """Works one form's figures out, over the period or a stretch of it."""

    asking: Asking

    def figures(self) -> dict[str, FigureValue]:
        """Give all figures: those from records and registers, then the built-in ones on them."""
        form = self.asking.form
        plain = [figure for figure in form.figures.values() if figure.how != "built_in"]
        records = self._evaluated()
        used = {figure.id: self._used(figure, records[figure.id]) for figure in plain}
        missing = _missing(plain, records, used)
        values = {
            figure.id: self._value(figure, used[figure.id], Found(records[figure.id]), missing)
            for figure in plain
        }
        known = {id_: value.result for id_, value in values.items()}
        for figure in form.figures.values():
            if figure.how == "built_in":
                found = self._built_in(figure, self.asking.period, known)
                one = self._used(figure, found.result, known)
                values[figure.id] = self._value(figure, one, found, missing)
        return {id_: values[id_] for id_ in form.figures}

    def _evaluated(self) -> dict[str, Result]:
        asking = self.asking
        period = (asking.period.start, asking.period.end)
        if self._keeps(asking.period):
            return evaluate(asking.form, asking.sources, period, asking.office)
        return {
            figure.id: not_known(NOTHING_KEPT)
            for figure in asking.form.figures.values()
            if figure.how != "built_in"
        }

    def _built_in(self, figure: Figure, stretch: Period, known: Mapping[str, Result]) -> Found:
        """Work out a built-in figure; `known` are the others, which a balance may name."""
        if figure.what not in _KEPT_APART and not self._keeps(stretch):
            return Found(not_known(NOTHING_KEPT))
        cases = replace(self.asking.cases, used=known)
        asking = replace(self.asking, cases=cases)
        return built_in(figure, asking if stretch == asking.period else asking.over(stretch))

    def _keeps(self, stretch: Period) -> bool:
        since = self.asking.grounds.standing.since
        return since is not None and since <= stretch.end

    def _used(
        self, figure: Figure, records: Result, known: Mapping[str, Result] = MappingProxyType({})
    ) -> Used:
        totals = self.asking.grounds.standing.totals
        own = [one for one in totals if one.figure == figure.id]
        if not own:
            return Used(records)
        asking = self.asking

        def work_out(figure: Figure, stretch: Period, only: Only | None) -> Result:
            if figure.how == "built_in":
                return self._built_in(figure, stretch, known).result
            return self._counted(figure, stretch, only)

        return put_together(figure, records, own, asking.period, asking.sources, work_out)

    def _counted(self, figure: Figure, stretch: Period, only: Only | None) -> Result:
        if not self._keeps(stretch):
            return not_known(NOTHING_KEPT)
        asking = self.asking
        read = asking.sources
        if only is not None:
            read = {source: [i for i in items if only(i)] for source, items in read.items()}
        days = (stretch.start, stretch.end)
        return evaluate(asking.form, read, days, asking.office, only=(figure.id,))[figure.id]

    def _value(self, figure: Figure, used: Used, found: Found, missing: int) -> FigureValue:
        result, ledger = used.result, found.ledger
        if not used.is_entered:
            result = with_gap(self.asking.form, figure, result, missing)
        if ledger is not None:
            ledger = replace(ledger, closing=result.value)
        differ = (*used.differ, *([ledger.disagreement] if ledger is not None else []))
        return FigureValue(
            self.asking.form.id,
            figure,
            result,
            "entered" if used.is_entered else _from(figure),
            from_records=found.result if used.is_entered else None,
            entered=used.entered,
            disagreement=" ".join(filter(None, differ)),
            ledger=ledger,
        )


def _missing(
    figures: Sequence[Figure], records: Mapping[str, Result], used: Mapping[str, Used]
) -> int:
    """Say how many records a total shows to be missing: 20 cases entered, 3 records here."""
    most = 0
    for figure in figures:
        if (figure.how, figure.over) != ("count", "records") or not used[figure.id].is_entered:
            continue
        stated, here = used[figure.id].result.value, records[figure.id].value
        if not isinstance(stated, NotKnown):
            counted = 0 if isinstance(here, NotKnown) else here.value
            most = max(most, int(stated.value - counted))
    return most


def _from(figure: Figure) -> Literal["records", "built_in"]:
    return "built_in" if figure.how == "built_in" else "records"
