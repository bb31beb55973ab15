"""On which line each key of a TOML text stands: the standard library's parser does not tell."""

from __future__ import annotations

import bisect
import functools
import re
import tomllib
from collections.abc import Mapping

from precheck.profile.problems import Key

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}' r"|'''.*?'{3,5}" r'|"(?:\\.|[^"\\])*"' r"|'[^']*'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]+|[^,\]}\s#]+")


@functools.lru_cache(maxsize=8)
def find_places(text: str) -> Mapping[Key, int]:
    """The line, from 1, of every table, key and list item of `text`, which must be valid TOML.

    The key of a list item ends with its position from 0, be it written in brackets or as `[[table]]`.
    """
    return _Scanner(text).run()


class _Scanner:
    """Walks a text that `tomllib` has accepted, so it need not doubt anything."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.newlines = [match.start() for match in re.finditer("\n", text)]
        self.places: dict[Key, int] = {}
        self.tables: dict[Key, int] = {}  # how many [[tables]] each list has so far

    def run(self) -> Mapping[Key, int]:
        prefix: Key = ()
        self._skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                prefix = self._header()
            else:
                self._pair(prefix)
            self._skip(_GAP)
        return self.places

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        assert match is not None
        self.at = match.end()
        return match.group()

    def _note(self, key: Key, position: int) -> None:
        self.places.setdefault(key, bisect.bisect_left(self.newlines, position) + 1)

    def _header(self) -> Key:
        start = self.at
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        steps = self._key()
        self.at += brackets
        path: Key = ()
        for step in steps[:-1]:
            path = (*path, step)
            self._note(path, start)
            if path in self.tables:
                path = (*path, self.tables[path] - 1)
        path = (*path, steps[-1])
        self._note(path, start)
        if brackets == 2:
            count = self.tables.get(path, 0)
            self.tables[path] = count + 1
            path = (*path, count)
            self._note(path, start)
        return path

    def _key(self) -> tuple[str, ...]:
        steps = []
        while True:
            self._skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            step = self._skip(_STRING if quoted else _BARE_KEY)
            steps.append(str(tomllib.loads(f"key = {step}")["key"]) if quoted else step)
            self._skip(_BLANK)
            if self.text[self.at] != ".":
                return tuple(steps)
            self.at += 1

    def _pair(self, prefix: Key) -> None:
        start = self.at
        path = prefix
        for step in self._key():
            path = (*path, step)
            self._note(path, start)
        self.at += 1  # the equals sign
        self._skip(_BLANK)
        self._value(path)

    def _value(self, path: Key) -> None:
        opening = self.text[self.at]
        if opening in "[{":
            self._bracketed(path, "]" if opening == "[" else "}")
        else:
            self._skip(_STRING if opening in "\"'" else _BARE_VALUE)

    def _bracketed(self, path: Key, closing: str) -> None:
        self.at += 1
        index = 0
        self._skip(_GAP)
        while self.text[self.at] != closing:
            if closing == "]":
                self._note((*path, index), self.at)
                self._value((*path, index))
            else:
                self._pair(path)
            index += 1
            self._skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self._skip(_GAP)
        self.at += 1
