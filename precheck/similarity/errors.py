"""What can be wrong with a corpus, or with a source that is to enter it."""

from __future__ import annotations

from precheck.errors import ExitCode, OutputError, PrecheckError, UnreadableFile
from precheck.i18n import msg


class CorpusError(PrecheckError):
    """The corpus cannot be used. Always carries `folder`, as the person gave it."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("The corpus {folder} cannot be used.")
    remedy = msg("Check the folder's name.")


class NotACorpus(CorpusError):
    """There is no corpus in that folder."""

    what = msg("There is no corpus in {folder}.")
    remedy = msg("Check the folder's name; `precheck corpus init` begins a corpus.")


class CorpusExists(CorpusError):
    """A corpus cannot begin where there is something already."""

    what = msg("{folder} is not an empty folder: a corpus cannot begin there.")
    remedy = msg("Choose another folder; `precheck corpus add` adds to a corpus that exists.")


class CorpusVersionUnknown(CorpusError):
    """The corpus was made by another version of precheck."""

    what = msg("The corpus {folder} was made by another version of precheck ({found}; this one reads {known}).")
    remedy = msg("Use the version that made it, or make the corpus again from its sources.")


class CorpusDamaged(CorpusError):
    """A file of the corpus is missing or not what was written."""

    what = msg("The corpus {folder} is damaged: {reason}.")
    remedy = msg("Put back a copy of the folder, or make the corpus again from its sources.")


class CorpusLocked(CorpusError):
    """Somebody else is writing to the corpus."""

    what = msg("Another program is changing the corpus {folder}.")
    remedy = msg("Wait until it has finished and try again; reading stays possible meanwhile.")


class CorpusNotWritten(OutputError):
    """A change could not be written; the corpus is as it was before."""

    what = msg("The corpus {file} could not be written: {reason}. It is as it was before.")
    remedy = msg("Check that you may write there and that the disk has room, then try again.")


class UnknownSource(CorpusError):
    """No source of the corpus has that identifier, or more than one begins with it."""

    what = msg("No single source of the corpus {folder} is called {source}.")
    remedy = msg("`precheck corpus list` shows the sources; give enough letters of the identifier to tell one.")


class BadSource(UnreadableFile):
    """A file cannot enter the corpus."""

    what = msg("{file} cannot enter the corpus: {reason}.")
    remedy = msg("Give a PDF, a text, a folder or zip of them, or a manifest.toml.")
