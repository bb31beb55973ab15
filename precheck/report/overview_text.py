"""The overview of many dossiers for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from precheck.i18n import Message, Translator, msg, msgs
from precheck.report.lines import heading, wrap
from precheck.report.originality_words import LEVEL_SHORT, LEVEL_SIGN, Level, percent
from precheck.report.overview import Overview, OverviewRow
from precheck.report.plain import Voice
from precheck.report.text import WIDTH

PAIRS = 20
"""Pairs shown; the other formats show all."""
TITLE = msg("Dossiers compared")


def render(overview: Overview, translator: Translator, *, width: int = WIDTH) -> str:
    """The table of the dossiers, the pairs that share most, and the figures last. Ends with a line feed."""
    voice = Voice(translator)
    return "\n".join(_lines(overview, voice, width)) + "\n"


def _lines(overview: Overview, voice: Voice, width: int) -> Iterator[str]:
    yield voice(TITLE)
    yield "─" * len(voice(TITLE))
    for row in overview.rows:
        yield from _row(row, voice, width)
    if overview.pairs:
        yield from heading(voice(PAIRS_TITLE), width)
        for pair in overview.pairs[:PAIRS]:
            share = percent(pair.share, voice.language)
            said = msgs(
                "{first} and {second}: {count} word in common",
                "{first} and {second}: {count} words in common",
                pair.words,
                first=pair.first,
                second=pair.second,
            )
            yield from wrap(voice(said), width, f"{share:>6} %  ", " " * 10)
        more = len(overview.pairs) - PAIRS
        if more > 0:
            yield f"{' ' * 10}{voice(msgs('and {count} more pair', 'and {count} more pairs', more))}"
    yield ""
    yield from wrap(f"→ {voice(next_of(overview))}", width, "", "  ")
    yield ""
    yield from wrap(", ".join(voice(phrase) for phrase in figures(overview)) + ".", width)


def _row(row: OverviewRow, voice: Voice, width: int) -> Iterator[str]:
    if row.share is None or row.level is None:
        said = row.refusal.message if row.refusal else None
        yield from wrap(voice(said) or voice(row.name), width, f"{'–':>6}    ✗ ", " " * 12)
        return
    state = f"{LEVEL_SIGN[row.level]} {voice(row.name)} – {voice(LEVEL_SHORT[row.level])}"
    if row.passages:
        count = msgs("{count} passage", "{count} passages", row.passages)
        state += f" ({voice(count)})"
    yield from wrap(state, width, f"{percent(row.share, voice.language):>6} %  ", " " * 12)


PAIRS_TITLE = msg("Dossiers that share most with each other")


def next_of(overview: Overview) -> Message:
    """What to do now."""
    if any(row.level in (Level.ALERT, Level.REVIEW) for row in overview.rows):
        return msg("Open the report of each dossier to review, from the top of the list. You alone judge.")
    return msg("No dossier reaches the threshold from which on passages are to be reviewed.")


def figures(overview: Overview) -> tuple[Message, ...]:
    """The totals: files, those to review, pairs, those that could not be read."""
    levels: Mapping[Level, int] = {each: sum(row.level is each for row in overview.rows) for each in Level}
    unread = sum(row.level is None for row in overview.rows)
    return (
        msgs("{count} file", "{count} files", len(overview.rows)),
        msgs("{count} to review first", "{count} to review first", levels[Level.ALERT]),
        msgs("{count} to review", "{count} to review", levels[Level.REVIEW]),
        msgs("{count} pair that shares passages", "{count} pairs that share passages", len(overview.pairs)),
        msgs("{count} could not be read", "{count} could not be read", unread),
    )
