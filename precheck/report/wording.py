"""The words and signs that every renderer shares. States are said by word and sign, never by colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from precheck.i18n import Message, msg
from precheck.model.finding import Status
from precheck.model.report import Verdict
from precheck.model.structure import NumberingVerdict, SectionKind


class Urgency(StrEnum):
    """What a finding asks of its reader, in the order in which things should be done."""

    FIX = "fix"
    IMPROVE = "improve"
    VERIFY = "verify"
    UNSEEN = "unseen"
    NOTE = "note"


STATUS_WORD: Mapping[Status, Message] = {
    Status.PASSED: msg("Passed"),
    Status.FAILED: msg("Failed"),
    Status.TO_VERIFY: msg("To verify"),
    Status.NOT_APPLICABLE: msg("Not applicable"),
    Status.UNVERIFIABLE: msg("Could not be seen"),
    Status.CRASHED: msg("Check broken down"),
}
STATUS_SIGN: Mapping[Status, str] = {
    Status.PASSED: "✓",
    Status.FAILED: "✗",
    Status.TO_VERIFY: "?",
    Status.NOT_APPLICABLE: "–",
    Status.UNVERIFIABLE: "∅",
    Status.CRASHED: "!",
}

URGENCY_TITLE: Mapping[Urgency, Message] = {
    Urgency.FIX: msg("To correct first"),
    Urgency.IMPROVE: msg("To improve"),
    Urgency.VERIFY: msg("To verify"),
    Urgency.UNSEEN: msg("What could not be seen"),
    Urgency.NOTE: msg("Good to know"),
}
URGENCY_LEAD: Mapping[Urgency, Message] = {
    Urgency.FIX: msg(
        "These points break a format rule and may have the dossier refused. Correct them before depositing."
    ),
    Urgency.IMPROVE: msg("These points do not block the dossier, but the people who read it will notice them."),
    Urgency.VERIFY: msg(
        "Here the machine is not sure: have a look at each place. If all is in order, there is nothing to do."
    ),
    Urgency.UNSEEN: msg(
        "These rules could not be checked. It does not mean that they are broken: check them yourself."
    ),
    Urgency.NOTE: msg("For information only: nothing here counts against the dossier."),
}
URGENCY_SIGN: Mapping[Urgency, str] = {
    Urgency.FIX: "✗",
    Urgency.IMPROVE: "△",
    Urgency.VERIFY: "?",
    Urgency.UNSEEN: "∅",
    Urgency.NOTE: "i",
}

VERDICT_TITLE: Mapping[Verdict, Message] = {
    Verdict.CONFORMING: msg("Nothing to correct"),
    Verdict.TO_VERIFY: msg("Nothing blocks, some points to verify"),
    Verdict.NOT_CONFORMING: msg("Not conforming as it stands"),
}
VERDICT_LEAD: Mapping[Verdict, Message] = {
    Verdict.CONFORMING: msg(
        "Every rule that a machine can check is respected. The reminders are left for you to check."
    ),
    Verdict.TO_VERIFY: msg("No format fault was found. Some points are left for a human eye."),
    Verdict.NOT_CONFORMING: msg(
        "The dossier breaks at least one format rule. Each one is shown below with its remedy."
    ),
}
VERDICT_SIGN: Mapping[Verdict, str] = {
    Verdict.CONFORMING: "✓",
    Verdict.TO_VERIFY: "?",
    Verdict.NOT_CONFORMING: "✗",
}

SECTION_WORD: Mapping[SectionKind, Message] = {
    SectionKind.COVER: msg("Cover"),
    SectionKind.CONTENTS: msg("Table of contents"),
    SectionKind.INTRODUCTION: msg("Introduction"),
    SectionKind.PART: msg("Part"),
    SectionKind.CONCLUSION: msg("Conclusion"),
    SectionKind.BIBLIOGRAPHY: msg("Bibliography"),
    SectionKind.ANNEX: msg("Annexes"),
    SectionKind.OTHER: msg("Other pages"),
}

NUMBERING_WORD: Mapping[NumberingVerdict, Message] = {
    NumberingVerdict.ALL: msg("A number is visible on every page"),
    NumberingVerdict.ALL_BUT_COVER: msg("A number is visible on every page but the cover"),
    NumberingVerdict.PART: msg("A number is visible on some pages only"),
    NumberingVerdict.NONE: msg("No page number is visible"),
}

ROOM_TITLE: Mapping[str, Message] = {
    "L": msg("Format of the file"),
    "I": msg("Name and year"),
    "S": msg("Structure"),
    "C": msg("Content"),
    "O": msg("Quotations and sources"),
}

DEFAULT_HINT: Mapping[Status, Message] = {
    Status.UNVERIFIABLE: msg(
        "If these pages are a scan or a picture, export the dossier again as PDF from your word processor, "
        "so that its text can be read."
    ),
    Status.CRASHED: msg("Tell your administrator; the other checks stand."),
}
"""What to do when the rule itself has nothing to advise."""

TITLE = msg("Pre-check of the dossier")
DISCLAIMER = msg(
    "This report is an automatic pre-check. It shows places and the rules they rest on; it decides nothing. "
    "The evaluators and the jury alone decide."
)
INDICATIVE = msg("Indicative only: being mentioned is not being validated. The jury judges item by item.")
