"""Small dossiers for the examples of rules: an outline of four parts, pages that fill it, measured pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from precheck.model.document import FontUse, PageLayout
from precheck.model.geometry import BBox
from precheck.model.match import Match, MatchKind, Originality, Passage, Reason, Source, SourceKind, SourceShare
from precheck.model.profile import Competence, Domain, Framework, Outline, PartSpec
from precheck.model.structure import Dossier
from precheck.testing import make_document, make_dossier

OUTLINE = Outline(
    parts=(
        PartSpec(1, "Enseigner avec le numérique", competences=("B2.1", "B2.2")),
        PartSpec(2, "Veille pédagogique", competences=("A2.1",)),
        PartSpec(3, "Environnement professionnel", competences=("A1.1",)),
        PartSpec(4, "Enjeux juridiques et éthiques", competences=("A3.2",)),
    ),
    introduction=("introduction",),
    conclusion=("conclusion", "bilan"),
    bibliography=("bibliographie",),
    annexes=("annexes", "annexe"),
    contents=("sommaire",),
)
FRAMEWORK = Framework(
    "example",
    "Exemple",
    "",
    (
        Domain("A1", "Environnement", (Competence("A1.1", "Identifier les personnes ressources et leurs rôles"),)),
        Domain("A2", "Formation", (Competence("A2.1", "Utiliser des ressources en ligne pour sa formation"),)),
        Domain("A3", "Responsabilité", (Competence("A3.2", "Prendre en compte les enjeux et respecter les règles"),)),
        Domain(
            "B2",
            "Conception",
            (
                Competence("B2.1", "Identifier les situations d'apprentissage propices à l'utilisation des TICE"),
                Competence("B2.2", "Concevoir des situations mettant en œuvre des logiciels de la discipline"),
            ),
        ),
    ),
    required=4,
)
TITLES = {part.number: part.title for part in OUTLINE.parts}
SENTENCES = (
    "Les enfants ont lu la carte du quartier avant de partir en visite.",
    "Chaque groupe a noté ce qu'il voyait depuis le pont et le marché.",
    "Au retour, nous avons rangé les crayons par ordre de taille.",
    "La frise murale a grandi jusqu'au printemps, sous nos yeux.",
    "Quelques familles sont venues la regarder un samedi matin.",
    "Le maire a promis de la montrer à la bibliothèque municipale.",
    "Il reste à écrire les légendes et à choisir les couleurs.",
)


def filler(lines: int, seed: int = 0) -> str:
    """So many lines of prose about nothing that a rule looks for; 50 fill a page."""
    return "\n".join(SENTENCES[(seed + row * (1 + seed % 5)) % len(SENTENCES)] for row in range(lines))


def four_parts(
    text: Mapping[int, str] | None = None,
    *,
    order: Sequence[int] = (1, 2, 3, 4),
    headings: Mapping[int, str] | None = None,
    introduction: str | None = "# Introduction",
    conclusion: Sequence[str] | None = None,
    after: Sequence[str] = (),
    links: Sequence[tuple[int, str]] = (),
    images: Sequence[int] = (),
    framework: Framework | None = None,
) -> Dossier:
    """A dossier whose page 1 is the introduction, then one page a part in that `order`, the conclusion, `after`.

    `text` is put at the top of a part, below its heading; `headings` replaces the heading of a part; `conclusion` is
    a text a page (two full pages by default). `introduction` None: no introduction; conclusion (): none either.
    """
    text, headings = text or {}, headings or {}
    pages = [] if introduction is None else [f"{introduction}\n{filler(30)}"]
    for number in order:
        heading = headings.get(number, f"Partie {number} : {TITLES[number]}")
        pages.append("\n".join([f"# {heading}", *filter(None, [text.get(number, "")]), filler(48, number)]))
    if conclusion is None:
        conclusion = (f"# Conclusion\n{filler(48, 2)}", filler(50, 3), filler(4, 4))
    return make_dossier(
        *pages,
        *conclusion,
        *after,
        outline=OUTLINE,
        framework=framework,
        links=links,
        images=images,
        footer="{page}",
    )


def set_in(*fonts: FontUse) -> Dossier:
    """A dossier of one page, measured: its text is set in those fonts."""
    return make_dossier(document=make_document(filler(30), layouts=[_layout(1, fonts=fonts)]))


def laid_out(
    *,
    left: float = 71,
    right: float = 524,
    header: BBox | None = None,
    footer: BBox | None = None,
    pitches: tuple[float, ...] = (),
    indents: tuple[float, ...] = (),
) -> Dossier:
    """A dossier of two pages that measure the same, set in Arial 11: body from `left` to `right`, lengths in points."""
    body = BBox(left, 71, right, 770)
    layouts = [
        _layout(page, body=body, header=header, footer=footer, pitches=pitches, indents=indents) for page in (1, 2)
    ]
    return make_dossier(document=make_document(filler(30), filler(30, 3), layouts=layouts))


def _layout(
    page: int,
    *,
    fonts: tuple[FontUse, ...] = (FontUse("ArialMT", 11.0, 1000),),
    body: BBox = BBox(71, 71, 524, 770),
    header: BBox | None = None,
    footer: BBox | None = None,
    pitches: tuple[float, ...] = (),
    indents: tuple[float, ...] = (),
) -> PageLayout:
    return PageLayout(page, fonts, body, header, footer, pitches, indents)


def screened(
    matched: int, *pages: str, kind: SourceKind = SourceKind.DOSSIER, excluded: Reason | None = None
) -> Dossier:
    """A dossier of 100 words' worth of text, `matched` of them like one source, then those pages."""
    text = filler(9)
    words = text.split()
    start, end = 0, len(" ".join(words[:matched]))
    passage = Passage(start, end, text[start:end], matched, 1)
    match = Match("a" * 64, passage, passage, MatchKind.VERBATIM, 1.0, excluded)
    counted = 0 if excluded else matched
    share = SourceShare(
        Source("a" * 64, "Un titre", kind), counted, counted / 100, int(not excluded), int(bool(excluded))
    )
    found = Originality("corpus", 3, 100, counted, counted, 0, 0, 0.10, 0.25, (share,), (match,))
    return make_dossier(text, *pages, originality=found)
