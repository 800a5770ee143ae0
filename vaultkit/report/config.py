"""The configuration as text, as JSON, and as a JSON Schema made from its types."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from vaultkit.config import Config, Loaded
from vaultkit.lint.examples import documentation
from vaultkit.lint.policy import Policy
from vaultkit.lint.registry import all_rules, rule_classes
from vaultkit.model.diagnostic import Severity
from vaultkit.report.encode import encode

_BARE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")


class RuleStateJson(msgspec.Struct, frozen=True):
    """A rule: whether it runs at all, with which severity, and whether it has a fix that may be applied."""

    code: str
    name: str
    enabled: bool
    severity: Severity
    fixable: bool


class ConfigJson(msgspec.Struct, frozen=True, kw_only=True):
    """The output of `vaultkit config --format json`; `file` is seen from the root of the vault.

    Its schema is called `settings`: `config` is that of the file `vaultkit.toml`.
    """

    schema: Literal["vaultkit.settings/1"] = "vaultkit.settings/1"
    file: str | None
    given: list[str]
    inline: list[str]
    config: Config
    rules: list[RuleStateJson]


def config_json(loaded: Loaded, policy: Policy, root: Path) -> Iterator[str]:
    """Yield the effective configuration of the vault at `root` as a JSON document."""
    running = {rule.code for rule in policy.rules or all_rules()}
    yield encode(
        ConfigJson(
            file=_source(loaded, root),
            given=sorted(loaded.given),
            inline=sorted(loaded.inline),
            config=loaded.config,
            rules=[
                RuleStateJson(
                    rule.code,
                    rule.name,
                    rule.code in running,
                    policy.severity.get(rule.code, rule.severity),
                    documentation(rule).fixable and rule.code not in policy.unfixable,
                )
                for rule in all_rules()
            ],
        ),
        indent=2,
    )
    yield "\n"


def config_text(loaded: Loaded, policy: Policy, root: Path) -> Iterator[str]:
    """Yield the effective configuration as TOML, each value with a remark on where it comes from."""
    source = _source(loaded, root)
    yield f"# from {source}\n" if source else "# no configuration file: these are the defaults\n"
    running = policy.rules or all_rules()
    off = [rule.code for rule in all_rules() if rule not in running]
    yield f"# {len(running)} of {len(all_rules())} rules run" + (
        f", all but {', '.join(off)}\n" if off else "\n"
    )
    yield "\n[lint]\n"
    for field in msgspec.structs.fields(type(loaded.config.lint)):
        value = getattr(loaded.config.lint, field.name)
        key = field.encode_name
        origin = _origin(loaded, f"lint.{key}", source)
        yield f"# {key} is not set\n" if value is None else f"{key} = {toml(value)}  # {origin}\n"
    for one in loaded.config.overrides:
        yield "\n[[overrides]]\n"
        for field in msgspec.structs.fields(type(one)):
            value = getattr(one, field.name)
            if value:
                yield f"{field.encode_name} = {toml(value)}\n"
    for table_name, tables in (("types", loaded.config.types), ("relations", loaded.config.relations)):
        for name, settings in tables.items():
            yield f"\n[{table_name}.{toml_key(name)}]\n"
            for key, value in msgspec.to_builtins(settings).items():
                yield f"{key} = {toml(value)}\n"
    for name, table in loaded.config.rules.items():
        yield f"\n[rules.{toml_key(name)}]\n"
        for option, value in table.items():
            yield f"{toml_key(option)} = {toml(value)}\n"


def _source(loaded: Loaded, root: Path) -> str | None:
    if loaded.file is None:
        return None
    return os.path.relpath(loaded.file, root).replace(os.sep, "/")


def _origin(loaded: Loaded, key: str, source: str | None) -> str:
    if key in loaded.inline:
        return "--config"
    return str(source) if key in loaded.given else "default"


def toml(value: Any) -> str:
    """Return a text, number, list or table as TOML on one line."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return msgspec.json.encode(value).decode().replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(key)} = {toml(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(map(toml, value))}]"
    return str(value)


def toml_key(key: str) -> str:
    """Return the key of a table as TOML, in quotes where it needs them."""
    return key if key and _BARE.issuperset(key) else toml(key)


def config_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of `vaultkit.toml`, with the rules there are."""
    schema = msgspec.json.schema(Config)
    names = sorted({name for rule in rule_classes() for name in (rule.code, rule.name, rule.code[:3])})
    schema["$defs"]["Config"]["properties"]["rules"]["propertyNames"] = {"enum": names}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:vaultkit:config:1",
        **schema,
    }
