"""When each calculate can be worked out: as soon as the questions it looks at have been passed.

So the question after a long wait can be asked because of the minutes worked out just above it.
"""

from collections.abc import Mapping, Sequence

from desktop.formlib.conditions import names_used
from desktop.formlib.model import Calculate, Section


def operands(calculate: Calculate) -> list[str]:
    """Give every name that a calculate looks at."""
    names = [name for name in calculate.of if isinstance(name, str)]
    return names + [name for _, when in calculate.choices for name in names_used(when)]


def sequence(
    sections: Sequence[Section], calculates: Sequence[Calculate]
) -> Mapping[str, tuple[Calculate, ...]]:
    """Give the calculates by the field after which they are worked out; "" is at the start.

    One that looks at another comes after it, for a calculate looks upwards only.
    """
    fields = ["", *(field.id for section in sections for field in section.fields)]
    place = {id_: number for number, id_ in enumerate(fields)}
    found: dict[str, list[Calculate]] = {}
    for calculate in calculates:
        # A name that is none is refused later, with its place in the file.
        last = max(
            (place.get(name.partition(".")[0], 0) for name in operands(calculate)), default=0
        )
        found.setdefault(fields[last], []).append(calculate)
        place.setdefault(calculate.id, last)
    return {field: tuple(group) for field, group in found.items()}
