"""Two people at the same dossier: the second is told, and nothing of either is lost. What may not be done says why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

import pytest

from precheck.campaign import campaigns
from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.decisions import Stage, items_of
from precheck.campaign.store import Store
from precheck.campaign.tables import Candidacy, Deposit
from tests.campaign.builders import KEY, RECEIVED, sample, small_campaign
from tests.web.site import Browser, token_of

NUMBER = 102
PLACE = f"/evaluation/{KEY}/{NUMBER}"
LATER = "2099-05-31T18:00"


@pytest.fixture
def campaign(site_store: Store) -> Store:
    """A screened campaign, of which one evaluates all and another administers."""
    small_campaign(site_store)
    now = dt.datetime.now(dt.UTC)
    with site_store.writing() as session:
        found = campaigns.find(session, KEY, site_store.folder)
        for one in found.sessions[0].candidacies:
            one.evaluator = "evaluator"
        grant(session, ensure_user(session, "evaluator", now), Role.EVALUATOR, found, now, "tests")
        grant(session, ensure_user(session, "administrator", now), Role.ADMINISTRATOR, found, now, "tests")
    return site_store


Both = tuple[Browser, Browser]


@pytest.fixture
def both(campaign: Store, signed_in: Callable[[str], Browser]) -> Both:
    return signed_in("evaluator"), signed_in("administrator")


def one(store: Store) -> Candidacy:
    """The candidacy as the store has it now, with what these tests look at."""
    with store.reading() as session:
        found = campaigns.candidate(campaigns.find(session, KEY, store.folder), str(NUMBER)).candidacies[0]
        _ = [(each.overrules, each.result) for each in found.deposits], found.items, found.history
        return found


def hidden(page: str, form: str) -> dict[str, str]:
    """The hidden fields of the form with that action, as the page shows it."""
    part = page[page.index(f'action="{form}') :]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', part[: part.index("</form>")]))


def send(browser: Browser, page: str, form: str, data: Mapping[str, object]) -> tuple[int, str]:
    """Send a form of a page that was shown a while ago."""
    answer = browser.post(form, data={**hidden(page, form), **data, "csrf_token": token_of(page)})
    return answer.status_code, answer.text


def test_another_word_on_a_rule_is_not_overwritten_unseen(campaign: Store, both: Both) -> None:
    mine, theirs = both
    form = f"{PLACE}/regles/L003"
    shown, other = mine.get(form).text, theirs.get(form).text
    assert send(theirs, other, form, {"status": "PASSED", "reason": "Compté à la main."})[0] == 303
    status, page = send(mine, shown, form, {"status": "FAILED", "reason": "Deux pages seulement."})
    assert status == 409
    assert "administrator a décidé : Compté à la main." in page
    assert "Deux pages seulement." in page
    assert [each.reason for each in one(campaign).deposits[0].overrules] == ["Compté à la main."]
    assert send(mine, page, form, {"status": "FAILED", "reason": "Deux pages seulement."})[0] == 303
    assert len(one(campaign).deposits[0].overrules) == 2


def test_a_grid_keeps_what_both_said(campaign: Store, both: Both) -> None:
    mine, theirs = both
    form = f"{PLACE}/grille"
    shown, other = mine.get(form).text, theirs.get(form).text
    assert send(theirs, other, form, {"item-A1.1": "yes", "item-A1.2": "no"})[0] == 303
    # Another item: both stand, though this form still showed the first two undecided.
    assert send(mine, shown, form, {"item-A1.1": "", "item-A1.2": "", "item-A1.3": "yes"})[0] == 303
    assert items_of(one(campaign), Stage.EVALUATOR) == {"A1.1": True, "A1.2": False, "A1.3": True}
    # The same item, with the same word: nothing to tell.
    assert send(mine, shown, form, {"item-A1.1": "yes"})[0] == 303
    # With another one.
    status, page = send(mine, shown, form, {"item-A1.2": "yes", "comment-A1.2": "p. 4"})
    assert status == 409
    assert "administrator a décidé entre-temps : A1.2 n&#39;est pas acquis." in page
    assert 'value="p. 4"' in page
    assert items_of(one(campaign), Stage.EVALUATOR)["A1.2"] is False
    assert send(mine, page, form, {"item-A1.2": "yes", "comment-A1.2": "p. 4"})[0] == 303
    assert items_of(one(campaign), Stage.EVALUATOR)["A1.2"] is True


def test_a_comment_without_a_decision_is_not_lost(both: Both) -> None:
    form = f"{PLACE}/grille"
    status, page = send(both[0], both[0].get(form).text, form, {"item-A1.1": "", "comment-A1.1": "À revoir."})
    assert status == 409
    assert "A1.1" in page[page.index('role="alert"') :][:400]
    assert 'value="À revoir."' in page


def test_a_source_set_aside_by_both_stays_so(campaign: Store, both: Both) -> None:
    mine, theirs = both
    shown = mine.get(f"{PLACE}/passages").text
    form = f"{PLACE}/sources"
    names = re.findall(r'name="source" value="(\w+)"', shown)
    assert len(names) == 1
    for browser in (mine, theirs):
        assert send(browser, shown if browser is mine else theirs.get(f"{PLACE}/passages").text, form,
                    {"source": names[0], "aside": "yes"})[0] == 303  # fmt: skip
    assert one(campaign).deposits[0].set_aside == names


def test_a_rework_after_a_transmission_is_refused_with_its_clause_and_keeps_the_text(
    campaign: Store, both: Both
) -> None:
    mine, theirs = both
    form = f"{PLACE}/reprise"
    shown = mine.get(form).text
    handing = theirs.get(f"{PLACE}/transmission").text
    assert send(theirs, handing, f"{PLACE}/transmission", {"incomplete": "yes"})[0] == 303
    asked = {"rule": "L003", "statement": "Mes mots à moi", "until": LATER, "action": "confirm"}
    status, page = send(mine, shown, form, asked)
    assert status == 409
    assert "transmis au jury" in page
    assert "par administrator" in page
    assert "Mes mots à moi" in page
    clause = re.search(r"<p>« [^»]+ » \([^)]+\)</p>", page)
    assert clause
    assert one(campaign).state == "transmitted"
    # The same is told to whoever opens the page afterwards.
    assert clause[0] in mine.get(form).text
    again = mine.get(f"{PLACE}/transmission").text
    assert "<form" not in again[again.index("<h2>") : again.index("</main>")]
    assert 'role="alert"' in again


def test_a_transmission_after_a_rework_is_refused(campaign: Store, both: Both) -> None:
    mine, theirs = both
    handing = mine.get(f"{PLACE}/transmission").text
    asked = {"rule": "L003", "statement": "x", "until": LATER, "action": "confirm"}
    assert send(theirs, theirs.get(f"{PLACE}/reprise").text, f"{PLACE}/reprise", asked)[0] == 303
    status, page = send(mine, handing, f"{PLACE}/transmission", {"incomplete": "yes"})
    assert (status, one(campaign).state) == (409, "rework")
    assert "par administrator" in page


def test_what_was_said_of_an_earlier_version_is_not_noted_on_the_new_one(campaign: Store, both: Both) -> None:
    mine, _ = both
    overruling, deciding = mine.get(f"{PLACE}/regles/L003").text, mine.get(f"{PLACE}/grille").text
    with campaign.writing() as session:
        found = campaigns.candidate(campaigns.find(session, KEY, campaign.folder), str(NUMBER)).candidacies[0]
        data = sample("nine-pages")
        found.deposits.append(
            Deposit(version=2, sha256=campaign.blobs.put(data, "x"), size=len(data), name="x.pdf", received=RECEIVED)
        )
    status, page = send(mine, overruling, f"{PLACE}/regles/L003", {"status": "PASSED", "reason": "Vu."})
    assert status == 409
    assert "nouvelle version" in page
    status, page = send(mine, deciding, f"{PLACE}/grille", {"item-A1.1": "yes"})
    assert status == 409
    assert "nouvelle version" in page
    assert items_of(one(campaign), Stage.EVALUATOR) == {}
    assert [each.overrules for each in one(campaign).deposits] == [[], []]


def test_a_grid_that_is_closed_says_why(both: Both) -> None:
    page = both[1].get(f"/evaluation/{KEY}/105/grille").text
    assert 'role="alert"' in page
    assert '<fieldset class="plain" disabled>' in page
    assert "Enregistrer la grille" not in page
