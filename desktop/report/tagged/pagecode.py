"""The drawing code of a page: what carries its marks, and what becomes decoration."""

from collections.abc import Iterator, Sequence

from desktop.report.tagged.structure import TaggingError

_PAINT = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI", "Tj", "TJ"})


class Marked(str):
    """Page code that carries its own marks: a start or end of a sealed stretch, or text."""

    __slots__ = ()


def with_artifacts(code: Sequence[str]) -> Iterator[str]:
    """Give the code of a page with a mark round all that paints and has none."""
    run: list[str] = []
    sealed = False

    def closed() -> Iterator[str]:
        if run:
            yield from ("/Artifact BMC", *run, "EMC")
            run.clear()

    for item in code:
        if isinstance(item, Marked):
            sealed = (sealed or item.endswith(("BDC", "BMC"))) and item != "EMC"
        elif not sealed:
            painted = _PAINT.intersection(item.split())
            if "Do" in painted:
                raise TaggingError("a picture outside every figure and artifact")
            if painted:
                run.append(item)
                continue
        yield from closed()
        yield item
    yield from closed()
