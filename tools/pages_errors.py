"""The page of errors, from the classes themselves."""

from __future__ import annotations

import gettext
import importlib
import inspect
import pkgutil

import precheck
from precheck.errors import ExitCode, PrecheckError
from precheck.i18n import DOMAIN, LOCALE_DIR

INTRODUCTION = """# Errors

What `precheck` says when it cannot do what was asked, and with which exit code. Words between braces are filled in:
`{file}` is the name as it was given. JSON carries the name of the class.

| exit code | meaning |
|---|---|
"""
MEANING = {
    ExitCode.CONFORMING: "the dossier conforms",
    ExitCode.FINDINGS: "there are findings at or above `--fail-on`",
    ExitCode.USAGE: "the command is wrong: an unknown option, a missing argument",
    ExitCode.UNREADABLE: "a file cannot be read",
    ExitCode.BAD_CONFIGURATION: "a profile, a framework or a corpus is wrong",
    ExitCode.INTERNAL: "`precheck` itself broke down, or a result could not be written",
}


def error_classes() -> list[type[PrecheckError]]:
    """Every error that the package defines, by exit code and name."""
    for module in pkgutil.walk_packages(precheck.__path__, "precheck."):
        # What stands among the migrations is run by Alembic, never imported.
        if not module.name.endswith("__main__") and ".migrations" not in module.name:
            importlib.import_module(module.name)
    found: set[type[PrecheckError]] = set()
    waiting = [PrecheckError]
    while waiting:
        kind = waiting.pop()
        found.add(kind)
        waiting += [child for child in kind.__subclasses__() if child.__module__.startswith("precheck.")]
    return sorted(found, key=lambda kind: (kind.exit_code, kind.__name__, kind.__module__))


def page() -> str:
    """The page, in Markdown."""
    codes = "".join(f"| {code.value} | {MEANING[code]} |\n" for code in ExitCode)
    return INTRODUCTION + codes + "".join(map(_section, error_classes()))


def _section(kind: type[PrecheckError]) -> str:
    french = gettext.translation(DOMAIN, LOCALE_DIR, ["fr"], fallback=True).gettext
    what, remedy = kind.what.msgid, kind.remedy.msgid
    return f"""
## {kind.__name__}

{inspect.getdoc(kind)}

- Exit code: {kind.exit_code.value}
- What happened: {what} *{french(what)}*
- What to do: {remedy} *{french(remedy)}*
"""
