"""From a sample's recipe to its files."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.samples.generate.layout import Producer, render
from corpus.samples.generate.sample import Sample
from corpus.samples.generate.truth import truth


@dataclass(frozen=True, slots=True)
class Made:
    """The PDF's bytes and the truth's text."""

    pdf: bytes
    truth: str


def producer(name: str) -> Producer:
    """The producer of that name, imported only when it is used."""
    if name == "typst":
        from corpus.samples.generate.with_typst import produce as typst_produce

        return typst_produce
    if name == "reportlab":
        from corpus.samples.generate.with_reportlab import produce as reportlab_produce

        return reportlab_produce
    from corpus.samples.generate.with_fpdf import produce as fpdf_produce

    return fpdf_produce


def make(sample: Sample) -> Made:
    """Make one sample. The same sample gives the same bytes."""
    dossier = sample.dossier()
    pdf, record, printed = render(producer(sample.producer), dossier, sample.style, sample.labels, sample.author)
    if sample.finish is not None:
        pdf = sample.finish(pdf)
    return Made(pdf, truth(sample, dossier, record, printed))
