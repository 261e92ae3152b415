"""`python -m feedkit` is the command `feedkit`."""

import signal


def main() -> None:
    """Run the command line; an interrupt while it still loads ends the program without a word."""
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from feedkit import cli

    cli.main()


if __name__ == "__main__":
    main()
