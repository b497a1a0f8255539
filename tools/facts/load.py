"""Read the fact files as they are: plain dictionaries, dates kept as text."""

from pathlib import Path
from typing import Any, ClassVar

import yaml

Item = dict[str, Any]
FILES = ("models", "gpus", "machines", "benchmarks", "unverified_claims", "gguf-headers")


class TextDates(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML without dates: `2025-12-10` stays the text it is."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {
        first: [(tag, regex) for tag, regex in rules if tag != "tag:yaml.org,2002:timestamp"]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def load_facts(folder: Path) -> dict[str, list[Item]]:
    """All fact files of a folder by name; a missing file is an error of the file system."""
    return {
        name: yaml.load((folder / f"{name}.yaml").read_bytes(), Loader=TextDates)  # noqa: S506 - a safe loader
        for name in FILES
    }
