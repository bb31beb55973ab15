"""Author names that nobody told us: after labels, on the cover, in running headers. Hints, except after a label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from precheck.model.document import Line
from precheck.structure.folding import fold, word_set
from precheck.structure.names import CIVILITIES, PARTICLES

_BY = (
    r"(?:presente|realise|redige|ecrit|produit|elabore|propose|soutenu|prepare|depose|constitue|compose|fait|etabli|signe)"
    r"\W{0,2}e?\W{0,2}s?\W?"
)
_AUTHOR = re.compile(
    rf"(?:^|[\s:|–-])(?:{_BY}(?: (?:et|&|/) ?{_BY})? par(?=\W|$)"
    r"|(?:nom|noms) ?(?:et|,|/|&|-)? ?(?:du |de |des )?prenoms?|prenoms? ?(?:et|,|/|&|-)? ?noms?"
    r"|(?:auteur|autrice|etudiant|candidat|stagiaire|professeur stagiaire|participant)\W{0,2}(?:e|rice)?\W{0,2}s?\W?"
    r"(?: (?:au|du|de la|de l') ?\w+)?(?=\s*[:▶►>=|–-]|\s*$)"
    r"|^par(?= ))\s*[:▶►>=|–-]*\s*"
)
_FIELD = re.compile(
    r"(?:^|[\s|])(?P<field>nom|prenom)s?(?: (?:de (?:famille|naissance)|d'usage|usuel|patronymique"
    r"|(?:du|de la|de l') ?(?:candidat|etudiant|stagiaire)e?))?"
    r"\s*[:▶►>=|]\s*"
)
_OTHERS = re.compile(
    r"\b(?:tuteur|tutrice|maitre|maitresse|directeur|directrice|encadrante?|encadre|encadree|enseignante?|jury|professeure?"
    r"|responsable|presidente?|rapporteur|rapporteuse|referente?|formateur|formatrice|conseiller|inspecteur|inspectrice"
    r"|sous la direction|supervise|dirige|suivi|examinateur|examinatrice|principal|proviseur|chef|correspondante?"
    r"|remerci\w+|intervenante?|client|commanditaire|editeur|licence)\b(?! stagiaire)"
)
_WORD = r"(?:[dDlLO]['’])?[A-ZÀ-ÖØ-ÞŒ][A-Za-zÀ-ÖØ-öø-ÿŒœ'’]*(?:-[A-ZÀ-ÖØ-ÞŒ]?[A-Za-zÀ-ÖØ-öø-ÿœ'’]+)*\.?"
_PARTICLE = r"(?:de la|de|du|des|d['’]|la|le|van der|van|von|der|den|di|da|dos|del|della|el|al|ben|bin|ibn)"
_RUN = re.compile(rf"(?<![\w'’-])(?:{_PARTICLE} )?{_WORD}(?: (?:{_PARTICLE} ?)?{_WORD})*(?![\w-]*[\d_@])")
_SEPARATOR = re.compile(r"\s*(?:,|;|/|&|\+|\||•|\bet\b|\band\b|\s-\s|\s–\s)\s*")

# What follows is the name of a place, even if it was a person's.
_PLACES = word_set(
    "lycee college ecole ecoles universite institut academie centre rue avenue boulevard place quai route maison "
    "groupe faculte iut espe inspe iufm cours allee square impasse saint sainte salle"
)
# Words that stand in capitals on covers and are in nobody's name.
_NO_NAME = word_set(
    "universite academie ecole ecoles lycee college institut master masters licence doctorat bts dut but iut espe "
    "inspe iufm meef annee annees semestre session promotion option mention parcours specialite section filiere "
    "departement faculte centre ministere direction rapport memoire dossier projet stage sujet theme titre "
    "professionnel formation certificat informatique internet enseignant enseignants niveau competences "
    "competence c2i2e c2i b2i sommaire introduction conclusion partie page avenue rue boulevard place quai bp "
    "cedex route mathematiques histoire geographie anglais francais allemand espagnol technologie physique chimie "
    "sciences eps musique arts philosophie email mail courriel tel telephone adresse date version confidentiel "
    "universitaire scolaire classe groupe etudiant etudiante candidat candidate nom prenom numero veille "
    "education numerique pedagogique pedagogie tice tic professeur professeurs des les sixieme cinquieme "
    "quatrieme troisieme seconde premiere terminale cahier charges solutions network entreprise service services "
    "societe france burkina faso republique nouvelle table matieres annexe annexes bibliographie projets "
    "environnement enseignement apprentissage responsabilite numeriques activites activite seance sequence maison "
    "stagiaire publication public publique travail cours developpement developpeur web application logiciel "
    "systeme systemes reseau reseaux janvier fevrier mars avril mai juin juillet aout septembre octobre novembre "
    "decembre lundi mardi mercredi jeudi vendredi samedi dimanche specifications etude analyse gestion recherche "
    "economie droit sante initiation liste index resume abstract remerciements preface glossaire contents "
    "chapitre capes agregation capet caplp crpe concours interne externe raep ressources outils outil situation "
    "situations paris lyon grenoble savoie alpes orleans creteil toulouse nantes description globale organisation "
    "objectifs objectif contexte presentation participants "
)


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name read at `[start, end)` of the text on a page. `strong` is False for mere capitalised words."""

    text: str
    start: int
    end: int
    page: int
    strong: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words at `[start, end)` of a line's text."""

    text: str
    start: int
    end: int


def name_runs(text: str, single: bool = False) -> Iterator[Run]:
    """Runs of two to five capitalised words that may be a name; one word is enough when `single`.

    Words that are in nobody's name cut a run; after those that name a school or a street it is no person's.
    """
    for match in _RUN.finditer(text):
        start = end = -1
        words: list[str] = []
        for word in re.finditer(r"[^ ]+", match[0]):
            folded = fold(word[0]).rstrip(".")
            if folded in _PLACES or folded in CIVILITIES:
                words = []
                break
            if any(part in _NO_NAME for part in folded.split("-")):
                if words:
                    break
                continue
            if not words and start < 0 and word[0].islower() and word.start():
                continue  # « Dossier de Zoé Kaboré »
            start = word.start() if not words else start
            end = word.end()
            words.append(folded)
        bare = [word for word in words if word not in PARTICLES]
        if (1 if single else 2) <= len(bare) <= 5 and any(len(word) > 2 for word in bare):
            yield Run(match[0][start:end], match.start() + start, match.start() + end)


def is_surname_and_first_name(text: str) -> bool:
    """Whether one word is in capitals and another is not: « DUPONT Marie »."""
    words = [word for word in re.split(r"[ ]", text) if fold(word) not in PARTICLES]
    capitals = [word for word in words if word.isupper() and len(word) > 1]
    return bool(capitals) and any(not word.isupper() and word[:1].isupper() for word in words)


def labelled_names(lines: Sequence[Line]) -> list[NameRead]:
    """Names after « Présenté par », « Auteur : », « Nom : … Prénom : … », on the line or on the lines below it."""
    found: list[NameRead] = []
    fields: dict[str, tuple[Line, Run, int]] = {}
    for line in lines:
        folded = fold(line.text)
        label = _AUTHOR.search(folded)
        if label and not _OTHERS.search(folded, 0, label.end()):
            found += _names_after(line, label.end(), lines)
            continue
        matches = list(_FIELD.finditer(folded))
        for match, following in zip_longest(matches, matches[1:]):
            if _OTHERS.search(folded, 0, match.start()):
                continue
            value = line.text[match.end() : following.start() if following else None]
            run = next(name_runs(value, single=True), None)
            if run and run.start <= 1:
                fields.setdefault(match["field"], (line, run, match.end()))
    if "nom" in fields and "prenom" in fields:
        (line, surname, offset), (_, first_name, _) = fields["nom"], fields["prenom"]
        start = line.start + offset + surname.start
        found.append(NameRead(f"{surname.text} {first_name.text}", start, start + len(surname.text), line.page))
    return found


def _names_after(line: Line, offset: int, lines: Sequence[Line]) -> list[NameRead]:
    same_line = _names_in(line, offset)
    rest = fold(line.text[offset:]).split()
    if same_line or any(len(word) > 3 and word not in _NO_NAME for word in rest):
        return same_line
    found: list[NameRead] = []
    above = line
    for below in _lines_below(line, lines):
        if below.bbox.top - above.bbox.bottom > 2.5 * max(line.bbox.height, 8.0):
            break
        names = _names_in(below, 0)
        if not names or _OTHERS.search(fold(below.text[: names[0].start - below.start])):
            break
        found += names
        above = below
    return found


def _lines_below(line: Line, lines: Sequence[Line]) -> list[Line]:
    """The lines of the page under that one, from top to bottom, in its column."""
    column = [
        other
        for other in lines
        if other.page == line.page
        and other is not line
        and other.bbox.top > line.bbox.middle
        and other.bbox.x0 < line.bbox.x1 + 40
        and line.bbox.x0 < other.bbox.x1 + 40
    ]
    return sorted(column, key=lambda other: (other.bbox.top, other.bbox.x0))


def _names_in(line: Line, offset: int) -> list[NameRead]:
    """The names at the head of `line.text[offset:]`, one after the other; what follows a civility is somebody else."""
    found: list[NameRead] = []
    position = offset
    for segment in [*_SEPARATOR.finditer(line.text, offset), None]:
        end = segment.start() if segment else len(line.text)
        run = next(name_runs(line.text[position:end]), None)
        if run is None or run.start > 0:
            break
        start = line.start + position
        found.append(NameRead(run.text, start, start + len(run.text), line.page))
        if segment is None or run.end < end - position:
            break
        position = segment.end()
    return found


def cover_names(lines: Sequence[Line], author: str, furniture: Sequence[Line]) -> list[NameRead]:
    """Lines of the cover that look like names and nothing else.

    Strong are those that also stand in a running header, or have a surname in capitals, or share a word with the
    file's metadata (`author`); all in capitals, only with the metadata.
    """
    running = " ".join(fold(line.text) for line in furniture)
    metadata = set(fold(author).split())
    found: list[NameRead] = []
    for line in lines:
        if line.rotated or len(line.text) > 90 or _OTHERS.search(fold(line.text)):
            continue
        names = _names_in(line, 0)
        if not names or line.end - names[-1].end > 8:
            names = _announced(line)
        for name in names:
            known = bool(metadata & set(fold(name.text).split()))
            strong = known or is_surname_and_first_name(name.text) or fold(name.text) in running
            if strong or not name.text.isupper():
                found.append(NameRead(name.text, name.start, name.end, name.page, strong))
    return _without_charges(found, lines)


def _announced(line: Line) -> list[NameRead]:
    """« Dossier de Zoé KABORÉ »: a surname in capitals after a preposition or a colon."""
    return [
        NameRead(run.text, line.start + run.start, line.start + run.end, line.page)
        for run in name_runs(line.text)
        if is_surname_and_first_name(run.text) and re.search(r"(?:\b(?:de|par)|:) $", line.text[: run.start])
    ]


def _without_charges(names: list[NameRead], lines: Sequence[Line]) -> list[NameRead]:
    """Names that do not stand under « Tuteur : » or « Directeur de mémoire : »."""
    charges = [line for line in lines if _OTHERS.search(fold(line.text)) and line.text.rstrip().endswith((":", "▶"))]
    by_start = {line.start: line for line in lines}
    kept = []
    for name in names:
        line = by_start.get(name.start)
        under = line is not None and any(
            charge.page == line.page
            and 0 <= line.bbox.top - charge.bbox.top <= 3 * max(charge.bbox.height, 8.0)
            and charge.bbox.x0 < line.bbox.x1
            and line.bbox.x0 < charge.bbox.x1 + 40
            for charge in charges
        )
        if not under:
            kept.append(name)
    return kept


def furniture_names(furniture: Sequence[Line]) -> list[NameRead]:
    """Names in running headers and footers, one sighting each: strong with a surname in capitals, weak when the line
    holds nothing but two or three capitalised words."""
    seen: dict[str, NameRead] = {}
    for line in furniture:
        if _OTHERS.search(fold(line.text)):
            continue
        for run in name_runs(line.text):
            strong = is_surname_and_first_name(run.text)
            alone = run.text == line.text and len(run.text.split()) <= 3 and not run.text.isupper()
            if strong or alone:
                start, end = line.start + run.start, line.start + run.end
                seen.setdefault(fold(run.text), NameRead(run.text, start, end, line.page, strong))
    return list(seen.values())
