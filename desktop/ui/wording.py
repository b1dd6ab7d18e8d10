"""Small turns of phrase that several pages share."""

from desktop.formlib.typed import say_date


def an(noun: str) -> str:
    """Give a noun with its article: "a custody visit", "an animal welfare visit"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def say_week(monday: str) -> str:
    """Name a week by its Monday, given as stored: "the week of 17 November 2025"."""
    return f"the week of {say_date(monday)}"
