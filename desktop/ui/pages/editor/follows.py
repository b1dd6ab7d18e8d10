"""What follows from the answers, in words: values worked out, and whether all adds up."""

from collections.abc import Mapping

from desktop.formlib.conditions import Unknown, plain
from desktop.formlib.model import Calculate, Form
from desktop.formlib.office import Office
from desktop.formlib.problems import live_lines
from desktop.formlib.settle import Settled
from desktop.formlib.typed import say_day


def notes(form: Form, settled: Settled) -> Mapping[str, str]:
    """Give what is worked out, by the question below which it is said: "You waited 12 minutes".

    That is the question with which it was complete, or the one shown before it. Only amounts and
    days are said: a form works out other things for its figures.
    """
    found: dict[str, list[str]] = {}
    shown = ""
    for name in form.fields:
        if name in settled.shown:
            shown = name
        said = (_said(one, settled.values) for one in form.worked_out.get(name, ()))
        found.setdefault(shown, []).extend(filter(None, said))
    return {name: ". ".join(said) for name, said in found.items() if said}


def live(form: Form, settled: Settled, office: Office) -> Mapping[str, tuple[str, bool]]:
    """Give the lines that say whether all is accounted for, by the question they stand below."""
    places = {rule.id: rule.field or rule.names[-1] for rule in form.rules if rule.live}
    return {
        places[line.rule]: (line.text, line.adds_up) for line in live_lines(form, settled, office)
    }


def _said(one: Calculate, values: Mapping[str, object]) -> str:
    value = plain(values.get(one.id))
    if value is None or isinstance(value, Unknown) or not one.label:
        return ""
    text = str(value)
    if one.unit:
        unit = one.unit.removesuffix("s") if text == "1" else one.unit
        return f"{one.label} {text} {unit}"
    is_day = len(text) == 10 and text[4] == text[7] == "-"
    return f"{one.label}: {say_day(text)}" if is_day else ""
