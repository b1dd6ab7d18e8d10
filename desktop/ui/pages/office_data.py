"""The office's own data: names, limits and switches, each with the day from which it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.typed import Unreadable, read_date
from desktop.store.desk import Desk
from desktop.store.settings import DatedValue, history, set_setting, settings_on
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, day_said, in_one_line
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register
from desktop.ui.parts.models import Column

_YES_NO = {"yes": "Yes", "no": "No"}
_SHORT = 60  # characters of a value in the list


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting: its key, all its values, and the one in force today."""

    key: str
    values: tuple[DatedValue, ...]
    now: DatedValue

    @property
    def name(self) -> str:
        """The key, as people read it."""
        words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    del around
    today = clock.today()
    with desk.read() as session:
        keys = [
            key
            for key, value in settings_on(session, today).items()
            if not isinstance(value, dict)  # the program's own notes, such as whose desk this is
        ]
        held = {key: tuple(history(session, key)) for key in keys}
    return [Entry(key, held[key], _in_force(held[key], today)) for key in sorted(held)]


def _in_force(values: Sequence[DatedValue], today: date) -> DatedValue:
    return [one for one in values if one.valid_from is None or one.valid_from <= today][-1]


def _said(value: object) -> str:
    """Write a value for people."""
    if isinstance(value, bool):
        return _YES_NO["yes" if value else "no"]
    if isinstance(value, list):
        return ", ".join(_said(one) for one in value)
    day = _day(value)
    return day_said(day) if day else str(value)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    found = [("In force now", _said(entry.now.value)), ("Where it is from", entry.now.source)]
    for one in reversed(entry.values):
        since = f"From {day_said(one.valid_from)}" if one.valid_from else "Before, or always"
        found.append((since, f"{_said(one.value)} ({one.source})"))
    return found


def _asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    return (
        _asked(entry.now.value),
        asking.day(
            "from",
            "From which day on?",
            hint="Leave this empty where it always was so.",
            optional=True,
        ),
        asking.text("source", "Where is it from?", hint="A decision, a paper, a law."),
    )


def _asked(value: object) -> Asked:
    """Ask for a value of the same kind as the one there is."""
    ask = "What is it to be?"
    if isinstance(value, bool):
        return asking.choice("value", ask, asking.options_of(_YES_NO), "yes" if value else "no")
    if isinstance(value, int):
        return asking.number("value", ask, value)
    if isinstance(value, list):
        there = "\n".join(_said(one) for one in value)
        return asking.long_text("value", ask, there, hint="One on each line.")
    day = _day(value)
    return asking.day("value", ask, day) if day else asking.text("value", ask, str(value))


def _answered(before: object, answers: Answers) -> object:
    """Give what was answered as the kind of value that was there before."""
    value = answers.get("value")
    if isinstance(before, bool):
        return value == "yes"
    if isinstance(before, list):
        lines = [line.strip() for line in str(value).splitlines() if line.strip()]
        dated = bool(before) and all(_day(one) for one in before)
        return [_read_day(line) for line in lines] if dated else lines
    return value


def _read_day(line: str) -> str:
    try:
        return read_date(line, clock.today())
    except Unreadable as error:
        raise UserError(f"“{line}” is no date.", f"{error}.") from None


def _change(desk: Desk, entry: Entry, answers: Answers) -> None:
    with desk.write("Changed the office's data", wait_ms=WAIT_MS) as session:
        set_setting(
            session,
            entry.key,
            _answered(entry.now.value, answers),
            valid_from=asking.day_of(answers, "from"),
            source=asking.said(answers, "source"),
        )


OFFICE_DATA = Register[Entry](
    name="The office's data",
    read=_read,
    columns=(
        Column[Entry]("What", lambda e: e.name, sort="what", characters=26),
        Column[Entry]("In force now", lambda e: in_one_line(_said(e.now.value))[:_SHORT]),
        Column[Entry](
            "Since",
            lambda e: day_said(e.now.valid_from) or "always",
            sort="since",
            order=lambda e: e.now.valid_from or date.min,
            characters=15,
        ),
        Column[Entry]("From", lambda e: in_one_line(e.now.source), sort="from", characters=18),
    ),
    id=lambda entry: entry.key,
    title=lambda entry: entry.name,
    facts=_facts,
    empty=("Nothing is set yet", "Names, limits and switches of the office."),
    actions=(Action[Entry]("Change it", _change, _asks),),
    icon="settings",
    wide=1,
)
