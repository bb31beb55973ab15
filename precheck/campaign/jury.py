"""What the items acquired give: pure computation. A jury confirms it or decides otherwise; nothing is decided here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from precheck.i18n import Message, msg, msgs
from precheck.model.profile import Domain, Framework


class Result(StrEnum):
    """What the items give."""

    CERTIFICATE = "certificate"
    ATTESTATION = "attestation"
    """The certificate is out of reach; an attestation lists the items acquired."""
    UNSURE = "unsure"
    """It cannot be computed for sure; the reasons say why."""


@dataclass(frozen=True, slots=True)
class DomainCount:
    """The items of a domain: how many are acquired, of how many, how many are needed, which are missing."""

    code: str
    acquired: int
    total: int
    needed: int
    missing: tuple[str, ...]

    @property
    def reached(self) -> bool:
        return self.acquired >= self.needed


@dataclass(frozen=True, slots=True)
class Computed:
    """What is computed from items. Codes stand in the order of the framework.

    `undecided` are items on which nobody said anything yet: they are not acquired, and not refused either.
    """

    result: Result
    acquired: tuple[str, ...]
    missing: tuple[str, ...]
    undecided: tuple[str, ...]
    needed: int
    domains: tuple[DomainCount, ...]
    reasons: tuple[Message, ...]

    @property
    def certified(self) -> bool:
        return self.result is Result.CERTIFICATE


def compute(framework: Framework, acquired: Collection[str], undecided: Collection[str] = ()) -> Computed:
    """What these items give: the certificate needs `required` of them, no domain with more than its `max_missing`
    missing, and every mandatory one.

    Codes that the framework does not know count for nothing. The result is unsure when the mandatory items are not
    known, or when items on which nobody decided could still make the difference.
    """
    codes = [item.code for item in framework.competences]
    have = frozenset(acquired).intersection(codes)
    open_ = frozenset(undecided).intersection(codes) - have
    lacking = _lacking(framework, have)
    reasons = lacking
    if lacking:
        result = Result.ATTESTATION
        if open_ and not _lacking(framework, have | open_):
            result = Result.UNSURE
            reasons = (*lacking, msgs("one item is not decided yet", "{count} items are not decided yet", len(open_)))
    elif framework.mandatory_unknown:
        result = Result.UNSURE
        reasons = (msg("the institution must list the mandatory items in its framework ({framework})",
                       framework=framework.id),)  # fmt: skip
    else:
        result = Result.CERTIFICATE
    return Computed(
        result,
        tuple(code for code in codes if code in have),
        tuple(code for code in codes if code not in have),
        tuple(code for code in codes if code in open_),
        framework.required,
        tuple(_count(domain, have) for domain in framework.domains),
        reasons,
    )


def _count(domain: Domain, have: Collection[str]) -> DomainCount:
    codes = [item.code for item in domain.competences]
    missing = tuple(code for code in codes if code not in have)
    needed = 0 if domain.max_missing is None else max(0, len(codes) - domain.max_missing)
    return DomainCount(domain.code, len(codes) - len(missing), len(codes), needed, missing)


def _lacking(framework: Framework, have: Collection[str]) -> tuple[Message, ...]:
    """What the certificate lacks; nothing when it is reached."""
    lacking = []
    if len(have) < framework.required:
        lacking.append(
            msgs("{count} item is acquired, {needed} are needed", "{count} items are acquired, {needed} are needed",
                 len(have), needed=framework.required)
        )  # fmt: skip
    lacking += [
        msg("domain {domain}: {acquired} of {total} acquired, at least {needed} are needed",
            domain=count.code, acquired=count.acquired, total=count.total, needed=count.needed)
        for count in (_count(domain, have) for domain in framework.domains)
        if not count.reached
    ]  # fmt: skip
    if wanting := [code for code in framework.mandatory if code not in have]:
        lacking.append(msgs("mandatory item missing: {codes}", "mandatory items missing: {codes}", len(wanting),
                            codes=", ".join(wanting)))  # fmt: skip
    return tuple(lacking)


RESULT_WORD = {
    Result.CERTIFICATE: msg("certificate"),
    Result.ATTESTATION: msg("attestation of the items acquired"),
    Result.UNSURE: msg("cannot be computed for sure"),
}
