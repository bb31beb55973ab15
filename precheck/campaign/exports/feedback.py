"""What goes back to the candidates: a folder or a zip, with each candidate's own report and annotated dossier.

A folder that came from Moodle keeps its name, so that Moodle's "Upload multiple feedback files" finds whose it is.
"""

from __future__ import annotations

import re

from precheck.campaign.exports.base import Demand, Done, Names, Tree, form_of, note, tree
from precheck.campaign.exports.reports import Made, annotated, made
from precheck.campaign.exports.rows import deposited
from precheck.i18n import Translator, msg, msgs
from precheck.model.match import View
from precheck.reading.pool import Reader
from precheck.report.audience import seen_by
from precheck.report.documents import document, pictures_of

FORMS = (".zip", "")

_MOODLE = re.compile(r"[^/]+_\d+_assignsubmission_[a-z]+_?")
"""The folder of a submission; where Moodle made none, how the names of its files begin."""
MOODLE_LENGTH = 240
"""Characters of a folder's name: Moodle's own are never cut."""
REPORT = msg("report")
ANNOTATED = msg("annotated-dossier")


def export(demand: Demand) -> Done:
    """Write the feedback, one candidate after the other. Raises `CampaignError`, `OutputError`, `BlobMissing`."""
    form_of(demand.output, FORMS)
    place, found = deposited(demand)
    name = Names()
    written = unwritten = 0
    with Reader() as reader, tree(demand.output) as target:
        for row in found:
            each = made(demand.store, reader, place.profile, row)
            if each is not None:
                folder = name(folder_of(each, anonymous=demand.anonymous), MOODLE_LENGTH)
                unwritten += not _write(target, folder, each, reader, demand.translator)
                written += 1
        with demand.store.writing() as session:
            note(session, demand, "feedback", place, dossiers=written)
    said = msgs("Feedback on {count} dossier written to {file}.", "Feedback on {count} dossiers written to {file}.",
                written, file=str(demand.output))  # fmt: skip
    if not unwritten:
        return Done(said)
    more = msgs("{count} file could not be annotated: its report alone is there.",
                "{count} files could not be annotated: their reports alone are there.", unwritten)  # fmt: skip
    return Done(said, (more,))


def folder_of(each: Made, *, anonymous: bool = False) -> str:
    """The folder of a candidate: as in Moodle's own zip where the deposit came from one, otherwise the key."""
    if found := _MOODLE.search(each.origin):
        return found.group()
    return each.row.dossier_name if anonymous else each.row.key


def _write(target: Tree, folder: str, each: Made, reader: Reader, say: Translator) -> bool:
    """The files of one candidate, as the candidate may see them; whether there is an annotated copy."""
    result = seen_by(View.CANDIDATE, each.result)
    pictures = pictures_of(reader, each.source, result)
    for form in ("html", "pdf"):
        target.put(f"{folder}/{say(REPORT)}.{form}", document(result, form, say, pictures))
    copy = annotated(reader, each, result, say)
    if copy is not None:
        target.put(f"{folder}/{say(ANNOTATED)}.pdf", copy)
    return copy is not None
