"""In brief: the part of page 1 that stands alone, in plain words, with one picture."""

from reportlab.platypus import Flowable

from desktop.formlib.amounts import Known
from desktop.report.summary.look import TILE, TILE_BELOW, big_numbers, box
from desktop.report.summary.picture import pictogram_of
from desktop.report.summary.saying import amount_text, capital, is_known, marked, rich
from desktop.report.tagged import WIDTH, Bold, Content, H, P, bullets
from desktop.report.tagged.layout import Beside, Column, beside
from desktop.report.tagged.styles import BLUE, LEAD
from desktop.returns.compiled import Compiled, FigureValue, SchemeSection

_MOST_FIGURES = 5
_GAP = 12.0
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def brief(compiled: Compiled) -> list[Flowable]:
    """Give the whole of it: figures, what each scheme found, picture, story and asks."""
    return [
        H(2, "In brief"),
        P(_opening(compiled), LEAD),
        *_tiles(compiled),
        *bullets([_line(section) for section in compiled.sections]),
        *_picture(compiled),
        *_story_and_asks(compiled),
    ]


def _opening(compiled: Compiled) -> str:
    """Say in how many ways the police were checked, as far as anything is known of it."""
    when, any_known = compiled.period.label, any(map(_is_told, compiled.sections))
    count = sum(map(_was_at_work, compiled.sections))
    if not count and not any_known:
        return f"Nothing is recorded for {when} yet."
    if not count:
        return f"This page says what is recorded for {when}."
    ways = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return (
        f"In {when} people from outside the police checked its work in {ways} "
        f"{'way' if count == 1 else 'ways'}. This page says what they did and what they found."
    )


def _is_told(section: SchemeSection) -> bool:
    return bool(section.brief) or any(is_known(value.result.value) for value in _work(section))


def _was_at_work(section: SchemeSection) -> bool:
    """Say whether anything at all was done: a nought is known, and is no way of checking."""
    amounts = (value.result.value for value in _work(section))
    return any(is_known(amount) and amount != Known(0) for amount in amounts)


def _work(section: SchemeSection) -> list[FigureValue]:
    """Give the figures of what was done: the headline, and counts of records and meetings."""
    return [
        value
        for value in section.figures.values()
        if value.id == section.headline
        or (value.figure.how == "count" and value.figure.over in ("records", "meetings"))
    ]


def _line(section: SchemeSection) -> Content:
    said = " ".join(section.brief) or "no figures for this period."
    return [Bold(f"{section.title}: "), *rich(said)]


def _tiles(compiled: Compiled) -> list[Flowable]:
    """Give the headline figure of each scheme, five at most."""
    chosen = [s for s in compiled.sections if s.headline in s.figures][:_MOST_FIGURES]
    if not chosen:
        return []
    room = (WIDTH - _GAP * (len(chosen) - 1)) / len(chosen)
    said = [_headline(section.figures[section.headline]) for section in chosen]
    numbers = big_numbers([number for number, _ in said], room)
    columns = [
        Column([number, P(section.title, TILE), P(label, TILE_BELOW)], line=BLUE, above=6)
        for number, section, (_, label) in zip(numbers, chosen, said, strict=True)
    ]
    return [Beside(columns, _GAP)]


def _headline(value: FigureValue) -> tuple[str, str]:
    """Give a tile's number and its label; a percentage goes with the label."""
    said = amount_text(value.figure, value.result.value, value.result.of)
    number, _, share = said.partition(" (")
    label = f"{value.figure.label} ({share}" if share else value.figure.label
    return number, marked(label, value.mark)


def pictured(compiled: Compiled) -> SchemeSection | None:
    """Give the scheme whose picture stands on page 1."""
    return next(
        (
            section
            for section in compiled.sections
            if section.chart.get("kind") == "pictogram"
            and any(is_known(section.figures[str(id_)].result.value) for id_ in _of(section))
        ),
        None,
    )


def _of(section: SchemeSection) -> list[object]:
    of = section.chart.get("of")
    return of if isinstance(of, list) else []


def _picture(compiled: Compiled) -> list[Flowable]:
    section = pictured(compiled)
    return pictogram_of(section, compiled.period) if section is not None else []


def _story_and_asks(compiled: Compiled) -> list[Flowable]:
    story: list[Flowable] = [
        H(3, "You said, they did"),
        P(compiled.story or "No story was chosen for this period."),
    ]
    asks = [capital(ask) for ask in compiled.asks] or ["Note this summary."]
    request: list[Flowable] = [
        H(3, "What we ask of the panel"),
        *bullets(asks, numbered=True),
    ]
    return beside([box(story), box(request)], WIDTH)
