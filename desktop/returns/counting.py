"""Counting one form's figures over a period, from what was read for it and what was entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from desktop.formlib.amounts import Known
from desktop.formlib.entries import Item
from desktop.formlib.figures import evaluate
from desktop.formlib.model import Figure, Form
from desktop.formlib.result import Result, not_known
from desktop.returns.built_in import BALANCES, Asking, Found, built_in
from desktop.returns.combining import Only, Used, put_together
from desktop.returns.compiled import FigureValue, Source
from desktop.returns.gaps import NOTHING_KEPT
from desktop.returns.periods import Period
from desktop.returns.wholes import Counts, Gap, empty, entered_with_gap, gaps_of, part_of, with_gap

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
        counts = [
            Counts(figure, records[figure.id], self._used(figure, records[figure.id]))
            for figure in plain
        ]
        gaps = gaps_of(form, counts, self._empty(counts))
        values = {
            one.figure.id: self._value(one.figure, one.used, Found(one.here), gaps)
            for one in counts
        }
        values = _in_their_wholes(form, values)
        known = {id_: value.result for id_, value in values.items()}
        for figure in form.figures.values():
            if figure.how == "built_in":
                found = self._built_in(figure, self.asking.period, known)
                one = self._used(figure, found.result, known)
                values[figure.id] = self._value(figure, one, found, gaps)
        return _in_their_wholes(form, values)

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

    def _empty(self, counts: Sequence[Counts]) -> Mapping[str, Gap]:
        """Give the gaps of a time of which no record is here, where some are to be expected.

        Visits and requests are; a panel's cases are where it met, and no meeting entered is no
        word that there was none. An office says so that declares its records complete, or that
        enters a total of 0 meetings.
        """
        asking, form = self.asking, self.asking.form
        whole_from = asking.grounds.standing.complete_from
        if whole_from is not None and whole_from <= asking.period.start:
            return {}
        if any(_is_of(item, form, asking.period) for item in asking.sources["records"]):
            return {}
        if form.counts != "when_heard" or any(
            item.counted_on is not None
            and item.counted_on in asking.period
            and item.values.get("status") == "held"
            for item in asking.sources.get("meetings", ())
        ):
            return empty(met=True)
        totals = [one.used for one in counts if one.figure.over == "meetings"]
        entered = [used.result.value for used in totals if used.is_entered and used.is_whole]
        if Known(0) in entered:
            return {}
        return empty(met=bool(entered))

    def _value(
        self, figure: Figure, used: Used, found: Found, gaps: Mapping[str, Gap]
    ) -> FigureValue:
        result, ledger = used.result, found.ledger
        source: Source = "entered" if used.is_entered else _from(figure)
        if used.is_entered:
            result = entered_with_gap(self.asking.form, Counts(figure, found.result, used), gaps)
            source = "entered" if result == used.result else _from(figure)
        else:
            result = with_gap(self.asking.form, figure, result, gaps)
        if ledger is not None:
            ledger = replace(ledger, closing=result.value)
        differ = (*used.differ, *([ledger.disagreement] if ledger is not None else []))
        return FigureValue(
            self.asking.form.id,
            figure,
            result,
            source,
            from_records=found.result if used.is_entered else None,
            entered=used.entered,
            disagreement=" ".join(filter(None, differ)),
            ledger=ledger,
        )


def _in_their_wholes(form: Form, values: Mapping[str, FigureValue]) -> dict[str, FigureValue]:
    """Look at each figure beside its whole, which is done before it, in the form's order."""
    done: dict[str, FigureValue] = {}

    def finish(id_: str) -> FigureValue | None:
        value = values.get(id_)
        if value is None or id_ in done:
            return done.get(id_, value)
        done[id_] = value
        if value.source != "entered":
            whole = finish(value.figure.part_of)
            done[id_] = replace(value, result=part_of(value.figure, value.result, whole))
        return done[id_]

    for id_ in values:
        finish(id_)
    return {id_: done[id_] for id_ in form.figures if id_ in done}


def _is_of(item: Item, form: Form, period: Period) -> bool:
    """Say whether a record counts in a period, or is of a case that came or left in it."""
    if item.counted_on is not None and item.counted_on in period:
        return True
    days = (item.values.get(name) for name in (form.header.opened, form.header.closed))
    return any(isinstance(day, str) and _within(day, period) for day in days)


def _within(day: str, period: Period) -> bool:
    return period.start.isoformat() <= day <= period.end.isoformat()


def _from(figure: Figure) -> Literal["records", "built_in"]:
    return "built_in" if figure.how == "built_in" else "records"
