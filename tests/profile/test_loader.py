"""A profile as it is loaded, alone or over another."""

from __future__ import annotations

import datetime
from pathlib import Path

from precheck.model.finding import Clause, Severity
from precheck.model.match import Reason
from precheck.model.profile import Framework, Outline, PartSpec, Profile, Reminder, RuleSetting, Screening
from precheck.profile import load_framework, load_profile
from tests.profile.builders import SmallCatalogue, framework_problems_of, write

BASE = """id = "base"
title = "Base"
institution = "Here"
source = "The rules"
framework = "small.toml"
years = ["2016-2017", "2017"]

[outline]
introduction = ["introduction"]
conclusion = ["bilan"]

[[outline.parts]]
number = 1
title = "Première"
aliases = ["One"]
competences = ["A1.1", "A1.2"]

[clauses]
pages = { article = "2", quote = "10 pages" }
name = { source = "Another text", quote = "le nom" }

[rules.too-few-pages]
severity = "warning"
clause = "pages"
requirements = [3, 4]
minimum = 12
cues = [{ name = "one", words = ["un"] }]

[rules.name-missing]
clause = "name"

[[reminders]]
requirement = 11
text = "Regardez."
clause = "name"

[procedure]
timezone = "Europe/Paris"
reworks = 1

[[procedure.windows]]
opens = 2017-05-10
closes = 2017-05-17
"""
SMALL = """id = "small"
title = "Small"
source = "Law"
required = 1
mandatory = ["A1.2"]

[[domains]]
code = "A1"
title = "First"
max-missing = 1

[[domains.competences]]
code = "A1.1"
statement = "Do."
variants = ["Doing."]

[[domains.competences]]
code = "A1.2"
"""


def base(folder: Path) -> Path:
    write(folder, SMALL, "small.toml")
    return write(folder, BASE, "base.toml")


def test_a_whole_profile(tmp_path: Path) -> None:
    framework = load_framework(write(tmp_path, SMALL, "small.toml"))
    assert load_profile(base(tmp_path), SmallCatalogue()) == Profile(
        id="base",
        title="Base",
        institution="Here",
        source="The rules",
        years=("2016-2017", "2017"),
        outline=Outline(
            parts=(PartSpec(1, "Première", ("One",), ("A1.1", "A1.2")),),
            introduction=("introduction",),
            conclusion=("bilan",),
        ),
        framework=framework,
        clauses={"pages": Clause("The rules", "2", "10 pages"), "name": Clause("Another text", "", "le nom")},
        rules={
            "too-few-pages": RuleSetting(
                "too-few-pages",
                severity=Severity.WARNING,
                clause="pages",
                requirements=(3, 4),
                options={"minimum": 12, "cues": [{"name": "one", "words": ["un"]}]},
            ),
            "name-missing": RuleSetting("name-missing", clause="name"),
        },
        reminders=(Reminder(11, "Regardez.", "name"),),
        procedure={
            "timezone": "Europe/Paris",
            "reworks": 1,
            "windows": [{"opens": datetime.date(2017, 5, 10), "closes": datetime.date(2017, 5, 17)}],
        },
    )


def test_a_profile_over_another(tmp_path: Path) -> None:
    """Tables are merged, the rest is replaced, a rule may be switched off, clauses keep their source."""
    (tmp_path / "inner").mkdir()
    parent = load_profile(base(tmp_path), SmallCatalogue())
    child = write(
        tmp_path / "inner",
        """id = "child"
title = "Child"
source = "Other rules"
extends = "../base.toml"
years = ["2018"]
outline.conclusion = ["conclusion"]
clauses.more = { quote = "12 pages" }
[rules.too-few-pages]
minimum = 13
clause = "more"
[rules.name-missing]
enabled = false
[procedure]
claim-days = 15
windows = []
""",
    )
    loaded = load_profile(child, SmallCatalogue())
    assert loaded == Profile(
        id="child",
        title="Child",
        institution="Here",
        source="Other rules",
        years=("2018",),
        outline=Outline(parent.outline.parts, ("introduction",), ("conclusion",)),
        framework=parent.framework,
        clauses={**parent.clauses, "more": Clause("Other rules", "", "12 pages")},
        rules={
            "too-few-pages": RuleSetting(
                "too-few-pages",
                severity=Severity.WARNING,
                clause="more",
                requirements=(3, 4),
                options={"minimum": 13, "cues": [{"name": "one", "words": ["un"]}]},
            ),
            "name-missing": RuleSetting("name-missing", enabled=False, clause="name"),
        },
        reminders=parent.reminders,
        procedure={"timezone": "Europe/Paris", "reworks": 1, "windows": [], "claim-days": 15},
    )


def test_a_rule_that_was_off_may_be_switched_on_again(tmp_path: Path) -> None:
    base(tmp_path)
    write(tmp_path, 'id = "b"\ntitle = "B"\nextends = "base.toml"\nrules.name-missing.enabled = false\n', "b.toml")
    path = write(tmp_path, 'id = "c"\ntitle = "C"\nextends = "b.toml"\nrules.name-missing.enabled = true\n', "c.toml")
    assert load_profile(path, SmallCatalogue()).rules["name-missing"].enabled


def test_how_dossiers_are_compared_is_inherited_key_by_key(tmp_path: Path) -> None:
    screening = '[screening]\nreview = 0.05\nexclusions = ["official", "bibliography"]\ntemplates = ["Un plan."]\n'
    write(tmp_path, SMALL, "small.toml")
    write(tmp_path, BASE + screening, "base.toml")
    path = write(
        tmp_path,
        'id = "c"\ntitle = "C"\nextends = "base.toml"\n[screening]\nalert = 0.2\ncommon-authors = 4\n',
        "c.toml",
    )
    assert load_profile(path).screening == Screening(
        review=0.05, alert=0.2, common_authors=4, exclusions=("official", "bibliography"), templates=("Un plan.",)
    )


def test_a_profile_that_does_not_say_compares_as_usual(tmp_path: Path) -> None:
    assert load_profile(base(tmp_path)).screening == Screening(0.10, 0.25, 50, 3, tuple(Reason), ())


def test_how_long_a_short_quotation_may_be_is_said_by_its_rule(tmp_path: Path) -> None:
    """Once for the rule and for screenings, and also when the rule is switched off."""
    assert load_profile("grenoble-2016").screening.quotation_words == 50
    over = 'id = "c"\ntitle = "C"\nextends = "grenoble-2016"\n[rules.long-quotation]\nmax-words = 30\n'
    assert load_profile(write(tmp_path, over)).screening.quotation_words == 30
    assert load_profile(write(tmp_path, f"{over}enabled = false\n")).screening.quotation_words == 30


def test_a_framework(tmp_path: Path) -> None:
    framework = load_framework(write(tmp_path, SMALL, "small.toml"))
    assert isinstance(framework, Framework)
    assert (framework.id, framework.required, framework.mandatory) == ("small", 1, ("A1.2",))
    assert [(c.code, c.statement, c.variants) for c in framework.competences] == [
        ("A1.1", "Do.", ("Doing.",)),
        ("A1.2", "", ()),
    ]
    assert [(d.code, d.title, d.max_missing) for d in framework.domains] == [("A1", "First", 1)]


def test_everything_wrong_with_a_framework(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """id = "small"
title = "Small"
required = 5
mandatory = ["A1.1", "A13"]
[[domains]]
code = "A1"
title = "First"
max-mising = 1
competences = [
  { code = "A1.1" },
  { code = "A1.3", statment = "Do." },
]
[[domains]]
code = "A1"
title = "Second"
competences = [{ code = "A1.1" }]
""",
    )
    assert framework_problems_of(path) == [
        ("mine.toml", None, "", "“source” is missing here.", None),
        ("mine.toml", 3, "required", "5 competences are required, but there are only 3.", None),
        ("mine.toml", 4, "mandatory[2]", "The mandatory competence “A13” does not exist.", "A1.3"),
        ("mine.toml", 8, "domains[1].max-mising", "“max-mising” is not a known key.", "max-missing"),
        ("mine.toml", 11, "domains[1].competences[2].statment", "“statment” is not a known key.", "statement"),
        ("mine.toml", 14, "domains[2].code", "The domain A1 is told twice.", None),
        ("mine.toml", 16, "domains[2].competences[1].code", "The competence A1.1 is told twice.", None),
    ]


def test_a_framework_that_is_not_supplied() -> None:
    assert framework_problems_of("c2i2e-201") == [
        (
            "c2i2e-201",
            None,
            "",
            "“c2i2e-201” is neither a file nor one of those supplied: c2i2e-2006, c2i2e-2010.",
            "c2i2e-2010",
        )
    ]
