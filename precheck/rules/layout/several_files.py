"""L001: one single file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.structure.folding import fold
from precheck.testing import make_document, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`allowed`: names of files that may come with the dossier, as patterns in lower case without accents."""

    allowed: tuple[str, ...] = ("*attestation*",)


class SeveralFiles(Rule[Options]):
    """The deposit holds more than the one PDF that is asked for.

    What it checks
        That the dossier was deposited as one PDF, without a second one beside it and without files embedded in it.
    Why
        Evaluators open one document. What stands in a second one may never be read.
    How to fix
        Put everything into one document and export it once; turn embedded files into annexes.
    Limits
        Files that are not PDFs, and files embedded in the PDF, are told but left to a human: a PDF made by an office
        suite may carry its own source.
    Options
        `allowed`: patterns of file names that may be deposited beside the dossier (an attestation of competences).
    """

    code = "L001"
    name = "several-files"
    title = msg("The dossier is one single file")
    requirements = (1,)
    needs: ClassVar[frozenset[Need]] = frozenset()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        extra = [name for name in dossier.deposit.other_files if not _is_allowed(name, options.allowed)]
        pdfs = [name for name in extra if name.lower().endswith(".pdf")]
        others = [name for name in extra if name not in pdfs]
        merge = msg("Put everything into one document and export it to PDF once.")
        if pdfs:
            text = msgs(
                "{count} more PDF deposited; one is expected", "{count} more PDFs deposited; one is expected", len(pdfs)
            )
            yield Hit(Status.FAILED, text, tuple(_file(name) for name in (dossier.document.name, *pdfs)), merge)
        if others:
            text = msgs("{count} file beside the dossier", "{count} files beside the dossier", len(others))
            yield Hit(Status.TO_VERIFY, text, tuple(_file(name) for name in others), merge)
        embedded = dossier.document.attachments
        if embedded:
            text = msgs("{count} file embedded in the PDF", "{count} files embedded in the PDF", len(embedded))
            hint = msg("Put what they hold into the dossier as annexes, or export the PDF without attachments.")
            yield Hit(Status.TO_VERIFY, text, tuple(_file(name) for name in embedded), hint)
        if not extra and not embedded:
            yield Hit(Status.PASSED, msg("One single file"), (_file(dossier.document.name),))

    def cases(self) -> Iterable[Case[Options]]:
        yield Case("one file", make_dossier("Bonjour."), Status.PASSED, ("One single file",))
        yield Case(
            "an attestation may come along",
            make_dossier("Bonjour.", other_files=["Attestation 2015.pdf"]),
            Status.PASSED,
            ("One single file",),
        )
        yield Case(
            "a second PDF",
            make_dossier("Bonjour.", other_files=["annexes.pdf"]),
            Status.FAILED,
            ("1 more PDF deposited; one is expected",),
        )
        yield Case(
            "embedded file",
            make_dossier(document=make_document("Bonjour.", attachments=["video.mp4"])),
            Status.TO_VERIFY,
            ("1 file embedded in the PDF",),
        )
        yield Case("a scan is one file too", make_dossier("<scan>"), Status.PASSED, ("One single file",))


def _is_allowed(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(fold(name), pattern) for pattern in patterns)


def _file(name: str) -> Evidence:
    return Evidence(quote=name, expected=msg("one single file"))
