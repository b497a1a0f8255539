"""The written questions of tests/data, and what a reading says in their short form."""

from functools import cache
from pathlib import Path

import yaml

from assistant.corpus.catalog import Catalog, load_catalog
from assistant.domain.question import DeviceMention, ModelMention, Question
from assistant.entities.index import NameIndex

ROOT = Path(__file__).resolve().parents[3]


@cache
def catalog() -> Catalog:
    return load_catalog(ROOT / "corpus" / "catalog")


@cache
def index() -> NameIndex:
    return NameIndex.build(catalog())


def written(name: str) -> list[dict]:
    return yaml.safe_load((ROOT / "tests" / "data" / name).read_text(encoding="utf-8"))


def _name(mention: ModelMention | DeviceMention, wanted: list[str]) -> str:
    several = len(mention.candidates) > 1 or mention.beyond_catalog
    joined = "|".join(mention.candidates)
    return f"?{mention.text.casefold()}" if several and joined not in wanted else joined


def _device(mention: DeviceMention, wanted: list[str]) -> str:
    bare = [device.split(" ")[-1].partition("@")[0] for device in wanted]
    count = f"{mention.count}x " if mention.count > 1 else ""
    memory = f"@{mention.memory_gb}" if mention.memory_gb and mention.kind == "machine" else ""
    name = _name(mention, bare)
    if name.startswith("?"):
        name = next(
            (w.partition("@")[0] for w in wanted if w.startswith("?") and w[1:].partition("@")[0] in name), name
        )
    return f"{count}{name}{memory}"


def said(question: Question, case: dict) -> dict:
    """What was read, in the form of a written case, for the keys that the case has or that must be empty."""
    settings = question.settings
    reading = {
        "kind": sorted({part.kind for part in question.parts}),
        "models": [_name(model, case.get("models", [])) for model in question.models],
        "devices": [_device(device, case.get("devices", [])) for device in question.devices],
        "unknown": [name.kind for name in question.unknown],
        "quants": [quant.name for quant in settings.quants],
        "contexts": list(settings.contexts),
        "memory": [f"{size.kind} {size.value:g}" for size in question.memory],
        "kv": settings.kv_k,
        "budget": question.budget.amount if question.budget else None,
        "sizes": list(question.model_sizes_b),
        "claims": list(question.claimed_tok_s),
        "language": question.language,
        "slots": settings.slots,
        "os": settings.os,
        "flash_attention": settings.flash_attention,
    }
    optional = {
        "attribute": [part.attribute for part in question.parts if part.attribute],
        "tasks": list(question.tasks),
        "engine": settings.engine,
        "from_tag": any(model.from_tag for model in question.models),
        "read_as": any(mention.read_as for mention in (*question.models, *question.devices)),
    }
    return reading | {key: value for key, value in optional.items() if key in case}


EMPTY: dict = {
    "models": [], "devices": [], "unknown": [], "quants": [], "contexts": [], "memory": [], "kv": None, "budget": None,
    "sizes": [], "claims": [], "language": "en", "slots": 0, "os": None, "flash_attention": None,
}  # fmt: skip


def expected(case: dict) -> dict:
    """A written case with what it leaves out."""
    whole = EMPTY | {key: value for key, value in case.items() if key != "q"}
    return whole | {"kind": sorted(whole["kind"])}


def differences(question: Question, case: dict) -> dict:
    """What was read otherwise than written: key to (read, written)."""
    got, want = said(question, case), expected(case)
    return {key: (got[key], want[key]) for key in want if got[key] != want[key]}
