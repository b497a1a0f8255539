"""Small jobs built from written-out headers, so that these tests need no catalog."""

from dataclasses import replace

from assistant.domain.estimate import FileUsed
from assistant.domain.quantity import GIB
from assistant.vram.devices import Device
from assistant.vram.job import Job, Model
from assistant.vram.run import Run
from assistant.vram.shape import read_shape
from assistant.vram.weights import split_weights

DENSE = {
    "context_length": 131072, "embedding_length": 4096, "block_count": 32, "feed_forward_length": 14336,
    "attention.head_count": 32, "attention.head_count_kv": 8, "vocab_size": 128256,
}  # fmt: skip
EXPERTS = {
    "context_length": 40960, "embedding_length": 2048, "block_count": 48, "feed_forward_length": 6144,
    "attention.head_count": 32, "attention.head_count_kv": 4, "vocab_size": 151936,
    "attention.key_length": 128, "attention.value_length": 128, "expert_count": 128,
    "expert_used_count": 8, "expert_feed_forward_length": 768,
}  # fmt: skip
SLIDING = {
    "context_length": 131072, "embedding_length": 3840, "block_count": 48, "feed_forward_length": 15360,
    "attention.head_count": 16, "attention.head_count_kv": 8, "vocab_size": 262208,
    "attention.key_length": 256, "attention.value_length": 256, "attention.sliding_window": 1024,
}  # fmt: skip
HYBRID = {
    "context_length": 262144, "embedding_length": 4096, "block_count": 32, "feed_forward_length": 12288,
    "attention.head_count": 16, "attention.head_count_kv": 4, "vocab_size": 248320,
    "attention.key_length": 256, "attention.value_length": 256, "ssm.conv_kernel": 4, "ssm.inner_size": 4096,
    "ssm.state_size": 128, "ssm.time_step_rank": 32, "ssm.group_count": 16, "full_attention_interval": 4,
}  # fmt: skip
HEADERS = {
    "llama": (DENSE, False, 4_920_000_000),
    "qwen3moe": (EXPERTS, False, 18_600_000_000),
    "gemma3": (SLIDING, True, 7_300_000_000),
    "qwen35": (HYBRID, False, 5_600_000_000),
}


def model(arch: str = "llama", size: int | None = None, **changes: object) -> Model:
    header, tied, usual = HEADERS[arch]
    shape = read_shape(arch, header, tied=tied)
    size = size or usual
    made = Model(
        id=arch,
        quant="Q4_K_M",
        file=FileUsed(f"{arch}.gguf", size, None),
        shape=shape,
        weights=split_weights(shape, size, "Q4_K_M"),
        confidence="A",
        ollama=f"{arch}:latest",
        filename=f"{arch}-Q4_K_M.gguf",
    )
    return replace(made, **changes)


def card(gib: float, name: str = "card", **changes: object) -> Device:
    made = Device(id=name, name=name, maker="nvidia", backend="cuda", nominal=round(gib * GIB))
    return replace(made, **changes)


def job(arch: str = "llama", *cards: Device, size: int | None = None, **settings: object) -> Job:
    run_fields = {key: settings.pop(key) for key in list(settings) if key in Run.__dataclass_fields__}
    return Job(model=model(arch, size), run=Run(**run_fields), devices=cards, **settings)
