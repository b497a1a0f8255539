"""`OLLAMA_HOST` as Ollama reads it. The expected addresses follow envconfig.Host of Ollama's source."""

import pytest

from assistant.generation.host import ollama_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("127.0.0.1", "http://127.0.0.1:11434"),
        ("1.2.3.4:1234", "http://1.2.3.4:1234"),
        (":1234", "http://127.0.0.1:1234"),
        ("example.com", "http://example.com:11434"),
        ("example.com:9", "http://example.com:9"),
        ("http://example.com", "http://example.com:80"),
        ("https://example.com", "https://example.com:443"),
        ("https://example.com:8443/ollama/", "https://example.com:8443/ollama"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("0.0.0.0:5000", "http://127.0.0.1:5000"),
        ("[::1]:7", "http://[::1]:7"),
        ("::1", "http://[::1]:11434"),
        ("[::]", "http://[::1]:11434"),
        ("example.com:70000", "http://example.com:11434"),
        ("example.com:abc", "http://example.com:11434"),
        ('  "10.0.0.5:8"  ', "http://10.0.0.5:8"),
    ],
)
def test_addresses(text, url):
    assert ollama_url(text) == url
