"""Why a file could not be read, each with what to do about it."""

from __future__ import annotations

from precheck.errors import UnreadableFile
from precheck.i18n import msg


class FileNotAccessible(UnreadableFile):
    """The file is missing, a folder where a file was expected, or may not be opened."""

    what = msg("{file} cannot be opened: {reason}.")
    remedy = msg("Check the name and that you are allowed to read the file.")


class EmptyFile(UnreadableFile):
    """The file has no content at all."""

    what = msg("{file} is empty (0 byte).")
    remedy = msg("The copy or the upload was probably interrupted: export the PDF again and check its size.")


class BadArchive(UnreadableFile):
    """A zip file, or a file in it, that cannot be read; it never reaches the child process."""

    what = msg("{file} cannot be unpacked: {reason}.")
    remedy = msg("Download or make the zip file again, or give the folder of its files instead.")


class NotAPdf(UnreadableFile):
    """The bytes do not begin like a PDF, whatever the name says."""

    what = msg("{file} is not a PDF.")
    remedy = msg("Export the document as PDF from your word processor (renaming the file is not enough).")


class TruncatedFile(UnreadableFile):
    """The file begins like a PDF, but its end is missing."""

    what = msg("{file} is incomplete: its end is missing.")
    remedy = msg("The copy or the upload was probably interrupted: export the PDF again and check that it opens.")


class DamagedFile(UnreadableFile):
    """The file begins and ends like a PDF, but cannot be opened."""

    what = msg("{file} is damaged and cannot be opened.")
    remedy = msg("Export the PDF again from your word processor and check that it opens.")


class EncryptedFile(UnreadableFile):
    """The file asks for a password, or uses a protection that cannot be opened."""

    what = msg("{file} is protected by a password.")
    remedy = msg("Export the PDF again without a password: an evaluator could not open it either.")


class FileTooLarge(UnreadableFile):
    """The file has more bytes than the limit."""

    what = msg("{file} is too large: {megabytes:.1f} MB; at most {maximum:.0f} MB are read.")
    remedy = msg("Reduce the size of the pictures, or export with the option “reduced size”.")


class TooManyPages(UnreadableFile):
    """The file has more pages than the reader accepts, far beyond any dossier."""

    what = msg("{file} has {pages} pages; files of more than {maximum} pages are not read.")
    remedy = msg("Check that this is the right file.")


class TooMuchText(UnreadableFile):
    """The file holds more characters than the reader accepts, far beyond any dossier."""

    what = msg("{file} holds more than {maximum} characters; such files are not read.")
    remedy = msg("Check that this is the right file.")


class TookTooLong(UnreadableFile):
    """Reading used up its time."""

    what = msg("{file} takes too long to read; reading was stopped after {seconds:.0f} seconds.")
    remedy = msg("Export the PDF again with simpler pictures, or print it to a new PDF.")


class TooMuchMemory(UnreadableFile):
    """Reading used up its memory."""

    what = msg("{file} takes too much memory to read; reading was stopped.")
    remedy = msg("Export the PDF again with smaller pictures, or print it to a new PDF.")


class ReaderCrashed(UnreadableFile):
    """The PDF library died on the file; the damage stays in the child process."""

    what = msg("{file} makes the PDF reader fail.")
    remedy = msg("Open the file, print it to a new PDF, and try with that one.")


BY_CODE: dict[str, type[UnreadableFile]] = {
    kind.__name__: kind
    for kind in (
        FileNotAccessible,
        EmptyFile,
        NotAPdf,
        TruncatedFile,
        DamagedFile,
        EncryptedFile,
        FileTooLarge,
        TooManyPages,
        TooMuchText,
        TookTooLong,
        TooMuchMemory,
        ReaderCrashed,
    )
}
"""Errors by class name: how the child process names them to its parent."""
