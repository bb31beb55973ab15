"""Producer: Typst, with the fonts that its wheel embeds."""

from __future__ import annotations

import datetime
import json
import tempfile
from dataclasses import asdict
from pathlib import Path

from corpus.samples.generate.figures import figure
from corpus.samples.generate.layout import Entry, Job, Record
from corpus.samples.generate.markup import Block, plain

TEMPLATE = Path(__file__).parent / "dossier.typ"
DATE = datetime.datetime(2017, 5, 12, 10, 0, tzinfo=datetime.UTC)


def produce(job: Job) -> tuple[bytes, Record]:
    """Lay the job out with Typst; positions come from the template's own marks."""
    import typst

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "main.typ").write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
        (root / "data.json").write_text(json.dumps(_data(job)), encoding="utf-8")
        for section in job.dossier.sections:
            for block in section.blocks:
                if block.kind == "figure":
                    (root / f"{block.name}.jpg").write_bytes(figure(block.name))
        compiler = typst.Compiler(str(root / "main.typ"), root=str(root), ignore_system_fonts=True)
        data = compiler.compile(format="pdf", timestamp=DATE)
        marks = json.loads(compiler.query("<mark>", field="value"))
    if not isinstance(data, bytes):
        raise TypeError("typst gave several files where one PDF was expected")
    return data, _record(marks)


def _data(job: Job) -> dict[str, object]:
    return {
        "facts": asdict(job.dossier.facts),
        "style": asdict(job.style),
        "running": job.running_head,
        "labels": list(job.labels),
        "title": job.title,
        "author": job.author,
        "entries": [asdict(entry) for entry in job.entries],
        "sections": [
            {
                "key": section.key,
                "title": plain(section.title),
                "kind": section.kind,
                "blocks": [_block(block) for block in section.blocks],
            }
            for section in job.dossier.sections
        ],
    }


def _block(block: Block) -> dict[str, object]:
    data = asdict(block)
    data["text"] = plain(block.spans)
    return data


def _record(marks: list[dict[str, object]]) -> Record:
    record = Record()
    for mark in marks:
        page, y = int(str(mark["page"])), float(str(mark["y"]))
        match mark["what"]:
            case "pages":
                record.pages = page
            case "contents":
                record.contents_pages.append(page)
            case "entry":
                record.entries.append(Entry(str(mark["key"]), int(str(mark["depth"])), page))
            case _:
                record.seen(str(mark["key"]), page, y, y)
    first, *_, last = [*record.contents_pages, 0, 0]
    if record.contents_pages:
        last = record.contents_pages[-1]
        record.contents_pages = list(range(first, last + 1))
    return record
