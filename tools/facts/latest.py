"""What Ollama serves for a bare library name, joined to the models it means.

The facts do not say it: `ollama_latest.yaml` beside this file does, with the tag and the digest that show it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tools.facts.load import TextDates

Item = dict[str, Any]
LATEST = Path(__file__).with_name("ollama_latest.yaml")


def load_latest(file: Path = LATEST) -> list[Item]:
    """One item per library name; what all names of a source share is written out in each."""
    sources = yaml.load(file.read_bytes(), Loader=TextDates)  # noqa: S506 - a safe loader
    return [{**source, **each} for source in sources for each in source["names"]]


def add_latest(models: Iterable[Item], latest: Iterable[Item]) -> list[str]:
    """Write `ollama_latest` into the models that have one; returns a line for each model that is not there.

    Raises:
        ValueError: the tag that shows it is not a tag of that model (quantization aside), or the model is
            named twice.
    """
    known, lines = {model["id"]: model for model in models}, []
    for each in latest:
        if each["model"] is None:
            continue  # served, but not in the catalog: the name stays unknown rather than wrong
        model = known.get(each["model"])
        if model is None:
            lines.append(f"ollama_latest: {each['name']}: no model {each['model']}")
            continue
        tag = f"{each['name']}:{each['tag']}"
        if _release(tag) not in map(_release, _tags(model)) or "ollama_latest" in model:
            raise ValueError(f"ollama_latest: {tag} is not the one tag of {model['id']}: {sorted(_tags(model))}")
        model["ollama_latest"] = {key: each[key] for key in ("name", "source_url", "basis", "as_of")}
    return lines


def _release(tag: str) -> str:
    """A tag without its quantization: what is left says which model it is."""
    return re.sub(r"-(q\d\w*|fp16|bf16)$", "", tag)


def _tags(model: Item) -> set[str]:
    tags = (model.get("ollama_tag"), *(file.get("ollama_tag") for file in model["files"]))
    return {tag if ":" in tag else f"{tag}:latest" for tag in tags if tag}
