"""Years that date a dossier: school years, sessions, dates; not the years of laws, works, forms and print-outs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from precheck.structure.folding import fold

_Y = r"(?:19[89]\d|20[0-4]\d)"
_MONTH = r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre)"
_QUICK = re.compile(r"[12]\d\d\d")
_YEAR = re.compile(
    rf"(?:(?P<first>{_Y})[ \n]?[-‐–—/][ \n]?(?P<second>{_Y}|\d\d)(?![\w/-]|[.,]\d)|(?P<single>{_Y})(?![\w/-]|[.,]\d))"
)
# « 16-17 » after « année », « 12/05/17 », « 2 0 1 7 »: only where nothing else can be meant.
_SHORT = re.compile(
    r"\d(?:(?P<spaced> 0 [0-4] \d)(?! ?\d)|\d?(?P<sign>[./-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d\d)(?![\w./-])"
    r"|\d ?[-/] ?(?P<second>\d\d)(?![\w/-]))"
)
_SHORT_CALLED = re.compile(r"\b(?:annee|session|promotion|promo|rentree|campagne)s?[a-z /]{0,25} ?:? $")
_MAX_YEARS = 2000
"""More than any dossier names, few enough for a file made to be slow."""
_DAY_AND_MONTH = re.compile(r"(?<![\w./-])\d{1,2}[./-](\d{1,2})[./-]$")
_MONTH_BEFORE = re.compile(rf"(?:\b\d{{1,2}}(?:er)? )?\b({_MONTH}) $")
_CALLED = re.compile(r"\b(?:annee|session|promotion|promo|rentree|campagne|exercice)s?\b[^.;\n\f]{0,30}$")

# What stands before the year on its line and makes it the year of something else.
_OF_A_LAW = re.compile(
    r"\b(?:lois?|decrets?|arretes?|circulaires?|ordonnances?|directives?|reglement|rgpd|articles?|bo(?:en)?|b\.o\.?|jo(?:rf)?"
    r"|bulletin officiel|journal officiel|note de service|convention|code (?:de|du|civil|penal))(?!\w)[^.;\n\f]{0,60}$"
    r"|\b(?:norme|iso|referentiel|programmes?)\b[^.;\n\f]{0,20}$|\bn ?[°o] ?[\d-]+ d[ue] [^.;\n\f]{0,20}$"
)
_OF_A_FORM = re.compile(
    r"\b(?:version|imprime|mis a jour|mise a jour|maj|modifie|revision|revise|consulte|consultation|acces|cree"
    r"|telecharge|copyright|depuis|fonde|nee?|windows|office|word|excel|powerpoint|pack)\b[^.;\n\f]{0,25}$"
    r"|[©®][^.;\n\f]{0,25}$"
)
_OF_A_WORK = re.compile(r"[(\[][^()\[\]\n]{0,60}[a-z.,&] ?$|[a-z]\. ?\($|[(]$")
_CLOSED = re.compile(r"[ a-z]?(?:,? ?p+\. ?[\d-]+)?[;,]?[^()\n]{0,40}[)\]]")
_PRINTED = re.compile(r"\b\d{1,2}[:h]\d\d\b|://|www\.")


@dataclass(frozen=True, slots=True)
class YearRead:
    """A year read at `[start, end)` of the text. `first` is the year, `second` the later one of a school year.

    `month` is the month of a date (0 without one), `called` says that a word such as « année » or « session » stands
    before it.
    """

    text: str
    start: int
    end: int
    first: int
    second: int | None = None
    month: int = 0
    called: bool = False


_MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()


def read_years(folded: str, start: int = 0, end: int | None = None) -> list[YearRead]:
    """The years that may date the dossier, in `folded[start:end]`, in order. `folded` is from `fold`."""
    found: list[YearRead] = []
    done = 0
    stop = len(folded) if end is None else end
    for quick in _QUICK.finditer(folded, start, stop):
        if quick.start() < done:
            continue
        if len(found) >= _MAX_YEARS:
            break
        before = _line_before(folded, quick.start())
        year = _year(folded, quick.start(), before)
        if year is None:
            continue
        done = year.end
        school = year.second is not None
        before = _line_before(folded, year.start)
        if year.called or not _is_of_something_else(before, folded[year.end : year.end + 60], year.text, school=school):
            found.append(year)
    short = [year for match in _SHORT.finditer(folded, start, stop) if (year := _short_year(match)) is not None]
    return sorted(found + short[:_MAX_YEARS], key=lambda year: year.start)


def _line_before(folded: str, at: int) -> str:
    """What stands before that position on its line, 90 code points at most."""
    return folded[max(0, at - 90) : at].rpartition("\n")[2].rpartition("\f")[2]


def _short_year(match: re.Match[str]) -> YearRead | None:
    start, end = match.span()
    before = _line_before(match.string, start)
    if before[-1:].isalnum() or before[-1:] in ("_", ".", "/", "-"):
        return None
    if match["spaced"]:
        apart = not re.search(r"\d $", before) and match[0][0] == "2"
        return YearRead(match[0].replace(" ", ""), start, end, int(match[0].replace(" ", ""))) if apart else None
    if match["year"]:
        month = int(match["month"])
        return YearRead(match[0], start, end, 2000 + int(match["year"]), month=month) if 1 <= month <= 12 else None
    first, second = 2000 + int(match[0][:2]), 2000 + int(match["second"])
    if second != first + 1 or not _SHORT_CALLED.search(before):
        return None
    return YearRead(match[0], start, end, first, second, called=True)


def _is_of_something_else(before: str, after: str, text: str, *, school: bool) -> bool:
    if _OF_A_LAW.search(before) or _OF_A_FORM.search(before):
        return True
    if _OF_A_WORK.search(before) and _CLOSED.match(after):
        return not school
    line = before + text + after.partition("\n")[0].partition("\f")[0]
    return _PRINTED.search(line) is not None


def _year(folded: str, at: int, before: str) -> YearRead | None:
    """The year whose digits begin at `at`, with the day and month before it; `before` is the line up to there."""
    match = _YEAR.match(folded, at)
    called = _CALLED.search(before) is not None
    day = _DAY_AND_MONTH.search(before)
    if day and match and match["single"]:
        month = int(day[1]) if 1 <= int(day[1]) <= 12 else 0
        return YearRead(day[0] + match[0], at - len(day[0]), match.end(), int(match[0]), month=month, called=called)
    if match is None or (before and (before[-1].isalnum() or before[-1] in "./-_")):
        return None
    text = " ".join(match[0].split())
    if match["first"]:
        first, tail = int(match["first"]), match["second"]
        second = int(tail) if len(tail) == 4 else first + (int(tail) - first) % 100
        # « 2016-12 » is a month, « 1999-2016 » a period.
        period = second if second == first + 1 or len(tail) == 4 else None
        return YearRead(text, at, match.end(), first, period, called=called)
    named = _MONTH_BEFORE.search(before)
    if named:
        month = _MONTHS.index(named[1]) + 1
        return YearRead(named[0] + text, at - len(named[0]), match.end(), int(text), month=month, called=called)
    return YearRead(text, at, match.end(), int(text), called=called)


def school_years(year: YearRead) -> frozenset[str]:
    """The school years, as "2016-2017", that a year as read may stand for.

    A school year runs from August to July; a bare year may be its first or its second.
    """
    if year.second is not None:
        # « Promotion 2015-2017 » stands for the years of a course; a longer period dates nothing.
        spans = range(year.first, year.second) if year.second <= year.first + 3 else ()
        return frozenset(f"{first}-{first + 1}" for first in spans)
    if year.month:
        start = year.first if year.month >= 8 else year.first - 1
        return frozenset({f"{start}-{start + 1}"})
    return frozenset({f"{year.first - 1}-{year.first}", f"{year.first}-{year.first + 1}"})


def year_of(text: str) -> YearRead | None:
    """The year that a sighting's text stands for."""
    folded = fold(text)
    return next(iter(read_years(folded) or read_years(f"annee {folded}")), None)


def is_accepted(year: YearRead, accepted: tuple[str, ...]) -> bool:
    """Whether the year is one that the campaign accepts; any is, when the campaign names none.

    `accepted` holds school years ("2016-2017") and bare years ("2017").
    """
    if not accepted:
        return True
    normal = {re.sub(r"\s*[/–—-]\s*", "-", text.strip()) for text in accepted}
    bare = {str(value) for value in (year.first, year.second) if value}
    plain = {text for text in normal if "-" not in text}
    return bool(school_years(year) & normal) or bool(bare & plain)
