"""C039: the list of resources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.rules.base import Case
from precheck.rules.cues import Cue, CueRule, PartCues, cue
from precheck.rules.examples import four_parts
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options(PartCues):
    """`part`: where to look, 0 for the whole dossier; `cues`: what to look for there."""

    part: int = 2
    cues: tuple[Cue, ...] = (
        cue(
            "liste de ressources professionnelles",
            "ressource | site | portail | liste de lien | bibliothèque de lien | sitographie | eduscol | canopé "
            "| revue | blog | banque de",
        ),
        cue(
            "outils qui les organisent",
            "signet | favori | marque-page | flux | RSS | agrégateur | netvibes | scoop it | scoopit | feedly "
            "| inoreader | diigo | pearltrees | zotero | mendeley | delicious | symbaloo | padlet | curation "
            "| evernote | onenote | pocket | raindrop | wakelet | framabag | wallabag | étiquette | mot-clé "
            "| mot clé | tableau de bord | classement | dossier de favori | abonnement | newsletter "
            "| lettre d'information | liste de diffusion | twitter | mastodon | start me | symbaloo | pinterest "
            "| carte mentale | carte heuristique | base de données | gestionnaire de",
        ),
    )


class ResourcesList(CueRule):
    """Part 2 does not list resources and the tools that organise them.

    What it checks
        That part 2 speaks of resources or sites, and of a tool that organises them: bookmarks, feeds, portal, library.
    Why
        The specification asks for a list of professional resources and for the tools that keep it in order.
    How to fix
        List the sites and resources you use, and say with which tool you collect and sort them.
    Limits
        Words are no proof: what was found is shown on its page, for a human to judge. Nothing ever fails.
    Options
        `part`: number of the part to look in (2); 0 for the whole dossier. `cues`: name and words of what to look
        for; a word may take a plural or feminine ending, and `*` stands for any ending.
    """

    code = "C039"
    name = "resources-list"
    title = msg("A list of professional resources and the tools that organise them")
    requirements = (39,)
    options = Options
    hint = msg("List your professional resources, and the tools with which you organise them.")

    def cases(self) -> Iterable[Case[PartCues]]:
        yield Case(
            "seen",
            four_parts({2: "Chaque ressource est rangée dans un agrégateur."}),
            Status.PASSED,
            (
                "Seen in part 2, page 3: liste de ressources professionnelles",
                "Seen in part 2, page 3: outils qui les organisent",
            ),
        )
        yield Case(
            "not seen",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in part 2: liste de ressources professionnelles ; outils qui les organisent",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
