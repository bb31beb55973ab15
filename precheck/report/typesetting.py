"""Tagged PDF (PDF/UA-1) set by typst, with the fonts that it ships, from a template and data.

The template gets data, never markup: whatever a person wrote is set as text.
"""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

# What the shipped fonts draw by itself (Libertinus Serif, DejaVu Sans Mono and New Computer Modern, probed character
# by character; no combining marks). PDF/UA forbids a character without a glyph, and dossiers hold all sorts.
_DRAWN = (
    "\x20-\x7e\xa0-\u02ff\u0370-\u0377\u038e-\u03a1\u03a3-\u0482\u048a-\u04ff\u1e00-\u1f15\u2000-\u2040\u2044-\u2052"
)
_DRAWN += "\u2054-\u2064\u2070\u2071\u2074-\u208e\u2090-\u209c\u20a0-\u20bf\u2100-\u211e\u2126-\u214f\u2153-\u2184"
_DRAWN += "\u2190-\u23fe\u2460-\u262f\u2701-\u2704\u2706-\u2709\u270c-\u2727\u2729-\u274b"
UNDRAWN = re.compile(f"[^{_DRAWN}]")
REPLACEMENT = "□"
_LONG_WORD = re.compile(r"\S{30}(?=\S)")
ZERO_WIDTH_SPACE = "\u200b"


DATA = "data.json"


def typeset(templates: Sequence[Path], data: Mapping[str, Any]) -> bytes:
    """The PDF that the first template makes of `data` (its `json("data.json")`); the same data give the same bytes.

    Args:
        templates: the one to compile, and those that it imports.
    """
    return typeset_files(templates, {DATA: data_file(data)})


def data_file(data: Mapping[str, Any]) -> bytes:
    """The data as a template reads them."""
    return json.dumps(_drawable(data)).encode("ascii")


def typeset_files(templates: Sequence[Path], files: Mapping[str, bytes]) -> bytes:
    """As `typeset`, of the data made ready and the pictures that they call by their names."""
    import typst

    # typst takes pictures from files only.
    with tempfile.TemporaryDirectory(prefix="precheck-") as name:
        folder = Path(name)
        for template in templates:
            (folder / template.name).write_bytes(template.read_bytes())
        for file, content in files.items():
            (folder / file).write_bytes(content)
        return typst.compile(folder / templates[0].name, root=folder, ignore_system_fonts=True, pdf_standards="ua-1")


def _drawable(value: Any) -> Any:
    """The data with its texts such that each character has a glyph and each line can be broken."""
    if isinstance(value, str):
        drawn = UNDRAWN.sub(REPLACEMENT, unicodedata.normalize("NFC", value))
        return _LONG_WORD.sub(lambda match: match.group() + ZERO_WIDTH_SPACE, drawn)
    if isinstance(value, Mapping):
        return {key: _drawable(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_drawable(entry) for entry in value]
    return value
