"""What runs on a device: every model of the catalog weighed, in the order of contract 6."""

import re
from dataclasses import replace

from assistant.corpus.records import ModelRecord
from assistant.domain.facts import Fact, Subject
from assistant.domain.weighed import Runnable
from assistant.lookups.estimate_facts import SOURCE
from assistant.lookups.files import files_by_size, is_gguf
from assistant.lookups.memory import devices_of, job_of
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene
from assistant.vram.assess import verdict_of
from assistant.vram.job import Job
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
    candidates = [record for record in scene.catalog.models.values() if _counts(record, wanted)]
    candidates = [record for record in candidates if licensed is None or record.license == licensed]
    found = [(record, job) for record in candidates if (job := _largest_fitting(scene, record))]
    found.sort(key=lambda pair: _order(*pair))
    fitting = tuple((record.id, job.model.quant) for record, job in found)
    rows = tuple(scene.weigh(record, job.model.quant, flips=False)[0] for record, job in found[:SHOWN])
    return Runnable(target.phrase, target.items, _usable(scene), rows, fitting, len(candidates), wanted, licensed)


def _counts(record: ModelRecord, wanted: str | None) -> bool:
    """Whether a model is weighed: an engine runs it, a file is known, and it has what was asked for."""
    if "yes" not in (record.runtime.ollama, record.runtime.llama_cpp) or record.gguf is None:
        return False
    if not any(is_gguf(file) for file in record.files):
        return False
    if wanted is None:
        return record.kind != "embedding"
    return wanted in record.capabilities or wanted in record.modalities


def _largest_fitting(scene: Scene, record: ModelRecord) -> Job | None:
    """The job with the largest file that fits; files come largest first, and a larger file never needs less."""
    files = files_by_size(record, ollama=scene.wish.settings.engine == "ollama")
    if scene.wish.quant is not None:
        files = tuple(file for file in files if file.quant == scene.wish.quant)
    if not files:
        return None
    request = scene.request(record)
    job = job_of(scene.catalog, scene.shelf.model(record, files[-1]), request.settings, request.hardware)
    if verdict_of(job) != "fits":
        return None
    jobs = (replace(job, model=scene.shelf.model(record, file)) for file in files)
    return next((larger for larger in jobs if verdict_of(larger) == "fits"), job)


def _order(record: ModelRecord, job: Job) -> tuple[float, float, str]:
    params = record.params_total_b or 0.0
    bits = job.model.file.bytes * 8 / (params * 1e9) if params else 0.0
    return -params, -bits, record.id


def _usable(scene: Scene) -> Fact:
    """What the devices offer together, as a fact of its own."""
    devices, system = devices_of(scene.catalog, scene.hardware)
    total = sum(usable(device, system).expected for device in devices)
    ids = "+".join(dict.fromkeys(device.id for device in devices))
    subject = Subject(device=ids, device_count=len(devices))
    return Fact(f"usable/{ids}#usable_memory", "usable_memory", total, "byte", subject, "computed", SOURCE)
