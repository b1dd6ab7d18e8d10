"""Before there is a desk: what somebody with weak eyes needs is needed here first."""

from pathlib import Path

import pytest

from tests.e2e.person import Person


@pytest.mark.slow
def test_the_text_is_made_larger_on_the_first_page_and_stays_so(tmp_path: Path) -> None:
    with Person(tmp_path) as person:
        person.press("Ctrl+Plus", "Ctrl+Plus", "Ctrl+Minus")
        person.close()
    assert "text_percent=125" in (tmp_path / "window.ini").read_text("utf-8")
