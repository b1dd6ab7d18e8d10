"""What may be wrong when a desk is unlocked, each with its own sentence."""

from desktop.errors import UserError

FROM_BACKUP = "Restore the desk from a backup: each backup holds a copy of its key."


class KeyFileMissing(UserError):
    """There is no key file."""


class KeyFileEmpty(UserError):
    """The key file has no bytes."""


class KeyFileDamaged(UserError):
    """The key file is not as we wrote it."""


class KeyFileNewer(UserError):
    """The key file was written by a newer version of the program."""


class WrongPassphrase(UserError):
    """The passphrase opens no slot."""


class WrongRecoveryCode(UserError):
    """A whole recovery code, but of another desk or one that was replaced."""


class NoPassphrase(UserError):
    """An empty passphrase protects nothing."""


class NotEnoughMemory(UserError):
    """The computer cannot lend the memory that unlocking needs."""


def damaged_keys() -> KeyFileDamaged:
    """Give the error for a key file that is not as we wrote it."""
    return KeyFileDamaged("The key file of this desk is damaged.", FROM_BACKUP)
