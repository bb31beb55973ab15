"""All that is concluded from a document before the rules look at it, in one go."""

from __future__ import annotations

from precheck.model.document import Document
from precheck.model.profile import Framework, Outline
from precheck.model.structure import Deposit, Dossier
from precheck.structure.analysis import analyse
from precheck.structure.competences import find_mentions
from precheck.structure.identity import find_identity
from precheck.structure.quotations import find_quotations


def build_dossier(
    document: Document,
    outline: Outline,
    framework: Framework | None,
    years: tuple[str, ...] = (),
    deposit: Deposit = Deposit(),
) -> Dossier:
    """The dossier that rules look at: architecture, names and years, competences said, quotations.

    `years` are the years that the campaign accepts; they only help to tell a campaign's year from other dates.
    """
    structure = analyse(document, outline)
    mentions = find_mentions(document, structure, framework) if framework else ()
    identity = find_identity(document, structure, deposit.candidate, years)
    return Dossier(document, structure, identity, mentions, deposit, find_quotations(document, structure))
