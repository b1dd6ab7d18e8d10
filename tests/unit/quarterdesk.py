"""A quarter set up as an office would do it: lines of a desk file, taken into a real desk."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from desktop import clock, paths
from desktop.exchange.importing import ImportReport, import_desk_file
from desktop.formlib.amounts import Amount
from desktop.formlib.load import load_forms
from desktop.returns.compiled import Compiled, FigureValue
from desktop.returns.compiling import compile_return
from desktop.returns.periods import parse_period
from desktop.store.desk import Desk

Line = dict[str, object]

FORMS = load_forms(paths.forms())
VISITS, DOGS, REVIEWS = "custody_visit", "animal_welfare_visit", "complaint_review"
PANEL, RECORDS = "out_of_court_resolution_review", "custody_record_review"
Q4 = "2024-25-Q4"
LATER = datetime(2027, 6, 1, 9, 0, tzinfo=UTC)
"""When the files are taken in: no visit of these tests lies ahead."""
WRITTEN = date(2025, 4, 20)


@dataclass
class Office:
    """A desk and what tests ask of it."""

    desk: Desk
    folder: Path
    _files: int = field(default=0)

    def take(self, *lines: Mapping[str, object]) -> ImportReport:
        """Take the lines of a desk file in."""
        self._files += 1
        path = self.folder / f"{self._files}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
        with clock.fixed(LATER), self.desk.write("Took a file in") as session:
            return import_desk_file(session, path, FORMS)

    def compiled(self, period: str = Q4, on: date = WRITTEN) -> Compiled:
        """Compile a period."""
        with clock.fixed(LATER), self.desk.read() as session:
            return compile_return(session, FORMS, parse_period(period), on=on)

    def figure(self, form: str, id: str, period: str = Q4) -> FigureValue:
        """Give one figure of a period."""
        return self.compiled(period).figure(form, id)

    def value(self, form: str, id: str, period: str = Q4) -> Amount:
        """Give the value used of one figure of a period."""
        return self.figure(form, id, period).result.value


def said(compiled: Compiled) -> str:
    """Give every sentence of a return, one a line."""
    lines: list[str] = []
    for section in compiled.sections:
        for part in ("brief", "due", "done", "found", "next", "not_known", "paragraphs", "remarks"):
            lines += getattr(section, part)
    return "\n".join([*lines, *(text for _, text in compiled.paragraphs)])


def line(type_: str, **values: object) -> Line:
    return {"type": type_, **values}


def suites(*names: str, closed: Mapping[str, str] | None = None) -> Iterator[Line]:
    """Give custody suites with a target of one visit a week; `closed` from a day on."""
    for name in names:
        periods: list[Line] = [{"start": "2020-01-01", "status": "operational"}]
        if closed and name in closed:
            day = date.fromisoformat(closed[name])
            periods[0]["end"] = (day - timedelta(days=1)).isoformat()
            periods.append({"start": closed[name], "status": "closed", "reason": "Building work"})
        yield line("place", scheme="custody_visiting", name=name, periods=periods)
    yield line(
        "target", scheme="custody_visiting", count=1, every="week", start="2020-01-01", end=None
    )


def slot(id: str, suite: str, monday: str) -> Line:
    return line("slot", id=id, scheme="custody_visiting", place=suite, week_start=monday)


def visit(suite: str, on: str, *, slot: str = "", **more: object) -> Line:
    """Give a custody visit that went ahead; `more` are answers, or `purpose` and `status`."""
    kept = {key: more.pop(key) for key in ("purpose", "status", "id") if key in more}
    answers = {"suite": suite, "visit_on": on, "arrived": "19:00", "went_ahead": "yes", **more}
    if answers["went_ahead"] == "yes":
        answers.setdefault("let_in", answers["arrived"])
    return line("record", form=VISITS, answers=answers, **kept, **({"slot": slot} if slot else {}))


def kennels() -> Iterator[Line]:
    """Give kennels with a target of one visit a month."""
    yield line(
        "place",
        scheme="animal_welfare",
        name="Kennels",
        periods=[{"start": "2020-01-01", "status": "operational"}],
    )
    yield line("target", scheme="animal_welfare", count=1, every="month", start="2020-01-01")


def kennel_visit(on: str, **kept: object) -> Line:
    return line("record", form=DOGS, answers={"site": "Kennels", "visit_on": on}, **kept)


def review(ref: str, received: str, sent: str = "", **more: object) -> Line:
    """Give a complaint review, decided where it was sent."""
    answers: Line = {"review_ref": ref, "received_on": received, "valid": "valid", **more}
    if sent:
        answers |= {"decided_on": sent, "sent_on": sent}
    status = "filed" if sent else "open"
    return line("record", form=REVIEWS, status=status, answers=answers)


def opening(value: int | None, on: str, what: str = "open") -> Line:
    found = line("opening", scheme="complaint_reviews", what=what, on_date=on)
    return found if value is None else {**found, "value": value}


def meeting(on: str, scheme: str = "out_of_court_resolutions", **more: object) -> Line:
    return line("meeting", scheme=scheme, on_date=on, name="Panel", status="held", **more)


def cases(on: str, verdicts: Iterable[str], form: str = PANEL) -> Iterator[Line]:
    """Give the cases of a meeting; an empty verdict is one that was not recorded."""
    for number, verdict in enumerate(verdicts, 1):
        answers: Line = {"case_ref": f"{on}-{number}", "cohort": "youth"}
        answers["verdict"] = verdict or {"unknown": "not_recorded"}
        yield line("record", form=form, meeting=on, answers=answers)


def total(form: str, figure: str, value: int | None, of: int | None = None, **more: object) -> Line:
    """Give an entered total, of January to March 2025 unless `more` says otherwise."""
    where: Line = {} if "meeting" in more else {"start": "2025-01-01", "end": "2025-03-31"}
    found = line(
        "entered_total", form=form, figure=figure, **{"source": "The minutes", **where, **more}
    )
    if value is not None:
        found["numerator"] = value
    if of is not None:
        found["denominator"] = of
    return found


def complete_from(scheme: str, on: str) -> Line:
    return line("scheme", id=scheme, name=scheme, complete_from=on)
