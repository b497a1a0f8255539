"""The service against its own OpenAPI description, by schemathesis, all checks: python tools/fuzz_api.py EXAMPLES.

Serves catalog and index of the checkout on a free port of loopback, with a database of its own, without a model.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

BIN = Path(sys.executable).parent
START_S = 60


def main() -> None:
    """Serve, let schemathesis ask, and leave with its exit code."""
    examples = sys.argv[1] if len(sys.argv) > 1 else "20"
    with tempfile.TemporaryDirectory() as folder:
        port = _free()
        subprocess.run([str(BIN / "ownrig"), "index", "build"], check=True, stdout=subprocess.DEVNULL)
        environment = os.environ | {
            "OWNRIG_DATABASE_URL": f"sqlite:///{folder}/fuzz.db",
            "OWNRIG_MODEL": "none",
            "OWNRIG_MAX_QUESTIONS": "0",
        }
        command = [str(BIN / "python"), "-c", f"from assistant.web.run import serve; serve('127.0.0.1', {port}, 1)"]
        server = subprocess.Popen(command, env=environment)
        try:
            _wait(f"http://127.0.0.1:{port}/healthz")
            url = f"http://127.0.0.1:{port}/openapi.json"
            fuzz = [str(BIN / "schemathesis"), "run", url, "--checks", "all", "--max-examples", examples, "--seed", "1"]
            sys.exit(subprocess.run([*fuzz, "--request-timeout", "10"], check=False).returncode)
        finally:
            server.terminate()
            server.wait(15)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.2)
    sys.exit("the service did not start")


if __name__ == "__main__":
    main()
