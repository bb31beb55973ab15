"""Messages that stay language-free until a renderer translates them.

Code and msgids are English; the French catalogue is complete and is what people see by default.
`msg` and `msgs` are the markers that the catalogue extraction looks for.
"""

from __future__ import annotations

import functools
import gettext
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

DOMAIN = "messages"
LANGUAGES = ("fr", "en")
DEFAULT_LANGUAGE = "fr"
LOCALE_DIR = Path(__file__).with_name("locale")


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its parameters, not yet in any language.

    `msgid` is an English template in `str.format` syntax. With `plural`, `count` chooses the form. A parameter
    that is itself a `Message` is translated first; floats are written with the language's decimal sign.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


def msg(msgid: str, /, **params: Any) -> Message:
    """Mark a sentence for translation: `msg("{count} pages; at most {maximum}", count=22, maximum=20)`."""
    return Message(msgid, params)


def msgs(singular: str, plural: str, count: int, /, **params: Any) -> Message:
    """Mark a sentence with a plural; `{count}` is available in both forms."""
    return Message(singular, {"count": count, **params}, plural, count)


class _Formatter(string.Formatter):
    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return self._translator(value)
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if isinstance(value, float) and self._translator.language == "fr" else text

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        return value if conversion is None else super().convert_field(value, conversion)


class Translator:
    """Turns messages into sentences of one language: `Translator("fr")(message)`."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language
        self._catalogue = _catalogue(language)
        self._formatter = _Formatter(self)

    def __call__(self, message: Message) -> str:
        if not message.msgid:
            return ""
        if message.plural is not None and message.count is not None:
            template = self._catalogue.ngettext(message.msgid, message.plural, message.count)
        else:
            template = self._catalogue.gettext(message.msgid)
        if "{" not in template and "}" not in template:
            return template
        return self._formatter.vformat(template, (), message.params)

    def text(self, msgid: str) -> str:
        """Translate a constant text such as a rule's title."""
        return self(Message(msgid))


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE_DIR, [language], fallback=True)
