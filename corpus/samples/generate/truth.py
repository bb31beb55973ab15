"""The truth of a sample, computed from its recipe and from what its producer laid out."""

from __future__ import annotations

from corpus.samples.generate.dossier import Dossier
from corpus.samples.generate.layout import Record
from corpus.samples.generate.markup import Block, plain
from corpus.samples.generate.numbering import number, verdict
from corpus.samples.generate.sample import Sample


def truth(sample: Sample, dossier: Dossier, record: Record, printed: list[str]) -> str:
    """The truth as TOML text, in a fixed order."""
    lines = [
        f"title = {_quoted(f'{dossier.facts.title} – {dossier.facts.kind}')}",
        f"defect = {_quoted(sample.defect)}",
        f'producer = "{sample.producer}"',
        f'profile = "{sample.profile}"',
        f"candidate = {_quoted(sample.candidate)}",
        f"pages = {record.pages}",
    ]
    if sample.password:
        lines.append(f"password = {_quoted(sample.password)}")
    if sample.refusal:
        return "\n".join([*lines, f"refusal = {_quoted(sample.refusal)}"]) + "\n"
    lines.append(f"text_layer = {str(sample.text_layer).lower()}")
    if sample.profile == "raep":
        return "\n".join([*lines, *_numbering(printed), "", *_outcomes(sample)]) + "\n"
    lines += _structure(sample, dossier, record, printed)
    return "\n".join([*lines, "", *_outcomes(sample)]) + "\n"


def _structure(sample: Sample, dossier: Dossier, record: Record, printed: list[str]) -> list[str]:
    if not sample.text_layer:
        return ['numbering = "none"', "years = []"]
    lines = _numbering(printed)
    introduction = record.sections.get("introduction")
    if introduction is not None:
        lines.append(f"introduction_page = {introduction.start_page}")
    lines.append(f"contents_pages = {record.contents_pages}")
    years = [dossier.facts.year] if dossier.facts.year else []
    lines.append(f"years = [{', '.join(_quoted(year) for year in years)}]")
    conclusion = record.sections.get("conclusion")
    if conclusion is not None:
        lines += [
            "",
            "[conclusion]",
            f"start_page = {conclusion.start_page}",
            f"end_page = {conclusion.end_page}",
            f"length_pages = {record.length('conclusion', sample.style):.2f}",
        ]
    for section in dossier.sections:
        if section.kind == "part":
            lines += [
                "",
                "[[parts]]",
                f"number = {section.number}",
                f"title = {_quoted(plain(section.title))}",
                f"page = {record.sections[section.key].start_page}",
            ]
    lines += ["", "# Code of the competence: the parts where it is written, 0 outside the parts."]
    lines += ["[competences]", *_competences(dossier)]
    return lines


def _numbering(printed: list[str]) -> list[str]:
    lines = [f'numbering = "{verdict(printed)}"']
    numbered = [page for page, label in enumerate(printed, start=1) if label]
    if numbered:
        lines.append(f"first_numbered_page = {numbered[0]}")
    lines.append(f"printed = [{', '.join(_quoted(number(label)) for label in printed)}]")
    return lines


def _competences(dossier: Dossier) -> list[str]:
    parts: dict[str, set[int]] = {}
    for section in dossier.sections:
        for block in section.blocks:
            for code in _codes(block):
                parts.setdefault(code, set()).add(section.number)
    return [f'"{code}" = {sorted(parts[code])}' for code in sorted(parts)]


def _codes(block: Block) -> list[str]:
    spans = [*block.spans, *(span for row in block.rows for cell in row for span in cell)]
    return [code for span in spans for code in span.codes]


def _outcomes(sample: Sample) -> list[str]:
    lines = ["# Number of the requirement: the status expected.", "[outcomes]"]
    expected = sample.expected()
    order = sorted(expected, key=lambda key: (not key.isdigit(), int(key) if key.isdigit() else 0))
    return lines + [f'"{number}" = "{expected[number]}"' for number in order]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
