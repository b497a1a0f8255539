"""Whether builds and workflows agree with the catalog: one line per problem, none when all is well."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.builds import BuildRecord, Need, WorkflowRecord, psu_size_w, total_tdp_w
from assistant.corpus.records import GpuRecord, ModelRecord, Named

BUILDS = "corpus/catalog/builds.yaml"
WORKFLOWS = "corpus/catalog/workflows.yaml"

# Editorial: what is too big for the cards goes into system memory, and the reader's assumed PC has 32 GiB.
LEAST_RAM_GIB = 32


def check_builds(builds: Iterable[BuildRecord], gpus: Mapping[str, GpuRecord]) -> tuple[str, ...]:
    """Return what is wrong with builds: cards, supply, memory, cooling, sources.

    Each line reads `corpus/catalog/builds.yaml: id: field: what is wrong`.
    """
    return tuple(f"{BUILDS}: {build.id}: {problem}" for build in builds for problem in _build_problems(build, gpus))


def check_workflows(workflows: Iterable[WorkflowRecord], models: Mapping[str, ModelRecord]) -> tuple[str, ...]:
    """Return what is wrong with workflows: every candidate must exist and bring all that is needed."""
    return tuple(
        f"{WORKFLOWS}: {workflow.id}: needs.{need.part}: {problem}"
        for workflow in workflows
        for need in workflow.needs
        for problem in _need_problems(need, models)
    )


def check_names(new: Iterable[BuildRecord | WorkflowRecord], known: Iterable[Named]) -> tuple[str, ...]:
    """Return each spelling of a build or workflow that means something else too, in itself or in `known`.

    Case, and whether words are parted by spaces, hyphens or underscores, makes no difference.
    """
    owners = {spelling: item.id for item in known for spelling in _spellings(item)}
    problems = []
    for item in new:
        file = BUILDS if isinstance(item, BuildRecord) else WORKFLOWS
        for spelling in sorted(_spellings(item)):
            if spelling in owners:
                problems.append(f"{file}: {item.id}: aliases: {spelling!r} already means {owners[spelling]}")
            owners[spelling] = item.id
    return tuple(problems)


def shortfalls(need: Need, model: ModelRecord) -> tuple[str, ...]:
    """Return why a model cannot be a candidate: what it lacks, or that no common engine runs it."""
    lacking = [f"lacks {word}" for word in need.capabilities if word not in model.capabilities]
    lacking += [f"does not take {word}" for word in need.modalities if word not in model.modalities]
    if model.context_native is None:
        lacking.append("has no known native context")
    elif model.context_native < need.min_context:
        lacking.append(f"has {model.context_native:,} tokens of context, needs {need.min_context:,}")
    if "yes" not in (model.runtime.ollama, model.runtime.llama_cpp):
        lacking.append("is not known to run in Ollama or llama.cpp")
    return tuple(lacking)


def _build_problems(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> Iterator[str]:
    missing = [card.id for card in build.gpus if card.id not in gpus]
    yield from (f"gpus: there is no card {card!r} in the catalog" for card in missing)
    if missing:
        return
    yield from _card_problems(build, gpus)
    yield from _supply_problems(build, total_tdp_w(build, gpus))
    cards_gib = sum(gpus[card.id].memory_gb * card.count for card in build.gpus)  # labels: 1 GB is 1 GiB
    least = max(LEAST_RAM_GIB, cards_gib)
    if build.ram_gib < least:
        yield f"ram_gib: should be at least {least} (the cards have {cards_gib}), got {build.ram_gib}"


def _card_problems(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> Iterator[str]:
    forms = {gpus[card.id].form for card in build.gpus}
    if "laptop" in forms:
        yield "gpus: a laptop chip cannot be built in; laptops belong in machines.yaml"
    if "datacenter" in forms and build.cooling is None:
        yield "cooling: is needed, a server card may have no fan of its own"
    cited = {field for source in build.sources for field in source.fields}
    given = {field for card in build.gpus for field in _measured(card.model_dump())}
    yield from (f"sources: none is given for {field}" for field in sorted(given - cited))


def _measured(card: Mapping[str, object]) -> Iterator[str]:
    return (field for field, value in card.items() if value is not None and field not in ("id", "count"))


def _supply_problems(build: BuildRecord, cards_tdp_w: int) -> Iterator[str]:
    size = psu_size_w(cards_tdp_w, build.cpu_tdp_w)
    if size is None:
        yield f"psu_w: no single supply carries {cards_tdp_w} W of cards"
    elif build.psu_w != size:
        yield f"psu_w: should be {size} for {cards_tdp_w} W of cards by the PSU rule, got {build.psu_w}"
    asked = max((card.maker_psu_w or 0 for card in build.gpus), default=0)
    if build.psu_w < asked:
        yield f"psu_w: the card's maker asks for {asked}, got {build.psu_w}"


def _need_problems(need: Need, models: Mapping[str, ModelRecord]) -> Iterator[str]:
    yield from (f"{name} is named twice" for name, count in Counter(need.models).items() if count > 1)
    for name in dict.fromkeys(need.models):
        if name not in models:
            yield f"there is no model {name!r} in the catalog"
            continue
        yield from (f"{name} {shortfall}" for shortfall in shortfalls(need, models[name]))


def _spellings(item: Named) -> set[str]:
    names = (item.id, item.name, *item.aliases, *item.ambiguous_aliases)
    return {re.sub(r"[\s_-]+", " ", text).strip().casefold() for text in names}
