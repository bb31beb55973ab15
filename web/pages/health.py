"""For the machines that watch the site: whether it lives, whether it can work, and its figures."""

from __future__ import annotations

import shutil

from flask import Blueprint, Response, current_app
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from web.access import EVERYBODY, allow, store
from web.queue import Queue

pages = Blueprint("health", __name__)
_ROOM = 200 << 20
"""Bytes free on the disk below which the site takes no deposits."""


def _queue() -> Queue:
    queue: Queue = current_app.extensions["precheck-queue"]
    return queue


@pages.get("/healthz")
@allow(EVERYBODY)
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@pages.get("/readyz")
@allow(EVERYBODY)
def ready() -> Response:
    """The data folder has room, the database and the queue answer."""
    folder = current_app.config["SETTINGS"].data_dir
    faults = []
    if shutil.disk_usage(folder).free < _ROOM:
        faults.append("disk")
    for name, asks in (("queue", _queue().huey.pending_count), ("database", store().ask)):
        try:
            asks()
        except Exception:  # noqa: BLE001 (whatever it is, it does not answer)
            faults.append(name)
    return Response(" ".join(faults or ["ready"]) + "\n", 503 if faults else 200, mimetype="text/plain")


@pages.get("/metrics")
@allow(EVERYBODY)
def metrics() -> Response:
    """Figures in the format of Prometheus; they name nobody."""
    registry = CollectorRegistry()
    queue = _queue()
    Gauge("precheck_drafts_waiting", "Drafts accepted and not answered", registry=registry).set(queue.length())
    Gauge("precheck_queue_length", "Tasks in the queue", registry=registry).set(queue.huey.pending_count())
    free = shutil.disk_usage(current_app.config["SETTINGS"].data_dir).free
    Gauge("precheck_disk_free_bytes", "Room in the data folder", registry=registry).set(free)
    return Response(generate_latest(registry), mimetype="text/plain; version=0.0.4")
