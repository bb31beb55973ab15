"""A dossier that was screened: passages of every kind, sources of every visibility, and all that may be set aside."""

from __future__ import annotations

import itertools
from dataclasses import replace

from precheck.model.match import (
    Match,
    MatchKind,
    Originality,
    Passage,
    QuotationFault,
    Reason,
    Source,
    SourceKind,
    SourceShare,
    Visibility,
)
from precheck.model.report import Report
from precheck.model.structure import Dossier
from tests.report.builders import make_report, make_structured
from tests.report.hostile import TEXTS

VERBATIM = "Les élèves ont photographié la façade de la mairie avant de placer leurs images sur la carte."
EDITED = "Chaque groupe tient un carnet numérique où il note ses essais, ses erreurs et ses réussites."
REWORDED = "La charte de la classe a été discutée puis signée par tous, parents compris, en octobre."
QUOTED = "« Un outil ne vaut que par le projet qui le porte et par la main qui le tient »"
OFFICIAL = "S'impliquer dans l'éducation au numérique des élèves."
OWN = "Ma classe compte vingt-quatre élèves de cours moyen."
COMMON = "dans le cadre de ma formation"

EDITED_THERE = "Chaque équipe tenait un cahier Zigomar où elle consignait ses essais, ses échecs et ses réussites."
REWORDED_THERE = "En octobre, familles Zigomar et enfants ont débattu puis signé une charte commune de la classe."
SECRET = ("Zigomar", "Bérénice Cachottière", "dossier-de-berenice.pdf", "berenice.cachottiere", "5ec2e7")
"""What a candidate must never read: words, name, file, key and id of another person's dossier."""

PAGES = (
    "# Dossier C2i2e\nCamille Exemple\nAnnée 2016-2017",
    "# Sommaire\nIntroduction 3\nPartie 1 4",
    f"# Introduction\n{VERBATIM}\n{COMMON}",
    f"# Partie 1 : Concevoir une séance\n{EDITED[:50]}\n{EDITED[51:]}\n{OFFICIAL}",
    f"{QUOTED}\n# Partie 2 : Veille\n{OWN}",
    f"# Conclusion\n{REWORDED}",
)

WEB = Source("a11ce0", "Une page du web sur la carte", SourceKind.WEB, "", "2015", Visibility.PUBLIC)
OTHER = Source(
    "5ec2e7",
    "dossier-de-berenice.pdf, Bérénice Cachottière",
    SourceKind.DOSSIER,
    "berenice.cachottiere",
    "2016",
    pages=14,
)
UNDATED = Source("0ldf11e", "Zigomar sans date", SourceKind.DOSSIER, "zigomar")
DECREE = Source("0ff1c1a1", "Référentiel C2i2e", SourceKind.OFFICIAL, "", "2010", Visibility.PUBLIC)


def passage(dossier: Dossier, text: str) -> Passage:
    """Where these words stand in the dossier; line breaks count as spaces."""
    whole = dossier.document.text
    start = whole.replace("\n", " ").index(text)
    page = next(page.number for page in dossier.document.pages if page.lines and page.lines[-1].end > start)
    return Passage(start, start + len(text), whole[start : start + len(text)], len(text.split()), page)


def there(text: str, page: int | None = None) -> Passage:
    return Passage(100, 100 + len(text), text, len(text.split()), page)


def screened_dossier() -> Dossier:
    """The dossier with the result of its screening."""
    dossier = make_structured(*PAGES)

    def match(
        source: Source, text: str, beside: Passage, kind: MatchKind, similarity: float, excluded: Reason | None = None,
        quotation: QuotationFault | None = None,
    ) -> Match:  # fmt: skip
        return Match(source.id, passage(dossier, text), beside, kind, similarity, excluded, quotation)

    verbatim, edited, reworded = MatchKind.VERBATIM, MatchKind.EDITED, MatchKind.REWORDED
    matches = (
        match(WEB, VERBATIM, there(VERBATIM), verbatim, 1.0),
        match(UNDATED, COMMON, there(f"{COMMON} Zigomar"), verbatim, 1.0, Reason.COMMON_PHRASE),
        match(OTHER, EDITED, there(EDITED_THERE, 7), edited, 0.6667),
        match(DECREE, OFFICIAL, there(OFFICIAL), verbatim, 1.0, Reason.OFFICIAL),
        match(WEB, QUOTED, there(QUOTED), verbatim, 1.0, None, QuotationFault.WITHOUT_SOURCE),
        match(UNDATED, OWN, there(f"{OWN} Zigomar"), verbatim, 1.0, Reason.OWN_VERSION),
        match(OTHER, REWORDED, there(REWORDED_THERE, 12), reworded, 0.4),
    )
    sources = (
        SourceShare(WEB, 35, 0.35, 2, 0),
        SourceShare(OTHER, 31, 0.31, 2, 0),
        SourceShare(DECREE, 0, 0.0, 0, 1),
        SourceShare(UNDATED, 0, 0.0, 0, 2),
    )
    originality = Originality("5a1e", 1200, 100, 66, 35, 16, 15, 0.10, 0.25, sources, matches)
    return replace(dossier, originality=originality)


def screened_report() -> Report:
    return make_report(screened_dossier(), [])


def hostile_screening() -> Report:
    """The same with everything hostile that a text or a title may hold."""
    dossier = screened_dossier()
    found = dossier.originality
    assert found is not None
    texts = itertools.cycle(TEXTS)
    matches = tuple(
        replace(
            match,
            passage=replace(match.passage, text=next(texts)),
            source_passage=replace(match.source_passage, text=next(texts)),
        )
        for match in found.matches
    )
    sources = tuple(replace(share, source=replace(share.source, title=next(texts))) for share in found.sources)
    return make_report(replace(dossier, originality=replace(found, matches=matches, sources=sources)), [])
