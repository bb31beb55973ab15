"""Persons' names by spaCy's small French model: a hint, never a verdict. Loading it takes seconds, so it waits."""

from __future__ import annotations

import functools
import logging
import warnings
from collections.abc import Callable
from typing import Any

log = logging.getLogger(__name__)

MAX_CHARACTERS = 6_000


@functools.cache
def _model() -> Callable[[str], Any] | None:
    """The model with its entity recogniser alone; None when it is not installed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import spacy

            return spacy.load(
                "fr_core_news_sm", exclude=["tagger", "morphologizer", "parser", "attribute_ruler", "lemmatizer"]
            )
    except (ImportError, OSError):
        log.warning("the French language model is not installed: names are looked for without it")
        return None


def persons(text: str) -> list[tuple[int, int]]:
    """The spans, in code points, that the model takes for persons with two words or more, in the first 6,000 code
    points of `text`; nothing when the model is missing."""
    model = _model()
    if model is None or not text.strip():
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model(text[:MAX_CHARACTERS])
    return [
        (entity.start_char, entity.end_char)
        for entity in found.ents
        if entity.label_ == "PER" and " " in entity.text.strip() and "\n" not in entity.text
    ]
