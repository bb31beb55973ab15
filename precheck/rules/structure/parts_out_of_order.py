"""S109: the parts in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, heading_evidence
from precheck.rules.examples import OUTLINE, four_parts
from precheck.testing import make_dossier


class PartsOutOfOrder(Rule[NoOptions]):
    """The parts are not in the order that the institution asks for.

    What it checks
        That the parts that were found follow each other by ascending number.
    Why
        Evaluators look for each set of competences at its place.
    How to fix
        Move the parts, and check the automatic numbers of the headings.
    Limits
        Parts that were only guessed from their place or a likeness never make it fail. A missing part is told by
        another rule.
    Options
        None. The parts come from the profile's outline.
    """

    code = "S109"
    name = "parts-out-of-order"
    title = msg("The parts are in their order")
    requirements = (9,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options
        if len(context.outline.parts) < 2:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile asks for no order of parts."))
            return
        parts = [part for part in dossier.structure.parts if part.number is not None]
        if len(parts) < 2:
            yield Hit(Status.UNVERIFIABLE, msg("Fewer than two parts were recognised: their order cannot be seen"))
            return
        swapped = [(a, b) for a, b in pairwise(parts) if (a.number or 0) > (b.number or 0)]
        for before, after in swapped:
            status = Status.FAILED if before.certain and after.certain else Status.TO_VERIFY
            text = msg(
                "Part {second} (page {second_page}) comes after part {first} (page {first_page})",
                first=before.number,
                first_page=before.start_page,
                second=after.number,
                second_page=after.start_page,
            )
            hint = msg("Put the parts in the order of their numbers.")
            yield Hit(status, text, heading_evidence(before) + heading_evidence(after), hint)
        if not swapped:
            order = ", ".join(str(part.number) for part in parts)
            evidence = tuple(entry for part in parts for entry in heading_evidence(part))
            yield Hit(Status.PASSED, msg("Parts in order: {order}", order=order), evidence)

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE)
        yield Case("in order", four_parts(), Status.PASSED, ("Parts in order: 1, 2, 3, 4",), context=context)
        yield Case(
            "part 3 before part 2",
            four_parts(order=(1, 3, 2, 4)),
            Status.FAILED,
            ("Part 2 (page 4) comes after part 3 (page 3)",),
            context=context,
        )
        yield Case(
            "nothing recognised",
            make_dossier("# Sous le préau\nBonjour.", outline=OUTLINE),
            Status.UNVERIFIABLE,
            ("Fewer than two parts were recognised: their order cannot be seen",),
            context=context,
        )
