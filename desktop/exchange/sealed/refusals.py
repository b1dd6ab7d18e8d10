"""Why a sealed file is refused: a sentence and a next step for each reason. Nothing is imported."""

from desktop.errors import UserError


class SealedFileError(UserError):
    """A sealed file, or a text of one, that cannot be used."""


class NotASealedFile(SealedFileError):
    """The file is something else."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This is not a file that Scrutiny Desk has made.",
            "Choose the file that was sent to you, "
            "or copy its text from the first dashes to the last.",
        )


class CutOff(SealedFileError):
    """The end of the file is missing."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "The file is cut off: its end is missing.",
            "Copy it again from where it came, or ask for it to be sent again.",
        )


class NotAnInvitation(SealedFileError):
    """A sealed file where an invitation is opened, which is signed but never sealed."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file is not an invitation: it is sealed for somebody to open with their key.",
            "Choose the invitation that your office has sent you.",
        )


class NotForUs(SealedFileError):
    """No recipient of the file is this desk."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file was made for somebody else, so it cannot be opened here.",
            "Ask the sender whom it was meant for. If it was meant for you, it may have been "
            "damaged on its way: ask for a new one.",
        )


class LockedOtherwise(SealedFileError):
    """The file is an age file, but locked with a passphrase instead of a key."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file is locked with a passphrase, which Scrutiny Desk never does to a file.",
            "Ask the sender to make the file with Scrutiny Desk.",
        )


class Damaged(SealedFileError):
    """Some of the file is not as it was made."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "The file was damaged or cut off on its way.",
            "Nothing was taken from it. Copy it again from where it came, "
            "or ask for it to be sent again.",
        )


class Altered(SealedFileError):
    """The signature does not fit what is signed."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "What is in this file was changed after it was made.",
            "Nothing was taken from it. Ring the sender, and ask for a new one.",
        )


class TooLarge(SealedFileError):
    """The file, or what it unpacks to, is larger than we ever make one."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file is larger than any that Scrutiny Desk makes.",
            "Nothing was taken from it. Ask the sender what it is.",
        )


class TooMuch(SealedFileError):
    """What is to be sealed does not fit one file."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__("This is too much for one file.", "Send fewer records at a time.")


class NewerFile(SealedFileError):
    """The file was made by a newer version of the program."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file was made with a newer version of Scrutiny Desk.",
            "Install the newest version on this computer and open the file with it.",
        )


_KINDS = {
    "invitation": (
        "This is an invitation.",
        "Open it at the first start of a laptop, or where its settings are updated.",
    ),
    "submission": (
        "This is a file with records for an office.",
        "Open it at the office it was made for, on the page that receives files.",
    ),
    "receipt": (
        "This is an office's answer to a file that it received.",
        "Open it on the laptop that sent the records.",
    ),
}


class WrongKind(SealedFileError):
    """The file is one of ours, but of another kind than is opened here; `kind` says which."""

    def __init__(self, kind: str) -> None:
        """Word the refusal; `kind` need not be one that we know."""
        unknown = (
            "This is a kind of file that this version of Scrutiny Desk does not know.",
            "Install the newest version, or ask the sender what it is.",
        )
        super().__init__(*_KINDS.get(kind, unknown))
        self.kind = kind


class Forwarded(SealedFileError):
    """Its writer made the file for others, and one of those passed it on to us."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This file was made for another office, and somebody passed it on to this one.",
            "Nothing was taken from it. Ask the person who wrote it to send it here.",
        )


class WrongContent(SealedFileError):
    """The file is whole and signed, but does not hold what it should; `detail` is for us."""

    def __init__(self, detail: str) -> None:
        """Word the refusal."""
        super().__init__(
            "This file does not hold what it should, so none of it was taken.",
            "Ask the sender to install the newest version of Scrutiny Desk "
            "and to make the file again.",
        )
        self.detail = detail
