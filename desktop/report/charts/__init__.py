"""Charts drawn by hand: plain data in, a ReportLab drawing out, for paper and screen alike.

data = Pictogram("4 of 15 youth cases were not appropriate", "Panel of 13 March 2025",
                 (Kind("Inappropriate", Fill.CROSSHATCH), …), (4, …))
Figure(pictogram(data), data.alt)              # on paper
svg(pictogram(data, DARK), data.alt)           # on the screen
"""

from desktop.report.charts.columns import bars, multiples, run
from desktop.report.charts.data import (
    Bar,
    Columns,
    Fill,
    Grid,
    Kind,
    Multiples,
    Pictogram,
    Point,
    Progress,
    Row,
    Series,
    Stacked,
    Symbol,
    Value,
    Week,
)
from desktop.report.charts.grid import grid
from desktop.report.charts.palette import DARK, LIGHT, PAPER, Palette
from desktop.report.charts.parts import pictogram, progress, stacked
from desktop.report.charts.svg import svg

__all__ = [
    "DARK",
    "LIGHT",
    "PAPER",
    "Bar",
    "Columns",
    "Fill",
    "Grid",
    "Kind",
    "Multiples",
    "Palette",
    "Pictogram",
    "Point",
    "Progress",
    "Row",
    "Series",
    "Stacked",
    "Symbol",
    "Value",
    "Week",
    "bars",
    "grid",
    "multiples",
    "pictogram",
    "progress",
    "run",
    "stacked",
    "svg",
]
