"""What becomes of a campaign afterwards: a reference for later years, the archive, and what is erased when."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, send_file

from precheck.campaign.accounts import Role
from precheck.campaign.keeping.anonymise import anonymise
from precheck.campaign.keeping.archive import archive
from precheck.campaign.keeping.errors import NotClosed
from precheck.campaign.keeping.indexing import index
from precheck.campaign.keeping.purge import Plan, plan, purge
from precheck.campaign.states import PHASE_WORD, Phase
from precheck.errors import PrecheckError
from precheck.i18n import Message, msg, msgs
from web.access import allow, me, store
from web.desk import back, desk, field, now, queue, settings, told_on

pages = Blueprint("admin_keeping", __name__)
ROWS: dict[str, Message] = {
    "candidates": msg("candidates"),
    "candidacies": msg("candidacies"),
    "deposits": msg("deposits"),
    "results": msg("results of screenings"),
    "shares": msg("shares between dossiers"),
    "steps": msg("steps in histories"),
    "overrules": msg("overruled checks"),
    "items": msg("items decided"),
    "jury": msg("decisions of the jury"),
    "issued": msg("papers given out"),
}


@pages.get("/campagnes/<key>/conservation")
@allow(Role.ADMINISTRATOR)
def show(key: str) -> str:
    """What would be erased and when; the corpora that the dossiers may enter."""
    with desk(key) as at:
        return render_template(
            "admin/keeping.html", at=at, plan=_plan(key), rows=ROWS, corpora=_corpora(),
            phase=PHASE_WORD[Phase(at.campaign.phase)], closed=at.campaign.phase != Phase.OPEN.value,
        )  # fmt: skip


def _plan(key: str) -> Plan | None:
    try:
        return plan(store(), key)
    except NotClosed:
        return None


def _corpora() -> list[tuple[int, str, int | None]]:
    """Place in the settings, name, and how many sources; None for one that cannot be read."""
    from precheck.similarity.index import manifest

    found: list[tuple[int, str, int | None]] = []
    for place, folder in enumerate(settings().corpora):
        try:
            count: int | None = manifest.read(folder).documents
        except PrecheckError:
            count = None
        found.append((place, folder.name, count))
    return found


@pages.post("/campagnes/<key>/conservation/corpus")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def put_into_corpus(key: str) -> Response:
    """Put the dossiers of the closed campaign into a corpus."""
    from precheck.reading.pool import Reader

    if field("corpus") not in {str(place) for place in range(len(settings().corpora))}:
        abort(400)
    with Reader() as reader:
        done = index(store(), key, settings().corpora[int(field("corpus"))], reader, now(), me().login)
    told = msg("In the corpus: {added} new, {known} known; left out: {opted_out} on demand, {unreadable} unreadable.",
               added=done.added, known=done.known, opted_out=done.opted_out, unreadable=done.unreadable)  # fmt: skip
    return back("admin_keeping.show", told, key=key)


@pages.post("/campagnes/<key>/conservation/archive")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def fetch_archive(key: str) -> Response:
    """Everything of the closed campaign in one verified zip; the campaign is archived by it."""
    folder = Path(tempfile.mkdtemp(prefix="archive-", dir=settings().data_dir))
    place = folder / f"{key}.zip"
    try:
        archive(store(), key, place, now(), me().login)
        stream = place.open("rb")
    finally:
        # An open file outlives its name: nothing is left behind, however the download ends.
        place.unlink(missing_ok=True)
        folder.rmdir()
    return send_file(stream, as_attachment=True, download_name=f"{key}.zip", mimetype="application/zip", max_age=0)


@pages.post("/campagnes/<key>/conservation/anonymiser")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def without_names(key: str) -> Response:
    """Numbers in place of names, for good; the key typed again confirms it."""
    people = anonymise(store(), key, field("typed"), now(), me().login)
    done = msgs("{count} person has a number in place of a name.", "{count} people have numbers in place of names.",
                people)  # fmt: skip
    queue().jobs.forget(key)
    return back("admin_keeping.show", done, key=key)


@pages.post("/campagnes/<key>/conservation/effacer")
@allow(Role.ADMINISTRATOR)
@told_on(show)
def erase(key: str) -> Response:
    """Erase the personal data when their time is over; the key typed again confirms it."""
    made = purge(store(), key, field("typed"), now(), me().login)
    queue().jobs.forget(key)
    done = msgs("Erased: {count} file, and the rows that name people.",
                "Erased: {count} files, and the rows that name people.", len(made.files))  # fmt: skip
    return back("admin_keeping.show", done, key=key)
