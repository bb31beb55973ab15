"""Mails: how one is written and handed to the institution's server. What they say stands in `web.notices`."""

from __future__ import annotations

import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from precheck.report.plain import plain
from web.settings import Settings

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_LONGEST = 254
_PATIENCE = 30.0
"""Seconds that the server may take for each answer."""


def is_address(text: str) -> bool:
    """Whether a text looks like one address and nothing else."""
    return len(text) <= _LONGEST and text.isprintable() and _ADDRESS.fullmatch(text) is not None


def write(settings: Settings, to: str, subject: str, body: str) -> EmailMessage:
    """A mail of plain text; whatever the subject holds, it is one line."""
    mail = EmailMessage()
    mail["From"] = settings.mail_from or "precheck@localhost"
    mail["To"] = to
    mail["Subject"] = plain(subject)
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = make_msgid(domain="precheck.invalid")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(body, charset="utf-8", cte="quoted-printable")
    return mail


def send(settings: Settings, mail: EmailMessage) -> None:
    """Hand a mail to the server, encrypted (STARTTLS, with a verified certificate) when the settings ask for it.

    Raises:
        OSError: the server cannot be reached, or refuses (smtplib's errors are among these).
    """
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=_PATIENCE) as server:
        if settings.smtp_tls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(mail)


def is_final(error: OSError) -> bool:
    """Whether the server will never take this mail: trying again would only annoy it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and error.smtp_code >= 500
