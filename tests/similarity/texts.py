"""Short texts written for the tests, and what a screening says of them in a form to compare."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from precheck.model.match import Match, MatchKind, Originality, Passage, QuotationFault, Reason, Source, SourceKind
from precheck.model.profile import Screening
from precheck.similarity.exclusions.base import Party
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.prepared import prepare
from precheck.similarity.screening import CorpusScreener
from tests.similarity.corpora import Document

ARRIVAL = (
    "Ma première matinée au collège des Tilleuls a commencé dans la salle des casiers, où la concierge m'a remis un "
    "trousseau de clés et un plan dessiné à la main. Le professeur de technologie m'attendait à la fenêtre et m'a "
    "présenté ses collègues un par un."
)
TIMETABLE = (
    "Le jeudi, les cinquièmes viennent par demi-groupes : la première heure sert à monter les circuits, la seconde à "
    "rédiger le compte rendu sur les portables de la valise mobile. Cette alternance laisse à tous le temps de finir, "
    "même quand une pile refuse de donner son courant."
)
DOUBTS = (
    "Je craignais que les garçons du fond ne monopolisent les fers à souder. Pour l'éviter, j'ai tiré au sort les "
    "binômes avec des cartes à jouer, puis affiché la liste sur la porte de l'atelier. Personne n'a boudé plus d'une "
    "minute."
)
BALANCE = (
    "À la fin du trimestre, dix-neuf montages sur vingt-deux fonctionnaient encore. Les trois autres avaient surtout "
    "souffert du transport dans les cartables, ce qui m'a convaincu d'acheter des boîtes à chaussures."
)
OWN = (ARRIVAL, TIMETABLE, DOUBTS, BALANCE)

LIGHTHOUSE = (
    "La visite du phare a occupé tout l'après-midi du mardi. Après les cent douze marches de l'escalier en colimaçon, "
    "les élèves ont dessiné l'horizon depuis la galerie, puis le gardien leur a montré comment la lentille de Fresnel "
    "concentre la lumière d'une ampoule à peine plus forte que celle d'un salon. De retour en classe, chaque équipe a "
    "enregistré un commentaire de deux minutes pour accompagner les croquis numérisés."
)
HARBOUR = (
    "Le port de pêche compte désormais six chalutiers, contre trente-quatre au temps de la conserverie. Un ancien "
    "mareyeur nous a prêté ses registres, dont les colonnes serrées ont servi à tracer des courbes au tableur."
)
STORM = (
    "La tempête de février avait emporté la passerelle, si bien que le bus a dû faire demi-tour devant la criée. Nous "
    "avons attendu la marée basse en jouant aux devinettes."
)
COAST = (HARBOUR, LIGHTHOUSE, STORM)
"""Another person's dossier."""

ENGLISH = (
    "The village library opens only three afternoons a week, so we asked the caretaker to lend us a key. Each pupil "
    "borrowed two novels, kept a reading diary in a shared notebook, and recorded a trailer with the cheapest device "
    "we could find."
)
ENGLISH_OWN = (
    "My second placement took me to a primary school beside the railway, where the windows rattle every quarter of an "
    "hour. The children hardly notice, but it took me a whole month to stop raising my voice.",
    "We grew beans along the fence that separates the yard from the track. Measuring them every Friday was the first "
    "time that some of my pupils saw the point of a table with two columns.",
)


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def source(content: str, author: str = "", kind: SourceKind = SourceKind.DOSSIER, title: str = "") -> Document:
    """A source with that text, without pages, its language guessed."""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
    return Source(digest, title or content[:20], kind, author), prepare(content)


def screen(
    content: str,
    sources: Iterable[Document],
    screening: Screening = Screening(),
    party: Party = Party(),
) -> Originality:
    """A text compared with these sources."""
    return CorpusScreener(Corpus.of(sources), screening).screen_text(prepare(content), party)


def words(content: str) -> int:
    """The words of a text as a comparison counts them."""
    return len(re.findall(r"[^\W_]+", content))


def passage(content: str, part: str, page: int | None = None) -> Passage:
    """The only place of `part` in a text."""
    assert content.count(part) == 1
    start = content.index(part)
    return Passage(start, start + len(part), part, words(part), page)


def copied(content: str, origin: Document, part: str) -> Match:
    """The match of a passage that stands in both texts in the same words, on the first page of the dossier; it ends
    with its last word."""
    part = part.rstrip(".")
    whole = origin[1].text
    return Match(origin[0].id, passage(content, part, 1), passage(whole, part), MatchKind.VERBATIM, 1.0)


Told = tuple[str, str, MatchKind, Reason | None, QuotationFault | None]


def told(found: Originality) -> list[Told]:
    """Each match: its words, those of the source, how close they are, why it does not count, what is wrong with its
    quotation marks."""
    return [
        (match.passage.text, match.source_passage.text, match.kind, match.excluded, match.quotation)
        for match in found.matches
    ]
