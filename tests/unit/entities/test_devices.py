"""How many devices, with how much memory, used together or instead of one another."""

import pytest


def short(question) -> list[str]:
    return [
        f"{d.count}x {'|'.join(d.candidates)}" + (f"@{d.memory_gb}" if d.memory_gb else "") for d in question.devices
    ]


COUNTS = [
    ("two 3090s", 2),
    ("2x 3090", 2),
    ("2x3090", 2),
    ("2 x RTX 3090", 2),
    ("3090 x2", 2),
    ("3090x2", 2),
    ("3090 ×2", 2),
    ("3090 (x2)", 2),
    ("dual 3090", 2),
    ("a pair of 3090s", 2),
    ("a pair of used RTX 3090", 2),
    ("4× 3090", 4),
    ("four 3090s", 4),
    ("quad 3090", 4),
    ("8 3090s", 8),
    ("zwei RTX 3090", 2),
    ("zwei gebrauchte 3090", 2),
    ("deux RTX 3090", 2),
    ("dos 3090", 2),
    ("две 3090", 2),
    ("2*3090", 2),
    ("3090 + 3090", 2),
    ("a 3090 plus another 3090", 2),
    ("a 3090", 1),
    ("one 3090", 1),
    ("a single 3090", 1),
    ("my 3090", 1),
    ("Llama 3.1 8B 3090", 1),
    ("Q4 3090", 1),
]


@pytest.mark.parametrize(("text", "count"), COUNTS)
def test_the_number_of_cards_is_read_however_it_is_written(text, count, read):
    assert short(read(f"Does it fit on {text}?")) == [f"{count}x rtx-3090"]


MEMORY = [
    ("3060 12GB", "1x rtx-3060-12gb@12"),
    ("12GB 3060", "1x rtx-3060-12gb@12"),
    ("RTX 3060 (12 GB)", "1x rtx-3060-12gb@12"),
    ("3060 with 12 gigs", "1x rtx-3060-12gb@12"),
    ("the 12 gig version of the 3060", "1x rtx-3060-12gb@12"),
    ("3060 with 12GB of VRAM", "1x rtx-3060-12gb@12"),
    ("3060-12GB", "1x rtx-3060-12gb@12"),
    ("3060, the 12GB one", "1x rtx-3060-12gb@12"),
    ("4060 Ti 16 GB", "1x rtx-4060-ti-16gb@16"),
    ("4060 ti 16", "1x rtx-4060-ti-16gb@16"),
    ("RTX 3060 12 Go", "1x rtx-3060-12gb@12"),
    ("dual 4060 Ti 32GB", "2x rtx-4060-ti-16gb@16"),
    ("V100 16GB x4", "4x v100-16gb@16"),
    ("Mac mini M4 with 24 GB", "1x mac-mini-m4@24"),
    ("M4 Mac mini, 24GB", "1x mac-mini-m4@24"),
    ("24GB M4 Mac mini", "1x mac-mini-m4@24"),
    ("Mac mini with the M4 Pro chip and 48GB", "1x mac-mini-m4-pro@48"),
    ("M3 Max 64GB", "1x macbook-pro-m3-max-40core@64"),
    ("M3 Max 36GB", "1x macbook-pro-m3-max-30core@36"),
    ("MacBook Pro 16 M3 Max 128GB", "1x macbook-pro-m3-max-40core@128"),
    ("M3 Max 30-core", "1x macbook-pro-m3-max-30core"),
    ("Framework Desktop 128", "1x framework-desktop-395@128"),
    ("laptop RTX 3080 16GB", "1x rtx-3080-laptop-16gb@16"),
    ("3080 16GB laptop", "1x rtx-3080-laptop-16gb@16"),
]


@pytest.mark.parametrize(("text", "device"), MEMORY)
def test_the_memory_beside_a_name_picks_the_variant(text, device, read):
    question = read(f"Does it fit on a {text}?")
    assert (short(question), question.memory) == ([device], ())


@pytest.mark.parametrize(
    "text", ["24 GB 3060", "3060 24GB", "4090 48GB", "3080 20GB", "Mac mini M4 with 48GB", "RTX 3060 6GB", "A100 64GB"]
)
def test_a_size_that_no_variant_has_is_never_picked(text, read):
    question = read(f"Does it fit on a {text}?")
    assert question.devices == ()
    assert [name.kind for name in question.unknown] == ["device"]
    assert question.unknown[0].near


@pytest.mark.parametrize(
    "text", ["3090 and 64GB", "3090 with 64 GB RAM", "3090, 64GB of system memory", "3090 + 64GB DDR5"]
)
def test_system_memory_beside_a_card_is_not_the_cards(text, read):
    question = read(f"Will Llama 3.3 70B run on a {text}?")
    assert short(question) == ["1x rtx-3090"]
    assert [(size.kind, size.value) for size in question.memory] == [("ram", 64.0)]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("3090 + 3060 12GB, does Llama 3.3 70B fit?", True),
        ("I have a 3090 and a 3060 12GB, what fits?", True),
        ("Can a 3090 and a 3060 12GB run it together?", True),
        ("dual GPU 3090+3060 12GB", True),
        ("3090 or 3060 12GB for LLMs?", False),
        ("3090 vs 3060 12GB", False),
        ("Does it fit on a 3090 and a 3060 12GB?", False),
    ],
)
def test_cards_used_together_are_told_from_alternatives(text, together, read):
    first, second = read(text).devices
    assert (first.count, second.with_previous) == (1, together)


def test_both_of_two_cards_counts_neither_twice(read):
    assert short(read("Can I use both my 3080 10GB and 1070 for a 13B?")) == ["1x rtx-3080-10gb@10", "1x gtx-1070"]


def test_one_and_two_of_a_card_can_be_compared(read):
    assert short(read("one vs two 3090s for Llama 3.3 70B?")) == ["1x rtx-3090", "2x rtx-3090"]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("4070S", "rtx-4070-super"),
        ("two 4070s", "rtx-4070"),
        ("4070s", "rtx-4070|rtx-4070-super"),
        ("4070TiS", "rtx-4070-ti-super"),
    ],
)
def test_an_s_is_a_plural_or_short_for_super(text, candidates, read):
    (device,) = read(f"Is {text} good?").devices
    assert "|".join(device.candidates) == candidates


def test_two_cards_of_a_bare_size_keep_their_number(read):
    (size,) = read("two 24 GB cards for Llama 3.3 70B?").memory
    assert (size.count, size.value, size.kind) == (2, 24.0, "vram")
