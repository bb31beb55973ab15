"""How a long piece of work advances: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from precheck.i18n import Message, Translator, msg

if TYPE_CHECKING:
    from rich.progress import Progress

    from precheck.campaign.screening.run import Stage, Watch

INTERRUPTED = 130
"""What the command answers after Ctrl-C, as shells do."""
SECONDS = 30.0
"""Between two lines."""
_STAGES = {"read": msg("Reading"), "check": msg("Checking")}


@contextlib.contextmanager
def progress(say: Translator) -> Iterator[Watch]:
    """What to tell about it, on the error output, while the block lasts."""
    if not sys.stderr.isatty():
        yield Lines(say)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as shown:
        yield Bars(shown, say)


class _Rate:
    """How fast a stage advances."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self._began = total, 0, time.monotonic()

    @property
    def a_minute(self) -> float:
        return 60 * self.done / max(1e-9, time.monotonic() - self._began)

    @property
    def minutes_left(self) -> float:
        return (self.total - self.done) / self.a_minute if self.done else 0.0


class Bars:
    """A bar for each stage."""

    def __init__(self, shown: Progress, say: Translator) -> None:
        self._shown, self._say = shown, say

    def begin(self, stage: Stage, total: int) -> None:
        """A bar of its own."""
        self._rate = _Rate(total)
        self._bar = self._shown.add_task(self._say(_STAGES[stage.value]), total=total, rate="")

    def advance(self) -> None:
        """The bar grows."""
        self._rate.done += 1
        rate = self._say(msg("{rate:.0f} a minute", rate=self._rate.a_minute))
        self._shown.update(self._bar, advance=1, rate=rate)


class Lines:
    """A line at the beginning of a stage, one every half minute, one at its end."""

    def __init__(self, say: Translator) -> None:
        self._say = say

    def begin(self, stage: Stage, total: int) -> None:
        """The first line."""
        self._stage, self._rate, self._told = _STAGES[stage.value], _Rate(total), time.monotonic()
        self._tell(msg("{stage}: {total} to do.", stage=self._stage, total=total))

    def advance(self) -> None:
        """A line, when it is time."""
        rate = self._rate
        rate.done += 1
        if rate.done < rate.total and time.monotonic() - self._told < SECONDS:
            return
        self._told = time.monotonic()
        self._tell(
            msg("{stage}: {done} of {total}, {rate:.0f} a minute, {left:.0f} min left.", stage=self._stage,
                done=rate.done, total=rate.total, rate=rate.a_minute, left=rate.minutes_left)
        )  # fmt: skip

    def _tell(self, message: Message) -> None:
        click.echo(self._say(message), err=True)
