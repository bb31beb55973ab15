"""What a screening finds in texts of a few paragraphs, and what it sets aside: whole findings compared."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from bench.reworded import compose, read_topics
from precheck.model.match import MatchKind, Originality, QuotationFault, Reason, SourceKind, SourceShare
from precheck.model.profile import Screening
from precheck.similarity.exclusions.base import Party
from tests.similarity.texts import (
    ARRIVAL,
    BALANCE,
    COAST,
    DOUBTS,
    ENGLISH,
    ENGLISH_OWN,
    HARBOUR,
    LIGHTHOUSE,
    OWN,
    STORM,
    TIMETABLE,
    copied,
    screen,
    source,
    text,
    told,
    words,
)

coast = source(text(*COAST), "le goff anna")
COPY = LIGHTHOUSE.rstrip(".")
"""A passage ends with its last word."""
EDITED = (
    LIGHTHOUSE.replace("tout l'après-midi du mardi", "la journée entière")
    .replace("les élèves ont dessiné l'horizon", "mes cinquièmes ont croqué la mer")
    .replace("à peine plus forte que celle d'un salon", "très ordinaire")
)


def around(*paragraphs: str) -> str:
    """These paragraphs between others that nobody else wrote."""
    return text(ARRIVAL, TIMETABLE, *paragraphs, DOUBTS, BALANCE)


class TestFound:
    def test_a_copied_passage_exactly(self) -> None:
        content = around(LIGHTHOUSE)
        found = screen(content, [coast])
        count = words(LIGHTHOUSE)
        assert found == Originality(
            corpus=found.corpus,
            compared=1,
            words=words(content),
            matched_words=count,
            verbatim_words=count,
            edited_words=0,
            reworded_words=0,
            review=0.10,
            alert=0.25,
            sources=(SourceShare(coast[0], count, count / words(content), 1, 0),),
            matches=(copied(content, coast, LIGHTHOUSE),),
        )

    def test_nothing_in_common(self) -> None:
        found = screen(text(*OWN), [coast])
        assert (found.compared, found.share, found.sources, found.matches) == (1, 0.0, (), ())

    def test_an_edited_passage_from_its_first_word_to_its_last(self) -> None:
        assert told(screen(around(EDITED), [coast])) == [(EDITED[:-1], COPY, MatchKind.EDITED, None, None)]

    def test_shuffled_sentences_are_one_passage(self) -> None:
        sentences = re.split(r"(?<=\.) ", f"{HARBOUR} {LIGHTHOUSE}")
        shuffled = " ".join(random.Random(1).sample(sentences, len(sentences)))
        assert shuffled != " ".join(sentences)
        assert told(screen(around(shuffled), [coast])) == [
            (shuffled[:-1], text(HARBOUR, COPY), MatchKind.VERBATIM, None, None)
        ]

    def test_a_fragment_in_the_middle_of_an_own_sentence(self) -> None:
        fragment = "le gardien leur a montré comment la lentille de Fresnel concentre la lumière d'une ampoule"
        content = around(f"Ce soir-là, à la radio du bus, j'ai noté que {fragment}, rien de moins.")
        assert screen(content, [coast]).matches == (copied(content, coast, fragment),)

    def test_small_words_at_its_end_belong_to_it(self) -> None:
        passage = "La criée vendait alors des araignées de mer aux familles, qui savaient pour quoi, quand et avec qui"
        origin = source(text(HARBOUR, f"{passage}.", STORM))
        content = around(f"{passage}.")
        assert screen(content, [origin]).matches == (copied(content, origin, passage),)

    def test_two_passages_in_another_order(self) -> None:
        content = text(LIGHTHOUSE, *OWN, HARBOUR)
        assert screen(content, [coast]).matches == (
            copied(content, coast, LIGHTHOUSE),
            copied(content, coast, HARBOUR),
        )

    @pytest.mark.parametrize("kind", ["reworded", "condensed"])
    def test_passages_reworded_and_condensed_by_hand(self, kind: str) -> None:
        topic = next(topic for topic in read_topics() if topic.name == "pond-field-study")
        content, cases = compose(topic, kind)
        origin = source(text(*topic.source))
        found = screen(content, [origin, coast]).matches
        assert {match.kind for match in found} == {MatchKind.REWORDED}
        bounds = [edge for match in found for edge in (match.passage.start, match.passage.end)]
        assert bounds == pytest.approx([edge for at, length, _, _ in cases for edge in (at, at + length)], abs=80)

    def test_english(self) -> None:
        origin = source(text(ENGLISH, "Nothing else was said about trains during that long winter term."))
        content = text(ENGLISH_OWN[0], ENGLISH, ENGLISH_OWN[1])
        assert screen(content, [origin, coast]).matches == (copied(content, origin, ENGLISH),)

    def test_the_very_same_text(self) -> None:
        found = screen(text(*COAST), [coast])
        assert (found.share, found.matches) == (1.0, (copied(text(*COAST), coast, text(*COAST)),))


class TestUndone:
    """What hides a copy from a program, and what printing does to a text."""

    @pytest.mark.parametrize(
        ("altered", "similarity"),
        [
            (re.sub(r"\b(mar|lu|commen)(ches|mière|taire)", "\\1-\n\\2", LIGHTHOUSE), 0.986),
            (LIGHTHOUSE.translate({ord("e"): "е", ord("a"): "а", ord("o"): "ο"}), 1.0),
            (LIGHTHOUSE.replace("e", "e\u200b").replace("r", "\u00ad\u2060r"), 1.0),
            (LIGHTHOUSE.replace("lentille", "l e n t i l l e"), 1.0),
        ],
        ids=["hyphens at line ends", "letters of other scripts", "characters without width", "spelt out"],
    )
    def test_the_passage_is_told_as_it_stands(self, altered: str, similarity: float) -> None:
        (match,) = screen(around(altered), [coast]).matches
        assert altered.startswith(match.passage.text)
        assert match.passage.text.rstrip("\u200b") == altered.rstrip(".\u200b")
        assert (match.source_passage.text, match.kind) == (COPY, MatchKind.VERBATIM)
        assert match.similarity >= similarity

    def test_letters_strewn_between_the_words(self) -> None:
        letters = iter("bcdfghjklm" * 6)
        strewn = re.sub(r"(?<=\w\w) (?=\w\w)", lambda _: f" {next(letters)} ", LIGHTHOUSE)
        assert told(screen(around(strewn), [coast])) == [(strewn[:-1], COPY, MatchKind.VERBATIM, None, None)]

    def test_running_headers_are_no_words(self) -> None:
        first, second, third = LIGHTHOUSE.partition(" puis le gardien")
        header = "\nDossier de Zoé Kerbrat – page {}\n"
        content = header.format(1) + text(ARRIVAL, first) + header.format(2) + second + third + header.format(3)
        (match,) = screen(content, [coast]).matches
        assert match.passage.text == first + header.format(2) + second + third[:-1]
        assert match.source_passage.text == COPY
        assert match.passage.words == words(LIGHTHOUSE)


SAYING = "Après les cent douze marches de l'escalier en colimaçon, les élèves ont dessiné l'horizon depuis la galerie"


class TestQuotations:
    @pytest.mark.parametrize(
        ("sentence", "excluded", "fault"),
        [
            (f"Un collègue écrit : « {SAYING}. » (Morel, 2014, p. 12). J'y pense.", Reason.QUOTATION, None),
            (f"Un collègue écrit : “{SAYING}” (Morel, 2014, p. 12). J'y pense.", Reason.QUOTATION, None),
            (f'Un collègue écrit : "{SAYING}" (Morel, 2014, p. 12). J\'y pense.', Reason.QUOTATION, None),
            (f"Voilà bien ma devise : « {SAYING}. » Rien de plus.", None, QuotationFault.WITHOUT_SOURCE),
            (f"Un jour nouveau : {SAYING} (Morel, 2014, p. 12). J'y pense.", None, None),
        ],
        ids=["with its source", "curly marks", "straight marks", "without a source", "without marks"],
    )
    def test_short(self, sentence: str, excluded: Reason | None, fault: QuotationFault | None) -> None:
        assert told(screen(around(sentence), [coast])) == [(SAYING, SAYING, MatchKind.VERBATIM, excluded, fault)]

    def test_too_long(self) -> None:
        quoted = f"Un collègue écrit : « {LIGHTHOUSE} » (Morel, 2014, p. 12)."
        assert told(screen(around(quoted), [coast])) == [
            (COPY, COPY, MatchKind.VERBATIM, None, QuotationFault.TOO_LONG)
        ]

    def test_the_length_is_the_profiles(self) -> None:
        quoted = f"Un collègue écrit : « {SAYING}. » (Morel, 2014, p. 12)."
        (match,) = screen(around(quoted), [coast], Screening(quotation_words=10)).matches
        assert (match.excluded, match.quotation) == (None, QuotationFault.TOO_LONG)


STATEMENT = (
    "Accompagner l'évolution du référentiel et recenser les ressources locales utiles aux apprentissages collectifs"
)
official = source(
    text("Annexe du règlement des études.", f"{STATEMENT}.", "Le jury délibère au mois de juin."),
    kind=SourceKind.OFFICIAL,
)
borrower = source(text(HARBOUR, f"{STATEMENT}.", STORM), "riou paul")


class TestSetAside:
    def test_an_official_statement(self) -> None:
        content = around(f"{STATEMENT}.")
        assert screen(content, [official, borrower]).matches == (
            replace(copied(content, official, STATEMENT), excluded=Reason.OFFICIAL),
        )

    def test_an_edited_one(self) -> None:
        edited = STATEMENT.replace("locales utiles", "du quartier, utiles").replace("Accompagner", "Suivre")
        (match,) = screen(around(f"{edited}."), [official, borrower]).matches
        assert (match.source, match.excluded, match.kind) == (official[0].id, Reason.OFFICIAL, MatchKind.EDITED)
        assert match.passage.text in edited

    def test_a_text_of_the_institution(self) -> None:
        content = around(f"{STATEMENT}.")
        (match,) = screen(content, [borrower], Screening(templates=(f"{STATEMENT}.",))).matches
        assert match == replace(copied(content, borrower, STATEMENT), excluded=Reason.OFFICIAL)

    PHRASE = "Ce dossier a été rédigé dans le cadre de ma formation, à partir de situations réellement vécues en classe"

    def test_a_phrase_of_three_other_authors(self) -> None:
        authors = ("autret", "bihan", "cadiou")
        others = [source(text(f"{self.PHRASE}.", part), author) for part, author in zip(COAST, authors, strict=True)]
        content = around(f"{self.PHRASE}.")
        (match,) = screen(content, others).matches
        assert match.passage.text == self.PHRASE
        assert match.excluded is Reason.COMMON_PHRASE

    def test_what_two_other_authors_say_is_no_common_phrase(self) -> None:
        others = [source(text(f"{self.PHRASE}.", part), author) for part, author in zip(COAST, "abb", strict=True)]
        content = around(f"{self.PHRASE}.")
        assert {match.excluded for match in screen(content, others).matches} == {None}

    def test_the_candidates_own_dossiers_do_not_make_a_phrase_common(self) -> None:
        others = [source(text(f"{self.PHRASE}.", part), author) for part, author in zip(COAST, "abc", strict=True)]
        found = screen(around(f"{self.PHRASE}."), others, party=Party("c"))
        assert {match.source: match.excluded for match in found.matches} == {
            others[0][0].id: None,
            others[1][0].id: None,
            others[2][0].id: Reason.OWN_VERSION,
        }

    @pytest.mark.parametrize("heading", ["Bibliographie\n\n", "V. Références :\n", "Pour aller plus loin\n\n"])
    def test_a_bibliography_by_its_heading_or_by_its_shape(self, heading: str) -> None:
        entries = (
            "Morel, P. (2014). Les ateliers du littoral et leurs publics. Quimper : Éditions du Môle.\n"
            "Hascoët, J.-Y. (2009). Dessiner l'horizon avec une classe de cinquième. Brest : Presses de l'Iroise.\n"
            "Quéméneur, L. (2011). Lentilles, phares et lumière au cycle central. Rennes : Delta."
        )
        content = text(*OWN, heading + entries)
        (match,) = screen(content, [source(text(*COAST, entries))]).matches
        assert match.excluded is Reason.BIBLIOGRAPHY
        assert match.passage.text in entries
        assert match.passage.words > 0.8 * words(entries)

    def test_each_passage_once_with_the_source_that_holds_most_of_it(self) -> None:
        quoted = f"Un collègue écrit : « {SAYING}. » (Morel, 2014, p. 12)."
        part = source(text(HARBOUR, SAYING.partition(",")[2].strip(), STORM), "riou paul")
        found = screen(around(quoted), [part, coast])
        assert [(match.source, match.excluded) for match in found.matches] == [(coast[0].id, Reason.QUOTATION)]
        assert [(share.source, share.words, share.matches, share.set_aside) for share in found.sources] == [
            (coast[0], 0, 0, 1)
        ]

    def test_what_stands_beside_it_is_found(self) -> None:
        content = around(f"{STATEMENT}.", LIGHTHOUSE)
        found = screen(content, [official, borrower, coast])
        assert found.matches == (
            replace(copied(content, official, STATEMENT), excluded=Reason.OFFICIAL),
            copied(content, coast, LIGHTHOUSE),
        )


class TestSources:
    content = around(LIGHTHOUSE)

    def excluded(self, party: Party, content: str = content) -> list[Reason | None]:
        return [match.excluded for match in screen(content, [coast], party=party).matches]

    def test_the_candidates_own_earlier_version(self) -> None:
        assert self.excluded(Party("le goff anna")) == [Reason.OWN_VERSION]
        assert self.excluded(Party("le goff")) == [None]

    def test_a_declared_collaborator(self) -> None:
        assert self.excluded(Party(collaborators=frozenset({"le goff anna"}))) == [Reason.COLLABORATOR]

    def test_a_collaborator_named_in_the_dossier(self) -> None:
        said = "Cette séquence a été menée en collaboration avec Anna LE GOFF, stagiaire dans la même ville."
        assert self.excluded(Party(), text(said, self.content)) == [Reason.COLLABORATOR]
        assert self.excluded(Party(), text("Anna LE GOFF habite ici.", self.content)) == [None]

    def test_a_source_that_the_evaluator_chose(self) -> None:
        assert self.excluded(Party(chosen=(coast[0].id[:10],))) == [Reason.CHOSEN]
        assert self.excluded(Party(chosen=("no such source",))) == [None]

    def test_no_reason_without_an_author(self) -> None:
        nobody = source(text(*COAST))
        assert [match.excluded for match in screen(self.content, [nobody]).matches] == [None]

    def test_a_source_set_aside_counts_no_words(self) -> None:
        found = screen(self.content, [coast], party=Party("le goff anna"))
        assert (found.share, found.matched_words) == (0.0, 0)
        assert found.sources == (SourceShare(coast[0], 0, 0.0, 0, 1),)


class TestSwitchedOff:
    @pytest.mark.parametrize(
        ("reason", "content", "party"),
        [
            (Reason.QUOTATION, around(f"Un collègue écrit : « {SAYING}. » (Morel, 2014, p. 12)."), Party()),
            (Reason.OWN_VERSION, around(LIGHTHOUSE), Party("le goff anna")),
            (Reason.COLLABORATOR, around(LIGHTHOUSE), Party(collaborators=frozenset({"le goff anna"}))),
            (Reason.CHOSEN, around(LIGHTHOUSE), Party(chosen=(coast[0].id,))),
        ],
    )
    def test_by_the_profile(self, reason: Reason, content: str, party: Party) -> None:
        def excluded(*exclusions: Reason) -> list[Reason | None]:
            found = screen(content, [coast], Screening(exclusions=exclusions), party)
            return [match.excluded for match in found.matches]

        assert excluded(*Reason) == excluded(reason) == [reason]
        assert excluded(*(other for other in Reason if other is not reason)) == excluded() == [None]

    def test_official_statements(self) -> None:
        content = around(f"{STATEMENT}.")
        found = screen(content, [official, borrower], Screening(exclusions=()))
        assert found.matches == (copied(content, borrower, STATEMENT),)


class TestFigures:
    def test_sources_by_weight_and_each_word_once(self) -> None:
        lighthouse, harbour = words(LIGHTHOUSE), words(HARBOUR)
        content = text(ARRIVAL, LIGHTHOUSE, TIMETABLE, DOUBTS, HARBOUR, BALANCE)
        part = source(text(STORM, LIGHTHOUSE))
        found = screen(content, [part, coast, source(ENGLISH)])
        assert found.sources == (
            SourceShare(coast[0], lighthouse + harbour, (lighthouse + harbour) / words(content), 2, 0),
            SourceShare(part[0], lighthouse, lighthouse / words(content), 1, 0),
        )
        assert (found.words, found.matched_words, found.verbatim_words) == (
            words(content),
            lighthouse + harbour,
            lighthouse + harbour,
        )

    def test_a_word_counts_for_the_closest_of_its_matches(self) -> None:
        found = screen(around(LIGHTHOUSE), [source(EDITED), coast])
        assert {match.kind for match in found.matches} == {MatchKind.VERBATIM, MatchKind.EDITED}
        assert (found.verbatim_words, found.edited_words) == (words(LIGHTHOUSE), 0)

    def test_the_order_of_the_corpus_does_not_matter(self) -> None:
        sources = [coast, borrower, official, source(text(LIGHTHOUSE, STORM), "a"), source(ENGLISH)]
        content = around(LIGHTHOUSE, f"{STATEMENT}.", HARBOUR)
        expected = screen(content, sources)
        for seed in range(5):
            found = screen(content, random.Random(seed).sample(sources, len(sources)))
            assert replace(found, corpus=expected.corpus) == expected

    def test_pages(self) -> None:
        content = f"{ARRIVAL}\f{TIMETABLE}\n\n{LIGHTHOUSE}\f{BALANCE}"
        (match,) = screen(content, [coast]).matches
        assert (match.passage.page, match.source_passage.page) == (2, None)
