"""``corpus/texts/c2i2e-2006.txt``: the statements of 2006 as a text, from the framework that the product knows."""

from __future__ import annotations

import tomllib
from pathlib import Path

from corpus.samples.generate.manifest import CORPUS

FRAMEWORK = CORPUS.parent / "precheck" / "frameworks" / "c2i2e-2006.toml"
PLACE = CORPUS / "texts" / "c2i2e-2006.txt"
_HEAD = (
    "Référentiel national du certificat informatique et internet de niveau 2 « enseignant »",
    "(circulaire n° 2005-222 du 19 décembre 2005, Bulletin officiel n° 1 du 5 janvier 2006)",
)


def statements(framework: Path = FRAMEWORK) -> str:
    """The text: the domains, a line for each competence."""
    with framework.open("rb") as file:
        domains = tomllib.load(file)["domains"]
    lines = [*_HEAD]
    for domain in domains:
        lines += ["", f"{domain['code'][0]}.{domain['code'][1]} - {domain['title']}"]
        lines += [f"{one['code']} {one['statement']}" for one in domain["competences"]]
    return "\n".join(lines) + "\n"
