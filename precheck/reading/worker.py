"""The guarded child: opens hostile files under hard limits, one after the other, until its input ends.

Started by `precheck.reading.pool`. Its standard output carries replies only: whatever a library prints
goes to the null device.
"""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from typing import BinaryIO

import msgspec

from precheck.errors import UnreadableFile
from precheck.reading.errors import TooMuchMemory
from precheck.reading.protocol import Reply, Request, receive, send
from precheck.reading.reader import read_pdf

KIB = 1024


def _perform(request: Request) -> bytes:
    if request.operation == "read":
        document = read_pdf(request.data, request.name, request.limits, layout=request.layout, surface=request.surface)
        return msgspec.msgpack.encode(document)
    if request.operation == "draw":
        from precheck.reading.drawing import draw

        pictures = draw(request.data, request.name, request.crops, request.limits)
        return msgspec.msgpack.encode(pictures)
    from precheck.reading.annotate import write_annotations

    return write_annotations(request.data, request.notes, request.name)


def _answer(request: Request) -> Reply:
    _limit(request)
    try:
        return Reply(body=_perform(request), peak_memory=_peak())
    except MemoryError:
        return Reply(TooMuchMemory.__name__, {"file": request.name}, peak_memory=_peak())
    except RecursionError:
        # A tree deeper than any real file has: the memory limit would come next.
        return Reply(TooMuchMemory.__name__, {"file": request.name}, peak_memory=_peak())
    except UnreadableFile as error:
        return Reply(type(error).__name__, error.params, peak_memory=_peak())


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KIB


def _limit(request: Request) -> None:
    """Set the bounds for this file. CPU time is counted from the start of the process, so the bound moves along."""
    limits = request.limits
    used = time.process_time()
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CPU, (int(used + limits.cpu_seconds) + 1, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until the stream ends."""
    while (payload := receive(requests)) is not None:
        request = msgspec.msgpack.decode(payload, type=Request)
        send(replies, _answer(request))
        del payload, request
        gc.collect()


def main() -> None:
    """Keep the reply channel for replies, and serve."""
    # A document is a hundred thousand small objects and no cycle among them: looking for cycles waits for its end,
    # and never looks at what was there before.
    gc.disable()
    gc.freeze()
    replies = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    serve(sys.stdin.buffer, replies)
    # Everything was sent: taking the interpreter apart would only cost time.
    os._exit(0)
