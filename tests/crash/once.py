"""`python -m crash.once FOLDER` is `feedkit run` in a folder, at the time that the trials have."""

import os
import sys
from pathlib import Path

from crash import worlds

if __name__ == "__main__":
    os._exit(worlds.status_of(worlds.World(Path(sys.argv[1]))))
