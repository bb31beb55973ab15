"""Make the campaign: ``python -m corpus.campaign --output FOLDER [--jobs N] [--last-day DATE] [--bare]``."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from corpus.campaign.archive import write_campaign


def main(arguments: list[str] | None = None) -> int:
    """Write the roster and the zip, and print the size of each."""
    parser = argparse.ArgumentParser(prog="python -m corpus.campaign", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.add_argument("--jobs", type=int, default=2, help="dossiers made at the same time")
    parser.add_argument("--last-day", type=dt.date.fromisoformat, help="of the window, in place of 2017-05-17")
    parser.add_argument("--bare", action="store_true", help="without the libraries of those who develop precheck")
    options = parser.parse_args(arguments)
    made = write_campaign(options.output, options.jobs, last_day=options.last_day, bare=options.bare)
    for name, size in made.items():
        print(f"{name}  {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
