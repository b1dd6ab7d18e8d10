"""What all tests share: a screen that needs no display, chosen before Qt is imported."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of the example that was being tried on it.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
