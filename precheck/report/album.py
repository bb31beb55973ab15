"""The pictures that one report shows, each embedded once however often it is shown."""

from __future__ import annotations

from collections.abc import Iterator

from precheck.model.geometry import BBox
from precheck.model.picture import CropRequest, Pictures

NO_PICTURES: Pictures = {}


class Album:
    """Gives an id to each picture that is placed. Ids follow the order of placing: "picture-1", "picture-2"."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._ids: dict[CropRequest, str] = {}

    def place(self, request: CropRequest) -> str | None:
        """The id of the picture drawn for `request`, None when there is none."""
        if request not in self._pictures:
            return None
        return self._ids.setdefault(request, f"picture-{len(self._ids) + 1}")

    def __iter__(self) -> Iterator[tuple[str, BBox, bytes]]:
        """Id, region of the page in points, and bytes of every picture placed so far."""
        for request, name in self._ids.items():
            yield name, request.bbox, self._pictures[request]


def is_png(picture: bytes) -> bool:
    """Whether the bytes are a PNG; otherwise they are a JPEG."""
    return picture.startswith(b"\x89PNG")
