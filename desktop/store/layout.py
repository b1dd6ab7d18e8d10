"""What lies where in a desk's folder; a backup is a folder of the same shape."""

from pathlib import Path

DATABASE = "desk.db"
KEYS = "desk.key"
PENDING_KEYS = "desk.key.new"
BACKUPS = "backups"
BACKUP_STATE = "backups.json"
SET_ASIDE = "before-restore"

_DESKS = "desks"


def desk_folder(data: Path, name: str) -> Path:
    """Give the folder of the desk called `name` below a data folder."""
    return data / _DESKS / name


def desks_in(data: Path) -> list[Path]:
    """List the folders of the desks below a data folder, by name, also of damaged ones."""
    folder = data / _DESKS
    if not folder.is_dir():
        return []
    return sorted(
        desk
        for desk in folder.iterdir()
        # A name with .part is a desk whose making was interrupted.
        if desk.suffix != ".part" and ((desk / KEYS).exists() or (desk / DATABASE).exists())
    )


def lost_desks_in(data: Path) -> list[Path]:
    """List the folders below a data folder that hold backups of a desk, and no desk."""
    folder, there = data / _DESKS, desks_in(data)
    if not folder.is_dir():
        return []
    return sorted(
        desk
        for desk in folder.iterdir()
        if desk not in there and any((desk / BACKUPS).glob(f"*/{DATABASE}"))
    )
