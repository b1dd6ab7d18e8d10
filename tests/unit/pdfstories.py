"""Stories for the tests of tagged PDF: one of everything, and random ones by seed."""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from reportlab.graphics.shapes import Drawing, Rect, String
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from desktop.report.fonts import BOLD
from desktop.report.tagged import (
    About,
    Attached,
    Bold,
    Figure,
    H,
    Inline,
    Link,
    P,
    build,
    bullets,
    table,
)
from desktop.report.tagged.styles import PALE
from tests.unit.chartsamples import samples

DATE = datetime(2025, 5, 1, 9, tzinfo=UTC)
ABOUT = About(
    "Quarterly summary: January to March 2025",
    DATE,
    author="Office of the commissioner",
    subject="Independent scrutiny of policing",
    marking="OFFICIAL",
    period="1 January to 31 March 2025",
    strip="Sample data: totals as published; details invented",
    keywords=("custody visiting", "complaint reviews"),
)
PLAIN = About("A short story", DATE)

ARABIC = "مرحبا"

Read = tuple[str, str]


def drawing(words: str = "26 of 26") -> Drawing:
    """Draw something with words in it."""
    result = Drawing(200, 60)
    box = Rect(0, 0, 180, 40)
    box.fillColor = PALE
    result.add(box)
    result.add(String(10, 12, words, fontName=BOLD, fontSize=12))
    return result


def kitchen_sink() -> tuple[list[Flowable], About]:
    """Give a story with one of everything, over several pages."""
    csv = Attached("visits.csv", b"suite,visits\r\nKeyham Lane,13\r\n", "Visits by suite")
    rows = [[f"Record {n}", f"{n * 37 % 400:,}", "Not recorded"] for n in range(1, 81)]
    story: list[Flowable] = [
        H(1, "Independent scrutiny of policing"),
        P(["Visitors made ", Bold("26"), " visits. See ", Link("the notes", "#notes"), "."]),
        P(
            [
                "Write to ",
                Link("the office", "mailto:office@example.gov.uk"),
                " or read the ",
                Link("guidance for visitors to custody " * 4, "https://example.gov.uk/a?b=c&d=é"),
                ".",
            ]
        ),
        *bullets(["Custody visiting", ["Kennels: ", Bold("3"), " visits"]]),
        *bullets(["Note this summary.", "Advise."], numbered=True),
        P("Mae crynodeb Cymraeg ar gael: Ynys Môn, Llŷn, tŷ.", lang="cy"),
        P("“I was treated well.”", tag="BlockQuote"),
        H(2, "Figures"),
        Figure(drawing(), "26 of 26 visits were made.", files=[csv]),
        *(Figure(chart, alt) for alt, chart in samples().values()),
        *table(
            ["Panel’s view", "Cases", "Share of 15"],
            [
                ["Appropriate, with observations", "6", "40%"],
                ["Inappropriate", "4", "27%"],
                ["Result not published", "5", "33%"],
                ["Total", [Bold("15")], "100%"],
            ],
            caption="Out-of-court resolutions, by the panel’s view",
            source="Source: panel of 13 March 2025.",
            widths=(3, 1, 1),
            align="lrr",
            total_row=True,
        ),
        *table(
            ["Record", "Minutes", "Note"],
            rows,
            caption="Eighty records over several pages",
            source="Source: invented.",
            align="lrl",
        ),
        *table(["Nothing"], [], caption="A table without rows", source="Source: none."),
        H(2, "Notes", key="notes"),
        P("A note of three thousand words. " + "Nothing was wrong in the cells. " * 500),
        *table(
            ["Ref", "In plain words"],
            [["R1", "A reply as long as a book. " * 260], ["R2", "None yet"]],
            caption="A row that is higher than a page",
            source="Source: invented.",
            widths=(1, 4),
        ),
        P(f"Typed by people: <b & \" ' </p> &amp; 😀 {ARABIC} \ud83d \x00 \uf0b7 e\u0301"),
    ]
    return story, ABOUT


# ---- random stories

_WORDS = ["the", "quarter", "visits", "Ynys Môn", "tŷ", "£100", "80%", "(draft)", "—", "“met”"]
_WORDS += ["a", "I", "support-worker", "and/or", "17.5", "provider", "<b>", "&", '"', "中", "x"]


@dataclass
class Random:
    """A random story, and what a machine should read back from it."""

    chance: random.Random
    flowables: list[Flowable] = field(default_factory=list)
    read: list[Read] = field(default_factory=list)
    level: int = 0

    def words(self, least: int, most: int) -> str:
        """Give some words."""
        return " ".join(self.chance.choice(_WORDS) for _ in range(self.chance.randint(least, most)))

    def content(self, most: int) -> tuple[list[Inline], str]:
        """Give mixed content and its plain words."""
        parts: list[Inline] = []
        said = []
        for number in range(self.chance.randint(1, 4)):
            words = self.words(1, most)
            kind = self.chance.random()
            said.append(words)
            if number:
                parts.append(" ")
            if kind < 0.2:
                parts.append(Bold(words))
            elif kind < 0.4:
                parts.append(Link(words, f"https://example.gov.uk/{self.chance.randint(1, 3)}"))
            else:
                parts.append(words)
        return parts, " ".join(said)

    def heading(self) -> None:
        """Add a heading of a level that may come next."""
        self.level = self.chance.randint(1, min(self.level + 1, 4))
        words = self.words(1, 12)
        self.flowables.append(H(self.level, words))
        self.read.append((f"H{self.level}", words))

    def paragraph(self) -> None:
        """Add a paragraph."""
        content, words = self.content(60)
        flowable = P(content)
        together = self.chance.random() < 0.2
        self.flowables.append(KeepTogether([flowable]) if together else flowable)
        self.read.append(("P", words))

    def list_(self) -> None:
        """Add a list."""
        numbered = self.chance.random() < 0.5
        items = [self.content(20) for _ in range(self.chance.randint(1, 8))]
        self.flowables += bullets([content for content, _ in items], numbered=numbered)
        for number, (_, words) in enumerate(items, 1):
            self.read += [("Lbl", f"{number}." if numbered else "•"), ("LBody", words)]

    def table(self) -> None:
        """Add a table, now and then with a figure or an empty cell in it."""
        columns, headers = self.chance.randint(1, 5), self.chance.random() < 0.7
        names = [self.words(1, 5) for _ in range(columns)]
        caption, source = self.words(1, 8), self.words(1, 8)
        read = [("Caption", caption), *(("TH", name) for name in names)]
        rows: list[list[str | list[Inline] | Flowable]] = []
        for _ in range(self.chance.randint(0, 24)):
            row: list[str | list[Inline] | Flowable] = []
            for at in range(columns):
                tag = "TH" if headers and at == 0 else "TD"
                kind = self.chance.random()
                if kind < 0.1:
                    row.append("")
                    read.append((tag, ""))
                elif kind < 0.15:
                    words = self.words(1, 3)
                    row.append(Figure(drawing("x"), words))
                    read += [(tag, ""), ("Figure", "x")]
                elif kind < 0.3:
                    content, words = self.content(5)
                    row.append(content)
                    read.append((tag, words))
                else:
                    row.append(words := self.words(1, 6))
                    read.append((tag, words))
            rows.append(row)
        self.flowables += table(names, rows, caption=caption, source=source, row_headers=headers)
        self.read += [*read, ("P", source)]

    def figure(self) -> None:
        """Add a figure."""
        self.flowables.append(Figure(drawing(), "26 of 26"))
        self.read.append(("Figure", "26 of 26"))

    def gap(self) -> None:
        """Add what is not read: space or a new page."""
        self.flowables.append(self.chance.choice([PageBreak(), Spacer(1, 40)]))


def random_story(seed: int) -> tuple[list[Flowable], list[Read]]:
    """Give the story of a seed, and its tags and words in the order of reading."""
    story = Random(random.Random(seed))
    story.heading()
    kinds = [story.heading, story.paragraph, story.list_, story.table, story.figure, story.gap]
    for kind in story.chance.choices(kinds, [4, 7, 3, 4, 1, 1], k=story.chance.randint(3, 9)):
        kind()
    return story.flowables, story.read


def own_words(read: Sequence[Read]) -> list[Read]:
    """Leave out the elements that only hold others."""
    tags = {"H1", "H2", "H3", "H4", "P", "Lbl", "LBody", "Caption", "TH", "TD", "Figure"}
    return [(tag, words) for tag, words in read if tag in tags]


if __name__ == "__main__":  # another process builds the same bytes
    sys.stdout.buffer.write(build(*kitchen_sink()).pdf)
