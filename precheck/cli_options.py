"""Options that several commands have, each written once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from precheck.model.finding import Severity
from precheck.model.match import Reason, View
from precheck.screening import Demand

LEVELS = {"error": (Severity.ERROR,), "warning": (Severity.ERROR, Severity.WARNING), "never": ()}
Decorator = Callable[[Any], Any]

profile_option = click.option(
    "--profile",
    "profile_id",
    default="grenoble-2016",
    show_default=True,
    envvar="PRECHECK_PROFILE",
    help="What the institution asks for: the name of a profile, or a TOML file.",
)
only_option = click.option(
    "--only", multiple=True, metavar="CODE", help="Run this rule only; may be given several times."
)
skip_option = click.option(
    "--skip", multiple=True, metavar="CODE", help="Leave this rule out; may be given several times."
)
fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(list(LEVELS)),
    default="error",
    show_default=True,
    help="From which gravity on the command answers with exit code 1.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=os.cpu_count() or 1,
    show_default="number of cores",
    help="How many dossiers are read at the same time.",
)
corpus_option = click.option(
    "--corpus",
    "corpora",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Compare with the texts of this corpus, and show the passages found; may be given several times.",
)
set_aside_option = click.option(
    "--set-aside",
    multiple=True,
    metavar="SOURCE",
    help="A source whose passages do not count: its identifier, or how it begins; may be given several times.",
)
include_option = click.option(
    "--include",
    multiple=True,
    type=click.Choice([reason.value for reason in Reason]),
    help="Count what the profile sets aside for this reason; may be given several times.",
)
view_option = click.option(
    "--view",
    type=click.Choice([view.value for view in View]),
    default=View.EVALUATOR.value,
    show_default=True,
    help="For whom the report is: a candidate sees nothing of what others wrote.",
)
author_option = click.option(
    "--author", default="", metavar="KEY", help="The candidate's key in the corpus: an own earlier dossier counts not."
)
collaborator_option = click.option(
    "--collaborator",
    "collaborators",
    multiple=True,
    metavar="KEY",
    help="The key of somebody with whom the candidate declared to have worked; may be given several times.",
)


def format_option(*formats: str) -> Decorator:
    """`--format`: what the result is written as; the first is the usual one."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="What the report is written as.",
    )


def demand(
    corpora: tuple[Path, ...],
    set_aside: tuple[str, ...],
    include: tuple[str, ...],
    author: str = "",
    collaborators: tuple[str, ...] = (),
    *,
    needed: bool = False,
) -> Demand | None:
    """What the options ask to compare; None when no corpus is given and none is `needed`."""
    if not corpora and not needed:
        alone = {"--set-aside": set_aside, "--include": include, "--author": author, "--collaborator": collaborators}
        for option, given in alone.items():
            if given:
                raise click.UsageError(f"{option} says how to compare: it needs a --corpus.")
        return None
    return Demand(corpora, set_aside, tuple(map(Reason, include)), author, collaborators)
