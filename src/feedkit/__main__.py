"""`python -m feedkit` is the command `feedkit`."""

from feedkit.cli import main

main()
