"""Help: a page for every page of the program, true to what is on the screen, no dead link."""

import re
from pathlib import Path

import pytest

from desktop import paths
from desktop.ui.desk_window import PAGES
from desktop.ui.pages import help as help_page

FOLDER = paths.resource("help")
TEXTS = sorted(FOLDER.glob("*.md"))
CHECKOUT = Path(__file__).parents[2]
TOPICS = {key: pages for key, _, pages in help_page._TOPICS}  # noqa: SLF001 - the one list of them
BOLD = re.compile(r"\*\*(.+?)\*\*")
LINK = re.compile(r"\[[^]]*\]\(([^)]*)\)")


def said() -> str:
    """Give everything that the program may put on the screen."""
    files = [*(CHECKOUT / "desktop").rglob("*.py"), *paths.forms().rglob("*.toml")]
    return "\n".join(path.read_text("utf-8") for path in files)


def test_every_page_has_help() -> None:
    without = {"help"}  # help about help is on the page itself
    explained = set().union(*TOPICS.values())
    assert {spec.key for spec in PAGES} - without <= explained


def test_every_text_is_a_topic_and_every_topic_has_its_text() -> None:
    assert {path.stem for path in TEXTS} == TOPICS.keys()


def test_what_help_calls_by_its_name_is_on_the_screen() -> None:
    screen = said()
    names = {
        (path.name, name)
        for path in TEXTS
        for name in BOLD.findall(path.read_text("utf-8"))
        if not name.endswith(".")  # a sentence is stressed, not named
    }
    assert len(names) > 20
    assert [(file, name) for file, name in sorted(names) if name not in screen] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_help_is_short_plain_and_leads_nowhere_in_vain(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.startswith("## ")
    assert len(text.split()) < 300
    assert "!" not in text
    assert [link for link in LINK.findall(text) if not (FOLDER / link).is_file()] == []
