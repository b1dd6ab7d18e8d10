"""What must be looked at before a return is sent: each check gives findings in plain sentences.

Three kinds stop sign-off (`blocks`): sums that do not add up, and tables or typed paragraphs that
repeat an earlier return's; an explanation by a person lifts the last two. The others are listed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from desktop.formlib.amounts import Amount, AtLeast, Known, NotKnown, Number, Part, number_text
from desktop.returns.dates_text import day_text
from desktop.returns.past_dates import past_sentences

VARYING_NUMBERS = 4
FEWEST_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to put right or explain: which check, where in the return, and one sentence.

    Where it leads: `behind` are the ids of the records and lines it was found in; `figure` is a
    figure ("form/figure") or all of a form's ("form/"); `setting` is the key of an office's datum.
    """

    check: str
    where: str
    sentence: str
    blocks: bool = False
    behind: tuple[str, ...] = ()
    figure: str = ""
    setting: str = ""

    @property
    def leads(self) -> bool:
        """Say whether there is anything to look into."""
        return bool(self.behind or self.figure or self.setting)


@dataclass(frozen=True, slots=True)
class TableCell:
    """One number of a table by its place there ("Keyham Lane / visits made").

    `fixed` marks what does not vary from quarter to quarter, such as a target or the number of
    weeks. `value` is None where the table holds no exact number.
    """

    key: str
    value: Number | None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class TableNumbers:
    """The numbers of one table in one return; `id` is the same in every return."""

    id: str
    title: str
    period: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph a person typed, and the period of the return it stands in; `id` where kept."""

    where: str
    period: str
    text: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised, or announced as coming up; `due` is None when no date was given.

    `id` says where it stands in the return; `behind` is the id of the line that says it.
    """

    id: str
    what: str
    due: date | None
    settled: bool
    behind: str = ""


def adds_up(where: str, whole: Amount, parts: Sequence[Part]) -> Finding | None:
    """Check that the parts make the whole; a stated remainder is one of the parts.

    What is not known is not held against anybody: an unknown part may be the difference. But even
    then the parts must not come to more than the whole.
    """
    if isinstance(whole, NotKnown) or not parts:
        return None
    together: Number = 0
    open_ended = False
    for part in parts:
        if not isinstance(part.amount, NotKnown):
            together += part.amount.value
        open_ended = open_ended or not isinstance(part.amount, Known)
    more = together > whole.value and isinstance(whole, Known)
    fewer = together < whole.value and not open_ended
    if not (more or fewer):
        return None
    said, least = number_text(together), "at least " if isinstance(whole, AtLeast) else ""
    sentence = f"The parts come to {said} and the total is {least}{number_text(whole.value)}."
    if fewer:
        missing = number_text(whole.value - together)
        sentence += f" Say what the other {missing} are, even if that is not recorded."
    else:
        sentence += " Check the parts and the total."
    return Finding("sums", where, sentence, blocks=True)


def repeated_table(table: TableNumbers, earlier: Iterable[TableNumbers]) -> Finding | None:
    """Find an earlier return's table with the same or nearly the same numbers.

    Compared are the cells that vary and that both tables hold. The tables repeat when four
    different numbers other than 0, or more, are the same in their cells, and at most one cell in
    five is not the same. So a scheme that makes 13 of 13 visits and finds nothing, quarter after
    quarter, is not asked why.
    """
    for before in earlier:
        if before.id == table.id and _same_numbers(table, before):
            return Finding(
                "repeated table",
                table.title,
                f"The numbers of “{table.title}” are those of {before.period}, or nearly so. "
                "Check that this quarter's were entered, or say why they are the same.",
                blocks=True,
            )
    return None


def repeated_paragraph(paragraph: Paragraph, earlier: Iterable[Paragraph]) -> Finding | None:
    """Find an earlier return's paragraph that says the same in the same or nearly the same words.

    Compared are words and numbers in their order, without punctuation and capitals. Paragraphs
    repeat when nine tenths of both together are the same; in eight words or more, so that
    "Nothing to report this quarter" may be said again.
    """
    words = _words(paragraph.text)
    if len(words) < FEWEST_WORDS:
        return None
    for before in earlier:
        if _near(words, _words(before.text)):
            return Finding(
                "repeated paragraph",
                paragraph.where,
                f"This paragraph says what was said for {before.period} ({before.where}). Write "
                "what is new, or say why it is still so.",
                blocks=True,
                behind=_ids(paragraph.id),
            )
    return None


def passed_future(paragraph: Paragraph, period_end: date, written_on: date) -> tuple[Finding, ...]:
    """Find sentences about the future whose date has passed when the return is written."""
    return tuple(
        Finding(
            "date has passed",
            paragraph.where,
            f"This looks ahead to {day_text(past.passed)} or before, which has passed: "
            f"“{past.sentence}”",
            behind=_ids(paragraph.id),
        )
        for past in past_sentences(paragraph.text, period_end, written_on)
    )


def promises_to_settle(promises: Iterable[Promise], on: date) -> tuple[Finding, ...]:
    """Find promises whose day has come without an answer, and those that never had a date.

    A promise due on `on` itself is not yet late. One without a date is brought up every time.
    """
    found = []
    for promise in promises:
        if promise.settled or (promise.due is not None and promise.due >= on):
            continue
        if promise.due is None:
            sentence = f"Promised without a date: {promise.what}. Say how it stands."
        else:
            sentence = f"Promised for {day_text(promise.due)}: {promise.what}. Say if it was done."
        found.append(Finding("promise", promise.id, sentence, behind=_ids(promise.behind)))
    return tuple(found)


def _ids(id_: str) -> tuple[str, ...]:
    return (id_,) if id_ else ()


def _same_numbers(table: TableNumbers, before: TableNumbers) -> bool:
    then = {cell.key: cell.value for cell in before.cells}
    varying = [
        (cell.value, then[cell.key])
        for cell in table.cells
        if not cell.fixed and cell.value is not None and then.get(cell.key) is not None
    ]
    same = [now for now, was in varying if now == was]
    different_numbers = {value for value in same if value}
    return len(different_numbers) >= VARYING_NUMBERS and 5 * len(same) >= 4 * len(varying)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _near(words: Sequence[str], before: Sequence[str]) -> bool:
    enough = 9 * (len(words) + len(before))
    shared = (Counter(words) & Counter(before)).total()
    if 20 * shared < enough:  # cheap, and no order of the words can make more of them match
        return False
    blocks = SequenceMatcher(None, words, before, autojunk=False).get_matching_blocks()
    return 20 * sum(block.size for block in blocks) >= enough
