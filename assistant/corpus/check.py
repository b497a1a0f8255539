"""Check the whole catalog: cross-references, units, possible values, unique names.

The schema is checked on reading already; here are the mistakes that only show beside other values.
"""

from collections import Counter
from collections.abc import Iterator

from assistant.corpus.catalog import Catalog
from assistant.corpus.check_builds import check_builds, check_spellings, check_workflows
from assistant.corpus.check_names import check_names
from assistant.corpus.check_rows import check_row
from assistant.corpus.check_tags import check_latest
from assistant.corpus.check_values import check_gpu, check_machine, check_model
from assistant.corpus.problems import Problem


def check_catalog(catalog: Catalog) -> list[Problem]:
    """All findings, errors first, then in the order of the files.

    Raises:
        CorpusError: a file does not follow the schema; nothing else can be checked then.
    """
    found = [*_check(catalog)]
    return sorted(found, key=lambda problem: problem.severity != "error")


def count_catalog(catalog: Catalog) -> dict[str, int]:
    """How many items there are of each kind, and of the kinds of benchmark row that matter."""
    rows = catalog.benchmarks
    return {
        "models": len(catalog.models),
        "gpus": len(catalog.gpus),
        "machines": len(catalog.machines),
        "benchmarks": len(rows),
        "reproducible": sum(row.reproducible for row in rows),
        "unresolved": sum(row.unresolved is not None for row in rows),
        "claims": len(catalog.claims),
        "builds": len(catalog.builds),
        "workflows": len(catalog.workflows),
    }


def _check(catalog: Catalog) -> Iterator[Problem]:
    yield from check_names(catalog.models, catalog.gpus, catalog.machines)
    for model in catalog.models.values():
        yield from check_model(model)
    yield from check_latest(catalog.models.values())
    for gpu in catalog.gpus.values():
        yield from check_gpu(gpu)
    for machine in catalog.machines.values():
        yield from check_machine(machine)
    yield from _repeated_rows(catalog)
    for row in catalog.benchmarks:
        yield from check_row(row, catalog)
    for claim in catalog.claims:
        if claim.model and claim.model not in catalog.models:
            message = f"there is no model {claim.model!r}; the claim is kept for other names of it"
            yield Problem("unverified_claims.yaml", claim.id, "model", message, "note")
    yield from _check_builds(catalog)


def _check_builds(catalog: Catalog) -> Iterator[Problem]:
    builds, workflows = catalog.builds.values(), catalog.workflows.values()
    yield from check_builds(builds, catalog.gpus)
    yield from check_workflows(workflows, catalog.models)
    known = [*catalog.models.values(), *catalog.gpus.values(), *catalog.machines.values()]
    yield from check_spellings([*builds, *workflows], known)


def _repeated_rows(catalog: Catalog) -> Iterator[Problem]:
    """One measurement listed twice would count as two."""
    same = Counter((row.source_url, *_measured(row.model_dump())) for row in catalog.benchmarks)
    for row in catalog.benchmarks:
        if same[(row.source_url, *_measured(row.model_dump()))] > 1:
            yield Problem("benchmarks.yaml", row.id, "id", "another row has the same source and figures", "note")


def _measured(row: dict[str, object]) -> tuple[object, ...]:
    keys = ("model_label", "quant", "hardware_label", "backend", "build", "command", "test", "depth",
            "speculative", "tokens_per_second")  # fmt: skip
    return tuple(row[key] for key in keys)
