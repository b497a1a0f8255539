"""Exported pages become guides; what is not the page's text stays out; what is no page is refused with the reason."""

from pathlib import Path

import pytest

from assistant.cli import run
from assistant.corpus.guides import read_guide
from assistant.corpus.import_page import import_page
from assistant.errors import CorpusError

PAGE = Path(__file__).parents[2] / "data" / "pages" / "what-are-diffusion-language-models.txt"
TEXT = """Home Guides About

How loud is a card?

Fans decide how loud a card is.

Jane Doe | 3 min read | 2026-02-01

Noise comes from fans.

Small fans

A small fan turns fast.

- A slot cooler has one.
- A tower has two.

| Card | dB |
|---|---|
| A | 30 |

FAQ
Is a large card quieter?
Mostly, since its fans turn more slowly.

© 2026 Somebody. All rights reserved.
"""
HTML = """<!DOCTYPE html><html><head><title>How loud is a card? | OwnRig</title>
<meta name="description" content="Fans decide how loud a card is."><script>var x = 1;</script></head>
<body><nav><a href="/">Home</a><a href="/guides/x">Guides</a></nav><div class="cookie-banner">We use cookies.</div>
<article><h1>How loud is a card?</h1><p>Jane Doe, <time datetime="2026-02-01">February 1, 2026</time>, 3 min read</p>
<p>Noise comes from fans &amp; coils.</p><h2>Small fans</h2><p>A small fan<br>turns fast.</p>
<ul><li>A slot cooler has one.</li><li>A tower has two.</li></ul>
<table><tr><th>Card</th><th>dB</th></tr><tr><td>A</td><td>30</td></tr></table>
<pre>ollama ps
ollama list</pre>
<h2>Frequently asked questions</h2><details><summary>Is a large card quieter?</summary>
<p>Mostly, since its fans turn more slowly.</p></details>
</article><footer><p>&copy; 2026 Somebody</p></footer></body></html>"""


def filled(text: str) -> bytes:
    """The owner's part: what no page says of itself."""
    text = text.replace("topics: []", "topics: [noise]").replace("checked: null", "checked: 2026-11-25")
    return text.replace("key_facts: []", "key_facts: [One., Two., Three.]").encode()


def test_the_page_of_the_site_keeps_every_fact_and_nothing_else():
    imported = import_page(PAGE.name, PAGE.read_bytes())
    assert imported.path == "guides/what-are-diffusion-language-models.md"
    assert imported.missing == ("topics", "checked", "sources", "key_facts")
    guide = read_guide(f"corpus/{imported.path}", filled(imported.text))
    assert guide.front.published == "2026-05-26"
    assert guide.front.summary.startswith("Diffusion LMs rewrite text blocks in parallel")
    assert [section.heading for section in guide.sections] == [
        "",
        "Short answer",
        "Autoregressive vs diffusion",
        "What OwnRig tracks today",
        "How to read vendor speed claims",
        "What to run instead right now",
    ]
    assert [entry.question for entry in guide.faq] == [
        "Is a diffusion language model the same as Stable Diffusion?", "Will Ollama run Nemotron-Labs Diffusion?",
        "Should I buy hardware for diffusion LMs right now?", "What decode mode matters for hardware planning?",
    ]  # fmt: skip
    for fact in ("16.98 GB", "19 GB total VRAM", "$299", "Q3_K_M", "Ada Gate A", "Safetensors", "RTX 4060 Ti 16GB"):
        assert fact in imported.text, fact
    for other in (
        "Build My Rig",
        "Trademark",
        "Priya",
        "inbox",
        "rights reserved",
        "Privacy",
        "min read",
        "Explainer",
        "\n01",
    ):
        assert other not in imported.text, other


@pytest.mark.parametrize(
    "content", [TEXT, HTML, TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT], ids=["text", "html", "crlf", "bom"]
)
def test_sections_lists_tables_and_questions_are_kept(content):
    imported = import_page("x", content.encode())
    guide = read_guide(f"corpus/{imported.path}", filled(imported.text))
    assert (guide.front.title, guide.front.published) == ("How loud is a card?", "2026-02-01")
    assert guide.front.summary == "Fans decide how loud a card is."
    small = next(section for section in guide.sections if section.heading == "Small fans")
    assert [block.kind for block in small.blocks][:3] == ["paragraph", "list", "table"]
    assert small.blocks[2].lines == ("| Card | dB |", "| A | 30 |")
    assert [entry.question for entry in guide.faq] == ["Is a large card quieter?"]
    assert "rights reserved" not in imported.text
    assert "cookies" not in imported.text
    assert "Home" not in imported.text


def test_html_is_decoded_and_code_kept():
    text = import_page("x", HTML.encode()).text
    assert "fans & coils" in text
    assert "```\nollama ps\nollama list\n```" in text
    assert "var x" not in text


def test_hidden_characters_are_dropped():
    hidden = TEXT.replace("turns fast", "tu\u200brns \u202efast\u202c")
    assert "A small fan turns fast." in import_page("x", hidden.encode()).text


def test_other_encodings_are_read():
    assert "M\u00fcller" in import_page("x", TEXT.replace("Small fans", "Fans of M\u00fcller").encode("cp1252")).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x00\x01\x02" * 9, "not text"),
        (b"x" * 2_000_001, "at most"),
        (b"one line only", "no title"),
        (b"A. B. C.\n\nD. E.\n", "no title"),
        (
            b"<html><head><title>404 Not Found</title></head><body><h1>404</h1><p>Gone.</p></body></html>",
            "error or login",
        ),
        (b"<html><body><nav><p>Home</p></nav></body></html>", "no title"),
        (b"<html><body><h1>Title</h1></body></html>", "no text under it"),
        (b"# Title\n\n\xc2\xa9 2026 All rights reserved.", "no text under it"),
    ],
)
def test_what_is_no_page_is_refused_with_the_reason(content, reason):
    with pytest.raises(CorpusError, match=reason) as caught:
        import_page("page.html", content)
    assert str(caught.value).startswith("page.html: ")


def test_each_file_is_written_or_refused_and_nothing_is_overwritten(tmp_path, capsys):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TEXT)
    bad.write_bytes(b"")
    assert run(["corpus", "import", str(good), str(bad), str(tmp_path / "none"), "--out", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert "fill in topics, checked, sources, key_facts" in said.out
    assert "bad.txt: the file is empty" in said.err
    assert "none' cannot be read" in said.err
    assert (tmp_path / "out" / "pages" / "how-loud-is-a-card.md").is_file()
    assert run(["corpus", "import", str(good), "--out", str(tmp_path / "out")]) == 1
    assert "is there already" in capsys.readouterr().err
