"""Competence codes as people write them, and what only looks like one.

Seen in real dossiers: `A1.1`, `A.1.1`, `A.1-1`, `A1-1`, `A 1.1`, `b2.1`, the range `B2.1-B2.5` or `B2.1 à 5`, the list
`B2.1, 2 et 4` or `B2.1/2/3`, a code split over two lines. Refused: figures, rooms, articles of law, annexes, language
levels, and the dossier's own numbered headings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from precheck.model.profile import Framework
from precheck.structure.folding import fold, word_set

_DOT = r"[.\-‐–]"
_MAX_CODES = 3000
"""More than any dossier says, few enough for a file made to be slow."""
_HEAD = re.compile(
    rf"(?P<letter>[ABab])(?P<gap>\. ?|[- \n])?(?P<domain>[1-9])(?P<dot>{_DOT}\n?|\n\.)(?P<item>[1-9])"
    r"(?!\w|\.\d|[ \n]?[%°€])"
)
_FULL = rf"(?P<letter>[AB])[. ]?(?P<domain>[1-9]){_DOT}"
_RANGE = re.compile(
    rf"(?:[ \n]?[-‐–—→][ \n]?|[ \n](?:jusqu['’])?[àÀ][ \n])(?:{_FULL})(?P<item>[1-9])(?!\w|\.\d)"
    r"|(?P<join>[-‐–—]|[ \n](?:jusqu['’])?[àÀ][ \n])(?:(?P<domain2>[1-9])\.)?(?P<item2>[1-9])(?!\w|\.\d)"
)
_CHAIN = re.compile(rf"(?:[ \n]?[-‐–—][ \n]?[AB][. ]?[1-9]{_DOT}[1-9](?!\w|\.\d)){{2,}}")
_ONE_OF_CHAIN = re.compile(rf"([AB])[. ]?([1-9]){_DOT}([1-9])")
_NEXT = re.compile(
    r"(?:[ \n]?[,;/+&][ \n]?|[ \n](?:et|ou|puis)[ \n])\.?(?:(?P<domain>[1-9])\.)?(?P<item>[1-9])(?!\w|\.\d)"
)
_COUNTED = re.compile(r"[ \n]([a-z]+)")
_UNIT = re.compile(
    r"[ \n]?(?:[%°€]|:\d|/\d{2}|,\d\d|(?:km|cm|mm|m|h|mn|min|s|go|mo|ghz|kg|euros?|fois|metres?|ans?|mois)\b)"
)
# Words after a number that end like a plural and are none.
_NO_PLURAL = word_set(
    "sans sous dans plus nous vous mais puis pas tous leurs ces ses mes tes nos vos des les aux alors ainsi depuis "
    "apres tres des vers chez suis toujours lors hors"
)

_DECOY_WORDS = (
    r"fig(?:ure)?s?\.?|tabl?(?:eaux?|es?)?\.?|illustrations?|ill\.?|images?|photos?|captures?|graphiques?|schemas?"
    r"|documents?|docs?\.?|annexes?|appendices?|pages?|pp?\.|salles?|batiments?|bat\.?|etages?|versions?|v\.?"
    r"|niveaux?|nivx?\.?|exercices?|exos?|chapitres?|chap\.?|sections?|paragraphes?|questions?|cellules?|colonnes?"
    r"|cases?|diapositives?|diapos?|slides?|articles?|art\.?|normes?|formats?|vitamines?|autoroutes?|routes?|sorties?"
    r"|anglais|allemand|espagnol|italien|langues?|cecrl?|delf|dalf|lv[12abc]?|dnl|fiches?|activites? n[o°]|rue"
)
_DECOY_BEFORE = re.compile(
    rf"(?:^|[^\w])(?:{_DECOY_WORDS})(?:\s+(?:n\s*[°o]|numeros?|de langue|vises?|attendus?|requis))?\s*[:(«\"]?\s*$"
)
_LANGUAGE_LEVEL = re.compile(r"\bcecrl?\b|cadre (?:commun )?europeen|\b(?:delf|dalf|toeic|toefl|dnl|lv[12abc])\b")
_COMPETENCE_WORD = re.compile(r"competenc|c2i|referentiel|\bitems?\b|\bcodes?\b")
_JOINED = re.compile(r"\s*(?:,|;|/|-|et|ou|a|&|\+)?\s*")
_ADDRESS = re.compile(r"://|www\.|@|\.(?:fr|com|org|net|eu|pdf|html?)\b")


@dataclass(frozen=True, slots=True)
class CodeSighting:
    """Codes written at `[start, end)`: one, or all that a range or a list stands for. `wide` is a range over most
    of the framework, which places nothing."""

    codes: tuple[str, ...]
    start: int
    end: int
    wide: bool = False


class CodeReader:
    """Reads codes of one framework."""

    def __init__(self, framework: Framework) -> None:
        self.order = tuple(item.code for item in framework.competences)
        self.known = frozenset(self.order)
        self.domains = frozenset(code.partition(".")[0] for code in self.order)
        self._statements = {item.code: fold(item.statement) for item in framework.competences}
        self._titles = tuple(fold(domain.title) for domain in framework.domains)

    def read(self, text: str, folded: str, beside: Callable[[int, int], bool]) -> list[CodeSighting]:
        """The codes in `text`, in order. `folded` is `fold(text)`.

        `beside(a, b)` says whether two positions on different lines belong to one run of text: a code may be split
        over a line break, but not glued to what merely follows on the page.
        """
        found: list[CodeSighting] = []
        refused_end = -1
        done = 0
        numbering: bool | None = None
        for match in _HEAD.finditer(text):
            if match.start() < done:
                continue
            if len(found) >= _MAX_CODES:
                break
            code = self._code(match)
            if code is None or not _in_one_run(match, text, beside):
                continue
            chained = refused_end >= 0 and _JOINED.fullmatch(folded, refused_end, match.start()) is not None
            if chained or _is_decoy(folded, match.start(), match.end()):
                refused_end = match.end()
                continue
            if _begins_line(text, match.start()):
                numbering = has_own_numbering(text, self._titles) if numbering is None else numbering
                if numbering and not self._has_statement(code, folded, match.end()):
                    continue
            sighting = self._extend(code, match, text, folded, beside)
            done = sighting.end
            found.append(sighting)
        return self._plausible(found)

    def _code(self, match: re.Match[str]) -> str | None:
        before = match.string[match.start() - 1] if match.start() else " "
        if before.isalnum() or before == "_":
            return None
        domain = match["letter"].upper() + match["domain"]
        code = f"{domain}.{match['item']}"
        if match["letter"].islower():
            return code if code in self.known and match["gap"] is None and match["dot"] == "." else None
        if match["gap"] == " " and _UNIT.match(match.string, match.end()):
            return None
        if code in self.known:
            odd = match["gap"] == "-" and match["dot"] != "."
            return None if odd else code
        # An unknown code is told to the candidate: only a spelling that can hardly be anything else counts.
        tight = (match["gap"] or "") in ("", ".") or domain in self.domains
        return code if match["dot"] == "." and tight and match["gap"] not in ("-", "\n") else None

    def _extend(
        self, code: str, head: re.Match[str], text: str, folded: str, beside: Callable[[int, int], bool]
    ) -> CodeSighting:
        """The head with the range or list that may follow it."""
        match = _CHAIN.match(text, head.end())
        if match and _in_one_run(match, text, beside):
            # « B2.1 - B2.3 - B3.1 » enumerates; a range has two ends.
            rest = [f"{m[1]}{m[2]}.{m[3]}" for m in _ONE_OF_CHAIN.finditer(match[0])]
            return CodeSighting(tuple(dict.fromkeys([code, *rest])), head.start(), match.end())
        match = _RANGE.match(text, head.end())
        if match and _in_one_run(match, text, beside):
            last = self._range_end(code, match, folded)
            if last:
                apart = match[0][0] in " \n" and "à" not in match[0].lower() and code[:2] != last[:2]
                codes = (code, last) if apart else self._between(code, last)
                wide = len({each.partition(".")[0] for each in codes}) >= 4
                return CodeSighting(codes, head.start(), match.end(), wide)
        listed, end = [code], head.end()
        for item, stop in self._list_items(code, text, folded, end, beside):
            listed.append(item)
            end = stop
        return CodeSighting(tuple(dict.fromkeys(listed)), head.start(), end)

    def _range_end(self, code: str, match: re.Match[str], folded: str) -> str | None:
        if match["letter"]:
            return f"{match['letter']}{match['domain']}.{match['item']}"
        if _counts_something(folded, match.end()):
            return None
        domain = code[0] + match["domain2"] if match["domain2"] else code.partition(".")[0]
        return f"{domain}.{match['item2']}"

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        """All codes from `first` to `last`; both alone when that is no ascending range of the framework."""
        if first in self.known and last in self.known:
            start, stop = self.order.index(first), self.order.index(last)
            if start < stop:
                return self.order[start : stop + 1]
        same = first.partition(".")[0] == last.partition(".")[0]
        if same and int(first[-1]) < int(last[-1]):
            domain = first.partition(".")[0]
            return tuple(f"{domain}.{item}" for item in range(int(first[-1]), int(last[-1]) + 1))
        return (first, last)

    def _list_items(
        self, code: str, text: str, folded: str, position: int, beside: Callable[[int, int], bool]
    ) -> Iterator[tuple[str, int]]:
        domain = code.partition(".")[0]
        while match := _NEXT.match(text, position):
            if _counts_something(folded, match.end()) or not _in_one_run(match, text, beside):
                return
            domain = code[0] + match["domain"] if match["domain"] else domain
            position = match.end()
            yield f"{domain}.{match['item']}", position

    def _has_statement(self, code: str, folded: str, end: int) -> bool:
        statement = self._statements.get(code)
        if statement is None:
            return False
        shown = folded[end : end + len(statement) + 20]
        return fuzz.partial_ratio(statement[:60], shown.replace("\n", " ")) >= 70

    def _plausible(self, found: list[CodeSighting]) -> list[CodeSighting]:
        """Codes of a domain that does not exist count only in a text that uses the framework's codes at all."""
        if any(code in self.known for sighting in found for code in sighting.codes):
            return found
        return [s for s in found if any(code.partition(".")[0] in self.domains for code in s.codes)]


def _in_one_run(match: re.Match[str], text: str, beside: Callable[[int, int], bool]) -> bool:
    """Whether a match that crosses a line break may do so."""
    position = match[0].find("\n")
    if position < 0:
        return True
    after = text[match.end() : match.end() + 3]
    # A new line that opens with "1. Contexte" or "1) …" is a numbered item, not the end of a code; unless the bracket
    # that closes there was opened before the code.
    bracketed = after[:1] == ")" and text[match.start() - 1 : match.start()] == "("
    if not bracketed and re.match(r"[.)] |[.)]$|[.)]?[ \n][A-ZÀ-Ý]", after):
        return False
    return beside(match.start() + position - 1, match.start() + position + 1)


def _counts_something(folded: str, end: int) -> bool:
    """Whether the digit that ends there counts or measures something: « B2.1, 3 séances »."""
    if _UNIT.match(folded, end):
        return True
    word = _COUNTED.match(folded, end)
    return bool(word) and word[1][-1] in "sx" and word[1] not in _NO_PLURAL if word else False


def _is_decoy(folded: str, start: int, end: int) -> bool:
    before = folded[max(0, start - 40) : start]
    if _DECOY_BEFORE.search(before):
        return True
    token = folded[max(before.rfind(" "), before.rfind("\n")) + 1 + max(0, start - 40) : start]
    rest = re.match(r"\S*", folded[end : end + 40])
    if _ADDRESS.search(token) or (rest and _ADDRESS.search(rest[0])):
        return True
    if _LANGUAGE_LEVEL.search(folded, end, end + 40):
        return True
    level = _LANGUAGE_LEVEL.search(folded, max(0, start - 70), start)
    return level is not None and not _COMPETENCE_WORD.search(folded, level.end(), start)


def _begins_line(text: str, start: int) -> bool:
    """Whether nothing but a bullet stands before that position on its line."""
    before = text[max(0, start - 8) : start]
    at = max(before.rfind("\n"), before.rfind("\f"))
    return (at >= 0 or start < 8) and not before[at + 1 :].strip(" -•*–▪·►➢o")


_OTHER_LETTERS = re.compile(r"(?:^|[\n\f])[C-H](?:\.\d(?:[.\-]\d)?|\d[.\-]\d)\b[ .)]*[A-ZÀ-Ý]")
_TWO_LEVELS = re.compile(r"(?:^|[\n\f])[A-H]\.[1-9][.)]? +([A-ZÀ-Ý][^\n\f]+)")
_FOUR_LEVELS = re.compile(r"(?:^|[\n\f])[A-H]\.?[1-9]\.[1-9]\.[1-9]\b")


def has_own_numbering(text: str, titles: tuple[str, ...]) -> bool:
    """Whether the dossier numbers its own headings with letters and digits: C.1.1, A.1 Contexte, A.1.1.1.

    `titles` are the folded titles of the framework's domains: « A.1 Maîtrise de l'environnement… » proves nothing.
    """
    if _OTHER_LETTERS.search(text) or _FOUR_LEVELS.search(text):
        return True
    return any(
        all(fuzz.partial_ratio(fold(match[1])[:60], title[:60]) < 75 for title in titles)
        for match in _TWO_LEVELS.finditer(text)
    )
