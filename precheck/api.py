"""The orchestrator: from the bytes of a dossier to a `Report`. Everything else calls this."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from precheck import __version__
from precheck.errors import CheckBroke, PrecheckError
from precheck.model.document import Document
from precheck.model.match import Originality
from precheck.model.profile import Framework, Profile
from precheck.model.report import (
    CompetencePlace,
    DomainProjection,
    Projection,
    Refusal,
    ReminderNote,
    Report,
)
from precheck.model.structure import Candidate, Deposit, Dossier, Mention
from precheck.reading.pool import Reader, Source
from precheck.rules.engine import run
from precheck.rules.registry import plan
from precheck.structure.dossier import build_dossier
from precheck.structure.file_name import candidate_of_file_name

log = logging.getLogger(__name__)


class Screener(Protocol):
    """Compares dossiers with other texts; see `precheck.screening`. Safe to share between threads."""

    def screen(self, dossier: Dossier) -> Originality:
        """What the dossier has in common with the other texts."""


class Checker:
    """Checks dossiers against one profile. Safe to share between threads.

    Args:
        profile: as validated; see `precheck.profile.load_profile`.
        reader: opens the files.
        only: codes or names of rules; when there are any, no other rule runs.
        skip: codes or names of rules that do not run.
        screener: compares each dossier with other texts; without one nothing is compared, and the rules that need it
            do not run.
    """

    def __init__(
        self,
        profile: Profile,
        reader: Reader,
        only: frozenset[str] = frozenset(),
        skip: frozenset[str] = frozenset(),
        screener: Screener | None = None,
    ) -> None:
        self.profile = profile
        self.reader = reader
        self.screener = screener
        self.plan = plan(profile, only, skip, screening=screener is not None)

    def check(self, source: Source, deposit: Deposit = Deposit()) -> Report:
        """The report on one dossier. Without a known candidate, the file's name may suggest one.

        Raises:
            UnreadableFile: the file cannot be opened at all; see `precheck.reading.errors`.
        """
        dossier = self.dossier(self.read(source), deposit)
        if self.screener is not None:
            dossier = replace(dossier, originality=self.screener.screen(dossier))
        return self.report(dossier)

    def read(self, source: Source) -> Document:
        """The document in `source`, with all that the plan's rules look at. Raises as `check`."""
        return self.reader.read(source, layout=self.plan.needs_layout, surface=self.plan.needs_surface)

    def dossier(self, document: Document, deposit: Deposit = Deposit()) -> Dossier:
        """What is concluded from a document that was read, before it is compared with anything."""
        if deposit.candidate is None and (guessed := candidate_of_file_name(document.name)):
            deposit = Deposit(Candidate(guessed, certain=False), deposit.other_files, deposit.slides)
        profile = self.profile
        return build_dossier(document, profile.outline, profile.framework, profile.years, deposit)

    def report(self, dossier: Dossier) -> Report:
        """The rules on a dossier as it is: compared with other texts before, or not at all."""
        profile = self.profile
        return Report(
            __version__,
            profile,
            dossier,
            run(self.plan, dossier),
            competence_places(dossier, profile),
            projection(dossier, profile.framework) if profile.framework else None,
            tuple(
                ReminderNote(r.requirement, r.text, profile.clauses.get(r.clause) if r.clause else None)
                for r in profile.reminders
            ),
        )

    def check_or_refuse(self, source: Source, deposit: Deposit = Deposit()) -> Report | Refusal:
        """As `check`, with an unreadable file told as a `Refusal`, and so is a file on which the corpus or precheck
        itself fails: one file never stops the others."""
        try:
            return self.check(source, deposit)
        except PrecheckError as error:
            return refusal(source.name, error)
        except Exception as error:  # noqa: BLE001 (told as a refusal, and logged)
            # Without the words of the error, in which those of a dossier may stand.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("the check itself broke down: %s\n%s", type(error).__name__, where)
            return refusal(source.name, CheckBroke(file=source.name))


def refusal(name: str, error: PrecheckError) -> Refusal:
    """The error as something that a renderer can show."""
    return Refusal(name, type(error).__name__, error.message, error.advice, int(error.exit_code))


def competence_places(dossier: Dossier, profile: Profile) -> tuple[CompetencePlace, ...]:
    """Where each known competence is said, one entry per code and part, in the order of the framework."""
    if profile.framework is None:
        return ()
    contents = frozenset(dossier.structure.contents_pages)
    expected = {code: part.number for part in profile.outline.parts for code in part.competences}
    pages: dict[tuple[str, int | None], set[int]] = {}
    for mention in dossier.mentions:
        if mention.known and not (mention.overview and mention.page in contents):
            pages.setdefault((mention.code, mention.part), set()).add(mention.page)
    order = {item.code: index for index, item in enumerate(profile.framework.competences)}
    return tuple(
        CompetencePlace(code, tuple(sorted(found)), part, expected.get(code))
        for (code, part), found in sorted(pages.items(), key=lambda item: (order[item[0][0]], item[0][1] or 99))
    )


def projection(dossier: Dossier, framework: Framework) -> Projection:
    """What a jury's decision would be if it validated each competence said in the dossier: indicative only."""
    said = _said(dossier.mentions)
    domains = []
    for domain in framework.domains:
        codes = {item.code for item in domain.competences}
        needed = 0 if domain.max_missing is None else max(0, len(codes) - domain.max_missing)
        domains.append(DomainProjection(domain.code, len(said & codes), len(codes), needed))
    total = sum(domain.total for domain in domains)
    mentioned = sum(domain.mentioned for domain in domains)
    reached = (
        mentioned >= framework.required
        and all(domain.mentioned >= domain.needed for domain in domains)
        and said.issuperset(framework.mandatory)
    )
    return Projection(mentioned, total, framework.required, tuple(domains), reached)


def _said(mentions: Sequence[Mention]) -> set[str]:
    return {mention.code for mention in mentions if mention.known and not mention.overview}
