"""What lies where in a desk's folder; a backup is a folder of the same shape."""

DATABASE = "desk.db"
KEYS = "desk.key"
BACKUPS = "backups"
SET_ASIDE = "before-restore"
