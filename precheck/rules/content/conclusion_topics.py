"""C015: the topics of the conclusion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import Cue, conclusion_area, look_for
from precheck.rules.examples import OUTLINE, four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Topic(Cue):
    """A topic that the conclusion should treat, with its number among the requirements."""

    requirement: int


@dataclass(frozen=True, slots=True)
class Options:
    """`topics` of the conclusion, with the words that show each."""

    topics: tuple[Topic, ...] = ()


class ConclusionTopics(Rule[Options]):
    """The conclusion leaves out topics that the institution asks for.

    What it checks
        That words for each topic of the profile stand in the conclusion.
    Why
        The reflective account is asked for topic by topic.
    How to fix
        Treat each topic in a paragraph of its own, or say why it does not apply to your situation.
    Limits
        Words are no proof: a topic may be treated in other words, or only named. What was found is shown on its page,
        for a human to judge. Nothing ever fails.
    Options
        `topics`: requirement number, name and words of each topic; a word may take a plural or feminine ending, and
        `*` stands for any ending. Without topics the rule does not apply.
    """

    code = "C015"
    name = "conclusion-topics"
    title = msg("The conclusion treats every topic")
    requirements = tuple(range(15, 26))
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        if not options.topics:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile lists no topics for the conclusion."))
            return
        hint = msg("Treat these topics in your conclusion, or say why they do not apply to your situation.")
        yield from look_for(dossier, conclusion_area(dossier), options.topics, hint)

    def cases(self) -> Iterable[Case[Options]]:
        context = Context(OUTLINE)
        topics = Options(
            (
                Topic("plus-value des TICE", ("plus-value", "apport du numérique"), 17),
                Topic("éducation aux médias", ("éducation aux médias",), 23),
            )
        )
        conclusion = "# Conclusion\nLes apports du numérique sont réels.\nL'éducation aux médias y gagne."
        yield Case(
            "both",
            four_parts(conclusion=(conclusion,)),
            Status.PASSED,
            (
                "Seen in the conclusion, page 6: plus-value des TICE",
                "Seen in the conclusion, page 6: éducation aux médias",
            ),
            topics,
            context,
        )
        yield Case(
            "one is missing",
            four_parts({1: "L'éducation aux médias ?"}, conclusion=("# Conclusion\nLa plus-value est réelle.",)),
            Status.TO_VERIFY,
            (
                "Seen in the conclusion, page 6: plus-value des TICE",
                "Not seen in the conclusion: éducation aux médias (something like it: p. 2)",
            ),
            topics,
            context,
        )
        yield Case(
            "no conclusion",
            four_parts(conclusion=()),
            Status.TO_VERIFY,
            ("Not recognised: the conclusion; nothing was seen of: plus-value des TICE ; éducation aux médias",),
            topics,
            context,
        )
        yield Case("no topics asked for", four_parts(), Status.NOT_APPLICABLE, context=context)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE, (), topics, context)
