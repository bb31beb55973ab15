"""Make the campaign: ``python -m corpus.campaign --output FOLDER [--jobs N]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.campaign.archive import write_campaign


def main(arguments: list[str] | None = None) -> int:
    """Write the roster and the zip, and print the size of each."""
    parser = argparse.ArgumentParser(prog="python -m corpus.campaign", description=__doc__)
    parser.add_argument("--output", type=Path, required=True, help="folder to write to")
    parser.add_argument("--jobs", type=int, default=2, help="dossiers made at the same time")
    options = parser.parse_args(arguments)
    for name, size in write_campaign(options.output, options.jobs).items():
        print(f"{name}  {size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
