"""Fit the rule that tells whether guides speak about a question (`[answers]` in index/recipe.toml).

python tools/fit_answers.py

Fitted on the split `choose` of the judged questions, both kinds counting the same; the split `report` is only
measured. Asked are the questions that reach the guides: those whose names and words ask for no lookup.
"""

from pathlib import Path

import numpy as np

from assistant.assemble import open_catalog, open_guides
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.evaluation.retrieval_answers import reaches_guides
from assistant.evaluation.retrieval_domain import read_judged
from assistant.retrieval.expand import expanded
from assistant.retrieval.explain import CHUNKS, GuideReader, signs_of
from assistant.retrieval.hybrid import rank
from assistant.settings import Settings

DOMAIN = Path(__file__).resolve().parents[1] / "tests" / "data" / "retrieval" / "domain.yaml"
STEPS, RATE, SHRINK = 6000, 0.5, 0.003  # of the gradient descent; SHRINK keeps weights small


def main() -> None:
    """Print weights, and the share of false refusals and false answers at several limits."""
    settings = Settings.read()
    catalog = open_catalog(settings)
    names = NameIndex.build(catalog)
    reader = open_guides(settings, catalog)
    splits = {split: _signs(split, names, reader) for split in ("choose", "report")}
    signs, inside = splits["choose"]
    weights, bias = _fit(signs, inside)
    print(
        "bias = {:.2f}\nsimilarity = {:.2f}\nheading = {:.2f}\nwords = {:.2f}\nother_language = {:.2f}".format(
            bias, *weights
        )
    )
    for split, (values, truth) in splits.items():
        odds = values @ weights + bias
        print(f"{split}: {int(truth.sum())} inside, {int((1 - truth).sum())} outside")
        for least in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
            refused, answered = (odds[truth == 1] < least).mean(), (odds[truth == 0] >= least).mean()
            print(f"  least {least:4.1f}: false refusals {refused:.3f}, false answers {answered:.3f}")


def _signs(split: str, names: NameIndex, reader: GuideReader) -> tuple[np.ndarray, np.ndarray]:
    rows, truth = [], []
    for case in read_judged(DOMAIN, split):
        question = understand(case.question, names, None)
        if not reaches_guides(case, question):
            continue
        text = expanded(question)
        ranked, dense, words = rank(reader.guides, text, reader.fusion)
        ids = [one for one, _ in ranked[:CHUNKS]]
        signs = signs_of(question, dense, words, {one: reader.guides.closeness(text, one) for one in ids})
        rows.append((signs.similarity, signs.heading, signs.words, float(signs.other_language)))
        truth.append(case.kind != "outside")
    return np.asarray(rows), np.asarray(truth, float)


def _fit(signs: np.ndarray, inside: np.ndarray) -> tuple[np.ndarray, float]:
    """Logistic regression on standardised signs, returned for the signs as they are."""
    mean, spread = signs.mean(0), signs.std(0)
    scaled = (signs - mean) / spread
    counts = np.where(inside == 1, 0.5 / inside.mean(), 0.5 / (1 - inside.mean()))
    weights, bias = np.zeros(signs.shape[1]), 0.0
    for _ in range(STEPS):
        wrong = (1 / (1 + np.exp(-(scaled @ weights + bias))) - inside) * counts
        weights -= RATE * (scaled.T @ wrong / len(inside) + SHRINK * weights)
        bias -= RATE * wrong.mean()
    return weights / spread, float(bias - (weights / spread) @ mean)


if __name__ == "__main__":
    main()
