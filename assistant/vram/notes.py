"""What an estimate assumes, in the words a reader sees. Each line stands on its own."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.domain.estimate import Plan, Verdict
from assistant.domain.quantity import gb, gib, tokens
from assistant.vram.assess import Assessment, assess
from assistant.vram.commands import OLLAMA_KV_TYPES
from assistant.vram.job import Job
from assistant.vram.kv import pad
from assistant.vram.loads import whole_loads
from assistant.vram.plan import RAM_KEPT
from assistant.vram.usable import Usable
from assistant.vram.verdict import worst

GRADES = {
    "A": "Grade A: the header and the size of this very file are known",
    "B": "Grade B: the header is derived from a config, or the file's size is rounded by its source",
    "C": "Grade C: part of the model's shape is not known, so the range is wide",
}


def notes(job: Job, found: Assessment) -> tuple[str, ...]:
    """The assumptions of the estimator itself; what a reader left unsaid is added by the caller."""
    lines = [*_about_file(job), *_about_run(job), *_about_devices(job, found), *_about_plan(job, found.plan)]
    return tuple(dict.fromkeys(line for line in lines if line))


def _about_file(job: Job) -> Iterator[str]:
    model = job.model
    yield GRADES[model.confidence] + "."
    if model.file.error:
        yield f"The file's size is known to within {gb(model.file.error)}."
    if model.shape.gaps:
        yield f"Not in the header: {'; '.join(model.shape.gaps)}."
    if model.use == "diffusion" and model.gguf and model.runs:
        yield "llama.cpp runs diffusion models with its own tool, llama-diffusion-cli; Ollama does not."
    if not model.gguf:
        yield "The weights are not a GGUF: Ollama and llama.cpp do not read them, and all lie on the device."


def _about_run(job: Job) -> Iterator[str]:
    native, run = job.model.shape.context_native, job.run
    if native is None:
        yield "The model's native context is not known, so no longest context is given."
    elif run.context > native:
        yield f"The context of {tokens(run.context)} is beyond the native {tokens(native)}."
    if not run.unified and run.slots > 1:
        yield f"Each of {run.slots} slots has {tokens(pad(run.context) // run.slots)} of its own."
    if job.engine == "ollama" and not {run.kv_k, run.kv_v} <= set(OLLAMA_KV_TYPES):
        yield "Ollama stores the cache as f16, q8_0 or q4_0 only; the command is llama.cpp's."
    if job.engine == "lm-studio" and job.model.shape.slides and not run.swa_full:
        more = _full_window_cost(job)
        if more:
            yield f"LM Studio was seen keeping sliding-window layers at full length: up to {gib(more)} more."


def _full_window_cost(job: Job) -> int:
    full = whole_loads(replace(job, run=replace(job.run, swa_full=True)))
    here = whole_loads(job)
    return sum(load.expected for load in full) - sum(load.expected for load in here)


def _about_devices(job: Job, found: Assessment) -> Iterator[str]:
    for device, offer in {device.id: (device, offer) for device, offer in _pairs(job, found)}.values():
        yield f"{device.name}: {gib(offer.expected)} usable ({offer.source})."
    if len(job.devices) > 1:
        yield "Layers are shared out by free memory; the desktop is counted on every card."
    if found.verdict is not None:
        yield _windows(job, found.verdict)
        yield from _elsewhere(job, found)


def _pairs(job: Job, found: Assessment) -> zip:  # type: ignore[type-arg]
    return zip(job.devices, found.offers, strict=True)


def _windows(job: Job, verdict: Verdict) -> str:
    """Whether a Windows desktop would change the verdict (contract, part 1)."""
    if job.system not in ("linux", "linux-headless") or all(device.shared for device in job.devices):
        return ""
    there = assess(replace(job, system="windows")).verdict
    if there == verdict:
        return ""
    return f"On Windows, which holds 1.0-1.6 GiB for its desktop, the verdict would be: {there}."


def _elsewhere(job: Job, found: Assessment) -> Iterator[str]:
    """Whether the verdict depends on where in its range the usable memory of a machine lies."""
    if not any(device.shared for device in job.devices):
        return
    here = worst(found.loads, found.offers)
    for end, words in (("low", "only"), ("high", "up to")):
        offers = [_at(offer, end) for offer in found.offers]
        there = worst(found.loads, offers)
        if there != here:
            size = sum(offer.expected for offer in offers)
            meaning = "it would not go on whole" if there == "over" else f"the verdict would be: {there}"
            yield f"With {words} {gib(size)} usable {meaning}."


def _at(offer: Usable, end: str) -> Usable:
    return replace(offer, expected=offer.low if end == "low" else offer.high)


def _about_plan(job: Job, plan: Plan | None) -> Iterator[str]:
    if plan is None:
        return
    shared = job.devices[0].shared
    if shared:
        yield "What does not go into graphics memory is taken from the rest of the same RAM."
    elif job.ram_stated:
        yield f"{gib(RAM_KEPT)} of the {gib(job.ram)} system RAM are left for the system."
    elif plan.ram_bytes > job.ram - RAM_KEPT:
        yield (
            f"System RAM was not given. The plan needs {gib(plan.ram_bytes)} of it, more than the "
            f"{gib(job.ram)} usually assumed."
        )
    else:
        yield f"System RAM was not given: {gib(job.ram)} assumed."
    if job.engine == "ollama" and plan.moe_cpu_layers:
        yield "Ollama has no setting that keeps experts in system RAM, so the command is llama.cpp's."
