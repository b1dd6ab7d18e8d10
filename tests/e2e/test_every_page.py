"""With the sample in it, every page is gone through by keyboard: nothing is nameless or a trap."""

from pathlib import Path

import pytest

from tests.e2e import ways
from tests.e2e.person import Focus, Person

_MOST_STOPS = 150
PAGES = (
    "Home",
    "Records",
    "Meetings",
    "Issues",
    "Recommendations",
    "Rota",
    "Places and targets",
    "People",
    "Returns",
    "Send and receive",
    "Settings",
    "Help",
)


def once_round(person: Person) -> list[Focus]:
    """Press Tab from the menu until the focus is in the menu again; gives the stops between."""
    person.wait_focus("Main menu")
    person.press("Tab")
    stops: list[Focus] = []
    while (here := person.look()) is not None and here.name != "Main menu":
        stops.append(here)
        assert len(stops) < _MOST_STOPS, [stop.name for stop in stops[:20]]
        person.press("Tab")
    return stops


@pytest.mark.slow
def test_tab_goes_round_on_every_page_and_each_stop_says_what_it_is(tmp_path: Path) -> None:
    with Person(tmp_path) as person:
        person.use("Try with sample data")
        person.wait_for("Main menu")
        for page in PAGES:
            ways.go_to(person, page)
            stops = once_round(person)
            nameless = [stop for stop in stops if not (stop.name or stop.labels)]
            assert nameless == [], page
        person.close()
