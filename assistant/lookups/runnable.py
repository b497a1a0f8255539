"""What runs on a device: every model of the catalog weighed, in the order of contract 6."""

import re

from assistant.corpus.records import ModelRecord
from assistant.domain.facts import Fact, Subject
from assistant.domain.weighed import Runnable
from assistant.lookups.estimate_facts import SOURCE
from assistant.lookups.fitting import fitting
from assistant.lookups.memory import devices_of
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene
from assistant.vram.usable import usable

SHOWN = 8
# What a task asks of a model in the catalog's words; a task not listed asks for a capability of its own name.
LICENSES = {
    "Apache-2.0": re.compile(r"\bapache\b", re.IGNORECASE),
    "MIT": re.compile(r"\bMIT\b(?=.{0,12}\b(?:licen[cs]|model))", re.IGNORECASE),
}
CAPABILITY = {"rag": "chat", "writing": "chat", "translation": "chat"}


def runnable(scene: Scene, target: Target) -> Runnable:
    """Weigh every model that a common engine runs, and keep those that fit.

    Of each model the file asked for is taken, else the largest that fits: bits per weight come last in the
    order, so a small file of a large model stands before a large file of a small one.
    """
    task = next(iter(scene.question.tasks), None)
    wanted = CAPABILITY.get(task, task) if task else None
    licensed = next((name for name, words in LICENSES.items() if words.search(scene.question.normalized)), None)
    fits = fitting(scene, lambda record: _counts(record, wanted, licensed), (wanted, licensed))
    named = tuple((record.id, model.quant) for record, model in fits.found)
    rows = tuple(scene.weigh(record, model.quant, flips=False)[0] for record, model in fits.found[:SHOWN])
    return Runnable(target.phrase, target.items, _usable(scene), rows, named, fits.count, wanted, licensed)


def _counts(record: ModelRecord, wanted: str | None, licensed: str | None) -> bool:
    """Whether a model has what was asked for."""
    if licensed is not None and record.license != licensed:
        return False
    if wanted is None:
        return record.kind != "embedding"
    return wanted in record.capabilities or wanted in record.modalities


def _usable(scene: Scene) -> Fact:
    """What the devices offer together, as a fact of its own."""
    devices, system = devices_of(scene.catalog, scene.hardware)
    total = sum(usable(device, system).expected for device in devices)
    ids = "+".join(dict.fromkeys(device.id for device in devices))
    subject = Subject(device=ids, device_count=len(devices))
    return Fact(f"usable/{ids}#usable_memory", "usable_memory", total, "byte", subject, "computed", SOURCE)
