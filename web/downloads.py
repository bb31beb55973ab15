"""Files to download: always attachments, under a name that no browser and no server misreads."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from flask import Response

from precheck.report.plain import plain

_LENGTH = 150
_PLAIN = re.compile(r"[^A-Za-z0-9._ -]+")


def attachment(content: bytes, kind: str, name: str) -> Response:
    """The content as a file to save.

    Args:
        kind: the media type.
        name: as the person wrote it, perhaps hostile. Old programs get its plain letters, others all of it (RFC 6266).
    """
    stem, dot, ending = plain(name.replace("/", "_").replace("\\", "_")).rpartition(".")
    whole = f"{stem[: _LENGTH - len(ending)]}{dot}{ending}"
    letters = _PLAIN.sub("_", unicodedata.normalize("NFKD", whole).encode("ascii", "ignore").decode()).lstrip(". ")
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{letters or 'file'}\"; filename*=UTF-8''{quote(whole, safe='')}"
    )
    return response
