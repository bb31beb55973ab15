"""To be filled."""

from corpus.samples.generate.sample import Sample


def samples() -> list[Sample]:
    """None yet."""
    return []
