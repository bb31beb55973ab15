"""The errors that precheck raises: each says what happened and what to do, and carries an exit code.

An error keeps its message untranslated; the command line and the site convert it once, at their edge.
"""

from __future__ import annotations

import errno
from enum import IntEnum
from typing import Any, ClassVar

from precheck.i18n import Message, Translator, msg


class ExitCode(IntEnum):
    """What the command line answers to the shell."""

    CONFORMING = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    BAD_CONFIGURATION = 4
    INTERNAL = 70


class PrecheckError(Exception):
    """Base of every error raised on purpose. `what` and `remedy` are templates filled with `params`."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL
    what: ClassVar[Message] = msg("Something went wrong inside precheck.")
    remedy: ClassVar[Message] = msg("Try again; if it happens again, send the error to your administrator.")

    def __init__(self, **params: Any) -> None:
        super().__init__()
        self.params = params

    @property
    def message(self) -> Message:
        """What happened, with the parameters of this occurrence."""
        return Message(self.what.msgid, self.params)

    @property
    def advice(self) -> Message:
        """What to do now."""
        return Message(self.remedy.msgid, self.params)

    @property
    def details(self) -> tuple[Message, ...]:
        """Lines to show below the message when there are several things to tell; none as a rule."""
        return ()

    def __str__(self) -> str:
        return Translator("en")(self.message)


class UnreadableFile(PrecheckError):
    """The file could not be read as a dossier. Always carries `file`, the name the person gave."""

    exit_code = ExitCode.UNREADABLE
    what = msg("{file} could not be read.")
    remedy = msg("Open the file, export it again as PDF, and try again.")


class BadConfiguration(PrecheckError):
    """A profile, a framework or a setting is wrong."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("The configuration is wrong: {reason}")
    remedy = msg("Correct it and try again.")


class CannotListen(PrecheckError):
    """The site cannot have the address that it was told to listen at."""

    exit_code = ExitCode.USAGE
    what = msg("The site cannot listen at {address}: {reason}")
    remedy = msg("Choose another port with --port, or end the program that has this one.")


class CheckBroke(PrecheckError):
    """An error of precheck itself, on one file; nothing can be said of the dossier."""

    what = msg("The check of {file} broke down. It is not your dossier's fault.")
    remedy = msg("Try again; if it happens again, send the file's name and this message to your administrator.")


_SYSTEM_REASONS = {
    errno.ENOENT: msg("there is no file or folder of that name"),
    errno.EACCES: msg("you are not allowed to do that"),
    errno.EPERM: msg("you are not allowed to do that"),
    errno.EISDIR: msg("it is a folder"),
    errno.ENOTDIR: msg("a file stands where a folder was expected"),
    errno.EINVAL: msg("it is not an ordinary file"),
    errno.ELOOP: msg("the link leads back to itself"),
    errno.ENAMETOOLONG: msg("the name is too long"),
    errno.ENOSPC: msg("the disk is full"),
    errno.EROFS: msg("the disk cannot be written to"),
    errno.EADDRINUSE: msg("another program has it already"),
    errno.EADDRNOTAVAIL: msg("it is no address of this machine"),
}


def system_reason(error: OSError) -> Message | str:
    """Why the system refused, in words that can be translated; its own words where it is something rare."""
    return _SYSTEM_REASONS.get(error.errno or 0) or error.strerror or str(error)


class OutputError(PrecheckError):
    """A result could not be written; what was there before is untouched."""

    exit_code = ExitCode.INTERNAL
    what = msg("{file} could not be written: {reason}")
    remedy = msg("Check that the folder exists, that you may write there and that the disk has room.")
