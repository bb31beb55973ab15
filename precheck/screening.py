"""The orchestrator of screenings: corpora, a batch of dossiers, two texts. What it compares with is imported here only.

The libraries that compare are heavy: they are imported by the functions that need them.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from precheck.api import Screener
from precheck.model import match
from precheck.model.match import Originality, Reason
from precheck.model.profile import Profile, Screening
from precheck.model.structure import Dossier
from precheck.reading.pool import Reader, Source
from precheck.structure.file_name import candidate_of_file_name

if TYPE_CHECKING:
    from precheck.similarity.exclusions.base import Party
    from precheck.similarity.index.corpus import Corpus


@dataclass(frozen=True, slots=True)
class Demand:
    """What a person asks to compare with, and what not to count.

    `corpora` are folders; `set_aside` identifiers of sources, or how they begin; `include` the reasons of the profile
    that do not apply; `author` and `collaborators` keys of authors in the corpora.
    """

    corpora: tuple[Path, ...] = ()
    set_aside: tuple[str, ...] = ()
    include: tuple[Reason, ...] = ()
    author: str = ""
    collaborators: tuple[str, ...] = ()

    def settings(self, screening: Screening) -> Screening:
        """The profile's settings without the reasons that are switched off here."""
        kept = tuple(reason for reason in screening.exclusions if reason not in self.include)
        return replace(screening, exclusions=kept)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to compare: as it was read from a PDF, or its words alone."""

    name: str
    text: str
    dossier: Dossier | None = None


def read_text(source: Source, reader: Reader, profile: Profile) -> Text:
    """A PDF as it is checked, or a text in UTF-8.

    Raises:
        UnreadableFile: it is neither.
    """
    from precheck.structure.dossier import build_dossier

    try:
        text = None if b"\0" in source.data or b"%PDF-" in source.data[:1024] else source.data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = None
    if text:
        return Text(source.name, text)
    dossier = build_dossier(reader.read(source), profile.outline, profile.framework, profile.years)
    return Text(source.name, dossier.document.text, dossier)


def open_screener(demand: Demand, screening: Screening) -> Screener:
    """Compares with the corpora of the demand.

    Raises:
        CorpusError: one of them cannot be used; see `precheck.similarity.errors`.
    """
    from precheck.similarity.screening import CorpusScreener

    return CorpusScreener(_corpora(demand), demand.settings(screening), _party(demand))


def batch_screener(demand: Demand, screening: Screening, dossiers: Iterable[Dossier]) -> Screener:
    """Compares with the corpora of the demand and with the other dossiers of a batch, told apart by their names.

    Raises as `open_screener`.
    """
    from precheck.similarity.index.corpus import Corpus
    from precheck.similarity.screening import CorpusScreener, prepare_dossier

    # Opened first: a wrong folder is told before hundreds of dossiers are read.
    corpora = _corpora(demand) if demand.corpora else None
    peers = Corpus.of((_peer(dossier), prepare_dossier(dossier)) for dossier in dossiers)
    return CorpusScreener(
        peers if corpora is None else peers + corpora, demand.settings(screening), _party(demand), peer_id
    )


def _corpora(demand: Demand) -> Corpus:
    from precheck.similarity.index.corpus import Corpus

    opened = [Corpus.open(folder) for folder in demand.corpora]
    return functools.reduce(operator.add, opened)


def _party(demand: Demand) -> Party:
    from precheck.similarity.exclusions.base import Party
    from precheck.similarity.sources import author_key

    collaborators = frozenset(author_key(name) for name in demand.collaborators)
    return Party(author_key(demand.author), collaborators, demand.set_aside)


def _peer(dossier: Dossier) -> match.Source:
    """A dossier of the batch as a source; its author by the file's name, its own identifier when that tells none."""
    from precheck.similarity.sources import author_key

    document = dossier.document
    name = candidate_of_file_name(document.name)
    author = author_key(name) if name else peer_id(dossier)
    return match.Source(peer_id(dossier), document.name, match.SourceKind.DOSSIER, author, pages=len(document.pages))


def peer_id(dossier: Dossier) -> str:
    """The identifier of a dossier as a source of its batch: deposits with the same bytes stay apart."""
    import hashlib

    document = dossier.document
    return hashlib.sha256(f"{document.sha256}\n{document.name}".encode("utf-8", "surrogatepass")).hexdigest()


def compare(first: Text, second: Text, screening: Screening) -> Originality:
    """What the first text has in common with the second, nothing set aside."""
    import hashlib

    from precheck.similarity.index.corpus import Corpus
    from precheck.similarity.prepared import prepare
    from precheck.similarity.screening import CorpusScreener, prepare_dossier

    one, other = (prepare_dossier(text.dossier) if text.dossier else prepare(text.text) for text in (first, second))
    digest = hashlib.sha256(second.text.encode("utf-8", "surrogatepass")).hexdigest()
    pages = len(second.dossier.document.pages) if second.dossier else None
    source = match.Source(digest, second.name, match.SourceKind.DOSSIER, pages=pages)
    found = CorpusScreener(Corpus.of([(source, other)]), replace(screening, exclusions=())).screen_text(one)
    if first.dossier is None:
        unpaged = (replace(each, passage=replace(each.passage, page=None)) for each in found.matches)
        found = replace(found, matches=tuple(unpaged))
    return found
