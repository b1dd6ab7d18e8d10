"""What all tests share: a screen that needs no display, chosen before Qt is imported."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine is no fault of the example that was being tried on it.
settings.register_profile("untimed", deadline=None)
# A gate judges the change before it, not its luck: new examples are tried on people's desks.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate" if "CI" in os.environ else "untimed")
