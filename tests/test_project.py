"""What holds for the whole house: layers, who may use which library, file lengths, and what no file may say."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("precheck", "web", "corpus", "tests", "bench", "tools")
MAX_LINES = 400

USERS_OF = {
    # The only rooms that may import a library, by the top-level name of the library.
    "pypdfium2": ("precheck.reading", "precheck.testing"),
    "pypdf": ("precheck.reading", "precheck.testing", "precheck.report.annotated"),  # which writes highlights
    "pdfplumber": ("precheck.reading",),
    "pdfminer": ("precheck.reading",),
    "sklearn": ("precheck.similarity",),
    "scipy": ("precheck.similarity",),
    "sqlalchemy": ("precheck.campaign",),
    "alembic": ("precheck.campaign",),
    "psycopg": ("precheck.campaign",),
    "distributed": ("precheck.campaign",),
    "dask_jobqueue": ("precheck.campaign",),
    "networkx": ("precheck.campaign",),
    "openpyxl": ("precheck.campaign",),
    "xlsxwriter": ("precheck.campaign",),
    "flask": ("web",),
    "authlib": ("web.institution",),
    "cas": ("web.institution",),
}
NUMERIC_ROOM = "precheck.similarity"
"""Nothing imports this room at the top, so that numpy and scipy may stand at the top of its modules."""
HEAVY = ("spacy", "sklearn", "scipy", "numpy", "pdfplumber", "typst", "jinja2", "rich", "PIL", "fr_core_news_sm")


def tracked_files() -> list[Path]:
    """The files of the project: what git knows, or what lies there when this is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
        return [ROOT / name for name in names if (ROOT / name).is_file()]
    skipped = {".git", ".venv", "build", "dist", "__pycache__"}
    return [path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts)]


def python_files(*folders: str) -> list[Path]:
    """Python files below these top-level folders, sorted."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_imports_go_one_way() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_room_has_its_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = " ".join(next(contract for contract in settings["contracts"] if contract["id"] == "rooms")["layers"])
    rooms = {
        f"precheck.{path.stem}"
        for path in (ROOT / "precheck").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - set(re.findall(r"[\w.]+", layers)) == {"precheck.__init__", "precheck.testing"}


@pytest.mark.parametrize("library", sorted(USERS_OF))
def test_only_its_room_imports_a_library(library: str) -> None:
    allowed = USERS_OF[library]
    strangers = [
        module_name(path)
        for path in python_files("precheck", "web")
        if library in {name.partition(".")[0] for name in imported_modules(ast.parse(path.read_text("utf-8")))}
        and not any(f"{module_name(path)}.".startswith(f"{room}.") for room in allowed)
    ]
    assert strangers == []


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    at_the_top = []
    for path in python_files("precheck"):
        for node in ast.parse(path.read_text("utf-8")).body:
            imported = set(imported_modules(node)) if _is_run_at_import(node) else set()
            names = {name.partition(".")[0] for name in imported} & set(HEAVY)
            if f"{module_name(path)}.".startswith(f"{NUMERIC_ROOM}."):
                names -= {"numpy", "scipy"}
            else:
                names |= {name for name in imported if f"{name}.".startswith(f"{NUMERIC_ROOM}.")}
            at_the_top += [f"{module_name(path)}: {name}" for name in sorted(names)]
    assert at_the_top == []


def _is_run_at_import(node: ast.stmt) -> bool:
    """Whether imports below this statement of a module run when the module is imported."""
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return False
    return not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def test_files_stay_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in python_files(*CODE_FOLDERS)
    }
    too_long = {name: length for name, length in lengths.items() if length > MAX_LINES}
    assert too_long == {}, f"split these files: more than {MAX_LINES} lines each"


FORBIDDEN = {
    # Written so that this file does not match itself.
    "registry host": re.compile(
        "pypi" + r"\.org|pythonhosted" + r"\.org|npmjs" + r"\.(?:org|com)|deb\.debian" + r"\.org"
    ),
    "path of one machine": re.compile(
        r"(?<![\w:])/(?:ho" + r"me|Users)/[a-z]|/wo" + r"rk/|/ro" + r"ot/|/tmp" + r"/[a-z]"
    ),
}


@pytest.mark.parametrize("kind", sorted(FORBIDDEN))
def test_no_file_names_a_place_outside(kind: str) -> None:
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a PDF or a picture
        for number, line in enumerate(lines, 1):
            if FORBIDDEN[kind].search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_product_never_accuses() -> None:
    """It reports similar passages; the jury decides what they are. Official sources may be quoted in the profiles."""
    word = re.compile("plagia", re.IGNORECASE)
    speaking = [*(ROOT / "precheck" / "locale").rglob("*.po"), *(ROOT / "precheck" / "report").rglob("*.html")]
    assert [str(path) for path in speaking if word.search(path.read_text("utf-8"))] == []


def test_locks_agree() -> None:
    """What both locks hold, they hold at the same version, with hashes and without an address."""
    pinned = [dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE)) for text in _locks()]
    run, dev = pinned
    assert run.items() <= dev.items()
    for text in _locks():
        assert "://" not in text
        blocks = re.split(r"^(?=[a-z0-9-]+==)", text, flags=re.MULTILINE)[1:]
        assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


def _locks() -> list[str]:
    return [(ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-dev.lock")]


def test_make_help_lists_every_task() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tasks = {"demo", "test", "check", "bench", "soak", "samples", "lock", "docs", "catalogue", "clean"}
    assert {task for task in tasks if not re.search(rf"^  make {task} +\S", helped, re.MULTILINE)} == set()
    assert {task for task in tasks if not re.search(rf"^{task}:", makefile, re.MULTILINE)} == set()
