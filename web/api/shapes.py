"""What the API answers, as its description tells it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from precheck.campaign.exports import EXPORTERS
from precheck.campaign.intake.roles import Role
from precheck.campaign.states import State
from precheck.i18n import LANGUAGES
from web.jobs import DONE, FAILED, RUNNING, STOPPED, WAITING


def _told(description: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": description}, "required": True, **more}


class ProblemSchema(Schema):
    """A problem (RFC 9457)."""

    type = fields.String(**_told("Always about:blank: the code tells problems apart."))
    title = fields.String(**_told("The name of the status."))
    status = fields.Integer(**_told("The status of the answer."))
    code = fields.String(**_told("What happened, for programs."))
    detail = fields.String(**_told("What happened, for people."))
    advice = fields.String(metadata={"description": "What to do."})
    errors = fields.Dict(metadata={"description": "The parameters that are wrong, by place and name."})


class ProfileSchema(Schema):
    """What an institution asks for."""

    id = fields.String(**_told("Its name, to be sent with a file."))
    title = fields.String(**_told("What it is for."))
    institution = fields.String(**_told("Whose it is."))
    usual = fields.Boolean(**_told("Whether it is taken when none is sent."))


class ProfilesSchema(Schema):
    """The profiles of the site."""

    profiles = fields.List(fields.Nested(ProfileSchema), **_told("In the order of the site."))


class CheckLinksSchema(Schema):
    """Addresses on this site. Those of the report are there once there is one."""

    self = fields.String(**_told("The check."))
    json = fields.String(metadata={"description": "The report for programs."})
    text = fields.String(metadata={"description": "The report as text."})
    html = fields.String(metadata={"description": "The report as one HTML file."})
    pdf = fields.String(metadata={"description": "The report as PDF."})
    annotated = fields.String(metadata={"description": "A copy of the dossier with comments."})


class CheckSchema(Schema):
    """A file that is checked."""

    token = fields.String(**_told("Whoever knows it can see and erase the check: keep it secret."))
    state = fields.String(
        **_told("Refused: the file cannot be read; the report says why.",
                validate=validate.OneOf(["waiting", "done", "refused"]))
    )  # fmt: skip
    place = fields.Integer(**_told("How many checks come before this one.", validate=validate.Range(min=0)))
    file = fields.String(**_told("What the file is called."))
    profile = fields.String(**_told("The profile."))
    language = fields.String(**_told("The language of the report.", validate=validate.OneOf(LANGUAGES)))
    received = fields.AwareDateTime(**_told("When it came in."))
    until = fields.AwareDateTime(**_told("When it is erased."))
    verdict = fields.String(
        **_told("The verdict, once there is one.", allow_none=True,
                validate=validate.OneOf(["conforming", "to_verify", "not_conforming", "refused"]))
    )  # fmt: skip
    links = fields.Nested(CheckLinksSchema, **_told("Where to go on."))


class SessionSchema(Schema):
    """A session of a campaign."""

    number = fields.Integer(**_told("Its number, from 1."))
    name = fields.String(**_told("Its name."))
    opens = fields.AwareDateTime(**_told("The first second, where there is one.", allow_none=True))
    closes = fields.AwareDateTime(**_told("The last second."))
    closed = fields.AwareDateTime(**_told("When it was closed.", allow_none=True))


class CampaignSchema(Schema):
    """A campaign."""

    key = fields.String(**_told("Its key."))
    title = fields.String(**_told("Its title."))
    profile = fields.String(**_told("What it asks for."))
    phase = fields.String(**_told("Whether it is open, closed or archived."))
    sessions = fields.List(fields.Nested(SessionSchema), **_told("Its sessions."))


class CandidaciesQuery(Schema):
    """Which candidacies."""

    session = fields.Integer(
        validate=validate.Range(1, 1000),
        metadata={"description": "Number of the session; by default the first that is not closed."},
    )
    candidate = fields.String(metadata={"description": "Only the candidate of this key or further identifier."})
    state = fields.String(
        validate=validate.OneOf([state.value for state in State]), metadata={"description": "Only in this state."}
    )
    offset = fields.Integer(
        load_default=0, validate=validate.Range(0, 1_000_000), metadata={"description": "How many to leave out first."}
    )
    limit = fields.Integer(
        load_default=100, validate=validate.Range(1, 500), metadata={"description": "How many at most."}
    )


class _SessionQuery(Schema):
    session = fields.Integer(
        validate=validate.Range(1, 1000),
        metadata={"description": "Number of the session; by default the first that is not closed."},
    )


class RosterQuery(_SessionQuery):
    """What to do with a roster."""

    dry_run = fields.Boolean(load_default=False, metadata={"description": "Tell what would happen; change nothing."})


class RosterSchema(Schema):
    """What the import of a roster did, or would do."""

    session = fields.Integer(**_told("Number of the session."))
    dry_run = fields.Boolean(**_told("Whether nothing was changed."))
    new = fields.Integer(**_told("How many candidates are new."))
    changed = fields.Integer(**_told("How many changed."))
    unchanged = fields.Integer(**_told("How many are as before."))
    ignored = fields.List(fields.String(), **_told("The columns that were left aside."))


class ScreeningQuery(_SessionQuery):
    """What to screen."""


class _JobSchema(Schema):
    session = fields.Integer(**_told("Number of the session."))
    state = fields.String(
        **_told("How it goes.", validate=validate.OneOf([WAITING, RUNNING, DONE, FAILED, STOPPED]))
    )  # fmt: skip
    asked = fields.AwareDateTime(**_told("When it was asked for."))
    ended = fields.AwareDateTime(**_told("When it was over.", allow_none=True))
    said = fields.String(**_told("How it ended, for people.", allow_none=True))
    notes = fields.List(fields.String(), **_told("What else is worth knowing."))


class ScreeningLinksSchema(Schema):
    """Addresses on this site."""

    self = fields.String(**_told("The last screening of the campaign."))


class ScreeningSchema(_JobSchema):
    """The last screening of a campaign."""

    stage = fields.String(
        **_told("What it does now.", allow_none=True, validate=validate.OneOf(["read", "check"]))
    )  # fmt: skip
    done = fields.Integer(**_told("How many dossiers are done in this stage."))
    total = fields.Integer(**_told("How many there are in this stage."))
    links = fields.Nested(ScreeningLinksSchema, **_told("Where to go on."))


EXPORTS = tuple(name for name in EXPORTERS if name != "yearly")
"""Those of one campaign: a token opens no more."""


class ExportQuery(_SessionQuery):
    """What to export."""

    what = fields.String(required=True, validate=validate.OneOf(EXPORTS), metadata={"description": "Which export."})
    form = fields.String(metadata={"description": "The ending of the file, such as .csv; by default its usual one."})
    anonymous = fields.Boolean(
        load_default=False, metadata={"description": "Candidates by their numbers, without their names."}
    )


class ExportLinksSchema(Schema):
    """Addresses on this site."""

    self = fields.String(**_told("The export."))
    file = fields.String(metadata={"description": "The file, once it is done."})


class ExportSchema(_JobSchema):
    """Something that leaves the campaign."""

    id = fields.String(**_told("Its identifier."))
    what = fields.String(**_told("Which export.", validate=validate.OneOf(EXPORTS)))
    form = fields.String(**_told("The ending of its file."))
    anonymous = fields.Boolean(**_told("Whether candidates are told by their numbers."))
    links = fields.Nested(ExportLinksSchema, **_told("Where to go on."))


class ExportsSchema(Schema):
    """The exports of the last day."""

    exports = fields.List(fields.Nested(ExportSchema), **_told("The newest first."))


class DepositLinksSchema(Schema):
    """Addresses on this site."""

    self = fields.String(**_told("The deposit."))
    receipt = fields.String(**_told("Its receipt, a signed text."))
    result = fields.String(metadata={"description": "What the screening found, once it was screened."})


class DepositSchema(Schema):
    """A file that was deposited."""

    id = fields.Integer(**_told("Its number on this site."))
    candidate = fields.String(**_told("The candidate's key."))
    number = fields.Integer(**_told("The candidate's anonymous number."))
    session = fields.Integer(**_told("Number of the session."))
    role = fields.String(**_told("What it is.", validate=validate.OneOf([role.value for role in Role])))
    version = fields.Integer(**_told("From 1; the last one accepted counts."))
    file = fields.String(**_told("What the file is called."))
    size = fields.Integer(**_told("Bytes."))
    sha256 = fields.String(**_told("The SHA-256 of its bytes."))
    received = fields.AwareDateTime(**_told("When it came in."))
    late = fields.Integer(**_told("By how many seconds it came too late; 0 when it was in time."))
    accepted = fields.Boolean(**_told("A late dossier counts once a person accepts it."))
    links = fields.Nested(DepositLinksSchema, **_told("Where to go on."))


class CandidacySchema(Schema):
    """A candidate in a session."""

    candidate = fields.String(**_told("The candidate's key."))
    number = fields.Integer(**_told("The candidate's anonymous number."))
    surname = fields.String(**_told("The surname."))
    given = fields.String(**_told("The first name."))
    public = fields.String(**_told("The kind of candidate."))
    session = fields.Integer(**_told("Number of the session."))
    state = fields.String(**_told("Where it stands.", validate=validate.OneOf([state.value for state in State])))
    reworks = fields.Integer(**_told("How often the dossier was asked for again."))
    deadline = fields.AwareDateTime(**_told("The last second at which the candidate may deposit."))
    deposits = fields.List(fields.Nested(DepositSchema), **_told("What was deposited, the oldest first."))


class CandidaciesSchema(Schema):
    """Some of the candidacies of a session."""

    session = fields.Integer(**_told("Number of the session."))
    total = fields.Integer(**_told("How many there are in all."))
    candidacies = fields.List(fields.Nested(CandidacySchema), **_told("By the candidates' keys."))


class ResultSchema(Schema):
    """What the screening found in a deposit. It shows, people decide."""

    deposit = fields.Integer(**_told("Number of the deposit."))
    verdict = fields.String(**_told("The verdict.",
        validate=validate.OneOf(["conforming", "to_verify", "not_conforming", "refused"])))  # fmt: skip
    pages = fields.Integer(**_told("How many pages it has.", allow_none=True))
    share = fields.Float(**_told("Share of its words in passages found elsewhere, 0 to 1.", allow_none=True))
    passages = fields.Integer(**_told("How many such passages count."))
    outcomes = fields.Dict(
        keys=fields.String(), values=fields.String(), **_told("The status of each rule, by its code.")
    )
    finished = fields.AwareDateTime(**_told("When it was found."))
