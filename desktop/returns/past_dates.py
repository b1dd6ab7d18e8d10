"""Sentences about the future whose date has passed: "will start in the New Year", said in March.

Such a sentence was true when it was written and was carried forward without being read. Two things
must come together: words that look ahead ("will", "is due to start", "scheduled for", "in the New
Year") and a date, every date of the sentence having passed. Dates after "since", "last" or "dated"
look back and do not count.

A month or season without a year means the one within the last three months of the period, if
there is one, because that is what the report before looked forward to; otherwise the coming one.
"the New Year" is January. A month has passed when its last day has.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from desktop.formlib.typed import MONTHS

_MONTH = "|".join(MONTHS)
_BEFORE_A_MONTH = r"in|by|from|during|until|before|after|of|early|late|mid|mid-|early in|late in"
_VERBS = (
    "be|begin|close|complete|end|finish|go|hold|join|launch|meet|move|open|publish|receive|report|"
    "return|run|start|take|visit"
)
_LAST_YEAR = 9998
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

_AHEAD = re.compile(
    r"\b(?:will|shall|won[’']t|going to|plans? to|intends? to|hopes? to|upcoming|forthcoming"
    r"|(?:planned|scheduled|expected|due|proposed) (?:for|to|in|on|by)"
    rf"|(?:is|are) to (?:{_VERBS})"
    r"|(?:in|from|by|early in) the new year)\b"
    r"|\w[’']ll\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<back>\b(?:since|last|dated|letter of|minutes of)\s+(?:the\s+)?)?"
    r"(?:"
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<of>{_MONTH})\b(?:,?\s+(?P<of_year>\d{{4}})\b)?"
    rf"|\b(?P<month>{_MONTH})\s+(?P<month_year>\d{{4}})\b"
    r"|\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<slashed>\d{1,2}/\d{1,2}/\d{4})\b"
    r"|\b(?P<new_year>the\s+[Nn]ew\s+[Yy]ear)\b"
    r"|\b(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)\b(?:\s+(?P<season_year>\d{4})\b)?"
    r"|\b(?P<financial>\d{4})[/-](?P<next>\d{2})\b"
    rf"|\b(?:{_BEFORE_A_MONTH})\s+(?P<bare>{_MONTH})\b(?!,?\s+\d{{4}})"
    r"|\b(?:in|by|during|from)\s+(?P<year>\d{4})\b(?![/-]\d)"
    r")"
)
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9“\"‘'(])|\n+")


@dataclass(frozen=True, slots=True)
class PastSentence:
    """A sentence that looks ahead to `passed`, a day that has gone."""

    sentence: str
    passed: date


def past_sentences(text: str, period_end: date, written_on: date) -> tuple[PastSentence, ...]:
    """Find the sentences of a text that look ahead to a day before `written_on`.

    `period_end` is the last day of the period reported on; it settles months without a year.
    """
    found = []
    for sentence in sentences(text):
        if not _AHEAD.search(sentence):
            continue
        days = [day for match in _DATE.finditer(sentence) if (day := _last_day(match, period_end))]
        if days and max(days) < written_on:
            found.append(PastSentence(sentence, max(days)))
    return tuple(found)


def sentences(text: str) -> tuple[str, ...]:
    """Cut a text into its sentences."""
    return tuple(part for piece in _SENTENCES.split(text) if (part := piece.strip()))


def _last_day(match: re.Match[str], period_end: date) -> date | None:
    """Give the last day of what a date names; None where it looks back or there is no such day."""
    if match["back"] or (match["financial"] and not _is_financial(match)):
        return None
    if match["day"]:
        month = _number(match["of"])
        return _day(_year(match["of_year"], month, period_end), month, int(match["day"]))
    if match["iso"]:
        return _day(*(int(part) for part in match["iso"].split("-")))
    if match["slashed"]:
        return _day(*(int(part) for part in reversed(match["slashed"].split("/"))))
    return _month_end(*_last_month(match, period_end))


def _is_financial(match: re.Match[str]) -> bool:
    return (int(match["financial"]) + 1) % 100 == int(match["next"])


def _last_month(match: re.Match[str], period_end: date) -> tuple[int, int]:
    """Give year and month of the last month of a month, season or year."""
    if match["year"]:
        return int(match["year"]), 12
    if match["financial"]:
        return int(match["financial"]) + 1, 3
    if match["season"]:
        first = _SEASONS[match["season"].lower()]
        year = _year(match["season_year"], first, period_end)
        return (year, first + 2) if first < 12 else (year + 1, 2)
    month = 1 if match["new_year"] else _number(match["month"] or match["bare"])
    return _year(match["month_year"], month, period_end), month


def _year(said: str | None, month: int, period_end: date) -> int:
    """Give the year that was said, or the one that a month without a year means."""
    if said:
        return int(said)
    ahead = (month - period_end.month) % 12
    months = period_end.year * 12 + period_end.month - 1
    return (months + (ahead - 12 if ahead >= 10 else ahead)) // 12


def _number(name: str) -> int:
    return MONTHS.index(name) + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    return _day(year, month, monthrange(year, month)[1]) if 1 <= year <= _LAST_YEAR else None
