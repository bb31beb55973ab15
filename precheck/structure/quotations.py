"""Quotations: what stands between quotation marks, what is quoted without them, and whether a source is near."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from precheck.model.document import Document, Line
from precheck.model.structure import Quotation, Reference, SectionKind, Structure
from precheck.structure.folding import fold
from precheck.structure.places import Places, furniture_spans, mask

MAX_LENGTH = 4000
"""Code points: marks further apart than this do not belong together."""
_MAX_MARKS = 2000
"""More pairs of marks than any dossier holds, few enough for a file made to be slow."""
MIN_WORDS = 5
"""A term or a title in quotation marks is not a quotation."""
_BODY = (SectionKind.INTRODUCTION, SectionKind.PART, SectionKind.CONCLUSION, SectionKind.OTHER)
_PAIRS = {"«": "»", "“": "”", "„": "”"}

_MARK = re.compile(r"[«»“”„\"]")
_CLOSING = {"»": re.compile("»"), "”": re.compile("”"), '"': re.compile(r'"(?![^\W_])')}
_YEAR = r"(?:1[5-9]\d\d|20[0-4]\d)"
_DETAILED_AFTER = re.compile(
    rf"^[\s.,;:!?…)»”\"]*(?:\d{{1,3}}(?=[\s.,;)]|$)|\[[^\]\n]{{1,80}}\]|\(\d{{1,3}}\)|\*+)"
    rf"|\([^()]{{0,120}}{_YEAR}[^()]{{0,80}}\)|\[[^\]]{{0,60}}{_YEAR}[^\]]{{0,20}}\]|\[\d{{1,3}}\]"
    r"|\bsources?\b|https?:|www\.|\bpp?\. ?\d|\bpage \d|\bibid|\bop\. ?cit|\bcf\."
)
_DETAILED_BEFORE = re.compile(
    rf"\(?{_YEAR}\b[^.!?\n]{{0,80}}$|\([^()]{{0,80}}{_YEAR}\b[^()]{{0,60}}\)[^.!?]{{0,60}}$|\[\d{{1,3}}\][^.!?]{{0,80}}$|https?:|www\.|\bsources?\b"
)
_TEXT_OF_LAW = re.compile(
    r"\b(?:articles? ?[lrd]?\.? ?\d|loi (?:n|du|informatique|sur|pour)|code (?:de|du|civil|penal)|decret"
    r"|arrete (?:du|mini)|circulaire|rgpd|cnil|charte|b\.?o\.?(?:en)?\b|bulletin officiel|journal officiel|convention"
    r"|declaration des droits|referentiel|programmes? (?:officiel|de)|socle commun|instructions officielles"
    r"|cadre de reference|larousse|robert"
    r"|dictionnaire|wikipedia|eduscol|ministere|academie|unesco|conditions generales|mentions legales)"
)
_NAMED = re.compile(
    r"\b(?:[Ss]elon|[Dd]'après|[Pp]our|chez|par|de|comme|que) (?:M\. |Mme |le |la |les )?[A-ZÀ-Ý][\w'-]+"
    r"|[A-ZÀ-Ý][\w'-]+,? (?:qui )?(?:nous |l')?(?:écri|di[ts]|affirm|expliqu|défini|déclar|soulign|rappel|propos"
    r"|parl|not|précis|ajout|montr|considèr|évoqu|résum|insist|cit|observ|remarqu|énonc|indiqu)\w*"
    r"|\b(?:di[ts]|écri|affirm|expliqu|soulign|rappel|not|propos|défini|résum)\w* [A-ZÀ-Ý][\w'-]+"
    r"|[A-ZÀ-Ý][\w'-]+ [A-ZÀ-Ý][\w'-]+ ?:\s*$|^\s*,\s*\w+(?:-t-(?:il|elle|on))?,? (?:M\. |Mme )?[A-ZÀ-Ý][\w'-]+"
)
_TITLE_BEFORE = re.compile(
    r"\b(?:intitulee?s?|nommee?s?|appelee?s?|appelle|denommee?s?|titre|titree?|theme|sujet|sequence|seance|chapitre|projet"
    r"|problematique|question|consigne|rubrique|onglet|bouton|menu|dossier|fichier|activite|etape|formation|cours|module"
    r"|atelier|exercice|video|film|livre|ouvrage|album|article|parcours|stage|site|blog|page|logiciel|application"
    r"|objectif|competence|item|objet|message|mail|courriel|mention|phrase|rediger|ecrire|repondre|ecrivez|mot-cle"
    r"|hypothese|exemple|enonce|cas|slogan|panneau|formule|signature|adresse|groupe|categorie|domaine"
    r"|case|etiquette|mots cles)s?"
    r"(?:\W+(?:est|etait|sont|suivante?s?|donnee?s?|posee?s?|intitulee?s?|nommee?s?|appelee?s?|libre|retenue?))*$"
)
_SPEAKER = re.compile(
    r"\b(?:eleves?|enfants?|groupes?|camarades?|parents?|j'ai dit|je leur|je demande|collegues?|tuteur|tutrice)\b"
)


def find_quotations(document: Document, structure: Structure) -> tuple[Quotation, ...]:
    """Every quotation of five words or more between marks in the body of the dossier, in the order of the text.

    Running headers are not part of a quotation that goes on over the page. Titles, instructions, and what pupils say
    are left out when the words before say so; contents tables, bibliography and annexes are not looked at.
    """
    furniture = furniture_spans(document, structure)
    text = mask(document.text, furniture)
    if not _MARK.search(text):
        return ()
    folded = mask(fold(document.text), furniture)
    places = Places(document, structure)
    found = []
    for start, end in between_marks(text):
        section = places.section(start)
        if section is None or section.kind not in _BODY:
            continue
        words = count_words(text[start + 1 : end - 1])
        if words < MIN_WORDS or _is_not_quoted(folded, start):
            continue
        found.append(Quotation(start, end, words, reference_near(text, folded, start, end)))
    return tuple(found)


def count_words(text: str) -> int:
    """The words of a text: what spaces and line ends part and holds a letter or a digit."""
    return sum(1 for word in text.replace("\0", " ").split() if any(map(str.isalnum, word)))


def between_marks(text: str) -> list[tuple[int, int]]:
    """The outermost spans between paired quotation marks, marks included, in code points of `text`."""
    spans: list[tuple[int, int]] = []
    closers = _Closers(text)
    position = 0
    while len(spans) < _MAX_MARKS and (match := _MARK.search(text, position)):
        mark, start = match[0], match.start()
        end = None
        if mark == '"':
            end = _closing_straight(text, start, closers)
        elif mark in _PAIRS and closers.after(_PAIRS[mark], start) is not None:
            end = _closing(text, start, mark, _PAIRS[mark])
        if end is None:
            position = start + 1
        else:
            spans.append((start, end))
            position = end
    return spans


class _Closers:
    """Where the next mark stands that may close a quotation, told for one place after the other.

    What was found for one place is kept for the next: thousands of marks that nothing closes are no work.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def after(self, mark: str, start: int) -> int | None:
        """The first such mark after `start`; None when it is further than `MAX_LENGTH`."""
        place = self._next.get(mark, -1)
        if place <= start:
            match = _CLOSING[mark].search(self._text, start + 1)
            place = self._next[mark] = match.start() if match else len(self._text) + MAX_LENGTH
        return place if place < start + MAX_LENGTH else None


def _closing(text: str, start: int, opener: str, closer: str) -> int | None:
    """The end of the quotation that opens there; the first closing mark when the marks inside do not pair up."""
    depth = 0
    first = None
    for match in re.compile(f"[{opener}{closer}]").finditer(text, start, start + MAX_LENGTH):
        if match[0] == opener:
            # A mark at the head of a line inside a quotation repeats it, as printers do: it opens nothing.
            repeats = depth > 0 and text[match.start() - 1] in "\n\f"
            depth += 0 if repeats else 1
            continue
        first = first or match.end()
        depth -= 1
        if depth == 0:
            return match.end()
    return first


def _closing_straight(text: str, start: int, closers: _Closers) -> int | None:
    """The end of what a straight mark opens: such a mark opens after a space and closes after a word."""
    if start and not (text[start - 1].isspace() or text[start - 1] in "('"):
        return None
    place = closers.after('"', start)
    return None if place is None else place + 1


def _is_not_quoted(folded: str, start: int) -> bool:
    """Whether the words before say that this is a title, an instruction, or somebody present who speaks."""
    before = folded[max(0, start - 90) : start]
    clause = re.split(r"[.!?\f]\s", before)[-1].rstrip(' :«"“\n,(-')
    return _TITLE_BEFORE.search(clause) is not None or _SPEAKER.search(clause) is not None


def reference_near(text: str, folded: str, start: int, end: int) -> Reference:
    """The source near the quotation `[start, end)`: in the sentence before it, or right after it.

    `folded` is `text` folded, see `precheck.structure.folding`.
    """
    after, before = folded[end : end + 170], folded[max(0, start - 170) : start]
    inside = folded[max(start, end - 60) : end]
    # A source stands before the next sentence but one; beyond, it belongs to something else.
    after = after[: _sentence_end(after)]
    if _DETAILED_AFTER.search(after) or re.search(rf"\([^()]*{_YEAR}[^()]*\)", inside):
        return Reference.DETAILED
    if _DETAILED_BEFORE.search(before) or _TEXT_OF_LAW.search(before) or _TEXT_OF_LAW.search(after):
        return Reference.DETAILED
    names = text[max(0, start - 110) : start], text[end : end + 90]
    return Reference.NAMED if any(_NAMED.search(part) for part in names) else Reference.NONE


def _sentence_end(after: str) -> int:
    ends = [match.end() for match in re.finditer(r"[.!?]\s+(?=[a-z(])", after)]
    return ends[1] if len(ends) > 1 else len(after)


_ANNOUNCED = re.compile(
    r"(?:\b(?:je|nous) (?:le |la |les )?cit(?:e|ons)\b|\bcitation\b|\b(?:ecri(?:t|vent|vait)|affirme|declare|definit"
    r"|enonce|dispose|stipule)\b[^.:;\n]{0,40}|\bon (?:peut )?(?:y )?li(?:re|t)\b[^.:;\n]{0,40}"
    r"|\b(?:selon|d'apres) [^.:;\n]{2,60})\s?:\s*$"
)
_ENDS_WITH_SOURCE = re.compile(rf"\([^()]{{2,100}}(?:{_YEAR}|\bpp?\. ?\d)[^()]{{0,40}}\)[\s.]*$|\[\d{{1,3}}\][\s.]*$")
_BULLET = re.compile(r"^(?:[-•*–▪·►➢✓o]|\d{1,2}[.)]|[a-z]\)) ")
_ITALIC = re.compile(r"ital|obliq", re.IGNORECASE)
_INDENT = 15.0
"""Points from the left margin of the page from which a block is set apart."""
_BLOCK_WORDS = 12


def find_unmarked(document: Document, structure: Structure) -> tuple[Quotation, ...]:
    """Passages set apart in italics or by an indent that are announced as a quotation, or end with a source, and have
    no quotation marks. Only lines of the body count; lists are left out."""
    places = Places(document, structure)
    found = []
    for block in _blocks(document, structure, places):
        start, end = block[0].start, block[-1].end
        text = document.text[start:end]
        words = count_words(text)
        if words < _BLOCK_WORDS or _MARK.search(text):
            continue
        before = document.text[max(0, start - 120) : start]
        if _MARK.search(before[-4:]):
            continue
        folded = fold(text)
        sourced = _ENDS_WITH_SOURCE.search(folded) is not None and (
            # People also indent paragraphs that only refer to a source: italics, a page or a colon tell a quotation.
            all(_ITALIC.search(line.font) for line in block) or "p." in folded[-40:] or before.rstrip().endswith(":")
        )
        if sourced or _ANNOUNCED.search(fold(before)):
            found.append(Quotation(start, end, words, Reference.DETAILED if sourced else Reference.NONE, marked=False))
    return tuple(found)


def _blocks(document: Document, structure: Structure, places: Places) -> Iterator[list[Line]]:
    """Runs of lines of the body that are in italics or indented, page by page."""
    headings = {heading.start for heading in structure.headings}
    for page in document.pages:
        lines = [line for line in page.lines if not line.rotated]
        margins = Counter(round(line.bbox.x0) for line in lines if len(line.text) > 40)
        if not margins:
            continue
        margin = min(x0 for x0, count in margins.items() if count >= max(margins.values()) / 2)
        italics = sum(1 for line in lines if _ITALIC.search(line.font))
        block: list[Line] = []
        for line in lines:
            apart = line.bbox.x0 >= margin + _INDENT or (bool(_ITALIC.search(line.font)) and 2 * italics < len(lines))
            if (
                apart
                and line.start not in headings
                and line.start not in structure.furniture
                and _in_body(line, places)
            ):
                if _BULLET.match(fold(line.text)):
                    block = []
                    continue
                block.append(line)
                continue
            if block:
                yield block
            block = []
        if block:
            yield block


def _in_body(line: Line, places: Places) -> bool:
    section = places.section(line.start)
    return section is not None and section.kind in _BODY
