"""The command `precheck`, also as `python -m precheck`."""

from __future__ import annotations

import gc


def run() -> None:
    """Start the command line."""
    # Starting makes many objects that stay: looking for garbage among them again and again takes a tenth of the time.
    gc.set_threshold(100_000)
    from precheck.cli import main

    main(prog_name="precheck")


if __name__ == "__main__":
    run()
