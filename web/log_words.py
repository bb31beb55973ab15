"""What the access log calls each thing that is done, and its details, in words."""

from __future__ import annotations

from collections.abc import Mapping

from precheck.campaign.states import STEP_WORD
from precheck.i18n import Message, msg
from web.pages.admin_exports import WORDS as EXPORT_WORDS

_WORDS: dict[str, Message] = {
    "accept": msg("late dossier accepted"),
    "anonymise": msg("names replaced by numbers"),
    "api-deposit": msg("deposit by a program"),
    "api-list": msg("list fetched by a program"),
    "api-receipt": msg("receipt fetched by a program"),
    "api-result": msg("result fetched by a program"),
    "archive": msg("campaign archived"),
    "assign": msg("dossiers shared out"),
    "begin": msg("campaign begun"),
    "close": msg("session closed"),
    "copy": msg("copies of an attestation noted"),
    "download": msg("dossier fetched"),
    "download-export": msg("export fetched"),
    "earlier": msg("earlier items noted"),
    "enter": msg("entered for the next session"),
    "export-own": msg("own data fetched by a candidate"),
    "export-person": msg("a person's data fetched"),
    "extend": msg("more time given"),
    "grant": msg("role given"),
    "groups": msg("groups looked at"),
    "index": msg("dossiers put into a corpus"),
    "items": msg("items decided"),
    "late-deposit": msg("late deposit"),
    "link": msg("personal link used"),
    "look": msg("looked at"),
    "move-end": msg("end of the session moved"),
    "notices": msg("notices by e-mail changed"),
    "opt-in": msg("allowed in a corpus"),
    "opt-out": msg("kept out of the corpora"),
    "overrule": msg("check overruled"),
    "personal-link": msg("personal link made"),
    "purge": msg("personal data erased"),
    "purge-begin": msg("erasing begun"),
    "receipt": msg("receipt fetched"),
    "reopen-session": msg("session opened again"),
    "revoke": msg("role taken away"),
    "roster": msg("roster imported"),
    "screen": msg("screening"),
    "screen-stop": msg("screening stopped"),
    "set-aside": msg("source set aside"),
    "share": msg("shared with an adviser"),
    "status": msg("state told"),
    "taken-back": msg("decision taken back"),
    "token": msg("token of a program made"),
    "token-revoked": msg("token of a program revoked"),
    "unarchive": msg("archive taken up again"),
    "unshare": msg("no longer shared with an adviser"),
}
_DETAILS: dict[str, Message] = {
    "added": msg("added"),
    "anonymous": msg("without names"),
    "candidates": msg("candidates"),
    "certificates": msg("certificates"),
    "count": msg("count"),
    "deposit": msg("deposit"),
    "deposits": msg("deposits"),
    "documents": msg("papers"),
    "dossiers": msg("dossiers"),
    "evaluators": msg("evaluators"),
    "file": msg("file"),
    "files": msg("files"),
    "jury": msg("list of the jury"),
    "kept": msg("kept"),
    "kind": msg("kind"),
    "lines": msg("lines"),
    "named": msg("with names"),
    "names": msg("with names"),
    "new": msg("new"),
    "opted_out": msg("left out on demand"),
    "people": msg("people"),
    "present": msg("present"),
    "reason": msg("reason"),
    "role": msg("role"),
    "rows": msg("rows"),
    "rule": msg("rule"),
    "scopes": msg("scopes"),
    "sources": msg("sources"),
    "stage": msg("stage"),
    "threshold": msg("threshold"),
    "to": msg("to session"),
    "until": msg("until"),
    "user": msg("account"),
    "wanted": msg("wanted"),
    "what": msg("what"),
    "year": msg("year"),
}
_VALUES: dict[object, Message] = {True: msg("yes"), False: msg("no"), "evaluator": msg("evaluator"),
                                  "administrator": msg("administrator"), "dossier": msg("dossier")}  # fmt: skip


def detail_words(detail: Mapping[str, object]) -> list[Message]:
    """The details of a line of the access log."""
    return [msg("{name}: {value}", name=_DETAILS.get(name, name), value=_value(value))
            for name, value in detail.items()]  # fmt: skip


def _value(value: object) -> object:
    if isinstance(value, bool | str):
        return _VALUES.get(value, value)
    return value


def action_word(action: str) -> Message | None:
    """What an action of the access log is called; None for one that has no words."""
    steps = {step.value: word for step, word in STEP_WORD.items()}
    if action in _WORDS or action in steps:
        return _WORDS.get(action) or steps[action]
    export = EXPORT_WORDS.get(action.removeprefix("export-")) if action.startswith("export-") else None
    return msg("export: {what}", what=export[0]) if export else None
