"""An event of the list, said in a sentence."""

from datetime import date

import pytest

from desktop.returns.compiled import ComingUp
from desktop.returns.story import coming_up_text


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        ("unknown", "Training is planned for 10 June 2025."),
        ("yes", "Training took place on 10 June 2025."),
        ("no", "Training did not take place on 10 June 2025."),
    ],
)
def test_an_event_is_said_by_whether_it_took_place(happened: str, said: str) -> None:
    event = ComingUp(date(2025, 6, 10), "Training.", "animal_welfare", happened)
    assert coming_up_text(event) == said
