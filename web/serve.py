"""Everything on one machine: the site on a production server, its worker beside it, watched until a signal."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import signal
import socket
import subprocess
import sys
import threading
from typing import Any

from gunicorn.app.base import BaseApplication

from precheck.campaign.accounts import Role, ensure_user, grant, has_superuser, new_key
from precheck.campaign.store import Store
from precheck.errors import CannotListen, system_reason
from web.app import create_app
from web.settings import Settings

FIRST = "admin"
"""The login of the first administrator."""
_THREADS = 8
_PAUSE = 1.0
"""Seconds between two looks at the worker."""
_PATIENCE = 15.0
"""Seconds that the work under way has to end in."""


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn without a configuration file: one process with threads, so that limits are counted once."""

    def __init__(self, settings: Settings, address: str) -> None:
        self._settings, self._address = settings, address
        super().__init__()

    def load_config(self) -> None:
        """The server's own settings."""
        for name, value in {
            "bind": self._address,
            "workers": 1,
            "threads": _THREADS,
            "timeout": 60,
            "graceful_timeout": 15,
            "loglevel": "warning",
            "proc_name": "precheck",
            "control_socket_disable": True,  # it would lie in the person's home
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in the process that serves it."""
        return create_app(self._settings)


class Worker:
    """The worker process, started again whenever it ends before it is told to."""

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._ended = threading.Event()
        self._process = self._start()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    @staticmethod
    def _start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "web.worker", "--follow"], start_new_session=True)

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            if self._process.poll() is not None:
                self._process = self._start()

    def end(self) -> None:
        """Let the work under way end; what takes too long is found again at the next start."""
        if os.getpid() != self._owner:
            return  # a process of the server that ends, not the one that started the worker
        self._ended.set()
        self._watch.join()
        self._process.terminate()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


def first_link(settings: Settings) -> str | None:
    """The path of a one-time link for a first administrator; None when there is somebody who may do everything."""
    now = dt.datetime.now(dt.UTC)
    with Store(settings.data_dir, settings.database_url or None) as store, store.writing() as write:
        if has_superuser(write, institution=settings.institution):
            return None
        user = ensure_user(write, FIRST, now)
        grant(write, user, Role.SUPERUSER, None, now, "precheck serve")
        return f"/bienvenue/{new_key(write, 'sign-in', now, user=user)}"


def ensure_free(host: str, port: int) -> None:
    """Find out now whether the site may listen there.

    Raises:
        CannotListen: somebody else does, or it is no address of this machine.
    """
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        raise CannotListen(address=f"{host}:{port}", reason=system_reason(error)) from None


def serve(settings: Settings, host: str, port: int) -> None:
    """Serve until a signal."""
    worker = Worker()
    try:
        Server(settings, f"[{host}]:{port}" if ":" in host else f"{host}:{port}").run()
    finally:
        worker.end()
