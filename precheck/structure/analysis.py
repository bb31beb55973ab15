"""The architecture of a dossier, step by step: numbers, furniture, contents tables, headings, parts, sections."""

from __future__ import annotations

from dataclasses import replace

from precheck.model.document import Document
from precheck.model.profile import Outline
from precheck.model.structure import SectionKind, Structure
from precheck.structure.bounds import find_conclusion, find_introduction, find_opening
from precheck.structure.contents import find_contents
from precheck.structure.furniture import find_furniture
from precheck.structure.headings import Candidate, find_headings
from precheck.structure.lengths import body_span, length_pages
from precheck.structure.numbering import find_numbering
from precheck.structure.parts import find_parts, infer_parts, near_parts
from precheck.structure.sections import openers, partition
from precheck.structure.view import View
from precheck.structure.vocabulary import vocabulary_of


def analyse(document: Document, outline: Outline) -> Structure:
    """What can be concluded from the lines of a document about its architecture.

    `outline` names the parts and the heading words that the institution uses; the usual ones are known without it.
    Nothing is raised for a document without text: its structure is empty.
    """
    view = View(document)
    numbering = find_numbering(view)
    furniture = find_furniture(view, numbering)
    contents = find_contents(view, furniture, outline)
    candidates = find_headings(view, furniture | contents.starts)
    vocabulary = vocabulary_of(outline)
    parts = find_parts(view, candidates, outline)
    introduction = find_introduction(view, vocabulary, candidates, parts)
    opening = None if introduction else find_opening(view, furniture | contents.starts, parts)
    conclusion = find_conclusion(view, vocabulary, candidates, parts, introduction)
    start = introduction.end if introduction else 0
    end = conclusion.heading.start if conclusion else len(document.text)
    parts = infer_parts(parts, [c for c in candidates if start < c.start < end], outline)
    found = openers(view, vocabulary, candidates, contents, parts, introduction, opening, conclusion)
    body = body_span(view, furniture)
    sections = tuple(
        replace(section, length_pages=length_pages(view, section, furniture, body))
        if section.kind is not SectionKind.COVER
        else section
        for section in partition(view, found, furniture)
    )
    near = near_parts(parts, candidates, outline)
    openings = {section.heading.start for section in sections if section.heading}
    kept = [c for c in candidates if _is_heading(c) or c.start in openings]
    return Structure(
        numbering,
        furniture,
        contents.pages,
        tuple(c.heading() for c in kept),
        sections,
        round(body[1] - body[0], 1),
        tuple((number, candidate.heading()) for number, candidate in near),
    )


def _is_heading(candidate: Candidate) -> bool:
    return candidate.distinct or candidate.prefix.style in ("part", "chapter")
