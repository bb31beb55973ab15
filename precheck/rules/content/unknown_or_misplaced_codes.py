"""C030: the codes said are codes of the framework, in the part that answers for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from precheck.i18n import Message, msg
from precheck.model.finding import Severity, Status
from precheck.model.profile import Framework
from precheck.model.structure import Dossier, Mention, MentionKind
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, span_evidence
from precheck.rules.examples import FRAMEWORK, OUTLINE
from precheck.testing import SCAN, make_dossier


class UnknownOrMisplacedCodes(Rule[NoOptions]):
    """A code does not exist in the framework, or stands in a part that does not answer for it.

    What it checks
        Every code written in the dossier, in whatever spelling: whether the framework has it, and whether the part in
        which it stands, if it stands in one, carries it.
    Why
        Codes are optional, but a wrong one leads the evaluator astray.
    How to fix
        Correct the code, or move the mention to the part that carries it.
    Limits
        Figures, rooms, articles and language levels that look like codes are left out; so are contents tables and
        tables of all codes. Nothing ever fails.
    Options
        None. Codes come from the framework, their places from the profile's parts.
    """

    code = "C030"
    name = "unknown-or-misplaced-codes"
    title = msg("Codes exist and stand in their part")
    requirements = (30,)
    severity = Severity.INFO

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options
        framework = context.framework
        if framework is None:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile has no competence framework"))
            return
        codes = [m for m in dossier.mentions if m.kind is MentionKind.CODE and not m.overview]
        hits = [*_unknown(codes, dossier, framework), *_misplaced(codes, dossier, context)]
        yield from hits
        if not codes:
            yield Hit(Status.PASSED, msg("No code is said; saying them is optional"))
        elif not hits:
            yield Hit(Status.PASSED, msg("All codes exist and stand in their part"))

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE, FRAMEWORK)

        def dossier(first: str, second: str) -> Dossier:
            one, two = (f"# Partie {part.number} : {part.title}" for part in OUTLINE.parts[:2])
            return make_dossier(f"{one}\n{first}", f"{two}\n{second}", outline=OUTLINE, framework=FRAMEWORK)

        yield Case(
            "in their parts",
            dossier("Ici B2.1-B2.2, voir la figure A1.2.", "Ici A.2.1, en salle B2."),
            Status.PASSED,
            ("All codes exist and stand in their part",),
            context=context,
        )
        yield Case(
            "unknown",
            dossier("Ici B2.1 et B2.6.", "Ici A4.1."),
            Status.TO_VERIFY,
            ("B2.6 is no code of the framework: B2 ends at B2.2", "A4.1 is no code of the framework: there is no A4"),
            context=context,
        )
        yield Case(
            "misplaced",
            dossier("Ici A2.1 deux fois, A2.1.", "Bonjour."),
            Status.TO_VERIFY,
            ("A2.1 belongs to part 2 and is said in part 1",),
            context=context,
        )
        yield Case(
            "none",
            dossier("Bonjour.", "Bonjour."),
            Status.PASSED,
            ("No code is said; saying them is optional",),
            context=context,
        )
        yield Case("no framework", make_dossier("Ici B2.1."), Status.NOT_APPLICABLE)
        yield Case(
            "a scan", make_dossier(SCAN, outline=OUTLINE, framework=FRAMEWORK), Status.UNVERIFIABLE, context=context
        )


def _unknown(codes: Sequence[Mention], dossier: Dossier, framework: Framework) -> Iterator[Hit]:
    first: dict[str, Mention] = {}
    for mention in codes:
        if not mention.known:
            first.setdefault(mention.code, mention)
    for code, mention in first.items():
        evidence = span_evidence(dossier.document, mention.start, mention.end)
        yield Hit(Status.TO_VERIFY, _suggestion(code, framework), evidence, msg("Correct the code or leave it out."))


def _suggestion(code: str, framework: Framework) -> Message:
    name = code.partition(".")[0]
    domain = next((domain for domain in framework.domains if domain.code == name), None)
    if domain is None or not domain.competences:
        return msg("{code} is no code of the framework: there is no {domain}", code=code, domain=name)
    last = domain.competences[-1].code
    return msg("{code} is no code of the framework: {domain} ends at {last}", code=code, domain=name, last=last)


def _misplaced(codes: Sequence[Mention], dossier: Dossier, context: Context) -> Iterator[Hit]:
    """One hit for each code and wrong part, unless the code also stands in its own part."""
    own = {code: part.number for part in context.outline.parts for code in part.competences}
    at_home = {mention.code for mention in codes if mention.part == own.get(mention.code)}
    first: dict[tuple[str, int], Mention] = {}
    for mention in codes:
        if mention.known and mention.part is not None and mention.code in own and mention.code not in at_home:
            first.setdefault((mention.code, mention.part), mention)
    for (code, part), mention in first.items():
        text = msg("{code} belongs to part {own} and is said in part {part}", code=code, own=own[code], part=part)
        evidence = span_evidence(dossier.document, mention.start, mention.end)
        yield Hit(Status.TO_VERIFY, text, evidence, msg("Move the mention to its part, or correct the code."))
