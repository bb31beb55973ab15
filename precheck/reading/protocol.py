"""What the parent asks of its guarded child, what the child answers, and how both lie on the pipe.

MessagePack with typed decoding, not pickle: a child that a hostile file has taken over can then send wrong data, but
cannot make the parent run anything.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import BinaryIO

import msgspec

from precheck.model.note import Note
from precheck.model.picture import CropRequest
from precheck.reading.limits import Limits

_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True, slots=True)
class Request:
    """One job on one file. `operation` is read, draw or annotate; the other fields are its arguments."""

    operation: str
    name: str
    data: bytes
    limits: Limits
    layout: bool = False
    surface: bool = False
    crops: tuple[CropRequest, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """`error` is the name of an `UnreadableFile` class with its `params`, or None when `body` holds the result.

    `peak_memory` is the largest resident size of the child so far, in bytes.
    """

    error: str | None = None
    params: dict[str, str | int | float] = field(default_factory=dict)
    body: bytes = b""
    peak_memory: int = 0


def send(stream: BinaryIO, message: Request | Reply) -> None:
    """Write a message, preceded by its length."""
    payload = msgspec.msgpack.encode(message)
    stream.write(_LENGTH.pack(len(payload)))
    stream.write(payload)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The bytes of the next message, or None at the end of the stream (or when it is cut short)."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    payload = stream.read(length)
    return payload if len(payload) == length else None
