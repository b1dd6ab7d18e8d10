"""Why a sealed file that can be opened is not taken: a sentence and a next step for each reason."""

from desktop.errors import UserError


class CannotSend(UserError):
    """What was asked to be sent cannot be."""


class NotTakenBack(UserError):
    """A file that cannot be taken back."""


class OtherOffice(UserError):
    """A file for another office than this one."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file was made for another office. Nothing was taken from it.",
            "Ask the sender to make it anew, after opening an invitation of this office.",
        )


class NotYourOffice(UserError):
    """A file on a laptop that another key than its office's has signed."""

    def __init__(self, office: str) -> None:
        """Word the refusal; `office` is the name of the laptop's own."""
        super().__init__(
            f"This file was not made by {office}. Nothing was taken from it.",
            "Ask the office for its newest invitation, open it, and try again. If this is said "
            "once more, ring the office.",
        )


class OfAnotherLaptop(UserError):
    """A receipt for another laptop of the same office."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This answer of the office is for another laptop. Nothing was taken from it.",
            "Open it on the laptop that sent the records.",
        )


class SaysOtherwise(UserError):
    """A file that gives itself out as one that came before, and is not."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file says that it is one that came before, but holds something else. Nothing "
            "was taken from it.",
            "Ring the sender, and ask for a new one.",
        )


class FormNotHere(UserError):
    """A record of a form that this desk does not have, or has in an older edition."""


class NotTheirs(UserError):
    """Records that this sender was not invited to send, or that never travel."""


class RecordRefused(UserError):
    """A record whose answers cannot be true here; nothing of its file was taken."""
