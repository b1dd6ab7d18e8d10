"""Tagged, accessible PDF on ReportLab: write a story, `build` it.

story = [H(1, "Custody visiting"), P(["Visitors made ", Bold("26"), " visits."]),
         *bullets(["No serious issue was seen."]),
         *table(["Suite", "Visits"], rows, caption="Visits by suite", source="Source: …"),
         Figure(bars(data), data.alt)]
built = build(story, About("Quarterly summary", date, marking="OFFICIAL"))
"""

from desktop.report.tagged.document import Built, build, pages_of
from desktop.report.tagged.flowables import Figure, H, P, bullets, together
from desktop.report.tagged.metadata import About, Attached
from desktop.report.tagged.page import WIDTH
from desktop.report.tagged.structure import Node, TaggingError
from desktop.report.tagged.tables import table
from desktop.report.tagged.tabletags import TableTags
from desktop.report.tagged.text import Bold, Content, Inline, Link, clean

__all__ = [
    "WIDTH",
    "About",
    "Attached",
    "Bold",
    "Built",
    "Content",
    "Figure",
    "H",
    "Inline",
    "Link",
    "Node",
    "P",
    "TableTags",
    "TaggingError",
    "build",
    "bullets",
    "clean",
    "pages_of",
    "table",
    "together",
]
