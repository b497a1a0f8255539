"""sentence-transformers behind one small class. Offline always: weights are read from a folder of this machine."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import CorpusError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

# Texts in a call of the model. 200 chunks on 2 cores took 5.4 s by `encode` with its 32, and 4.1 s with 16, 3.7 s with
# 8 and 3.8 s with 4 in the order below (2026-11-25): what eight texts need stays in the processor's cache.
BATCH = 8


def one_thread_a_question() -> None:
    """Embed each question on one core from now on, for a process that answers several at once.

    Teams of OpenMP threads, one per thread that asks, wait for one another by spinning: on two cores a question in a
    hundred took half a second instead of ten milliseconds.
    """
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)


class Embedder:
    """Texts → unit vectors. The model is loaded on the first call, once; counting tokens does not load it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> "NDArray[np.float32]":
        """Return one row per text, in their order; `progress` is told how many more are done.

        Texts of most tokens first, so that those of a batch are about equally long and little is padded.
        """
        import numpy as np  # noqa: PLC0415 - arrives with torch

        model = self._model
        tokens = [len(one.ids) for one in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]
        order = sorted(range(len(texts)), key=lambda at: -tokens[at])
        rows = np.zeros((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            rows[batch] = model.encode([texts[at] for at in batch], batch_size=BATCH, normalize_embeddings=True)
            if progress:
                progress(len(batch))
        return rows

    def embed_one(self, text: str) -> "NDArray[np.float32]":
        """Return the vector of one text.

        The same steps as `encode` without its batching, which is a tenth of the time of a question.
        """
        import torch  # noqa: PLC0415

        model = self._model
        if model.default_prompt_name:  # a model that wants words in front of questions: `encode` knows them
            vector: NDArray[np.float32] = model.encode(text, normalize_embeddings=True)
            return vector
        with torch.inference_mode():
            pooled = model(model.preprocess([text]))["sentence_embedding"]
            row: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1)[0].numpy()
        return row

    def load(self) -> None:
        """Load the model now rather than with the first question."""
        _ = self._model

    def count(self, text: str) -> int:
        """Return how many tokens a text has, without those the model adds."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    @cached_property
    def special(self) -> int:
        """How many tokens the model adds to every text."""
        return int(self._tokenizer.num_special_tokens_to_add(is_pair=False))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer  # noqa: PLC0415 - building only

        file = self.folder / "tokenizer.json"
        if not file.is_file():
            raise CorpusError(f"index/recipe.toml: embedder.folder: no tokenizer.json in {str(self.folder)!r}")
        tokenizer = Tokenizer.from_file(str(file))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - imports torch
        from transformers.utils import logging  # noqa: PLC0415

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # it would be drawn into the answer's terminal
        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True, trust_remote_code=False)
