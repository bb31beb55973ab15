"""What items give: the certificate, an attestation, or that it cannot be computed for sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.jury import Result, compute
from precheck.i18n import Translator
from precheck.model.profile import Framework
from precheck.profile import load_profile

EN = Translator("en")


def framework(profile: str) -> Framework:
    found = load_profile(profile).framework
    assert found is not None
    return found


NATIONAL = framework("grenoble-2016")
CODES = [item.code for item in NATIONAL.competences]
IUFM = framework("iufm-2006")
LISTED = replace(IUFM, mandatory=("A1.1", "A2.2"), mandatory_unknown=False)


def without(*codes: str) -> list[str]:
    return [code for code in CODES if code not in codes]


def test_the_minima_of_the_national_framework() -> None:
    assert {domain.code: domain.needed for domain in compute(NATIONAL, CODES).domains} == {
        "A1": 3, "A2": 1, "A3": 2, "B1": 1, "B2": 3, "B3": 3, "B4": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("missing", "result", "reasons"),
    [
        ((), Result.CERTIFICATE, []),
        (("A1.1", "A1.2", "B2.1", "B3.1", "B4.1"), Result.CERTIFICATE, []),
        (
            ("A1.1", "A1.2", "B2.1", "B3.1", "B4.1", "B4.2"),
            Result.ATTESTATION,
            ["22 items are acquired, 23 are needed"],
        ),
        (
            ("A2.1", "A2.2", "A2.3"),
            Result.ATTESTATION,
            ["domain A2: 0 of 3 acquired, at least 1 are needed"],
        ),
    ],
    ids=["all", "23 items", "22 items", "25 items, a domain too low"],
)
def test_23_items_and_no_domain_with_more_than_two_missing(
    missing: tuple[str, ...], result: Result, reasons: list[str]
) -> None:
    found = compute(NATIONAL, without(*missing))
    assert (found.result, list(map(EN, found.reasons))) == (result, reasons)
    assert (found.missing, found.acquired) == (missing, tuple(without(*missing)))


def test_items_on_which_nobody_decided_make_it_unsure_when_they_could_matter() -> None:
    acquired = CODES[:22]
    unsure = compute(NATIONAL, acquired, undecided=CODES[22:])
    assert (unsure.result, unsure.undecided) == (Result.UNSURE, tuple(CODES[22:]))
    assert EN(unsure.reasons[-1]) == "6 items are not decided yet"
    assert compute(NATIONAL, CODES[:10], undecided=CODES[10:12]).result is Result.ATTESTATION
    assert compute(NATIONAL, CODES, undecided=CODES).result is Result.CERTIFICATE


def test_without_the_list_of_mandatory_items_nothing_is_sure() -> None:
    codes = [item.code for item in IUFM.competences]
    assert len(codes) == 27
    unsure = compute(IUFM, codes)
    assert unsure.result is Result.UNSURE
    assert [EN(reason) for reason in unsure.reasons] == [
        "the institution must list the mandatory items in its framework (c2i2e-2006)"
    ]
    assert compute(IUFM, codes[:22]).result is Result.ATTESTATION


def test_every_mandatory_item_is_needed() -> None:
    codes = [item.code for item in LISTED.competences]
    assert compute(LISTED, [code for code in codes if code not in {"A1.2", "A1.3", "A1.4", "A1.5"}]).certified
    found = compute(LISTED, [code for code in codes if code != "A2.2"])
    assert (found.result, list(map(EN, found.reasons))) == (Result.ATTESTATION, ["mandatory item missing: A2.2"])


@pytest.mark.parametrize("rules", [NATIONAL, LISTED], ids=["28", "27"])
@given(data=st.data())
def test_one_more_item_never_loses_the_certificate(rules: Framework, data: st.DataObject) -> None:
    codes = [item.code for item in rules.competences]
    missing = data.draw(st.sets(st.sampled_from(codes), max_size=8))
    acquired = set(codes) - missing
    found = compute(rules, acquired)
    needed_by_domain = all(domain.reached for domain in found.domains)
    assert found.certified is (len(acquired) >= 23 and needed_by_domain and acquired >= set(rules.mandatory))
    for code in missing:
        assert compute(rules, acquired | {code}).certified or not found.certified


def test_codes_of_another_framework_count_for_nothing() -> None:
    assert compute(NATIONAL, ["Z9.9", *CODES[:3]]).acquired == tuple(CODES[:3])
