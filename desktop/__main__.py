"""`python -m desktop` is the command `scrutiny-desk`."""

import sys

from desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
