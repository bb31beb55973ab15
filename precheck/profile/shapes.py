"""What keys and values a file may have. Checking one returns what is right of it and notes all that is wrong."""

from __future__ import annotations

import datetime
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from precheck.i18n import Message, msg
from precheck.model.match import Reason
from precheck.profile.problems import Key, nearest

Note = Callable[[Key, Message, str | None], None]
"""Called with the place, what is wrong there, and the name perhaps meant."""

NOTHING: Any = object()
"""Stands for a value that was wrong."""


class Shape(ABC):
    """What is allowed at a place; `noun` says it in words. Plain classes: dataclasses would slow every start down."""

    noun: Message

    @abstractmethod
    def clean(self, value: Any, key: Key, note: Note) -> Any:
        """What is right of `value`, `NOTHING` if nothing is."""


def found_noun(value: Any) -> Message:
    """What a TOML value is, in words."""
    for kind, noun in (
        (bool, msg("true or false")),
        (int, msg("a whole number")),
        (float, msg("a number")),
        (str, msg("a text")),
        (list, msg("a list")),
        (dict, msg("a table")),
    ):
        if isinstance(value, kind):
            return noun
    return msg("a date or a time")


def refuse_type(noun: Message, value: Any, key: Key, note: Note) -> Any:
    """Note that something else than `noun` stands at `key`."""
    note(key, msg("Expected {expected}, found {found}.", expected=noun, found=found_noun(value)), None)
    return NOTHING


class Text(Shape):
    """A text that is not empty; `pattern`, when given, must match the whole, and `noun` says what it stands for."""

    def __init__(
        self, noun: Message = msg("a text"), pattern: re.Pattern[str] | None = None, *, empty: bool = False
    ) -> None:
        self.noun = noun
        self.pattern = pattern
        self.empty = empty

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, str):
            return refuse_type(self.noun, value, key, note)
        if not value.strip() and not self.empty:
            note(key, msg("This text is empty."), None)
            return NOTHING
        if self.pattern and not self.pattern.fullmatch(value):
            note(key, msg("Expected {expected}, found “{found}”.", expected=self.noun, found=value), None)
            return NOTHING
        return value


class Choice(Shape):
    """One of a few words."""

    noun = msg("a text")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, str):
            return refuse_type(self.noun, value, key, note)
        if value not in self.words:
            known = ", ".join(self.words)
            said = msg("Expected one of {known}, found “{found}”.", known=known, found=value)
            note(key, said, nearest(value, self.words))
            return NOTHING
        return value


class Flag(Shape):
    """True or false."""

    noun = msg("true or false")

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        return value if isinstance(value, bool) else refuse_type(self.noun, value, key, note)


class Whole(Shape):
    """A whole number from `minimum`."""

    noun = msg("a whole number")

    def __init__(self, minimum: int = 0) -> None:
        self.minimum = minimum

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return refuse_type(self.noun, value, key, note)
        if value < self.minimum:
            note(key, msg("Expected at least {minimum}, found {found}.", minimum=self.minimum, found=value), None)
            return NOTHING
        return value


class Share(Shape):
    """A part of a whole, more than 0 and at most 1."""

    noun = msg("a share between 0 and 1, such as 0.25")

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, int | float) or isinstance(value, bool):
            return refuse_type(self.noun, value, key, note)
        if not 0 < value <= 1:
            note(key, msg("Expected {expected}, found {found}.", expected=self.noun, found=str(value)), None)
            return NOTHING
        return float(value)


class Day(Shape):
    """A date, or a date with its time."""

    noun = msg("a date such as 2017-05-10")

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        return value if isinstance(value, datetime.date) else refuse_type(self.noun, value, key, note)


class Items(Shape):
    """A list. A wrong item leaves `NOTHING` in its place, so that positions stay those of the file."""

    def __init__(self, item: Shape, noun: Message = msg("a list")) -> None:
        self.item = item
        self.noun = noun

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, list):
            return refuse_type(self.noun, value, key, note)
        return [self.item.clean(each, (*key, index), note) for index, each in enumerate(value)]


class Table(Shape):
    """A table of known keys. With `open` others are let through as they are."""

    noun = msg("a table")

    def __init__(self, keys: Mapping[str, Shape], required: Sequence[str] = (), *, open: bool = False) -> None:
        self.keys = keys
        self.required = required
        self.open = open

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, dict):
            return refuse_type(self.noun, value, key, note)
        for name in self.required:
            if name not in value:
                note(key, msg("“{key}” is missing here.", key=name), None)
        cleaned = {}
        for name, each in value.items():
            if name in self.keys:
                each = self.keys[name].clean(each, (*key, name), note)  # noqa: PLW2901
            elif not self.open:
                note((*key, name), msg("“{key}” is not a known key.", key=name), nearest(name, self.keys))
                each = NOTHING  # noqa: PLW2901
            if each is not NOTHING:
                cleaned[name] = each
        return cleaned


class Each(Shape):
    """A table whose keys are free and whose values all have one shape."""

    noun = msg("a table")

    def __init__(self, item: Shape) -> None:
        self.item = item

    def clean(self, value: Any, key: Key, note: Note) -> Any:
        if not isinstance(value, dict):
            return refuse_type(self.noun, value, key, note)
        cleaned = {name: self.item.clean(each, (*key, name), note) for name, each in value.items()}
        return {name: each for name, each in cleaned.items() if each is not NOTHING}


ID_TEXT = Text(msg("lower-case words joined by hyphens"), re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"))
YEAR_TEXT = Text(msg("a year such as 2017 or 2016-2017"), re.compile(r"(?:19|20)\d\d(?:-(?:19|20)\d\d)?"))
TEXTS = Items(Text(), msg("a list of texts"))
SEVERITIES = ("error", "warning", "info")

RULE_KEYS: Mapping[str, Shape] = {
    "enabled": Flag(),
    "severity": Choice(SEVERITIES),
    "clause": Text(),
    "requirements": Items(Whole(1), msg("a list of numbers")),
}
"""What every rule's table may say besides the rule's own options."""

PROCEDURE_CLAUSES = tuple(
    "registration window replacement format rework transmission oral slides postponement abandonment earlier decision"
    " session claim sanction".split()
)
"""What of the procedure may name the clause it rests on."""

PROFILE = Table(
    {
        "id": ID_TEXT,
        "title": Text(),
        "institution": Text(),
        "source": Text(),
        "framework": Text(),
        "extends": Text(),
        "years": Items(YEAR_TEXT, msg("a list of texts")),
        "outline": Table(
            {
                "introduction": TEXTS,
                "conclusion": TEXTS,
                "bibliography": TEXTS,
                "annexes": TEXTS,
                "contents": TEXTS,
                "parts": Items(
                    Table(
                        {"number": Whole(1), "title": Text(), "aliases": TEXTS, "competences": TEXTS},
                        ("number", "title"),
                    )
                ),
            }
        ),
        "clauses": Each(Table({"source": Text(), "article": Text(), "quote": Text()}, ("quote",))),
        "rules": Each(Table(RULE_KEYS, open=True)),
        "reminders": Items(
            Table({"requirement": Whole(1), "text": Text(), "clause": Text()}, ("requirement", "text")),
        ),
        "screening": Table(
            {
                "review": Share(),
                "alert": Share(),
                "common-authors": Whole(1),
                "exclusions": Items(Choice(tuple(Reason)), msg("a list of texts")),
                "templates": TEXTS,
            }
        ),
        "procedure": Table(
            {
                "timezone": Text(),
                "reworks": Whole(),
                "replace": Flag(),
                "retention-days": Whole(1),
                "publics": TEXTS,
                "clauses": Table(dict.fromkeys(PROCEDURE_CLAUSES, Text())),
                "claim-days": Whole(1),
                "required-documents": TEXTS,
                "deposit-forms": Items(Choice(("file", "link"))),
                "windows": Items(
                    Table({"name": Text(), "opens": Day(), "closes": Day(), "jury-from": Day(), "jury-to": Day()},
                          ("closes",))
                ),
                "oral": Table(
                    {
                        "held": Choice(("always", "on-request", "never")),
                        "minutes": Whole(1),
                        "presentation-minutes": Whole(1),
                        "discussion-minutes": Whole(1),
                        "jurors": Whole(1),
                        "slides": Choice(("pdf",)),
                        "postponement-motives": TEXTS,
                    }
                ),
            }
        ),
    },
    ("id", "title"),
)  # fmt: skip

FRAMEWORK = Table(
    {
        "id": ID_TEXT,
        "title": Text(),
        "source": Text(),
        "required": Whole(1),
        "mandatory": TEXTS,
        "mandatory-unknown": Flag(),
        "domains": Items(
            Table(
                {
                    "code": Text(),
                    "title": Text(),
                    "max-missing": Whole(),
                    "competences": Items(
                        Table({"code": Text(), "statement": Text(empty=True), "variants": TEXTS}, ("code",))
                    ),
                },
                ("code", "title", "competences"),
            )
        ),
    },
    ("id", "title", "source", "required", "domains"),
)
