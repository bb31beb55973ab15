"""The line of every key, in any way TOML can be written."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from precheck.profile.places import find_places
from precheck.profile.problems import Key

TEXT = '''# A comment with [brackets] and "quotes".
id = "one" # id = 2
title = """
two # not a comment
lines ""\\" still"""""
"quoted key" = 'C:\\folder'
dotted.key . "third part" = 1979-05-27 07:32:00

[outline]
introduction = [ "a",  # [1]
  "b]", 'c#',

  [1, 2],
]
inline = { x = 1, y = { z = [3,
  4] } }

[[outline.parts]]
number = 1

[outline.parts.more]
deep = true

[[outline.parts]] # the second
number = +2_000
raw = \'\'\'
[[outline.parts]]
\'\'\'
'''


def test_every_way_of_writing() -> None:
    assert dict(find_places(TEXT)) == {
        ("id",): 2,
        ("title",): 3,
        ("quoted key",): 6,
        ("dotted",): 7,
        ("dotted", "key"): 7,
        ("dotted", "key", "third part"): 7,
        ("outline",): 9,
        ("outline", "introduction"): 10,
        ("outline", "introduction", 0): 10,
        ("outline", "introduction", 1): 11,
        ("outline", "introduction", 2): 11,
        ("outline", "introduction", 3): 13,
        ("outline", "introduction", 3, 0): 13,
        ("outline", "introduction", 3, 1): 13,
        ("outline", "inline"): 15,
        ("outline", "inline", "x"): 15,
        ("outline", "inline", "y"): 15,
        ("outline", "inline", "y", "z"): 15,
        ("outline", "inline", "y", "z", 0): 15,
        ("outline", "inline", "y", "z", 1): 16,
        ("outline", "parts"): 18,
        ("outline", "parts", 0): 18,
        ("outline", "parts", 0, "number"): 19,
        ("outline", "parts", 0, "more"): 21,
        ("outline", "parts", 0, "more", "deep"): 22,
        ("outline", "parts", 1): 24,
        ("outline", "parts", 1, "number"): 25,
        ("outline", "parts", 1, "raw"): 26,
    }


def keys_of(value: Any, above: Key = ()) -> Iterator[Key]:
    """Every key of parsed TOML, at any depth."""
    children: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield (*above, step)
        yield from keys_of(child, (*above, step))


def test_the_places_are_those_that_the_parser_reads() -> None:
    assert set(find_places(TEXT)) == set(keys_of(tomllib.loads(TEXT)))


names = st.from_regex(r"[A-Za-z0-9_-]{1,4}", fullmatch=True) | st.text(
    st.characters(exclude_categories=["C"]), max_size=3
).map(lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"')
scalars = st.one_of(
    st.integers(-99, 99).map(str),
    st.floats(-9, 9).map(repr),
    st.sampled_from(["true", "false", "'# ['", '"\\" ]"', '"""\n#\n"""', "'''a\n'b\n'''", '""', "''", "0x1F"]),
    st.dates(datetime.date(1900, 1, 1)).map(str),
    st.datetimes().map(lambda moment: moment.isoformat(" ", "seconds")),
)
gaps = st.sampled_from(["", " ", "\n", " # [ = ]\n", "\n\n  "])


def lists(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(st.tuples(gaps, items, gaps), max_size=3)
    return parts.map(lambda found: "[" + ",".join(f"{a}{item}{b}" for a, item, b in found) + "]")


def tables(items: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.lists(st.tuples(names, items), max_size=3, unique_by=lambda pair: pair[0].strip('"'))
    return pairs.map(lambda found: "{ " + ", ".join(f"{name} = {item}" for name, item in found) + " }")


values = st.recursive(scalars, lambda inner: lists(inner) | tables(inner), max_leaves=8)
statements = st.one_of(
    st.tuples(names, values).map(lambda pair: f"{pair[0]} = {pair[1]}"),
    st.tuples(names, names, values).map(lambda three: f"{three[0]} . {three[1]}={three[2]} # end"),
    names.map(lambda name: f"[{name}]"),
    st.tuples(names, names).map(lambda pair: f"[{pair[0]}.{pair[1]}]"),
    names.map(lambda name: f"[[ {name} ]]"),
    st.just(""),
)


@given(st.lists(statements, max_size=12))
def test_every_key_of_any_text_is_found(lines: list[str]) -> None:
    text = ""
    for line in lines:  # keep the statements that make a valid text together
        try:
            tomllib.loads(text + line + "\n")
        except tomllib.TOMLDecodeError:
            continue
        text += line + "\n"
    places = find_places(text)
    assert set(places) == set(keys_of(tomllib.loads(text)))
    assert all(1 <= line <= text.count("\n") for line in places.values())
