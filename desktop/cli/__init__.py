"""The same work without a window: import, export, figures, reports, blank forms, backups.

The passphrase is asked for, or read from a file; it is never an argument and never in the
environment.
"""

from desktop.cli.commands import run
from desktop.cli.output import refuse

__all__ = ["refuse", "run"]
