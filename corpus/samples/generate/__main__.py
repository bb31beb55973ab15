"""Make the samples: ``python -m corpus.samples.generate [--only NAME] [--output FOLDER]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from corpus.samples.generate.catalogue import catalogue
from corpus.samples.generate.make import make
from corpus.samples.generate.manifest import CORPUS, manifest
from corpus.samples.generate.statements import PLACE, statements

SAMPLES = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Write each sample's PDF and truth, and print its size."""
    parser = argparse.ArgumentParser(prog="python -m corpus.samples.generate", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="make this sample only")
    parser.add_argument("--output", type=Path, default=SAMPLES, help="folder to write to")
    options = parser.parse_args(arguments)
    samples = catalogue()
    names = options.only or list(samples)
    if unknown := [name for name in names if name not in samples]:
        parser.error(f"no sample is named {unknown[0]}; the names are {', '.join(samples)}")
    options.output.mkdir(parents=True, exist_ok=True)
    for name in names:
        made = make(samples[name])
        (options.output / f"{name}.pdf").write_bytes(made.pdf)
        (options.output / f"{name}.toml").write_text(made.truth, encoding="utf-8")
        print(f"{name}.pdf  {len(made.pdf) / 1000:.0f} kB")
    if options.output == SAMPLES:
        PLACE.write_text(statements(), encoding="utf-8")
        (CORPUS / "manifest.toml").write_text(manifest(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
