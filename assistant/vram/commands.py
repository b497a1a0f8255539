"""The lines a reader types to get the stated verdict, in the syntax of each engine.

llama.cpp: `tools/server/README.md` (`-fa on|off`; naming a number of slots switches the shared cache off
unless `-kvu` is given). Ollama: docs `context-length` and `faq` (environment of `ollama serve`,
`/set parameter num_gpu`). Diffusion models: `examples/diffusion/README.md` of llama.cpp. LM Studio: docs of `lms load`.
"""

from assistant.domain.estimate import Plan
from assistant.vram.engines import DEFAULT_SLOTS
from assistant.vram.job import Job

# Cache types that Ollama's OLLAMA_KV_CACHE_TYPE takes.
OLLAMA_KV_TYPES = ("f16", "q8_0", "q4_0")
DEFAULT_UBATCH = 512
KV_VARIABLE = "OLLAMA_KV_CACHE_TYPE"


def commands(job: Job, plan: Plan | None) -> tuple[str, ...]:
    """Return the lines; with a plan, those that carry it out."""
    if not job.model.gguf or not job.model.runs:
        return ()
    if job.engine == "ollama" and ollama_can(job, plan):
        return _ollama(job, plan)
    if job.engine == "lm-studio" and plan is None and job.model.use != "diffusion":
        return _lm_studio(job)
    return (_llama_cpp(job, plan),)


def ollama_can(job: Job, plan: Plan | None) -> bool:
    """Whether Ollama has a setting for everything asked: it has none for experts or uneven cache types."""
    run = job.run
    plain = run.ubatch == DEFAULT_UBATCH and run.outputs is None and not run.swa_full
    kinds = run.kv_k == run.kv_v and run.kv_k in OLLAMA_KV_TYPES
    experts = plan is not None and plan.moe_cpu_layers is not None
    known = job.model.ollama is not None and job.model.use != "diffusion"
    return known and plain and kinds and not experts


def _ollama(job: Job, plan: Plan | None) -> tuple[str, ...]:
    run = job.run
    # Ollama's setting is the context of one slot: it starts the engine with that many tokens per slot.
    settings = {"OLLAMA_CONTEXT_LENGTH": str(run.context // run.slots)}
    if run.kv_k != "f16":
        settings |= {"OLLAMA_FLASH_ATTENTION": "1", KV_VARIABLE: run.kv_k}
    elif not run.flash_attention:
        settings["OLLAMA_FLASH_ATTENTION"] = "0"
    if run.slots != DEFAULT_SLOTS["ollama"]:
        settings["OLLAMA_NUM_PARALLEL"] = str(run.slots)
    if job.system == "windows":
        serve = "; ".join([*(f'$env:{name}="{value}"' for name, value in settings.items()), "ollama serve"])
    else:
        serve = " ".join([*(f"{name}={value}" for name, value in settings.items()), "ollama serve"])
    if job.model.use == "embedding":  # nothing to chat with: the model is loaded by the first request
        return (serve, f"ollama pull {job.model.ollama}")
    layers = (f"/set parameter num_gpu {plan.layers_gpu}",) if plan and plan.layers_gpu else ()
    return (serve, f"ollama run {job.model.ollama}", *layers)


def _tool(job: Job) -> str:
    if job.model.use == "diffusion":
        return "llama-diffusion-cli"
    return "llama-cli" if job.engine == "llama-cli" else "llama-server"


def _lm_studio(job: Job) -> tuple[str, ...]:
    key = job.model.filename.removesuffix(".gguf")
    return (f"lms load {key} --gpu max --context-length {job.run.context}",)


def _llama_cpp(job: Job, plan: Plan | None) -> str:
    tool = _tool(job)
    words = [tool, "-m", job.model.filename, "-c", str(job.run.context), *_placement(job, plan), *_cache(job)]
    if tool == "llama-server":
        words += _server(job)
    if job.run.ubatch != DEFAULT_UBATCH:
        words += ["-ub", str(job.run.ubatch)]
    return " ".join(words)


def _placement(job: Job, plan: Plan | None) -> list[str]:
    if any(device.backend == "cpu" for device in job.devices):
        return []
    layers = plan.layers_gpu if plan and plan.layers_gpu else job.model.shape.n_layers + 1
    experts = ["--n-cpu-moe", str(plan.moe_cpu_layers)] if plan and plan.moe_cpu_layers else []
    return ["-ngl", str(layers), *experts]


def _cache(job: Job) -> list[str]:
    run = job.run
    words = ["-fa", "on" if run.flash_attention else "off"]
    if run.kv_k != "f16" or run.kv_v != "f16":
        words += ["-ctk", run.kv_k, "-ctv", run.kv_v]
    return [*words, "--swa-full"] if run.swa_full else words


def _server(job: Job) -> list[str]:
    words = ["-np", str(job.run.slots)]
    if job.run.slots > 1:
        words.append("-kvu" if job.run.unified else "--no-kv-unified")
    return [*words, "--embedding"] if job.model.use == "embedding" else words
