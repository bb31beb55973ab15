"""An administrator's pages: each as it is in the middle of a campaign, empty, and refusing something."""

from __future__ import annotations

import datetime as dt
import io
import weakref
import zipfile
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from bench._site import Site
from precheck.campaign.accounts import Role
from tests.web.browser.desks import DROPS, EMPTY, FULL, GIVEN, JURY, SURNAMES, prepare
from tests.web.browser.visit import PageCase, enter
from web.jobs import DONE, FAILED, RUNNING, SCREENING, STOPPED, Job, Jobs, State

BOSS = "dominique"
_PREPARED: weakref.WeakKeyDictionary[Site, list[Any]] = weakref.WeakKeyDictionary()
ROSTER = (
    "clé;nom;prénom;courriel;remarque\n21700001;Martin;Zoé;zoe@exemple.fr;\n21700002;Nuñez;Ève;eve@exemple.fr;\n"
    "21700003;Öztürk;Deniz;deniz@exemple.fr;tiers temps\n"
)
WRONG = ROSTER + ";Sans-Clé;Jean;;\n21700001;Double;Zoé;;\n"


def _archive() -> bytes:
    """A zip of a platform: two with their owner, one person with two files, one of nobody, one that is no PDF."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as writing:
        for place, name in ((0, "dossier.pdf"), (1, "dossier.pdf"), (2, "un.pdf"), (2, "deux.pdf"), (3, "notes.txt")):
            folder = f"{SURNAMES[place]} {GIVEN[place]}_{400 + place}_assignsubmission_file_"
            told = zipfile.ZipInfo(f"{folder}/{name}", (2017, 5, 12, 10, 0, 0))
            writing.writestr(told, f"%PDF-1.4 {place} {name}" if name != "notes.txt" else "rien")
        writing.writestr("Personne Inconnue_499_assignsubmission_file_/dossier.pdf", b"%PDF-1.4 x")
    return packed.getvalue()


def _deposits(page: Page, site: Site) -> None:
    _dropped("depositfiles", "depots.zip", _archive(), DROPS)(page, site)
    page.wait_for_url("**/depots/*")


def _deposited(page: Page, site: Site) -> None:
    _deposits(page, site)
    page.click("form[data-busy] button.main")
    page.wait_for_selector("main > .notice")


def _boss(page: Page, site: Site) -> None:
    """Somebody who administers everything, signed in once for all pages."""
    if site not in _PREPARED:
        prepare(site)
        enter(page, site, site.welcome(BOSS, Role.SUPERUSER, name="Dominique Aubry"))
        _PREPARED[site] = list(page.context.cookies())
    page.context.add_cookies(_PREPARED[site])


def _at(path: str, key: str = FULL) -> Callable[[Page, Site], None]:
    def reach(page: Page, site: Site) -> None:
        _boss(page, site)
        page.goto(f"{site.address}/campagnes/{key}{path}")

    return reach


def _submit(page: Page, button: str, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f"#{name}", value)
    page.click(button)
    page.wait_for_selector("#refusal")


def _nothing_to_administer(page: Page, site: Site) -> None:
    enter(page, site, site.welcome("sans.campagne", name="Sacha Sans-Campagne"))
    page.goto(site.address + "/campagnes")


def _campaigns(page: Page, site: Site) -> None:
    _boss(page, site)
    page.goto(site.address + "/campagnes")


def _campaign_there(page: Page, site: Site) -> None:
    _campaigns(page, site)
    page.fill("#new-key", FULL)
    _submit(page, "section:has(#begin) button.main")


def _refused(path: str, section: str, key: str = FULL, **fields: str) -> Callable[[Page, Site], None]:
    """A page whose form in `section` was sent with that, and refused."""

    def reach(page: Page, site: Site) -> None:
        _at(path, key)(page, site)
        page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        _submit(page, f"{section} form button >> nth=0", **fields)

    return reach


def _dropped(field: str, name: str, data: bytes, key: str = EMPTY) -> Callable[[Page, Site], None]:
    def reach(page: Page, site: Site) -> None:
        _at("/import", key)(page, site)
        page.set_input_files(f"#{field}", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
        page.click(f"form:has(#{field}) button.main")
        page.wait_for_load_state()

    return reach


def _screening(state: str, **said: Any) -> Callable[[Page, Site], None]:
    """The page of a screening in that state; one that runs is held by this process."""

    def reach(page: Page, site: Site) -> None:
        _boss(page, site)
        jobs, now = Jobs(site.data / "jobs"), dt.datetime.now(dt.UTC)
        id_ = jobs.ask(Job(SCREENING, FULL, "chef", "fr", now, 1))
        if state == RUNNING:
            jobs.hold(id_)
        jobs.tell(id_, State(state, since=now - dt.timedelta(minutes=2), **said))
        page.goto(f"{site.address}/campagnes/{FULL}/controle")

    return reach


def _exports(page: Page, site: Site) -> None:
    """One ready, one being made, one that failed."""
    _boss(page, site)
    jobs, now = Jobs(site.data / "jobs"), dt.datetime.now(dt.UTC)
    if len(jobs.of(JURY)) < 3:
        for kind, state in (
            ("feedback", State(FAILED, said="Rien n'a encore été contrôlé.")),
            ("batch", State(RUNNING)),
            ("table", State(DONE, said="9 candidatures", file=f"{JURY}-table.xlsx")),
        ):
            id_ = jobs.ask(Job(kind, JURY, "chef", "fr", now, 1, ".xlsx"))
            if not state.over:
                jobs.hold(id_)
            jobs.tell(id_, state)
    page.goto(f"{site.address}/campagnes/{JURY}/exports")


def _link(page: Page, site: Site) -> None:
    _at("/candidats/101")(page, site)
    page.click("form[action$='/lien'] button")
    page.wait_for_selector("#link")


def _users(page: Page, site: Site) -> None:
    _boss(page, site)
    page.goto(site.address + "/utilisateurs")


def _invited(page: Page, site: Site) -> None:
    _users(page, site)
    page.fill("#login", "n.nouvelle")
    page.fill("#name", "Nina Nouvelle")
    page.check("#withlink")
    page.click("section:has(#add) button.main")
    page.wait_for_selector("#link")


ADMINISTRATOR = (
    PageCase("admin-campaigns", _campaigns),
    PageCase("admin-campaigns-none", _nothing_to_administer),
    PageCase("admin-campaigns-there", _campaign_there, 409),
    PageCase("admin-dashboard", _at(""), prints=True),
    PageCase("admin-dashboard-empty", _at("", EMPTY)),
    PageCase("admin-dashboard-moved", _at("?seuil=30")),
    PageCase("admin-groups", _at("/groupes?seuil=12")),
    PageCase("admin-groups-empty", _at("/groupes", EMPTY)),
    PageCase("admin-candidates", _at("/candidats")),
    PageCase("admin-candidates-none", _at("/candidats?q=personne")),
    PageCase("admin-candidates-empty", _at("/candidats", EMPTY)),
    PageCase("admin-candidate", _at("/candidats/101")),
    PageCase("admin-candidate-late", _at("/candidats/241")),
    PageCase("admin-candidate-claims", _at("/candidats/150", JURY)),
    PageCase("admin-candidate-link", _link),
    PageCase("admin-candidate-refused", _refused("/candidats/241", "section:has(#p1)", a1r="  "), 409),
    PageCase("admin-import", _at("/import")),
    PageCase("admin-import-refused", _dropped("rosterfile", "liste.xlsx", b"PK nothing"), 409),
    PageCase("admin-roster", _dropped("rosterfile", "inscrits.csv", ROSTER.encode())),
    PageCase("admin-roster-wrong", _dropped("rosterfile", "inscrits.csv", WRONG.encode())),
    PageCase("admin-deposits", _deposits),
    PageCase("admin-deposited", _deposited),
    PageCase("admin-windows", _at("/sessions")),
    PageCase("admin-windows-refused", _refused("/sessions", "section:has(#s1)", until1="31/02/2017", reason1="neige"),
             409),
    PageCase("admin-screening-none", _at("/controle", EMPTY)),
    PageCase("admin-screening-running", _screening(RUNNING, stage="check", done=11, total=26)),
    PageCase("admin-screening-stopped", _screening(STOPPED, stage="check", done=11, total=26)),
    PageCase("admin-screening-failed", _screening(FAILED, said="Le disque est plein.")),
    PageCase("admin-screening-done", _screening(DONE, said="26 dossiers ont un résultat, dont 15 nouveaux.")),
    PageCase("admin-close", _at("/cloture")),
    PageCase("admin-close-empty", _at("/cloture", EMPTY)),
    PageCase("admin-close-refused", _refused("/cloture", "section:has(#close)", creason="fin"), 409),
    PageCase("admin-jury", _at("/jury", JURY)),
    PageCase("admin-jury-empty", _at("/jury", EMPTY)),
    PageCase("admin-jury-refused", _refused("/jury", "section:has(#propose)", JURY), 409),
    PageCase("admin-exports", _exports),
    PageCase("admin-exports-none", _at("/exports", EMPTY)),
    PageCase("admin-team", _at("/personnes")),
    PageCase("admin-team-none", _at("/personnes", EMPTY)),
    PageCase("admin-team-refused", _refused("/personnes", "section:has(#give)", login="personne"), 409),
    PageCase("admin-users", _users),
    PageCase("admin-users-invited", _invited),
    PageCase("admin-keeping", _at("/conservation")),
    PageCase("admin-keeping-closed", _at("/conservation", JURY)),
    PageCase("admin-keeping-refused", _refused("/conservation", "section:has(#erase)", JURY, **{"typed-erase": "non"}),
             409),
    PageCase("admin-log", _at("/journal")),
    PageCase("admin-log-none", _at("/journal?actor=personne")),
    PageCase("admin-profile", _at("/profil"), prints=True),
)  # fmt: skip
