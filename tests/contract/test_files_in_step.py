"""What is generated or repeated in several files agrees: README blocks, versions, the compose file, the lock."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_readme_is_in_step_with_settings_and_commands():
    done = subprocess.run([sys.executable, "tools/docs.py", "--check"], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_the_compose_file_parses_and_names_ollama_and_assistant():
    compose = yaml.safe_load(read("docker-compose.yml"))
    services = compose["services"]
    assert {"ollama", "assistant"} <= set(services)
    assert services["ollama"]["image"] == "ollama/ollama:0.17.1"  # older: CVE-2026-7482
    assert (ROOT / services["assistant"]["build"]["dockerfile"]).is_file()
    named = {volume.split(":")[0] for service in services.values() for volume in service.get("volumes", [])}
    assert named <= set(compose["volumes"])


def test_torch_is_pinned_once_and_the_same_everywhere():
    pins = set(re.findall(r"torch==[0-9.]+", read("pyproject.toml") + read("deploy/Dockerfile")))
    assert pins == {"torch==2.13.0"}


def test_every_locked_package_has_hashes_and_torch_is_left_to_the_owner():
    blocks = re.split(r"\n(?=\S)", read("constraints.txt"))
    packages = [block for block in blocks if "==" in block]
    assert len(packages) > 50
    assert all("--hash=sha256:" in block for block in packages)
    assert not any(block.startswith(("torch==", "triton==", "nvidia-", "cuda-")) for block in packages)


def test_every_dependency_is_locked():
    locked = set(re.findall(r"(?m)^([a-z0-9.-]+)==", read("constraints.txt")))
    project = tomllib.loads(read("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.split(r"[<>=\[ ]", one)[0].lower().replace("_", "-") for one in wanted}
    assert names - locked == {"torch"}


@pytest.mark.parametrize("name", ["assistant", "corpus", "index", "prompts"])
def test_no_other_package_owns_our_names(name):
    owners = set(packages_distributions().get(name, []))
    assert owners <= ({"ask-ownrig"} if name == "assistant" else set())


def test_the_pages_that_the_readme_names_exist():
    for target in re.findall(r"\]\(((?:docs/)?[A-Za-z-]+\.md)\)", read("README.md")):
        assert (ROOT / target).is_file(), target


def test_no_file_names_a_package_registry_or_this_machine():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=False, text=True).stdout.split()
    pattern = re.compile("|".join(("pypi" + r"\.org", "python" + "hosted", "/work" + "/main", "deb" + r"\.debian")))
    text = (
        name for name in tracked if name.endswith((".py", ".md", ".toml", ".yml", ".sh", ".txt")) or "." not in name
    )
    for name in text:
        path = ROOT / name
        if path.is_file():
            assert not pattern.search(path.read_text(encoding="utf-8", errors="replace")), name
