"""C026: the competences of each part are said in that part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

from precheck.i18n import msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.profile import PartSpec
from precheck.model.structure import Dossier, Mention
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, span_evidence
from precheck.rules.examples import FRAMEWORK, OUTLINE
from precheck.testing import SCAN, make_dossier


class CompetenceOutsideItsPart(Rule[NoOptions]):
    """A competence is said in another part than its own, or a part says none of its competences.

    What it checks
        For each part, which of its competences are said there, by code or by official statement; and which are said
        in another part only. Tables that list all codes, contents tables, introduction and conclusion place nothing.
    Why
        Each part of the dossier answers for its own set of competences.
    How to fix
        Nothing has to be said: codes are optional. Those you give help the evaluator when they stand in their part.
    Limits
        A competence can be shown without being said: only a human can tell. Nothing ever fails.
    Options
        None. The sets come from the profile's parts.
    """

    code = "C026"
    name = "competence-outside-its-part"
    title = msg("Each part says its own competences")
    requirements = (26, 27, 28, 29)
    severity = Severity.INFO

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options
        parts = [part for part in context.outline.parts if part.competences]
        if context.framework is None or not parts:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile gives no competences to the parts"))
            return
        said = [mention for mention in dossier.mentions if mention.known and not mention.overview]
        if not said:
            text = msg("No competence is said by its code or its statement; saying them is optional")
            yield Hit(Status.TO_VERIFY, text, (), msg("Codes in the text help the evaluator find each competence."))
            return
        for requirement, part in zip_longest(self.requirements, parts):
            if part is not None:
                for hit in _of_part(part, said, dossier):
                    yield replace(hit, data={**hit.data, "requirement": requirement, "part": part.number})

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE, FRAMEWORK)

        def dossier(first: str, second: str, third: str, fourth: str) -> Dossier:
            pages = [f"# Partie {part.number} : {part.title}" for part in OUTLINE.parts]
            texts = zip(pages, (first, second, third, fourth), strict=True)
            return make_dossier(*("\n".join(both) for both in texts), outline=OUTLINE, framework=FRAMEWORK)

        yield Case(
            "each in its part",
            dossier("Ici B2.1 et B2.2.", "Ici A2.1.", "Ici A1.1.", "Ici A3.2."),
            Status.PASSED,
            (
                "Part 1 says 2 of its 2 competences: B2.1, B2.2",
                "Part 2 says 1 of its 1 competences: A2.1",
                "Part 3 says 1 of its 1 competences: A1.1",
                "Part 4 says 1 of its 1 competences: A3.2",
            ),
            context=context,
        )
        yield Case(
            "by its statement; one astray; none",
            dossier(
                "J'ai su identifier les situations d'apprentissage propices à l'utilisation des TICE.",
                "Ici A1.1.",
                "Bonjour.",
                "Ici A3.2.",
            ),
            Status.TO_VERIFY,
            (
                "Part 1 says 1 of its 2 competences: B2.1",
                "Part 2 says none of its competences; saying them is optional",
                "A1.1, of part 3, is said elsewhere only, in part 2",
                "Part 4 says 1 of its 1 competences: A3.2",
            ),
            context=context,
        )
        yield Case(
            "nothing said",
            dossier("Bonjour.", "Bonjour.", "Bonjour.", "Bonjour."),
            Status.TO_VERIFY,
            ("No competence is said by its code or its statement; saying them is optional",),
            context=context,
        )
        yield Case("no framework", make_dossier("Ici B2.1."), Status.NOT_APPLICABLE)
        yield Case(
            "a scan", make_dossier(SCAN, outline=OUTLINE, framework=FRAMEWORK), Status.UNVERIFIABLE, context=context
        )


def _of_part(part: PartSpec, said: Sequence[Mention], dossier: Dossier) -> Iterator[Hit]:
    here: dict[str, Mention] = {}
    elsewhere: dict[str, Mention] = {}
    for mention in said:
        if mention.code not in part.competences:
            continue
        if mention.part == part.number:
            here.setdefault(mention.code, mention)
        elif mention.part is not None:
            elsewhere.setdefault(mention.code, mention)
    section = dossier.structure.part(part.number)
    if section is None:
        text = msg("Part {part} was not recognised: what it says of its competences cannot be placed", part=part.number)
        yield Hit(Status.TO_VERIFY, text)
    elif here:
        codes = [code for code in part.competences if code in here]
        text = msg(
            "Part {part} says {count} of its {total} competences: {codes}",
            part=part.number,
            count=len(codes),
            total=len(part.competences),
            codes=", ".join(codes),
        )
        yield Hit(Status.PASSED, text, _evidence(dossier, here), data={"said": len(codes)})
    astray = {code: mention for code, mention in elsewhere.items() if code not in here}
    for code in (code for code in part.competences if code in astray):
        mention = astray[code]
        text = msg(
            "{code}, of part {part}, is said elsewhere only, in part {elsewhere}",
            code=code,
            part=part.number,
            elsewhere=mention.part,
        )
        hint = msg("If you meant this competence, say it in its own part; if you meant another, correct the code.")
        evidence = span_evidence(dossier.document, mention.start, mention.end)
        yield Hit(Status.TO_VERIFY, text, evidence, hint, {"part": part.number})
    if section is not None and not here and not astray:
        text = msg("Part {part} says none of its competences; saying them is optional", part=part.number)
        yield Hit(Status.TO_VERIFY, text, (Evidence(section.start_page),), data={"part": part.number})


def _evidence(dossier: Dossier, here: Mapping[str, Mention]) -> tuple[Evidence, ...]:
    """The first place of each competence; once for those that stand together."""
    spans = dict.fromkeys((mention.start, mention.end) for mention in here.values())
    return tuple(e for start, end in spans for e in span_evidence(dossier.document, start, end)[:1])
