"""What an invitation has changed on a laptop, said to the person whose laptop it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop import clock
from desktop.exchange.sealed.office import office_of
from desktop.formlib.typed import say_date
from desktop.records.people import people
from desktop.records.places import places, schemes
from desktop.records.roles import whose_desk
from desktop.records.slots import next_for
from desktop.store.settings import kinds, setting

_MOST_NAMED = 8
_OPEN = "operational"
_NOTHING = "Nothing that you see has changed."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a laptop has from its office, as far as its owner sees it; names by id."""

    office: str
    role: str
    schemes: Mapping[str, str]
    places: Mapping[str, str]
    people: Mapping[str, str]
    planned: Mapping[str, str]
    settings: Mapping[str, object]
    receivers: tuple[str, ...]


def kept(session: Session, titles: Mapping[str, str]) -> Kept:
    """Read what there is now: once before an invitation is taken in, and once after.

    `titles` are those of the schemes that the office has given no name.
    """
    office, me, today = office_of(session), whose_desk(session), clock.today()
    everywhere = places(session)
    named = {place.id: place.name for place in everywhere}
    called = {**titles, **{one.id: one.name for one in schemes(session) if one.name}}
    mine = next_for(session, me.person_id, today) if me and me.person_id else ()
    used = me.schemes if me else ()
    return Kept(
        office=office.name if office else "",
        role=me.role if me else "",
        schemes={one: called.get(one, one) for one in used},
        places={place.id: place.name for place in everywhere if place.status_on(today) == _OPEN},
        people={one.id: one.name for one in people(session)},
        planned={
            slot.id: f"{named.get(slot.place_id, '')}, week of "
            f"{say_date(slot.week_start.isoformat())}"
            for slot in mine
        },
        settings={
            key: setting(session, key, today) for key, kind in kinds().items() if kind.laptops
        },
        receivers=tuple(sorted(recipient for _, recipient in office.recipients)) if office else (),
    )


def changes(before: Kept, after: Kept) -> tuple[str, ...]:
    """Say what is new, what is gone and what is called otherwise; one sentence where nothing is."""
    said: list[str] = []
    if before.office and before.office != after.office:
        said.append(f"The office is now called {after.office}.")
    for new, gone, then, now in (
        ("You now take part in", "You no longer take part in", before.schemes, after.schemes),
        ("New places", "Places no longer visited", before.places, after.places),
        ("New people", "People no longer on the list", before.people, after.people),
        ("Visits planned for you", "Visits no longer planned", before.planned, after.planned),
    ):
        said += _listed(new, (now[one] for one in now if one not in then))
        said += _listed(gone, (then[one] for one in then if one not in now))
        said += [
            f"{then[one]} is now: {now[one]}."
            for one in now
            if one in then and then[one] != now[one]
        ][:_MOST_NAMED]
    other = [key for key, value in after.settings.items() if before.settings.get(key) != value]
    said += _listed("Changed by the office", (key.replace("_", " ") for key in other))
    if before.receivers and before.receivers != after.receivers:
        said.append("Others at the office can now open what you send.")
    return tuple(said) or (_NOTHING,)


def _listed(what: str, names: Iterable[str]) -> list[str]:
    named = sorted(names)
    if not named:
        return []
    more = len(named) - _MOST_NAMED
    rest = f" and {more} more" if more > 0 else ""
    return [f"{what}: {', '.join(named[:_MOST_NAMED])}{rest}."]
