"""The files that are something other than a plain PDF: scanned, encrypted, with hidden text."""

from __future__ import annotations

from corpus.samples.generate.borderline import SHORT
from corpus.samples.generate.conforming import (
    DASHES,
    MAP,
    MAP_CANDIDATE,
    PAGE_OF,
    SCHOOL,
    SCHOOL_CANDIDATE,
    SINGLE_PROJECT,
)
from corpus.samples.generate.dossier import load
from corpus.samples.generate.faulty import short_map
from corpus.samples.generate.finish import encrypted, hidden, scanned
from corpus.samples.generate.numbering import every
from corpus.samples.generate.sample import MACHINE_DECIDED, Sample

TO_OPEN = "montleger"
SEEN_WITHOUT_TEXT = {"1": "PASSED", "2": "TO_VERIFY", "3": "PASSED", "4": "PASSED"}


def samples() -> list[Sample]:
    """A scan, two encryptions, hidden text."""
    return [
        Sample(
            name="scan",
            defect="the pages are pictures without text",
            dossier=short_map,
            producer="typst",
            style=SHORT,
            labels=every("{n}", first=2),
            candidate=MAP_CANDIDATE,
            finish=scanned,
            text_layer=False,
            same_bytes=False,
            outcomes=dict.fromkeys(MACHINE_DECIDED, "UNVERIFIABLE") | SEEN_WITHOUT_TEXT,
        ),
        Sample(
            name="encrypted",
            defect="a password is asked for to open the file",
            dossier=lambda: load("ecole"),
            producer="reportlab",
            style=SCHOOL,
            labels=DASHES,
            candidate=SCHOOL_CANDIDATE,
            finish=encrypted(TO_OPEN),
            password=TO_OPEN,
            refusal="EncryptedFile",
        ),
        Sample(
            name="encrypted-without-password",
            defect="the file opens without a password, but some uses are forbidden",
            dossier=lambda: load("carte"),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            finish=encrypted(""),
            outcomes=SINGLE_PROJECT | {"2": "TO_VERIFY"},
        ),
        Sample(
            name="hidden-text",
            defect="page 6 holds text that no reader sees: white, one point high, off the page",
            dossier=lambda: load("carte"),
            producer="typst",
            style=MAP,
            labels=PAGE_OF,
            candidate=MAP_CANDIDATE,
            finish=hidden,
            outcomes=SINGLE_PROJECT,
        ),
    ]
