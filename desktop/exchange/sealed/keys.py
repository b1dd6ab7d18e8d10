"""A desk's own keys: one to sign with, one to open what was sealed for it."""

from dataclasses import dataclass, field

from nacl.signing import SigningKey

from desktop.exchange.sealed.envelope import new_identity


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """Both keys of a desk: 32 bytes each for signing, age's texts for opening.

    The secret halves are left out wherever a value is shown.
    """

    signing_seed: bytes = field(repr=False)
    verify_key: bytes
    age_identity: str = field(repr=False)
    recipient: str


def new_keys() -> OwnKeys:
    """Make both keys of a desk by chance."""
    signing_seed, verify_key = new_signing_key()
    age_identity, recipient = new_identity()
    return OwnKeys(signing_seed, verify_key, age_identity, recipient)


def new_signing_key() -> tuple[bytes, bytes]:
    """Make a key to sign with: the seed, which is secret, and the key that verifies."""
    key = SigningKey.generate()
    return bytes(key), bytes(key.verify_key)


def verify_key_of(signing_seed: bytes) -> bytes:
    """Give the key that verifies what this seed signs."""
    return bytes(SigningKey(signing_seed).verify_key)
