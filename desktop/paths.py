"""Where our own files are: in a checkout, in an installed wheel and in a frozen app alike."""

import sys
from pathlib import Path

import platformdirs

APP_NAME = "scrutiny-desk"


def _home() -> Path:
    """Give the folder that holds `forms/` and `resources/`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen)
    package = Path(__file__).resolve().parent
    # A wheel carries both folders inside the package; a checkout has them beside it.
    return package if (package / "forms").is_dir() else package.parent


def forms() -> Path:
    """Give the folder of the form definitions."""
    return _home() / "forms"


def own_forms(data: Path) -> Path:
    """Give the folder of an office's own forms, in a data folder; it need not exist."""
    return data / "forms"


def desk_forms(desk: Path) -> Path:
    """Give the folder of the forms that came to one desk by invitation; it need not exist.

    They are that desk's alone: other people of other offices may have desks beside it.
    """
    return desk / "forms"


def resource(name: str) -> Path:
    """Give the path of a shipped resource such as "icons/house.svg"."""
    return _home() / "resources" / name


def default_data() -> Path:
    """Give this user's data folder; it may not exist yet."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))
