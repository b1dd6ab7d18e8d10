"""A disk of 3 MB, as the tests of the store have it."""

from tests.unit.conftest import small_disk

__all__ = ["small_disk"]
