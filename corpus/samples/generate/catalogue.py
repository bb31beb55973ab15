"""All the samples, by name."""

from __future__ import annotations

from corpus.samples.generate import borderline, conforming, faulty, files, raep
from corpus.samples.generate.sample import Sample


def catalogue() -> dict[str, Sample]:
    """Every sample, in the order of the documentation."""
    groups = (conforming, borderline, faulty, files, raep)
    return {sample.name: sample for group in groups for sample in group.samples()}
