"""TOML files, shipped or given by path, read with every way of failing told."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from precheck.i18n import Message, msg
from precheck.profile.problems import Key, Problem, Problems, nearest

PROFILES = Path(__file__).parent.parent / "profiles"
FRAMEWORKS = Path(__file__).parent.parent / "frameworks"
MAX_BYTES = 1_000_000
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SYNTAX = re.compile(r"(?P<reason>.*?) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A TOML file: its name for people, where it is, its text and its values."""

    file: str
    path: Path
    text: str
    data: dict[str, Any]

    def line(self, key: Key) -> int | None:
        """The line of `key`, else that of the nearest table around it that is written in the file."""
        from precheck.profile.places import find_places

        places = find_places(self.text)
        while key:
            if key in places:
                return places[key]
            key = key[:-1]
        return None

    def value(self, key: Key) -> Any:
        """What the file says at `key`. Raises `LookupError` or `TypeError` when it says nothing there."""
        value: Any = self.data
        for step in key:
            value = value[step]
        return value

    def has(self, key: Key) -> bool:
        """Whether the file says anything at `key`."""
        try:
            self.value(key)
        except (LookupError, TypeError):
            return False
        return True


def shipped(folder: Path) -> Iterator[str]:
    """The ids of the files that come with the product."""
    return (path.stem for path in sorted(folder.glob("*.toml")))


def find(reference: str | Path, folder: Path, beside: Path = Path()) -> Path | None:
    """The path of a shipped id or of a file, relative to `beside`; None for an id that is not shipped."""
    if isinstance(reference, str):
        if ID.fullmatch(reference) and (folder / f"{reference}.toml").is_file():
            return folder / f"{reference}.toml"
        if not reference.endswith(".toml") and "/" not in reference and not os.path.exists(beside / reference):
            return None
    return beside / reference


def read_source(reference: str | Path, folder: Path = PROFILES) -> Source:
    """The file of a shipped id or path. Raises `ProfileError` when it cannot be found or read, or is not TOML."""
    problems = Problems()
    path = find(reference, folder)
    if path is None:
        problems.add_plain(Problem(str(reference), None, "", *unknown_id(str(reference), folder)))
    source = read(path, problems) if path else None
    problems.raise_any(str(reference))
    assert source is not None
    return source


def unknown_id(reference: str, folder: Path) -> tuple[Message, str | None]:
    """What to say of an id that is not shipped, and the shipped one perhaps meant."""
    known = list(shipped(folder))
    said = msg("“{name}” is neither a file nor one of those supplied: {known}.", name=reference, known=", ".join(known))
    return said, nearest(reference, known)


def read(path: Path, problems: Problems) -> Source | None:
    """The file at `path`, or None with the reason noted."""
    file = path.name if path.parent in {PROFILES, FRAMEWORKS} else str(path)

    def refuse(message: Message, line: int | None = None) -> None:
        problems.add_plain(Problem(file, line, "", message))

    try:
        content = _content(path)
    except OSError as error:
        refuse(msg("The file cannot be read: {reason}.", reason=error.strerror or str(error)))
        return None
    if content is None:
        refuse(msg("This is not a text file of at most {maximum} bytes.", maximum=MAX_BYTES))
        return None
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        refuse(
            msg("The file is not in UTF-8; save it again in that encoding."), content.count(b"\n", 0, error.start) + 1
        )
        return None
    data = _parse(text, refuse)
    return None if data is None else Source(file, path, text, data)


def _content(path: Path) -> bytes | None:
    if path.exists() and not path.is_file():
        return None
    with path.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    return content if len(content) <= MAX_BYTES else None


def _parse(text: str, refuse: Callable[[Message, int | None], None]) -> dict[str, Any] | None:
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        refuse(msg("Lists or tables are nested too deeply."), None)
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        match = _SYNTAX.fullmatch(str(error))
        reason = match["reason"] if match else str(error)
        line = int(match["line"]) if match and match["line"] else text.count("\n") + 1 if match else None
        refuse(msg("This is not valid TOML: {reason}.", reason=reason), line)
    return None


def chain(reference: str | Path, problems: Problems) -> list[Source]:
    """The profile and those it extends, the one asked for first; shorter when a problem was noted."""
    path = find(reference, PROFILES)
    if path is None:
        problems.add_plain(Problem(str(reference), None, "", *unknown_id(str(reference), PROFILES)))
        return []
    sources: list[Source] = []
    while source := read(path, problems):
        sources.append(source)
        parent = source.data.get("extends")
        if not isinstance(parent, str):
            break
        path = find(parent, PROFILES, source.path.parent)
        if path is None:
            problems.add(source, ("extends",), *unknown_id(parent, PROFILES))
            break
        if not os.path.isfile(path):
            problems.add(source, ("extends",), msg("There is no file “{name}”.", name=str(path)))
            break
        if any(path.resolve() == earlier.path.resolve() for earlier in sources):
            problems.add(source, ("extends",), msg("This profile would extend itself."))
            break
    return sources


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with `over` laid upon it: tables are merged, anything else, lists included, is replaced."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = merge(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged
