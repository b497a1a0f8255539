"""A header from outside: read if it is one, refused in one line if not."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import OwnRigError, RequestError
from assistant.lookups.headers import model_from_header

ENTRY = {
    "label": "My Model 8B", "gguf_arch": "llama", "tied_embeddings": False,
    "header": {
        "context_length": 8192, "embedding_length": 4096, "block_count": 32, "feed_forward_length": 14336,
        "attention.head_count": 32, "attention.head_count_kv": 8, "vocab_size": 128256, "rope.freq_base": 5e5,
    },
}  # fmt: skip
SIZE = 4_920_000_000


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(ENTRY), id="JSON"),
        pytest.param(yaml.safe_dump(ENTRY), id="YAML"),
        pytest.param(yaml.safe_dump([ENTRY]), id="a list of one"),
        pytest.param(json.dumps(ENTRY | {"header": ENTRY["header"] | {"rope.scale": None}}), id="a null field"),
    ],
)
def test_an_entry_is_read(text):
    found = model_from_header(text, SIZE, "q4_k_m")
    assert (found.id, found.quant, found.confidence) == ("My Model 8B", "Q4_K_M", "A")
    assert (found.shape.n_layers, found.file.bytes) == (32, SIZE)
    assert found.filename == "My-Model-8B.gguf"


def test_a_gap_lowers_the_grade():
    entry = {key: value for key, value in ENTRY.items() if key != "tied_embeddings"}
    assert model_from_header(json.dumps(entry), SIZE, None).confidence == "C"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"gguf_arch": None}, "no 'gguf_arch'", id="no architecture"),
        pytest.param({"tied_embeddings": "maybe"}, "must be true, false or null", id="tied"),
        pytest.param({"header": {}}, "no 'header'", id="empty header"),
        pytest.param({"header": ENTRY["header"] | {"block_count": 10**9}}, "'block_count'", id="absurd layers"),
        pytest.param({"header": ENTRY["header"] | {"vocab_size": {}}}, "'vocab_size'", id="not a value"),
        pytest.param({"header": {"block_count": 32}}, "'embedding_length' is missing", id="fields missing"),
    ],
)
def test_a_broken_entry_names_what_is_wrong(change, message):
    with pytest.raises(OwnRigError, match=message):
        model_from_header(json.dumps(ENTRY | change), SIZE, None)


@pytest.mark.parametrize("text", ["", "[]", "7", "- 1\n- 2", "{", "a: [", "GGUF\x00\x01", json.dumps([ENTRY, ENTRY])])
def test_what_is_no_entry_is_refused(text):
    with pytest.raises(RequestError):
        model_from_header(text, SIZE, None)


@pytest.mark.parametrize("size", [1, 10_000_000, 10**13])
def test_a_size_that_cannot_be_is_refused(size):
    with pytest.raises(RequestError, match="bits per weight: check --file-bytes"):
        model_from_header(json.dumps(ENTRY), size, None)


odd = st.sampled_from([None, 0, -1, 1, 3, 2**31, 2**40, 1.5, float("nan"), "x", True, [], [1], [0] * 64, {}])


@given(st.dictionaries(st.sampled_from(sorted(ENTRY["header"])), odd, max_size=4), st.integers(10**6, 10**12))
def test_no_header_breaks_the_reader(changes, size):
    text = json.dumps(ENTRY | {"header": ENTRY["header"] | changes})
    try:
        found = model_from_header(text, size, "Q4_K_M")
    except OwnRigError:
        return
    assert found.weights.device > 0
