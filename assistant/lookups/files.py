"""Which file of a model a question means, and that file as the estimator's model (contract, part 1)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.corpus.records import ModelFile, ModelRecord
from assistant.domain.estimate import Confidence, FileUsed
from assistant.domain.quantity import plain
from assistant.errors import RequestError
from assistant.vram.job import Model, Use
from assistant.vram.shape import Shape, read_shape
from assistant.vram.tensor_sizes import layer_values
from assistant.vram.weights import split_weights

DEFAULT_QUANT = "Q4_K_M"
NATIVE_QUANT = "MXFP4"  # a model that Ollama serves in it by default was released in it
# Bits per weight of whole files, for models without a listed file: llama.cpp's quantize README, measured on
# Llama-3.1-8B; by that table a size computed this way is within 10 % for models of 7B or more.
FILE_BITS = {
    "Q2_K": 3.16, "Q3_K_M": 4.0, "Q4_0": 4.66, "IQ4_XS": 4.46, "Q4_K_M": 4.89, "Q5_K_M": 5.70,
    "Q6_K": 6.56, "Q8_0": 8.5, "F16": 16.0, "BF16": 16.0,
}  # fmt: skip
COMPUTED_ERROR = 0.1
USES: dict[str, Use] = {"autoregressive": "chat", "diffusion_lm": "diffusion", "embedding": "embedding"}


@dataclass(frozen=True)
class Wanted:
    """What was said about the file: a quantization, Ollama by name, or one of its tags."""

    quant: str | None = None
    ollama: bool = False
    tag: str | None = None


def choose_file(record: ModelRecord, wanted: Wanted) -> ModelFile | None:
    """The file meant; None if the catalog lists none for the model.

    Of one quantization the Hugging Face file is taken, or Ollama's if Ollama was named and has it; of several
    files from one side, one of exactly known size, then the first by repository name.

    Raises:
        RequestError: the catalog lists files, but none of that tag or quantization; the message lists them.
    """
    if not record.files:
        return None
    if wanted.tag is not None:
        return _by_tag(record, wanted.tag)
    quant = _quant(record, wanted)
    found = [file for file in record.files if file.quant.upper() == quant.upper()]
    if not found:
        listed = ", ".join(dict.fromkeys(file.quant for file in record.files))
        raise RequestError(f"no {quant} file of {record.id!r} in the catalog; it has {listed}")
    return min(found, key=lambda file: _rank(file, ollama=wanted.ollama))


def other_file(record: ModelRecord, file: ModelFile) -> ModelFile | None:
    """The same quantization from the other side, Ollama or Hugging Face; None if there is none."""
    others = [f for f in record.files if f.quant == file.quant and f.from_ollama != file.from_ollama]
    return min(others, key=lambda f: _rank(f, ollama=False), default=None)


def files_by_size(record: ModelRecord, *, ollama: bool) -> tuple[ModelFile, ...]:
    """One GGUF file per quantization, chosen as above, the largest first."""
    readable = [file for file in record.files if is_gguf(file)]
    quants = dict.fromkeys(file.quant for file in readable)
    chosen = (min((f for f in readable if f.quant == q), key=lambda f: _rank(f, ollama=ollama)) for q in quants)
    return tuple(sorted(chosen, key=lambda file: (-file.bytes, file.quant)))


def is_gguf(file: ModelFile) -> bool:
    """Whether llama.cpp and Ollama read the file; repositories of GGUF files say so in their name."""
    return file.from_ollama or "gguf" in file.repo.lower()


def shape_of(record: ModelRecord) -> Shape:
    """The shape of a model, with everything that is not known about it in `gaps`.

    Raises:
        RequestError: the catalog has no header for the model.
        ShapeError: the header lacks a field without which nothing can be computed.
    """
    if record.gguf is None:
        raise RequestError(f"the catalog does not know the shape of {record.id!r}, so its memory is unknown")
    shape = read_shape(record.gguf.arch, record.gguf.header, tied=record.gguf.tied_embeddings)
    return _with_gaps(shape, record)


def as_model(record: ModelRecord, file: ModelFile | None, shape: Shape, quant: str | None = None) -> Model:
    """A file of a model as the estimator's model; without a file, one computed from the parameters."""
    used = _used(file) if file is not None else _computed(record, shape, quant or DEFAULT_QUANT)
    name = file.quant if file is not None else (quant or DEFAULT_QUANT).upper()
    return Model(
        id=record.id,
        quant=name,
        file=used,
        shape=shape,
        weights=split_weights(shape, used.bytes, name),
        confidence=_grade(record, file, shape),
        gguf=file is None or is_gguf(file),
        runs="yes" in (record.runtime.ollama, record.runtime.llama_cpp),
        ollama=None if record.runtime.ollama == "no" else _ollama_name(file),
        filename=_filename(record, file, name),
        use=USES[record.kind],
    )


def _by_tag(record: ModelRecord, tag: str) -> ModelFile:
    for file in record.files:
        if file.ollama_tag is not None and file.ollama_tag.lower() == tag.lower():
            return file
    listed = ", ".join(file.ollama_tag for file in record.files if file.ollama_tag) or "none"
    raise RequestError(f"no Ollama tag {tag!r} of {record.id!r} in the catalog; it has {listed}")


def _quant(record: ModelRecord, wanted: Wanted) -> str:
    """What was said, else the default, else what is nearest to the default in size."""
    if wanted.quant is not None:
        return wanted.quant
    served = [file for file in record.files if file.ollama_tag and file.ollama_tag == record.ollama_tag]
    if any(file.quant == NATIVE_QUANT for file in served):
        return NATIVE_QUANT
    quants = {file.quant for file in record.files}
    if DEFAULT_QUANT in quants or record.params_total_b is None:
        return DEFAULT_QUANT if DEFAULT_QUANT in quants else min(record.files, key=lambda f: f.bytes).quant
    target = record.params_total_b * 1e9 * FILE_BITS[DEFAULT_QUANT] / 8
    return min(record.files, key=lambda file: (abs(file.bytes - target), file.quant)).quant


def _rank(file: ModelFile, *, ollama: bool) -> tuple[bool, bool, bool, str]:
    return (
        file.from_ollama != ollama,
        not is_gguf(file),
        file.size_bytes is None,
        file.repo + (file.ollama_tag or ""),
    )


def _used(file: ModelFile) -> FileUsed:
    name = file.ollama_tag or f"{file.repo}:{file.quant}"
    return FileUsed(name, file.bytes, file.source_url, file.error_bytes)


def _computed(record: ModelRecord, shape: Shape, quant: str) -> FileUsed:
    bits = FILE_BITS.get(quant.upper())
    if bits is None:
        raise RequestError(f"no size is known for {quant} of {record.id!r}; known are {', '.join(FILE_BITS)}")
    values = record.params_total_b * 1e9 if record.params_total_b is not None else _count_values(shape)
    size = round(values * bits / 8)
    name = f"computed from {plain(round(values / 1e9, 2))} billion parameters at {plain(bits)} bits"
    return FileUsed(name, size, None, round(size * COMPUTED_ERROR))


def _count_values(shape: Shape) -> int:
    tables = shape.n_embd * (1 if shape.tied else 2) + shape.per_layer_embedding
    return tables * shape.n_vocab + sum(layer_values(layer, shape.n_embd) for layer in shape.layers)


def _grade(record: ModelRecord, file: ModelFile | None, shape: Shape) -> Confidence:
    """A: exact header and file. C: parameters only, or part of the shape unknown. B: all between."""
    if file is None or shape.gaps:
        return "C"
    exact_header = record.gguf is not None and record.gguf.exact
    # Ollama's size may include a vision projector, which is not weights of the text model.
    mixed = file.from_ollama and set(record.modalities) != {"text"}
    return "A" if exact_header and file.size_bytes is not None and not mixed else "B"


def _with_gaps(shape: Shape, record: ModelRecord) -> Shape:
    gaps: Iterable[str] = record.gguf.gaps if record.gguf else ()
    return replace(shape, gaps=tuple(dict.fromkeys((*gaps, *shape.gaps))))


def _ollama_name(file: ModelFile | None) -> str | None:
    if file is None or not is_gguf(file):
        return None
    return file.ollama_tag if file.from_ollama else f"hf.co/{file.repo}:{file.quant}"


def _filename(record: ModelRecord, file: ModelFile | None, quant: str) -> str:
    """How such files are usually named: repository without its GGUF suffix, then the quantization."""
    if file is None or file.from_ollama:
        return f"{record.id}-{quant}.gguf"
    stem = file.repo.rpartition("/")[2]
    for suffix in ("-GGUF", "-gguf"):
        stem = stem.removesuffix(suffix)
    return f"{stem}-{quant}.gguf"
