"""The page of the JSON report, from its schema."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from precheck.report.schema import SCHEMA_VERSION, load_schema

Schema = Mapping[str, Any]

INTRODUCTION = f"""# The report as JSON

`precheck check --format json` writes one object for one file, and for several files `{{"reports": […]}}` with one
object for each, in the order given. The schema is [report.schema.json](../precheck/report/report.schema.json), version
{SCHEMA_VERSION}: the second number grows when a field is added, the first when one changes its meaning or goes.

`precheck screen --format json` adds an [overview](#overview) beside `reports`, `precheck compare --format json` writes
a [comparison](#comparison).

- `null` where nothing was found. Pages are physical, from 1. Boxes are in points.
- Codes and parameters have no language; each message also carries its sentence.
- The same bytes, profile and version of `precheck` give the same report, to the byte.
- A file that cannot be checked gives a *refusal*: its name and the [error](errors.md).
"""


def page() -> str:
    """The page, in Markdown."""
    definitions: Mapping[str, Schema] = load_schema()["$defs"]
    first = ["report", "refusal", "document", "structure", "identity", "competence", "projection"]
    first += ["originality", "source", "match", "outcome", "finding"]
    order = [*first, *(name for name in definitions if name not in first)]
    return INTRODUCTION + "".join(_section(name, definitions[name]) for name in order)


def _section(name: str, schema: Schema) -> str:
    text = f"\n## {name}\n"
    if "description" in schema:
        text += f"\n{schema['description']}.\n"
    if "enum" in schema:
        return text + f"\n{_kind(schema)}\n"
    rows = "".join(f"| `{path}` | {kind} | {said} |\n" for path, kind, said in _rows(schema, ""))
    return f"{text}\n| field | value | meaning |\n|---|---|---|\n{rows}"


def _rows(schema: Schema, prefix: str) -> Iterator[tuple[str, str, str]]:
    """Path, kind and meaning of every property below a schema."""
    for name, field in schema.get("properties", {}).items():
        path = f"{prefix}{name}"
        yield path, _kind(field), field.get("description", "")
        yield from _rows(field, f"{path}.")
        yield from _rows(field.get("items", {}), f"{path}[].")


def _kind(schema: Schema) -> str:
    """What a value may be, in words; a defined type as a link."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name})"
    if "enum" in schema:
        return ", ".join("null" if value is None else f"`{value}`" for value in schema["enum"])
    choices = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    if choices:
        return " or ".join(map(_kind, choices))
    types = schema.get("type", "any")
    words = [types] if isinstance(types, str) else list(types)
    if "array" in words and "items" in schema:
        words[words.index("array")] = f"list of {_kind(schema['items'])}"
    return " or ".join(words)
