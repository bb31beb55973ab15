"""The catalogue tool finds every way in which a catalogue can be incomplete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from tools import catalogue

CODE = """
from precheck.i18n import msg, msgs
first = msg("{count} pages; at most {maximum}", count=1, maximum=20)
second = msgs("{count} page", "{count} pages", 2)
"""
PO = r"""
msgid ""
msgstr ""
"Language: fr\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"
"Content-Type: text/plain; charset=utf-8\n"

msgid "{count} pages; at most {maximum}"
msgstr "{count} pages ; maximum {maximum}"

msgid "{count} page"
msgid_plural "{count} pages"
msgstr[0] "une page"
msgstr[1] "{count} pages"
"""
PO_NAME = "precheck/locale/fr/LC_MESSAGES/messages.po"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Lays a small house with this code, template and catalogue; gives what the check says of it."""

    def lay(code: str = CODE, po: str = PO, template: str = "", compiled: bool = True) -> list[str]:
        (tmp_path / "precheck/report/templates").mkdir(parents=True, exist_ok=True)
        (tmp_path / "precheck/module.py").write_text(code)
        (tmp_path / "precheck/report/templates/page.html").write_text(template)
        (tmp_path / "babel.cfg").write_text((catalogue.ROOT / "babel.cfg").read_text())
        path = tmp_path / PO_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(po)
        monkeypatch.setattr(catalogue, "ROOT", tmp_path)
        if compiled:
            path.with_suffix(".mo").write_bytes(catalogue.mo_bytes(catalogue.read("fr")))
        return list(catalogue.problems())

    return lay


def test_a_complete_catalogue_has_no_problem(house: Callable[..., list[str]]) -> None:
    assert house() == []


def test_a_message_without_translation_is_told(house: Callable[..., list[str]]) -> None:
    assert house(code=CODE + 'third = msg("Cover")\n') == [f"{PO_NAME}: not translated: 'Cover'"]


def test_a_message_of_a_template_is_told(house: Callable[..., list[str]]) -> None:
    assert house(template="<h1>{{ msg('Cover') }}</h1>") == [f"{PO_NAME}: not translated: 'Cover'"]


def test_half_a_plural_is_told(house: Callable[..., list[str]]) -> None:
    half = PO.replace('msgstr[1] "{count} pages"', 'msgstr[1] ""')
    assert house(po=half) == [f"{PO_NAME}: not translated: '{{count}} page'"]


def test_another_placeholder_is_told(house: Callable[..., list[str]]) -> None:
    wrong = PO.replace("maximum {maximum}", "maximum {limite}")
    told = "placeholders ['count', 'limite'] instead of ['count', 'maximum']: '{count} pages ; maximum {limite}'"
    assert house(po=wrong) == [f"{PO_NAME}: {told}"]


def test_a_translation_that_nothing_uses_is_told(house: Callable[..., list[str]]) -> None:
    extra = PO + '\nmsgid "Cover"\nmsgstr "Couverture"\n'
    assert house(po=extra) == [f"{PO_NAME}: no longer in the code: ['Cover'] (make catalogue DROP=1)"]


def test_a_catalogue_that_is_not_compiled_is_told(house: Callable[..., list[str]]) -> None:
    assert house(compiled=False) == [f"{PO_NAME}: not compiled as it stands (make catalogue)"]


def test_a_message_that_cannot_be_collected_is_told(house: Callable[..., list[str]]) -> None:
    assert house(code=CODE + "fourth = msg(text)\n") == [
        "precheck/module.py:5: the text of msg() must be written out there"
    ]


def test_update_keeps_translations_and_writes_the_same_twice(house: Callable[..., list[str]]) -> None:
    house(code=CODE + 'third = msg("Cover")\n')
    catalogue.update()
    once = catalogue.po_path("fr").read_bytes()
    catalogue.update()
    assert catalogue.po_path("fr").read_bytes() == once
    updated = catalogue.read("fr")
    assert {str(message.id): message.string for message in updated if message.id} == {
        "{count} pages; at most {maximum}": "{count} pages ; maximum {maximum}",
        "('{count} page', '{count} pages')": ("une page", "{count} pages"),
        "Cover": "",
    }


@pytest.mark.parametrize(
    ("msgid", "translation", "expected"),
    [
        ("{page}", "page {page}", []),
        ("{box.top:.1f}", "{box.bottom}", []),
        ("{page}", "page {", ["braces do not match (Single '{' encountered in format string): '{page}'"]),
    ],
)
def test_placeholders(msgid: str, translation: str, expected: list[str]) -> None:
    assert list(catalogue.placeholder_problems(Message(msgid, translation))) == expected
