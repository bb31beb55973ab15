"""Whatever is wrong with a profile is told, all of it, where it stands, with the name perhaps meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from precheck.errors import ExitCode
from precheck.i18n import Translator
from precheck.profile import Problem, ProfileError, load_profile
from tests.profile.builders import HEAD, SmallCatalogue, Told, problems_of, told, write

RULE = '[clauses.pages]\nquote = "10 pages"\n[rules.too-few-pages]\nclause = "pages"\n'
FRAMEWORK = 'framework = "c2i2e-2010"\n'

CASES: dict[str, tuple[str, list[Told]]] = {
    "unknown key": (
        HEAD + 'yeers = ["2016"]\n',
        [("mine.toml", 5, "yeers", "“yeers” is not a known key.", "years")],
    ),
    "unknown table": (
        HEAD + "\n[outlines]\nintroduction = []\n",
        [("mine.toml", 6, "outlines", "“outlines” is not a known key.", "outline")],
    ),
    "unknown key that resembles nothing": (
        HEAD + "zzz = 1\n",
        [("mine.toml", 5, "zzz", "“zzz” is not a known key.", None)],
    ),
    "missing keys": (
        'title = "Mine"\n',
        [
            ("mine.toml", None, "", "“id” is missing here.", None),
            ("mine.toml", None, "", "“institution” is missing.", None),
            ("mine.toml", None, "", "“source” is missing.", None),
        ],
    ),
    "wrong types": (
        'id = "mine"\ntitle = 3\ninstitution = ["Here"]\nsource = true\nyears = "2016"\n'
        "[outline]\nintroduction = [1.5]\n"
        "[rules.name-missing]\nenabled = 1\nrequirements = 2016-01-01\n[procedure]\nreworks = false\n",
        [
            ("mine.toml", 2, "title", "Expected a text, found a whole number.", None),
            ("mine.toml", 3, "institution", "Expected a text, found a list.", None),
            ("mine.toml", 4, "source", "Expected a text, found true or false.", None),
            ("mine.toml", 5, "years", "Expected a list of texts, found a text.", None),
            ("mine.toml", 7, "outline.introduction[1]", "Expected a text, found a number.", None),
            ("mine.toml", 8, "rules.name-missing", "The rule “name-missing” is enabled but names no clause.", None),
            ("mine.toml", 9, "rules.name-missing.enabled", "Expected true or false, found a whole number.", None),
            (
                "mine.toml",
                10,
                "rules.name-missing.requirements",
                "Expected a list of numbers, found a date or a time.",
                None,
            ),
            ("mine.toml", 12, "procedure.reworks", "Expected a whole number, found true or false.", None),
        ],
    ),
    "wrong values": (
        'id = "Mine!"\ntitle = " "\ninstitution = "Here"\nsource = "The rules"\n[procedure]\nreworks = -1\n',
        [
            ("mine.toml", 1, "id", "Expected lower-case words joined by hyphens, found “Mine!”.", None),
            ("mine.toml", 2, "title", "This text is empty.", None),
            ("mine.toml", 6, "procedure.reworks", "Expected at least 0, found -1.", None),
        ],
    ),
    "severity": (
        HEAD + RULE + 'severity = "warn"\n',
        [
            (
                "mine.toml",
                9,
                "rules.too-few-pages.severity",
                "Expected one of error, warning, info, found “warn”.",
                "warning",
            )
        ],
    ),
    "unknown rule": (
        HEAD + '[clauses.pages]\nquote = "10 pages"\n[rules.to-few-pages]\nclause = "pages"\n',
        [("mine.toml", 7, "rules.to-few-pages", "There is no rule “to-few-pages”.", "too-few-pages")],
    ),
    "unknown option": (
        HEAD + RULE + "minimun = 12\n",
        [
            (
                "mine.toml",
                9,
                "rules.too-few-pages.minimun",
                "The rule “too-few-pages” has no option “minimun”, only minimum, share, uncounted, cues.",
                "minimum",
            )
        ],
    ),
    "misspelt key of every rule": (
        HEAD + RULE + "enabeld = false\n",
        [
            (
                "mine.toml",
                9,
                "rules.too-few-pages.enabeld",
                "The rule “too-few-pages” has no option “enabeld”, only minimum, share, uncounted, cues.",
                "enabled",
            )
        ],
    ),
    "option of a rule without options": (
        HEAD + '[clauses.name]\nquote = "le nom"\n[rules.name-missing]\nclause = "name"\nminimum = 2\n',
        [("mine.toml", 9, "rules.name-missing.minimum", "The rule “name-missing” has no option “minimum”.", None)],
    ),
    "wrong option values": (
        HEAD + RULE + 'minimum = "ten"\nshare = "half"\nuncounted = [\n  "cover",\n  3,\n]\n'
        'cues = [\n  { name = "one", words = [] },\n  { words = ["two"] },\n]\n',
        [
            ("mine.toml", 9, "rules.too-few-pages.minimum", "Expected a whole number, found a text.", None),
            ("mine.toml", 10, "rules.too-few-pages.share", "Expected a number, found a text.", None),
            ("mine.toml", 13, "rules.too-few-pages.uncounted[2]", "Expected a text, found a whole number.", None),
            (
                "mine.toml",
                17,
                "rules.too-few-pages.cues[2]",
                "This value does not suit the option: Object missing required field `name`.",
                None,
            ),
        ],
    ),
    "rule without a clause": (
        HEAD + "[rules.name-missing]\n[rules.too-few-pages]\nenabled = false\n",
        [("mine.toml", 5, "rules.name-missing", "The rule “name-missing” is enabled but names no clause.", None)],
    ),
    "unknown clause": (
        HEAD
        + RULE.replace('clause = "pages"', 'clause = "page"')
        + '[[reminders]]\nrequirement = 11\ntext = "Look"\nclause = "xyz"\n',
        [
            ("mine.toml", 8, "rules.too-few-pages.clause", "There is no clause “page”.", "pages"),
            ("mine.toml", 12, "reminders[1].clause", "There is no clause “xyz”.", None),
        ],
    ),
    "clause without a quotation": (
        HEAD + '[clauses.pages]\narticle = "1"\n',
        [("mine.toml", 5, "clauses.pages", "“quote” is missing here.", None)],
    ),
    "unknown competence": (
        HEAD + FRAMEWORK + '[[outline.parts]]\nnumber = 1\ntitle = "One"\ncompetences = [\n  "A1.1",\n  "B2.6",\n]\n',
        [
            (
                "mine.toml",
                11,
                "outline.parts[1].competences[2]",
                "The framework c2i2e-2010 has no competence “B2.6”.",
                "B2.5",
            )
        ],
    ),
    "competence in two parts, part told twice": (
        HEAD + FRAMEWORK + '[[outline.parts]]\nnumber = 1\ntitle = "One"\ncompetences = ["A1.1"]\n'
        '[[outline.parts]]\nnumber = 1\ntitle = "Two"\ncompetences = ["A1.2", "A1.1"]\n',
        [
            ("mine.toml", 11, "outline.parts[2].number", "There are two parts 1.", None),
            (
                "mine.toml",
                13,
                "outline.parts[2].competences[2]",
                "The competence A1.1 is already in part 1.",
                None,
            ),
        ],
    ),
    "competences without a framework": (
        HEAD + '[[outline.parts]]\nnumber = 1\ntitle = "One"\ncompetences = ["A1.1"]\n',
        [("mine.toml", 8, "outline.parts[1].competences[1]", "No framework tells what A1.1 is.", None)],
    ),
    "part without a title": (
        HEAD + "[[outline.parts]]\nnumber = 1\n",
        [("mine.toml", 5, "outline.parts[1]", "“title” is missing here.", None)],
    ),
    "years": (
        HEAD + 'years = ["2016-2017", "2016-2018", "16-17"]\n',
        [
            (
                "mine.toml",
                5,
                "years[2]",
                "“2016-2018” is not a school year: the second year must follow the first.",
                "2016-2017",
            ),
            ("mine.toml", 5, "years[3]", "Expected a year such as 2017 or 2016-2017, found “16-17”.", None),
        ],
    ),
    "unknown framework": (
        HEAD + 'framework = "c2i2e-2011"\n',
        [
            (
                "mine.toml",
                5,
                "framework",
                "“c2i2e-2011” is neither a file nor one of those supplied: c2i2e-2006, c2i2e-2010.",
                "c2i2e-2010",
            )
        ],
    ),
    "procedure": (
        HEAD + '[procedure]\ntimezone = "Europe/Pariss"\n'
        "windows = [\n  { opens = 2017-05-17, closes = 2017-05-10 },\n]\n"
        '[procedure.oral]\nheld = "allways"\nminuts = 30\n',
        [
            ("mine.toml", 6, "procedure.timezone", "“Europe/Pariss” is not a time zone such as Europe/Paris.", None),
            ("mine.toml", 8, "procedure.windows[1].closes", "“closes” comes before “opens”.", None),
            (
                "mine.toml",
                11,
                "procedure.oral.held",
                "Expected one of always, on-request, never, found “allways”.",
                "always",
            ),
            ("mine.toml", 12, "procedure.oral.minuts", "“minuts” is not a known key.", "minutes"),
        ],
    ),
    "syntax": (
        HEAD + "years = [2016\n[rules]\n",
        [("mine.toml", 6, "", "This is not valid TOML: Unclosed array.", None)],
    ),
    "syntax at the end": (
        HEAD + 'years = ["2016',
        [("mine.toml", 5, "", "This is not valid TOML: Unterminated string.", None)],
    ),
    "a key twice": (
        HEAD + 'title = "Again"\n',
        [("mine.toml", 5, "", "This is not valid TOML: Cannot overwrite a value.", None)],
    ),
    "nested too deeply": (
        HEAD + "years = " + "[" * 20_000 + "\n",
        [("mine.toml", None, "", "Lists or tables are nested too deeply.", None)],
    ),
    "extends nothing known": (
        HEAD + 'extends = "grenoble-2017"\n',
        [
            (
                "mine.toml",
                5,
                "extends",
                "“grenoble-2017” is neither a file nor one of those supplied: "
                "grenoble-2016, iufm-2006, orleans-2022, raep, upec.",
                "grenoble-2016",
            )
        ],
    ),
    "extends itself": (
        HEAD + 'extends = "mine.toml"\n',
        [("mine.toml", 5, "extends", "This profile would extend itself.", None)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_told(name: str, tmp_path: Path) -> None:
    text, expected = CASES[name]
    assert problems_of(write(tmp_path, text)) == expected


def test_problems_of_all_kinds_come_together(tmp_path: Path) -> None:
    text = 'ids = "mine"\ntitle = "Mine"\nsource = "S"\n[rules.too-few-page]\n[rules.name-missing]\nclause = "n"\n'
    assert problems_of(write(tmp_path, text)) == [
        ("mine.toml", None, "", "“id” is missing here.", None),
        ("mine.toml", None, "", "“institution” is missing.", None),
        ("mine.toml", 1, "ids", "“ids” is not a known key.", "id"),
        ("mine.toml", 4, "rules.too-few-page", "There is no rule “too-few-page”.", "too-few-pages"),
        ("mine.toml", 6, "rules.name-missing.clause", "There is no clause “n”.", None),
    ]


def test_problems_of_the_profile_that_is_extended(tmp_path: Path) -> None:
    write(tmp_path, HEAD + '[rules.name-missing]\nclause = "name"\nenabld = true\n', "base.toml")
    path = write(tmp_path, 'id = "child"\ntitle = "Child"\nextends = "base.toml"\nyears = [7]\n', "child.toml")
    assert problems_of(path) == [
        ("child.toml", 4, "years[1]", "Expected a year such as 2017 or 2016-2017, found a whole number.", None),
        ("base.toml", 6, "rules.name-missing.clause", "There is no clause “name”.", None),
        (
            "base.toml",
            7,
            "rules.name-missing.enabld",
            "The rule “name-missing” has no option “enabld”.",
            "enabled",
        ),
    ]


def test_a_rule_that_loses_its_ground_is_told_where_it_was_changed(tmp_path: Path) -> None:
    write(tmp_path, HEAD + RULE, "base.toml")
    child = 'id = "child"\ntitle = "Child"\nextends = "base.toml"\n[rules.too-few-pages]\nclause = "pagse"\n'
    assert problems_of(write(tmp_path, child, "child.toml")) == [
        ("child.toml", 5, "rules.too-few-pages.clause", "There is no clause “pagse”.", "pages")
    ]


def test_profiles_that_extend_each_other(tmp_path: Path) -> None:
    write(tmp_path, HEAD + 'extends = "b.toml"\n', "a.toml")
    write(tmp_path, HEAD + 'extends = "a.toml"\n', "b.toml")
    assert problems_of(tmp_path / "a.toml") == [("b.toml", 5, "extends", "This profile would extend itself.", None)]


def test_extending_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + 'extends = "none.toml"\n')
    assert problems_of(path) == [("mine.toml", 5, "extends", f"There is no file “{tmp_path / 'none.toml'}”.", None)]


def test_a_broken_parent_is_told_beside_what_is_wrong_in_the_child(tmp_path: Path) -> None:
    write(tmp_path, "id = \n", "base.toml")
    path = write(tmp_path, HEAD + 'extends = "base.toml"\nyeers = []\n')
    assert problems_of(path) == [
        ("mine.toml", 6, "yeers", "“yeers” is not a known key.", "years"),
        ("base.toml", 1, "", "This is not valid TOML: Invalid value.", None),
    ]


def test_a_profile_that_is_not_supplied() -> None:
    assert problems_of("grenobel-2016") == [
        (
            "grenobel-2016",
            None,
            "",
            "“grenobel-2016” is neither a file nor one of those supplied: "
            "grenoble-2016, iufm-2006, orleans-2022, raep, upec.",
            "grenoble-2016",
        )
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(HEAD.encode() + 'years = ["é"]\n'.encode("latin-1"))
    (tmp_path / "big.toml").write_bytes(b"#" * 1_000_001)
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml")
    not_utf8 = "The file is not in UTF-8; save it again in that encoding."
    not_text = "This is not a text file of at most 1000000 bytes."
    assert [problems_of(tmp_path / f"{name}.toml") for name in ("latin", "big", "folder", "pipe", "none")] == [
        [("latin.toml", 5, "", not_utf8, None)],
        [("big.toml", None, "", not_text, None)],
        [("folder.toml", None, "", not_text, None)],
        [("pipe.toml", None, "", not_text, None)],
        [("none.toml", None, "", "The file cannot be read: No such file or directory.", None)],
    ]


def test_files_that_windows_wrote(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + (HEAD + "yeers = []\n").replace("\n", "\r\n").encode())
    assert problems_of(path) == [("mine.toml", 5, "yeers", "“yeers” is not a known key.", "years")]


def test_without_a_catalogue_rules_are_let_through(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD + '[clauses.c]\nquote = "q"\n[rules.any-rule]\nclause = "c"\nany-option = 3\n')
    assert load_profile(path).rules["any-rule"].options == {"any-option": 3}


def test_the_error_says_all_in_the_language_of_its_reader(tmp_path: Path) -> None:
    path = write(tmp_path, 'id = "mine"\ntitle = "Mine"\nsource = "S"\nyeers = []\n')
    with pytest.raises(ProfileError) as caught:
        load_profile(path, SmallCatalogue())
    error = caught.value
    say = Translator("en")
    assert say(error.message) == f"2 problems in the profile {path}."
    assert [say(line) for line in error.details] == [
        f"{path}: “institution” is missing.",
        f"{path}, line 4, yeers: “yeers” is not a known key. Did you mean “years”?",
    ]
    assert error.exit_code is ExitCode.BAD_CONFIGURATION
    assert error.problems[1] == Problem(str(path), 4, "yeers", error.problems[1].message, "years")
    assert told(error)[0][1] is None
