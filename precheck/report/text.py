"""The report for a terminal: what to fix first, then what to verify, the competence matrix, the verdict last.

Plain text, 80 columns unless told otherwise; no colour, every state has its word and its sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from precheck.i18n import Translator, msg, msgs
from precheck.model.finding import Clause
from precheck.model.report import Refusal, Report, Verdict
from precheck.report.lines import colon, heading, wrap
from precheck.report.matrix import PLACEMENT_WORD, Matrix, Row, matrix
from precheck.report.phrases import clause_text, count_phrases, page_phrase, structure_facts
from precheck.report.plain import Voice, page_ranges
from precheck.report.view import Item, by_urgency, counts, items, observed_of, pages_of, quote_of
from precheck.report.wording import (
    DISCLAIMER,
    INDICATIVE,
    TITLE,
    URGENCY_SIGN,
    URGENCY_TITLE,
    VERDICT_SIGN,
    VERDICT_TITLE,
    Urgency,
)

WIDTH = 80
PLACES = 8
"""Places shown for one rule; the other formats show all."""


def render(result: Report | Refusal, translator: Translator, *, width: int = WIDTH) -> str:
    """The report, or the refusal, of one file. Ends with a line feed."""
    voice = Voice(translator)
    if isinstance(result, Refusal):
        return "\n".join(_refusal(result, voice, width)) + "\n"
    return "\n".join(_report(result, voice, width)) + "\n"


def render_summary(results: Sequence[Report | Refusal], translator: Translator, *, width: int = WIDTH) -> str:
    """One line a file, in the order given, and the totals last."""
    voice = Voice(translator)
    lines = [verdict_line(result, voice) for result in results]
    return summary(lines, [each.verdict if isinstance(each, Report) else None for each in results], voice, width=width)


def summary(lines: Sequence[str], verdicts: Sequence[Verdict | None], voice: Voice, *, width: int = WIDTH) -> str:
    """A line a file and the totals; the verdict is None for a file that could not be read."""
    totals = [
        msgs("{count} file", "{count} files", len(verdicts)),
        msgs("{count} conforming", "{count} conforming", verdicts.count(Verdict.CONFORMING)),
        msgs("{count} to verify", "{count} to verify", verdicts.count(Verdict.TO_VERIFY)),
        msgs("{count} not conforming", "{count} not conforming", verdicts.count(Verdict.NOT_CONFORMING)),
        msgs("{count} could not be read", "{count} could not be read", verdicts.count(None)),
    ]
    wrapped = [part for line in lines for part in wrap(line, width, "", "  ")]
    return "\n".join([*wrapped, "", ", ".join(voice(total) for total in totals) + "."]) + "\n"


def verdict_line(result: Report | Refusal, voice: Voice) -> str:
    """File, verdict and counts on one line."""
    if isinstance(result, Refusal):
        return f"✗ {voice(result.message)}"
    phrases = count_phrases(counts(result, items(result)))
    if result.dossier.originality is not None:
        from precheck.report.originality_text import share_phrase

        phrases += (share_phrase(result.dossier.originality, voice),)
    said = ", ".join(map(voice, phrases))
    verdict = voice(VERDICT_TITLE[result.verdict])
    line = msg("{name}: {verdict} ({counts})", name=result.dossier.document.name, verdict=verdict, counts=said)
    return f"{VERDICT_SIGN[result.verdict]} {voice(line)}"


def _refusal(refusal: Refusal, voice: Voice, width: int) -> Iterator[str]:
    yield from wrap(f"✗ {voice(refusal.message)}", width, "", "  ")
    yield from wrap(f"→ {voice(refusal.advice)}", width, "  ", "    ")


def _report(report: Report, voice: Voice, width: int) -> Iterator[str]:
    document = report.dossier.document
    yield from wrap(f"{voice(TITLE)} — {voice(document.name)}", width)
    yield from wrap(voice(report.profile.title), width)
    yield ""
    for label, value in structure_facts(report, voice):
        yield from wrap(f"{label}{colon(voice)} {value}", width, "  ", "    ")
    found = items(report)
    number = 0
    for level, chosen in by_urgency(found):
        yield from heading(f"{voice(URGENCY_TITLE[level])} ({sum(len(item.outcomes) for item in chosen)})", width)
        for item in chosen:
            number += 1
            yield from _item(item, number, level, voice, width)
    if report.dossier.originality is not None:
        from precheck.report.originality_text import originality_lines

        yield from originality_lines(report.dossier.originality, report.dossier, voice, width)
    table = matrix(report)
    if table is not None:
        yield from _matrix(report, table, voice, width)
    if report.reminders:
        yield from heading(voice(msg("To check yourself")), width)
        for reminder in report.reminders:
            yield from wrap(f"□ {voice(reminder.text)}", width, "  ", "    ")
    yield ""
    yield from wrap(voice(DISCLAIMER), width)
    yield ""
    yield from wrap(verdict_line(report, voice), width, "", "  ")


def _item(item: Item, number: int, level: Urgency, voice: Voice, width: int) -> Iterator[str]:
    said = item.single
    head = voice(item.heading)
    codes = ", ".join(item.codes)
    pages = page_phrase(item.pages)
    place = f"{voice(pages)}, {codes}" if pages else codes
    yield from wrap(f"{number}. {URGENCY_SIGN[level]} {head} [{place}]", width, "", "     ")
    if len(item.findings) > 1:
        for finding in item.findings[:PLACES]:
            where = page_phrase(pages_of([finding]))
            prefix = f"{voice(where)}{colon(voice)} " if where else ""
            text = "" if said is not None else voice(finding.message)
            quote = voice.quotation(quote_of(finding.evidence), 120)
            yield from wrap(f"- {prefix}{' '.join(part for part in (text, quote) if part)}", width, "     ", "       ")
        more = len(item.findings) - PLACES
        if more > 0:
            yield f"     {voice(msgs('and {count} more place', 'and {count} more places', more))}"
    else:
        yield from _single_place(item, voice, width)
    for hint in item.hints:
        yield from wrap(f"→ {voice(hint)}", width, "     ", "       ")
    if len(item.outcomes) > 1:
        semicolon = "\u00a0; " if voice.language == "fr" else "; "
        titles = semicolon.join(voice.constant(outcome.title) for outcome in item.outcomes)
        yield from wrap(f"{voice(msg('Rules'))}{colon(voice)} {titles}", width, "     ", "       ")
    for clause in item.clauses:
        yield from wrap(_clause(clause, voice), width, "     ", "       ")


def _single_place(item: Item, voice: Voice, width: int) -> Iterator[str]:
    evidence = item.findings[0].evidence
    quote = voice.quotation(quote_of(evidence), 240)
    if quote:
        yield from wrap(quote, width, "     ", "     ")
    observed, expected = observed_of(evidence)
    pairs = [(msg("Observed"), observed), (msg("Expected"), expected)]
    said = " · ".join(f"{voice(label)}{colon(voice)} {voice(value)}" for label, value in pairs if value is not None)
    if said:
        yield from wrap(said, width, "     ", "     ")


def _clause(clause: Clause, voice: Voice) -> str:
    return f"{voice(msg('Rule'))}{colon(voice)} {clause_text(clause, voice)}"


def _matrix(report: Report, table: Matrix, voice: Voice, width: int) -> Iterator[str]:
    yield from heading(voice(msg("Competences by part")), width)
    labels = [voice(heading) for heading in table.headings]
    state_width = max(len(voice(word)) for word in PLACEMENT_WORD.values()) + 2
    cell_width = max(4, (width - 7 - state_width) // max(1, len(labels)) - 1)
    header = " ".join(label[:cell_width].ljust(cell_width) for label in labels)
    yield f"       {header}".rstrip()
    for group in table.domains:
        for row in group.rows:
            yield from _matrix_row(row, cell_width, voice)
    legend = msg("The numbers are pages of the file.")
    if table.expects:
        legend = msg("[ ]: the part where the competence is expected; the numbers are the pages where it is mentioned.")
    yield from wrap(voice(legend), width)
    for code, pages in table.unknown:
        where = voice(page_phrase(pages))
        yield from wrap(voice(msg("{code} ({pages}) is not a code of this framework.", code=code, pages=where)), width)
    if report.projection is not None:
        projection = report.projection
        line = msg(
            "{mentioned} competences mentioned out of {total}; {needed} are needed.",
            mentioned=projection.mentioned,
            total=projection.total,
            needed=projection.needed,
        )
        yield from wrap(f"{voice(line)} {voice(INDICATIVE)}", width)


def _matrix_row(row: Row, cell_width: int, voice: Voice) -> Iterator[str]:
    cells = []
    for cell in row.cells:
        room = cell_width - 2 if cell.expected else cell_width
        pages = page_ranges(cell.pages)
        if len(pages) > room:
            pages = pages[: room - 1].rstrip(", –") + "…"
        cells.append((f"[{pages or ' '}]" if cell.expected else pages).ljust(cell_width))
    yield f"{row.code:<6} {' '.join(cells)} {voice(PLACEMENT_WORD[row.placement])}".rstrip()
