"""The words, signs and colours in which a screening is told. It shows passages to review; people judge them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum

from precheck.i18n import Message, msg
from precheck.model.match import MatchKind, Originality, QuotationFault, Reason, Source, SourceKind, View, Visibility
from precheck.report.plain import Voice

PALETTE = ("#77aadd", "#ee8866", "#eedd88", "#ffaabb", "#99ddff", "#44bb99", "#bbcc33", "#c9b3e6")
"""One colour a source, in the order of their weight, then again: grounds for black words, told apart by people who do
not see all colours (P. Tol, Colour schemes, 2021, "light"; the last replaces its olive). A number says it too."""


TITLE = msg("Passages found in other texts")


class Level(StrEnum):
    """Where the share of a dossier stands between the thresholds."""

    UNREAD = "unread"
    """The dossier has no words to compare, or there was nothing to compare them with."""
    NOTHING = "nothing"
    BELOW = "below"
    REVIEW = "review"
    ALERT = "alert"


def level(originality: Originality) -> Level:
    """The level that the share of words reaches."""
    if not originality.words or not originality.compared:
        return Level.UNREAD
    if not originality.standing:
        return Level.NOTHING
    if originality.share >= originality.alert:
        return Level.ALERT
    return Level.REVIEW if originality.share >= originality.review else Level.BELOW


LEVEL_SIGN: Mapping[Level, str] = {
    Level.UNREAD: "∅",
    Level.NOTHING: "✓",
    Level.BELOW: "i",
    Level.REVIEW: "?",
    Level.ALERT: "!",
}
LEVEL_TITLE: Mapping[Level, Message] = {
    Level.UNREAD: msg("Could not be compared"),
    Level.NOTHING: msg("No passage to review"),
    Level.BELOW: msg("Some passages to review, below the thresholds"),
    Level.REVIEW: msg("Passages to review"),
    Level.ALERT: msg("Passages to review first"),
}
LEVEL_SHORT: Mapping[Level, Message] = {
    Level.UNREAD: msg("not compared"),
    Level.NOTHING: msg("nothing"),
    Level.BELOW: msg("below the thresholds"),
    Level.REVIEW: msg("to review"),
    Level.ALERT: msg("to review first"),
}

NEXT: Mapping[View, Mapping[Level, Message]] = {
    View.EVALUATOR: {
        Level.UNREAD: msg("Read the dossier yourself: its text, or what to compare it with, is missing."),
        Level.NOTHING: msg("There is nothing to do. What was set aside is shown below with its reason."),
        Level.BELOW: msg("Have a look at the passages. A likeness may have good reasons; you alone judge."),
        Level.REVIEW: msg(
            "Read the passages beside their sources, the weightiest source first. A likeness may have good reasons: "
            "you alone judge, and hear the candidate before you do."
        ),
        Level.ALERT: msg(
            "Read the passages beside their sources, the weightiest source first, before the rest of the dossier. "
            "A likeness may have good reasons: you alone judge, and hear the candidate before you do."
        ),
    },
    View.CANDIDATE: {
        Level.UNREAD: msg(
            "No text could be compared. If your pages are a scan, export the dossier again as PDF from your word "
            "processor."
        ),
        Level.NOTHING: msg("There is nothing to do."),
        Level.BELOW: msg(
            "Have a look at each passage. If the words are somebody else's, put them between « and » and give their "
            "source. If all is in order, there is nothing to do."
        ),
        Level.REVIEW: msg(
            "Go through the passages one by one. If the words are somebody else's, put them between « and » and give "
            "their source, or say it in your own words. If you worked with others, name them. If all is in order, "
            "there is nothing to do."
        ),
        Level.ALERT: msg(
            "Go through the passages one by one before you deposit. If the words are somebody else's, put them between "
            "« and » and give their source, or say it in your own words. If you worked with others, name them."
        ),
    },
}
"""What to do now, by reader."""

KIND_WORD: Mapping[MatchKind, Message] = {
    MatchKind.VERBATIM: msg("word for word"),
    MatchKind.EDITED: msg("edited"),
    MatchKind.REWORDED: msg("reworded"),
}
KIND_MEANING: Mapping[MatchKind, Message] = {
    MatchKind.VERBATIM: msg("The same words in the same order, but for a few."),
    MatchKind.EDITED: msg("Words replaced, moved or left out; whole runs are the same."),
    MatchKind.REWORDED: msg("The same ideas and terms in other words."),
}
KIND_SIGN: Mapping[MatchKind, str] = {MatchKind.VERBATIM: "=", MatchKind.EDITED: "≈", MatchKind.REWORDED: "~"}

REASON_WORD: Mapping[Reason, Message] = {
    Reason.OFFICIAL: msg("official or handed-out text"),
    Reason.COMMON_PHRASE: msg("common phrase"),
    Reason.QUOTATION: msg("short quotation with its source"),
    Reason.BIBLIOGRAPHY: msg("bibliography"),
    Reason.OWN_VERSION: msg("own earlier version"),
    Reason.COLLABORATOR: msg("declared overlap"),
    Reason.CHOSEN: msg("source set aside by the evaluator"),
}
REASON_WHY: Mapping[Reason, Message] = {
    Reason.OFFICIAL: msg("Set aside because every candidate may copy this text."),
    Reason.COMMON_PHRASE: msg("Set aside because many dossiers say it in these words."),
    Reason.QUOTATION: msg("Set aside because it is a short quotation whose source is given."),
    Reason.BIBLIOGRAPHY: msg("Set aside because references are written alike everywhere."),
    Reason.OWN_VERSION: msg("Set aside because the source is an earlier dossier of the same candidate."),
    Reason.COLLABORATOR: msg("Set aside because the candidate declared to have worked with its author."),
    Reason.CHOSEN: msg("Set aside because the evaluator set this source aside."),
}

FAULT_WORD: Mapping[QuotationFault, Message] = {
    QuotationFault.TOO_LONG: msg("In quotation marks, but longer than a short quotation."),
    QuotationFault.WITHOUT_SOURCE: msg("In quotation marks, but no source is given near it."),
}
FAULT_HINT: Mapping[QuotationFault, Message] = {
    QuotationFault.TOO_LONG: msg("Quote only the words that matter, and say the rest in your own words."),
    QuotationFault.WITHOUT_SOURCE: msg(
        "After the quotation, give author, year and page, or the address and the date you read it."
    ),
}

SOURCE_WORD: Mapping[SourceKind, Message] = {
    SourceKind.DOSSIER: msg("dossier"),
    SourceKind.WEB: msg("web page"),
    SourceKind.TEMPLATE: msg("handed-out text"),
    SourceKind.OFFICIAL: msg("official text"),
}


def source_name(source: Source, voice: Voice) -> str:
    """What to call a source: its title, or what may be said of one that this reader may not know."""
    if source.title:
        return voice(source.title)
    if source.visibility is Visibility.PUBLIC or source.kind is not SourceKind.DOSSIER:
        return voice(msg("a text without a title"))
    if source.year:
        return voice(msg("a dossier of the {year} campaign", year=source.year))
    return voice(msg("another dossier"))


def percent(share: float, language: str) -> str:
    """A share as a number of hundredths, without its sign: "12,4", "25".

    Rounded down, so that it is never a threshold that the share does not reach; what is not nothing is never "0".
    """
    tenths = math.floor(1000 * share + 1e-6)
    text = f"{tenths / 10:.1f}".removesuffix(".0") if tenths or not share else "<0.1"
    return text.replace(".", ",") if language == "fr" else text
