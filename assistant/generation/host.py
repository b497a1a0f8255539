"""`OLLAMA_HOST` as Ollama's own command reads it (envconfig.Host in its source)."""

import ipaddress
import re

DEFAULT = "http://127.0.0.1:11434"
_PORTS = {"http": "80", "https": "443"}
_OWN_PORT = "11434"
_WITH_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*):(?P<port>[^:]*)")
_MOST = 65535


def ollama_url(text: str) -> str:
    """Return the address to connect to: scheme, host, port and path; what is left out is Ollama's default.

    An address that means "all interfaces" to a server is read as this machine.
    """
    scheme, there, rest = text.strip().strip("\"'").partition("://")
    if not there:
        scheme, rest = "http", scheme
        port = _OWN_PORT
    else:
        port = _PORTS.get(scheme, _OWN_PORT)
    place, slash, path = rest.partition("/")
    found = _WITH_PORT.fullmatch(place)
    host = (found["host"] if found else place).strip("[]")
    if found and found["port"].isdecimal() and int(found["port"]) <= _MOST:
        port = found["port"]
    return f"{scheme}://{_reachable(host)}:{port}{slash}{path}".rstrip("/")


def _reachable(host: str) -> str:
    if host in ("", "0.0.0.0"):  # noqa: S104 - where a server listens, not where we do
        return "127.0.0.1"
    if host in ("::", "0:0:0:0:0:0:0:0"):
        return "[::1]"
    try:
        return f"[{host}]" if ipaddress.ip_address(host).version == 6 else host  # noqa: PLR2004
    except ValueError:
        return host
