"""What is wrong with a profile, collected whole and told in one error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from precheck.errors import BadConfiguration
from precheck.i18n import Message, msg, msgs

if TYPE_CHECKING:
    from precheck.profile.sources import Source

Key = tuple[str | int, ...]
"""Where a value stands: table and key names, and positions in lists from 0."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the file, its line (None: the file as a whole), the dotted key, and the name perhaps meant."""

    file: str
    line: int | None
    where: str
    message: Message
    suggestion: str | None = None

    @property
    def sentence(self) -> Message:
        """The problem in one line, place first."""
        told = self.message
        if self.suggestion is not None:
            told = msg("{message} Did you mean “{suggestion}”?", message=told, suggestion=self.suggestion)
        if self.line is None:
            return msg("{file}: {message}", file=self.file, message=told)
        if not self.where:
            return msg("{file}, line {line}: {message}", file=self.file, line=self.line, message=told)
        return msg(
            "{file}, line {line}, {where}: {message}", file=self.file, line=self.line, where=self.where, message=told
        )


class ProfileError(BadConfiguration):
    """A profile or a framework is wrong. `problems` has everything, in the order of the files and their lines."""

    what = msg("{file} is not a valid profile.")
    remedy = msg("Correct what is told above, then try again.")

    def __init__(self, file: str, problems: Iterable[Problem]) -> None:
        super().__init__(file=file)
        self.file = file
        self.problems = tuple(problems)

    @property
    def message(self) -> Message:
        return msgs(
            "{count} problem in the profile {file}.",
            "{count} problems in the profile {file}.",
            len(self.problems),
            file=self.file,
        )

    @property
    def details(self) -> tuple[Message, ...]:
        """A line for each problem."""
        return tuple(problem.sentence for problem in self.problems)


@dataclass(slots=True)
class Problems:
    """Collects problems while the files are read; lines are looked up only when there are some."""

    found: list[tuple[Source, Key, Message, str | None]] = field(default_factory=list)
    plain: list[Problem] = field(default_factory=list)

    def add(self, source: Source, key: Key, message: Message, suggestion: str | None = None) -> None:
        """Note a problem at a key of a file."""
        self.found.append((source, key, message, suggestion))

    def add_plain(self, problem: Problem) -> None:
        """Note a problem of a file that could not be read as TOML."""
        self.plain.append(problem)

    def raise_any(self, file: str, order: Sequence[str] = ()) -> None:
        """Raise `ProfileError` about `file` when anything was noted: the files of `order` first, lines ascending."""
        problems = [*self.plain]
        for source, key, message, suggestion in self.found:
            problems.append(Problem(source.file, source.line(key), dotted(key), message, suggestion))
        if problems:
            rank = {name: index for index, name in enumerate(order)}
            problems.sort(key=lambda p: (rank.get(p.file, len(rank)), p.file, p.line or 0, p.where))
            raise ProfileError(file, problems)


def dotted(key: Key) -> str:
    """`("outline", "parts", 0, "title")` as people write it: `outline.parts[1].title`; positions from 1."""
    text = ""
    for step in key:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that resembles `name` most, if one does."""
    import difflib

    by_fold = {candidate.casefold().replace("_", "-"): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold().replace("_", "-"), by_fold, 1, 0.6)
    return by_fold[close[0]] if close else None
