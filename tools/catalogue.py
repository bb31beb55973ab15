"""The message catalogues: collect the messages of the code into the .po files and compile them, or say what is missing.

    python -m tools.catalogue update [--drop-obsolete]
    python -m tools.catalogue check

Msgids are English, so English needs no catalogue. Nothing that changes from one run to the next (dates, line
numbers) is written, and entries are sorted, so that two people's changes merge.
"""

from __future__ import annotations

import ast
import gettext
import io
import re
import string
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr",)
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["msg", "msgs:1,2"])
FOLDERS = ("precheck", "web")
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
IDLE_HEADERS = re.compile(r'^"(?:Project|Report|POT|PO|Last|Language-Team|Generated)[A-Za-z-]*: .*\n', re.MULTILINE)


def po_path(language: str) -> Path:
    """The catalogue that people edit."""
    return ROOT / "precheck" / "locale" / language / "LC_MESSAGES" / "messages.po"


def collect() -> Catalog:
    """Every message that the code and the templates mark."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    catalog = _new_catalog(None)
    for _, _, message, comments, context in extract_from_dir(
        ROOT, methods, options, keywords=KEYWORDS, comment_tags=("Translators:",), directory_filter=_is_source
    ):
        catalog.add(message, auto_comments=comments, context=context)
    return catalog


def _is_source(folder: str | Path) -> bool:
    relative = Path(folder).relative_to(ROOT)
    return relative.parts[0] in FOLDERS and "__pycache__" not in relative.parts


def _new_catalog(language: str | None) -> Catalog:
    return Catalog(language, project="precheck", fuzzy=False, creation_date=NO_DATE, revision_date=NO_DATE)


def read(language: str) -> Catalog:
    """The catalogue of a language as it stands, empty when there is none yet."""
    if not po_path(language).exists():
        return _new_catalog(language)
    with po_path(language).open("rb") as file:
        catalog = read_po(file, locale=language)
    catalog.creation_date = catalog.revision_date = NO_DATE
    return catalog


def po_bytes(catalog: Catalog) -> bytes:
    """The .po file, entries sorted, without dates or places."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, no_location=True, sort_output=True, width=0, omit_header=False)
    return IDLE_HEADERS.sub("", buffer.getvalue().decode("utf-8")).encode("utf-8")


def mo_bytes(catalog: Catalog) -> bytes:
    """The compiled catalogue."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(drop_obsolete: bool = False) -> None:
    """Bring the catalogues up to the code: new messages enter untranslated, unused ones stay as comments."""
    template = collect()
    for language in LANGUAGES:
        catalog = read(language)
        catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
        name = catalog.locale.english_name if catalog.locale else language
        catalog.header_comment = f"# {name} messages of precheck."
        catalog.creation_date = catalog.revision_date = NO_DATE
        if drop_obsolete:
            catalog.obsolete.clear()
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalog))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalog))
        missing = sum(not _is_translated(message) for message in catalog if message.id)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} messages, {missing} to translate")


def problems() -> Iterator[str]:
    """What keeps the catalogues from being complete, one sentence each."""
    yield from unmarked_messages()
    template = collect()
    for language in LANGUAGES:
        catalog = read(language)
        path = po_path(language).relative_to(ROOT)
        for wanted in template:
            if not wanted.id:
                continue
            message = catalog.get(_key(wanted), wanted.context)
            if message is None or not _is_translated(message):
                yield f"{path}: not translated: {_key(wanted)!r}"
            elif message.fuzzy:
                yield f"{path}: fuzzy: {_key(wanted)!r}"
            elif message.pluralizable != wanted.pluralizable:
                yield f"{path}: plural in the one and not in the other: {_key(wanted)!r}"
            else:
                yield from (f"{path}: {problem}" for problem in placeholder_problems(message))
        unused = [_key(message) for message in catalog if message.id and _key(message) not in template]
        unused += [_key(message) for message in catalog.obsolete.values()]
        if unused:
            yield f"{path}: no longer in the code: {sorted(unused)!r} (make catalogue DROP=1)"
        compiled = po_path(language).with_suffix(".mo")
        if not compiled.exists() or _compiled_messages(compiled.read_bytes()) != _compiled_messages(mo_bytes(catalog)):
            yield f"{path}: not compiled as it stands (make catalogue)"


def _compiled_messages(compiled: bytes) -> dict[object, object]:
    translations = gettext.GNUTranslations(io.BytesIO(compiled))
    messages: dict[object, object] = vars(translations)["_catalog"]
    return {key: text for key, text in messages.items() if key}  # the header names Babel's version


def unmarked_messages() -> Iterator[str]:
    """Calls of `msg` and `msgs` whose text is not a literal: the extraction cannot see them."""
    for path in sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            texts = node.args[: {"msg": 1, "msgs": 2}.get(node.func.id, 0)]
            if not all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in texts):
                yield f"{path.relative_to(ROOT)}:{node.lineno}: the text of {node.func.id}() must be written out there"


def placeholder_problems(message: Message) -> Iterator[str]:
    """Translations whose `{placeholders}` are not those of the msgid. A plural form may leave `{count}` out."""
    sources = message.id if isinstance(message.id, tuple) else (message.id,)
    translations = message.string if isinstance(message.string, tuple) else (message.string,)
    optional = {"count"} if message.pluralizable else set()
    try:
        wanted = {name for text in sources for name in placeholders(str(text))}
        for translation in translations:
            found = placeholders(str(translation))
            if found - wanted or wanted - found - optional:
                yield f"placeholders {sorted(found)} instead of {sorted(wanted)}: {translation!r}"
    except ValueError as error:
        yield f"braces do not match ({error}): {message.id!r}"


def placeholders(template: str) -> set[str]:
    """The names between braces. Raises ValueError when the braces do not match."""
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def _is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def main(arguments: list[str]) -> int:
    """Run `update` or `check`; 1 when the check found something."""
    if arguments[:1] == ["update"] and set(arguments[1:]) <= {"--drop-obsolete"}:
        update(drop_obsolete=len(arguments) > 1)
        return 0
    if arguments != ["check"]:
        print(__doc__)
        return 2
    found = list(problems())
    print("\n".join(found) if found else "Catalogues are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
