"""A mail server of the tests: it takes mails, after refusing as often as it is told."""

from __future__ import annotations

import contextlib
import email
import email.policy
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Talk

from tests.web.site import free_port


@dataclass
class Postman:
    """Who takes the mails, and what came."""

    refusals: list[str] = field(default_factory=list)
    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, talk: Talk, envelope: Envelope) -> str:
        if self.refusals:
            return self.refusals.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.encrypted.append(talk.ssl is not None)
        return "250 OK"


@contextlib.contextmanager
def post_office(postman: Postman, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """The port of a server on this machine, until the block ends; with a context it demands STARTTLS."""
    number = free_port()
    controller = Controller(
        postman, hostname="127.0.0.1", port=number, tls_context=context, require_starttls=context is not None
    )
    controller.start()
    try:
        yield number
    finally:
        controller.stop()
