"""Desks for tests: encrypted as a person's is, but cheap to open."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.records.people import add_person
from desktop.records.places import add_place
from desktop.records.roles import Me, set_whose_desk
from desktop.store.desk import Desk, create_desk
from desktop.store.keyfile import Cost

NAME = "Anne Okafor"
FELLOW = "Ben Ling"
SUITES = ("Euston Street", "Keyham Lane")
PASSPHRASE = "lamp river stone cup"
CHEAP = Cost(memory=8 * 1024 * 1024, passes=1)
VISIT = "custody_visit"
REVIEW = "complaint_review"


@cache
def forms() -> Mapping[str, Form]:
    return load_forms(paths.forms())


def new_desk(folder: Path, role: str = "visitor") -> Desk:
    """Make a desk of a role, with two suites and two people on its lists."""
    desk, _ = create_desk(folder, PASSPHRASE, who=NAME, cost=CHEAP)
    with desk.write("Prepared a test") as session:
        me = add_person(session, NAME, "volunteer")
        add_person(session, FELLOW, "volunteer")
        for suite in SUITES:
            add_place(session, forms()[VISIT].scheme, suite, open_from=date(2020, 1, 1))
        set_whose_desk(session, Me(role, person_id=me.id))
    return desk
