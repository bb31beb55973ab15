"""What may be wrong with the table that says how dossiers are compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.profile.builders import HEAD, Told, problems_of, write

CASES: dict[str, tuple[str, list[Told]]] = {
    "screening": (
        HEAD + '[screening]\nreveiw = 0.1\nalert = 25\ncommon-authors = 0\nexclusions = ["oficial"]\ntemplates = "a"\n',
        [
            ("mine.toml", 6, "screening.reveiw", "“reveiw” is not a known key.", "review"),
            (
                "mine.toml",
                7,
                "screening.alert",
                "Expected a share between 0 and 1, such as 0.25, found 25.",
                None,
            ),
            ("mine.toml", 8, "screening.common-authors", "Expected at least 1, found 0.", None),
            (
                "mine.toml",
                9,
                "screening.exclusions[1]",
                "Expected one of official, common-phrase, quotation, bibliography, own-version, collaborator, chosen, "
                "found “oficial”.",
                "official",
            ),
            ("mine.toml", 10, "screening.templates", "Expected a list of texts, found a text.", None),
        ],
    ),
    "thresholds in the wrong order": (
        HEAD + "[screening]\nreview = 0.3\n",
        [
            (
                "mine.toml",
                6,
                "screening.review",
                "The threshold “alert” (0.25) is below “review” (0.3).",
                None,
            )
        ],
    ),
    "no share": (
        HEAD + '[screening]\nreview = "10 %"\nalert = nan\n',
        [
            (
                "mine.toml",
                6,
                "screening.review",
                "Expected a share between 0 and 1, such as 0.25, found a text.",
                None,
            ),
            (
                "mine.toml",
                7,
                "screening.alert",
                "Expected a share between 0 and 1, such as 0.25, found nan.",
                None,
            ),
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_everything_wrong_is_told(case: str, tmp_path: Path) -> None:
    text, expected = CASES[case]
    assert problems_of(write(tmp_path, text)) == expected


def test_a_threshold_that_an_inherited_one_contradicts(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "[screening]\nreview = 0.2\n", "base.toml")
    child = write(tmp_path, 'id = "c"\ntitle = "C"\nextends = "base.toml"\n[screening]\nalert = 0.15\n')
    said = "The threshold “alert” (0.15) is below “review” (0.2)."
    assert problems_of(child) == [("mine.toml", 5, "screening.alert", said, None)]
