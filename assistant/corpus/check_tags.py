"""Checks of Ollama's names: a bare library name serves one model, and that model is found under it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from assistant.corpus.problems import Problem
from assistant.corpus.records import ModelRecord


def check_latest(models: Iterable[ModelRecord]) -> Iterator[Problem]:
    """A base name has at most one latest, which has tags of that name; a tag without a size is nobody else's."""
    models = list(models)
    served: dict[str, set[str]] = defaultdict(set)
    for model in models:
        if model.ollama_latest:
            served[model.ollama_latest.name].add(model.id)
    for model in models:
        for message in _findings(model, served):
            yield Problem("models.yaml", model.id, "ollama_latest", message)


def _findings(model: ModelRecord, served: dict[str, set[str]]) -> Iterator[str]:
    latest, names = model.ollama_latest, _names(model)
    if latest:
        if latest.name not in names:
            yield f"{latest.name!r}, but its tags are of {', '.join(sorted(names)) or 'no library name'}"
        if not latest.source_url.startswith(("https://", "http://")):
            yield f"{latest.source_url!r} is not an address"
        if others := sorted(served[latest.name] - {model.id}):
            yield f"{latest.name!r} is also {', '.join(others)}"
    for name in sorted(name for name, tags in names.items() if "latest" in tags):
        if others := sorted(served[name] - {model.id}):
            yield f"has the tag {name!r}, which serves {', '.join(others)}"


def _names(model: ModelRecord) -> dict[str, set[str]]:
    """The tags of a model by library name; one without a tag is `latest`, as Ollama reads it."""
    names: dict[str, set[str]] = defaultdict(set)
    for tag in filter(None, (model.ollama_tag, *(file.ollama_tag for file in model.files))):
        base, _, rest = tag.partition(":")
        names[base].add(rest or "latest")
    return names
