"""Broken and hostile files through the site: each is answered with a report or a reason, and the site lives on.

    python bench/hostile_site.py DIR [DIR…]

Exit code 1 when a file is not answered, when the answer is a breakdown, or when the site does not answer afterwards.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench._site import Site
from bench._visitor import Unexpected, Visitor
from bench.hostile import files_below

PEOPLE = 4
"""Who drop files at the same time."""
_VERDICT = re.compile(rb'class="verdict (\w+)"')


def ending(site: Site, file: Path) -> tuple[str, float]:
    """How a file ended, and after how many seconds."""
    start = time.perf_counter()
    visitor = Visitor(site.address)
    try:
        path = visitor.drop(file.name, file.read_bytes())
        outcome = "refused at the door" if path is None else _said(visitor.wait(path))
    except (Unexpected, OSError) as error:
        outcome = f"DEFECT {type(error).__name__} {error}"
    return outcome, time.perf_counter() - start


def _said(page: bytes) -> str:
    verdict = _VERDICT.search(page)
    if b'class="page refusal"' in page:
        return "refused with its reason"
    return f"report: {verdict[1].decode()}" if verdict else "DEFECT neither report nor reason"


def main() -> int:
    """Drop, print, and say by the exit code whether anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    files = files_below(parser.parse_args().folders)
    if not files:
        parser.error("no file there")
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        with ThreadPoolExecutor(PEOPLE) as pool:
            endings = list(pool.map(lambda file: ending(site, file), files))
        alive = site.alive()
        broken = site.log.read_text("utf-8", "replace").count("the check itself broke down")
        site.end()
    for outcome, count in sorted(Counter(outcome for outcome, _ in endings).items()):
        print(f"{count:5d}  {outcome}")
    defects = [f"{file}: {outcome}" for file, (outcome, _) in zip(files, endings, strict=True) if "DEFECT" in outcome]
    defects += [] if alive else ["the site does not answer any more"]
    defects += [f"{broken} checks broke down"] if broken else []
    slowest = max(zip(files, endings, strict=True), key=lambda each: each[1][1])
    print(f"{len(files):5d}  files, the slowest {slowest[1][1]:.1f} s: {slowest[0].name}")
    print("\n".join(defects) or "every file answered, site alive")
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main())
