"""Groups of dossiers that share passages: what joins them, and how they are shown."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.graph import graph_svg
from precheck.campaign.groups import (
    CEILING,
    FLOOR,
    USUAL,
    Group,
    Member,
    PairShare,
    groups,
    join,
    proposed_threshold,
    shares,
    undirected,
)
from precheck.campaign.groups_view import look
from precheck.campaign.store import Store
from precheck.cli import main
from tests.campaign.keepers import NOW, closed_campaign

KNOWN = {deposit: Member(1000 - deposit, deposit, f"N{deposit}") for deposit in range(12)}
ROWS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.floats(0.001, 1), st.integers(1, 900)), max_size=40
)


def pairs(*found: float) -> list[PairShare]:
    return [PairShare(0, number + 1, share, 10) for number, share in enumerate(found)]


@given(ROWS, st.floats(0.01, 1))
def test_nobody_stands_in_two_groups(rows: list[tuple[int, int, float, int]], threshold: float) -> None:
    found = join(undirected(rows), KNOWN, threshold)
    everyone = [member for group in found for member in group.members]
    assert len(everyone) == len(set(everyone))
    assert all(len(group.members) >= 2 and group.smallest >= threshold for group in found)


@given(ROWS, st.floats(0.01, 1), st.floats(0.01, 1))
def test_a_lower_threshold_only_joins(rows: list[tuple[int, int, float, int]], one: float, other: float) -> None:
    known = undirected(rows)
    low, high = (join(known, KNOWN, threshold) for threshold in sorted((one, other)))
    wide = [set(group.members) for group in low]
    assert all(any(set(group.members) <= each for each in wide) for group in high)


@given(st.data(), ROWS, st.floats(0.01, 1))
def test_the_order_of_the_rows_does_not_matter(
    data: st.DataObject, rows: list[tuple[int, int, float, int]], threshold: float
) -> None:
    shuffled = data.draw(st.permutations(rows))
    assert undirected(shuffled) == undirected(rows)
    assert join(undirected(shuffled)[::-1], KNOWN, threshold) == join(undirected(rows), KNOWN, threshold)


@given(st.lists(st.floats(0.001, 1), max_size=40))
def test_the_threshold_proposed_has_a_floor_and_a_ceiling(found: list[float]) -> None:
    assert FLOOR <= proposed_threshold(pairs(*found)) <= CEILING
    assert proposed_threshold(pairs(*found)) == proposed_threshold(pairs(*sorted(found)))


@pytest.mark.parametrize(
    ("found", "threshold"),
    [
        ((), USUAL),
        ((0.4,), USUAL),
        ((0.3, 0.3, 0.3), USUAL),
        ((0.01, 0.02, 0.02, 0.03, 0.4, 0.5), 0.11),
        ((0.001, 0.002, 0.003, 0.03), FLOOR),
        ((0.4, 0.9, 0.95), CEILING),
    ],
)
def test_the_threshold_parts_few_large_shares_from_many_small(found: tuple[float, ...], threshold: float) -> None:
    assert proposed_threshold(pairs(*found)) == threshold


def test_the_groups_of_a_campaign(store: Store) -> None:
    ids = closed_campaign(store, shares=[(0, 1, 0.3, 90), (1, 0, 0.4, 80), (1, 2, 0.2, 50), (3, 4, 0.04, 12)])
    with store.reading() as session:
        from precheck.campaign.campaigns import find

        campaign = find(session, "c17", store.folder)
        assert shares(session, campaign) == [
            PairShare(ids[0], ids[1], 0.4, 80),
            PairShare(ids[1], ids[2], 0.2, 50),
            PairShare(ids[3], ids[4], 0.04, 12),
        ]
        (chain,) = groups(session, campaign, 0.1)
    assert chain == Group(
        (Member(701, ids[0], "ABGRALL Prénom"), Member(714, ids[1], "BACHELLERIE Prénom"),
         Member(727, ids[2], "CASTAGNÈDE Prénom")),
        (PairShare(ids[0], ids[1], 0.4, 80), PairShare(ids[1], ids[2], 0.2, 50)),
    )  # fmt: skip
    assert (chain.largest, chain.smallest, chain.chained) == (0.4, 0.2, True)


def test_a_chosen_threshold_is_kept(store: Store) -> None:
    closed_campaign(store, shares=[(0, 1, 0.4, 90), (2, 3, 0.06, 20)])
    assert len(look(store, "c17", 0.05, True, NOW, "admin").groups) == 2
    assert look(store, "c17", None, False, NOW, "admin").threshold == 0.05


def test_the_picture_is_the_same_each_time_and_says_what_it_shows() -> None:
    rows = [(one, other, 0.2, 30) for one, other in itertools.combinations(range(4), 2)] + [(5, 6, 0.5, 100)]
    found = join(undirected(rows), KNOWN, 0.1)
    made = [graph_svg(found, lambda one: f"<{one.name}>", lambda share: f"{share:.0%}", "T & t", "D") for _ in "ab"]
    assert made[0] == made[1]
    tree = ElementTree.fromstring(made[0])
    space = "{http://www.w3.org/2000/svg}"
    assert [tree.findtext(f"{space}title"), tree.findtext(f"{space}desc")] == ["T & t", "D"]
    assert (len(tree.findall(f"{space}circle")), len(tree.findall(f"{space}line"))) == (6, 7)
    widths = {float(line.attrib["stroke-width"]) for line in tree.findall(f"{space}line")}
    assert widths == {3.9, 7.5}


def test_the_command_writes_a_page_that_stands_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRECHECK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("PRECHECK_DATABASE_URL", raising=False)
    with Store(tmp_path / "data") as store:
        closed_campaign(store, shares=[(0, 1, 0.4, 90), (1, 2, 0.2, 50)])
    run = CliRunner()
    shown = run.invoke(main, ["campaign", "groups", "c17", "--threshold", "10", "--output", str(tmp_path / "out")])
    assert shown.exit_code == 0, shown.output
    assert shown.output.splitlines()[:4] == [
        "Groupe 1 : 3 dossiers, de 20 à 40 % ; certains ne sont liés que par d’autres",
        "  ABGRALL Prénom (701)",
        "  BACHELLERIE Prénom (714)",
        "  CASTAGNÈDE Prénom (727)",
    ]
    page = (tmp_path / "out" / "groupes.html").read_text("utf-8")
    assert "ABGRALL" in page
    assert page.count("<svg") == 2
    assert "src=" not in page
    assert "http://www.w3.org/2000/svg" in (tmp_path / "out" / "groupes.svg").read_text("utf-8")
    anonymous = run.invoke(main, ["campaign", "groups", "c17", "--threshold", "10", "--anonymous", "--json"])
    assert "ABGRALL" not in anonymous.output
    assert [one["number"] for one in json.loads(anonymous.output)["groups"][0]["members"]] == [701, 714, 727]
