"""The office's own data: names, limits and switches, each with the day from which it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop import clock
from desktop.formlib.typed import Unreadable, read_date
from desktop.store.desk import Desk
from desktop.store.settings import (
    DatedValue,
    history,
    kinds,
    set_setting,
    setting_fault,
    settings_on,
)
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked, WrongAnswer, day_said, in_one_line
from desktop.ui.pages.register.spec import WAIT_MS, Action, Register
from desktop.ui.parts.models import Column

_YES_NO = {"yes": "Yes", "no": "No"}
_SHORT = 60  # characters of a value in the list


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting: its key, all its values, and the one in force today (None: not set yet)."""

    key: str
    values: tuple[DatedValue, ...]
    now: DatedValue | None

    @property
    def name(self) -> str:
        """The key, as people read it."""
        words = self.key.replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def value(self) -> object:
        """The value in force today; None where there is none."""
        return self.now.value if self.now else None

    @property
    def kind(self) -> str:
        """What it may hold, as `SettingKind` names it; of one not known what its value is."""
        known = kinds().get(self.key)
        return known.kind if known else _kind_of(self.value)


def _kind_of(value: object) -> str:
    if isinstance(value, list):
        return "days" if value and all(_day(one) for one in value) else "texts"
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, int):
        return "number"
    return "day" if _day(value) else "text"


def _read(desk: Desk, around: Around) -> Sequence[Entry]:
    del around
    today = clock.today()
    with desk.read() as session:
        keys = {
            key
            for key, value in settings_on(session, today).items()
            if not isinstance(value, dict)  # the program's own notes, such as whose desk this is
        }
        keys |= {key for key, known in kinds().items() if known.kind not in ("owner", "notes")}
        held = {key: tuple(history(session, key)) for key in keys}
    return [Entry(key, held[key], _in_force(held[key], today)) for key in sorted(held)]


def _in_force(values: Sequence[DatedValue], today: date) -> DatedValue | None:
    begun = [one for one in values if one.valid_from is None or one.valid_from <= today]
    return begun[-1] if begun else None


def _said(value: object) -> str:
    """Write a value for people."""
    if value is None:
        return "not set"
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
    source = entry.now.source if entry.now else ""
    found = [("In force now", _said(entry.value)), ("Where it is from", source)]
    for one in reversed(entry.values):
        since = f"From {day_said(one.valid_from)}" if one.valid_from else "Before, or always"
        found.append((since, f"{_said(one.value)} ({one.source})"))
    return found


def _asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    return (
        _asked(entry),
        asking.day(
            "from",
            "From which day on?",
            hint="Leave this empty where it always was so.",
            optional=True,
        ),
        asking.text("source", "Where is it from?", hint="A decision, a paper, a law."),
    )


def _asked(entry: Entry) -> Asked:
    """Ask for a value of the setting's kind, beginning with the one there is."""
    ask, value = "What is it to be?", entry.value
    match entry.kind:
        case "yes_no":
            there = "" if value is None else "yes" if value else "no"
            return asking.choice("value", ask, asking.options_of(_YES_NO), there)
        case "number":
            return asking.number("value", ask, value)
        case "word":
            words = {word: word.replace("_", " ") for word in kinds()[entry.key].words}
            return asking.choice("value", ask, asking.options_of(words), str(value or ""))
        case "days" | "texts":
            lines = "\n".join(map(_said, value)) if isinstance(value, list) else ""
            return asking.long_text("value", ask, lines, hint="One on each line.")
        case "day":
            return asking.day("value", ask, _day(value))
        case _:
            return asking.text("value", ask, str(value or ""))


def _answered(entry: Entry, answers: Answers) -> object:
    """Give what was answered as the setting's kind of value. Raises WrongAnswer."""
    value = answers.get("value")
    if entry.kind == "yes_no":
        value = value == "yes"
    elif entry.kind in ("days", "texts"):
        lines = [line.strip() for line in str(value).splitlines() if line.strip()]
        value = [_read_day(line) for line in lines] if entry.kind == "days" else lines
    if fault := setting_fault(entry.key, value):
        raise WrongAnswer("value", f"Enter {fault.removeprefix('is ')}.")
    return value


def _read_day(line: str) -> str:
    try:
        return read_date(line, clock.today())
    except Unreadable as error:
        raise WrongAnswer("value", f"“{line}” is no date. {error}.") from None


def _change(desk: Desk, entry: Entry, answers: Answers) -> None:
    value = _answered(entry, answers)
    with desk.write("Changed the office's data", wait_ms=WAIT_MS) as session:
        set_setting(
            session,
            entry.key,
            value,
            valid_from=asking.day_of(answers, "from"),
            source=asking.said(answers, "source"),
        )


def _since(entry: Entry) -> str:
    if entry.now is None:
        return ""
    return day_said(entry.now.valid_from) or "always"


OFFICE_DATA = Register[Entry](
    name="The office's data",
    read=_read,
    columns=(
        Column[Entry]("What", lambda e: e.name, sort="what", characters=26),
        Column[Entry]("In force now", lambda e: in_one_line(_said(e.value))[:_SHORT]),
        Column[Entry](
            "Since",
            _since,
            sort="since",
            order=lambda e: (e.now.valid_from if e.now else None) or date.min,
            characters=15,
        ),
        Column[Entry](
            "From", lambda e: in_one_line(e.now.source) if e.now else "", sort="from", characters=18
        ),
    ),
    id=lambda entry: entry.key,
    title=lambda entry: entry.name,
    facts=_facts,
    empty=("Nothing is set yet", "Names, limits and switches of the office."),
    actions=(Action[Entry]("Change it", _change, _asks),),
    icon="settings",
    wide=1,
)
