"""Sentences and paragraphs as they are compared: tiny ones join their neighbour, huge ones are cut."""

from __future__ import annotations

import numpy as np

from precheck.similarity.prepared import Places, Prepared

SHORT_PARAGRAPH, LONG_PARAGRAPH, TOO_LONG_PARAGRAPH = 40, 150, 195
"""Words: below the first a paragraph joins the next, above the last it is cut to pieces of the second."""


def sentence_units(text: Prepared, content_words: int) -> Places:
    """The bounds of the units in words, first and last included: sentences, joined until each holds `content_words`
    content words. An empty text has no units: `[0]`."""
    count = len(text)
    content = np.concatenate([[0], np.cumsum(text.content)])
    bounds = [0]
    for end in [*map(int, text.sentences[1:]), count]:
        if content[end] - content[bounds[-1]] >= content_words:
            bounds.append(end)
    if count and bounds[-1] != count:
        if len(bounds) > 1:
            bounds.pop()
        bounds.append(count)
    return np.array(bounds, np.int32)


def paragraph_units(text: Prepared) -> Places:
    """The bounds of the paragraphs in words, first and last included: short ones join the next, long ones are cut at
    the end of a sentence. An empty text has no units: `[0]`."""
    count = len(text)
    sentences = text.sentences
    bounds = [0]
    for end in [*map(int, text.paragraphs[1:]), count]:
        if end - bounds[-1] < SHORT_PARAGRAPH and end != count:
            continue
        while end - bounds[-1] > TOO_LONG_PARAGRAPH:
            last = int(np.searchsorted(sentences, bounds[-1] + LONG_PARAGRAPH, "right")) - 1
            cut = int(sentences[last])
            bounds.append(cut if cut > bounds[-1] + SHORT_PARAGRAPH else bounds[-1] + LONG_PARAGRAPH)
        if end > bounds[-1]:
            bounds.append(end)
    if len(bounds) > 2 and bounds[-1] - bounds[-2] < SHORT_PARAGRAPH:
        del bounds[-2]
    return np.array(bounds, np.int32)
