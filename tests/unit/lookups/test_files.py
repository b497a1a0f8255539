"""Which file a question means (contract, part 1)."""

import pytest

from assistant.corpus.records import ModelRecord
from assistant.errors import RequestError
from assistant.lookups.files import Wanted, as_model, choose_file, files_by_size, other_file, shape_of

HEADER = {
    "context_length": 8192, "embedding_length": 1024, "block_count": 8, "feed_forward_length": 4096,
    "attention.head_count": 8, "attention.head_count_kv": 2, "vocab_size": 32000,
}  # fmt: skip


def file(quant, gb, repo="maker/model-GGUF", tag=None, size=None):
    return {
        "quant": quant, "size_gb": gb, "size_bytes": size, "size_gb_error": None if size else 0.05, "repo": repo,
        "ollama_tag": tag, "source_url": "https://example.org/list",
    }  # fmt: skip


def record(*files, **changes):
    given = {
        "id": "model", "name": "Model", "family": "Model", "developer": "Maker", "license": "MIT",
        "released": "2026-01", "hf_repo": "maker/model", "kind": "autoregressive", "moe": False,
        "params_total_b": 1.0, "params_active_b": None, "modalities": ["text"], "capabilities": ["chat"],
        "context_native": 8192, "attention": "full", "config": {}, "ollama_tag": "model:1b",
        "gguf": {"arch": "llama", "tied_embeddings": False, "header": HEADER, "exact": True, "source": "config"},
        "files": files, "runtime": {"ollama": "yes", "llama_cpp": "yes"}, "sources": [],
    } | changes  # fmt: skip
    return ModelRecord.model_validate(given)


BOTH = (
    file("Q4_K_M", 0.62), file("Q8_0", 1.1), file("Q4_K_M", 0.7, "ollama", "model:1b", 700_000_000),
)  # fmt: skip


@pytest.mark.parametrize(
    ("files", "wanted", "repo", "quant"),
    [
        pytest.param(BOTH, Wanted(), "maker/model-GGUF", "Q4_K_M", id="Hugging Face, Q4_K_M"),
        pytest.param(BOTH, Wanted("q8_0"), "maker/model-GGUF", "Q8_0", id="any case"),
        pytest.param(BOTH, Wanted(ollama=True), "ollama", "Q4_K_M", id="Ollama by name"),
        pytest.param(BOTH, Wanted("Q8_0", ollama=True), "maker/model-GGUF", "Q8_0", id="Ollama lacks it"),
        pytest.param(BOTH, Wanted(tag="MODEL:1b"), "ollama", "Q4_K_M", id="by tag"),
        pytest.param((file("F16", 2.0),), Wanted(), "maker/model-GGUF", "F16", id="the only one"),
        pytest.param(
            (file("Q4_K_M", 0.6), file("MXFP4", 0.6), file("MXFP4", 0.7, "ollama", "model:1b")),
            Wanted(), "maker/model-GGUF", "MXFP4", id="released in MXFP4",
        ),
        pytest.param((file("Q8_0", 1.1), file("Q4_0", 0.58)), Wanted(), "maker/model-GGUF", "Q4_0", id="nearest"),
        pytest.param(
            (file("Q4_K_M", 0.6, "b/model-GGUF"), file("Q4_K_M", 0.6, "a/model-GGUF")),
            Wanted(), "a/model-GGUF", "Q4_K_M", id="first by name",
        ),
        pytest.param(
            (file("Q4_K_M", 0.6, "a/model-GGUF"), file("Q4_K_M", 0.6, "b/model-GGUF", size=600_000_000)),
            Wanted(), "b/model-GGUF", "Q4_K_M", id="exact size first",
        ),
    ],
)  # fmt: skip
def test_the_file_that_is_meant(files, wanted, repo, quant):
    chosen = choose_file(record(*files), wanted)
    assert (chosen.repo, chosen.quant) == (repo, quant)


def test_an_unlisted_quantization_is_refused_with_those_there_are():
    with pytest.raises(RequestError, match="no IQ1_S file of 'model' in the catalog; it has Q4_K_M, Q8_0"):
        choose_file(record(*BOTH), Wanted("IQ1_S"))


def test_an_unlisted_tag_is_refused_with_those_there_are():
    with pytest.raises(RequestError, match="it has model:1b"):
        choose_file(record(*BOTH), Wanted(tag="model:7b"))


def test_the_other_side_of_a_file():
    model = record(*BOTH)
    assert other_file(model, model.files[0]).repo == "ollama"
    assert other_file(model, model.files[2]).repo == "maker/model-GGUF"
    assert other_file(model, model.files[1]) is None


def test_files_for_the_flips_are_gguf_one_per_quantization_largest_first():
    model = record(*BOTH, file("BF16", 2.0, "maker/model"))
    assert [f.quant for f in files_by_size(model, ollama=False)] == ["Q8_0", "Q4_K_M"]
    assert [f.repo for f in files_by_size(model, ollama=True)] == ["maker/model-GGUF", "ollama"]


@pytest.mark.parametrize(
    ("chosen", "changes", "grade"),
    [
        pytest.param(2, {}, "A", id="exact header, exact file"),
        pytest.param(0, {}, "B", id="rounded file"),
        pytest.param(2, {"modalities": ["text", "image"]}, "B", id="a projector may be in Ollama's file"),
        pytest.param(
            2, {"gguf": {"arch": "llama", "tied_embeddings": False, "header": HEADER, "exact": False, "source": "c"}},
            "B", id="derived header",
        ),
        pytest.param(
            2, {"gguf": {"arch": "llama", "tied_embeddings": None, "header": HEADER, "exact": True, "source": "c"}},
            "C", id="a gap in the shape",
        ),
    ],
)  # fmt: skip
def test_the_grade(chosen, changes, grade):
    model = record(*BOTH, **changes)
    assert as_model(model, model.files[chosen], shape_of(model)).confidence == grade


def test_without_a_listed_file_the_size_is_computed_and_graded_c():
    model = record()
    made = as_model(model, None, shape_of(model), "q8_0")
    assert (made.quant, made.confidence, made.file.bytes) == ("Q8_0", "C", 1_062_500_000)
    assert made.file.name == "computed from 1 billion parameters at 8.5 bits"
    assert made.file.error == round(0.1 * made.file.bytes)


def test_without_parameters_either_they_are_counted_from_the_shape():
    model = record(params_total_b=None)
    made = as_model(model, None, shape_of(model))
    attention = 1024 * (1024 + 2 * 256 + 1024)
    values = 2 * 1024 * 32000 + 8 * (attention + 3 * 1024 * 4096)
    assert made.file.bytes == round(values * 4.89 / 8)


def test_a_quantization_of_unknown_size_cannot_be_computed():
    model = record()
    with pytest.raises(RequestError, match="no size is known for IQ9"):
        as_model(model, None, shape_of(model), "IQ9")


def test_a_model_without_a_header_says_so():
    with pytest.raises(RequestError, match="does not know the shape"):
        shape_of(record(*BOTH, gguf=None))


@pytest.mark.parametrize(
    ("ollama", "llama_cpp", "runs"),
    [("yes", "no", True), ("unknown", "yes", True), ("no", "unknown", False), ("unknown", "unknown", False)],
)
def test_a_model_runs_when_either_engine_is_known_to_run_it(ollama, llama_cpp, runs):
    model = record(*BOTH, runtime={"ollama": ollama, "llama_cpp": llama_cpp})
    assert as_model(model, model.files[0], shape_of(model)).runs is runs


def test_names_for_the_commands():
    model = record(*BOTH, file("BF16", 2.0, "maker/model"))
    first, _, third, fourth = (as_model(model, f, shape_of(model)) for f in model.files)
    assert (first.ollama, first.filename) == ("hf.co/maker/model-GGUF:Q4_K_M", "model-Q4_K_M.gguf")
    assert third.ollama == "model:1b"
    assert (fourth.ollama, fourth.gguf) == (None, False)
