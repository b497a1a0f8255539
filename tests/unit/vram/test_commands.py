"""The lines that produce a verdict, read back with the options each program has."""

import argparse
import shlex
from dataclasses import replace

import pytest

from assistant.domain.estimate import Plan
from assistant.vram.assess import assess
from assistant.vram.commands import commands
from tests.unit.vram.sample_jobs import card, job

KV = ["f32", "f16", "bf16", "q8_0", "q5_1", "q5_0", "q4_1", "q4_0", "iq4_nl"]


def llama_server(line):
    """The options of llama-server and llama-cli that are used, with the values they take."""
    parser = argparse.ArgumentParser(exit_on_error=False, allow_abbrev=False)
    parser.add_argument("tool", choices=["llama-server", "llama-cli"])
    parser.add_argument("-m", required=True)
    parser.add_argument("-c", type=int, required=True)
    parser.add_argument("-ngl", type=int)
    parser.add_argument("--n-cpu-moe", type=int)
    parser.add_argument("-fa", choices=["on", "off", "auto"], required=True)
    parser.add_argument("-ctk", choices=KV, default="f16")
    parser.add_argument("-ctv", choices=KV, default="f16")
    parser.add_argument("-np", type=int)
    parser.add_argument("-ub", type=int, default=512)
    parser.add_argument("-kvu", action="store_true")
    parser.add_argument("--no-kv-unified", action="store_true")
    parser.add_argument("--swa-full", action="store_true")
    return parser.parse_args(shlex.split(line))


def test_llama_server_is_told_everything_that_differs_from_its_defaults():
    asked = job(
        "gemma3", card(24), engine="llama-server", context=32768, kv_k="q8_0", kv_v="q5_1", slots=4,
        ubatch=1024, swa_full=True,
    )  # fmt: skip
    (line,) = commands(asked, None)
    said = llama_server(line)
    assert (said.m, said.c, said.ngl, said.fa) == ("gemma3-Q4_K_M.gguf", 32768, 49, "on")
    assert (said.ctk, said.ctv, said.np, said.kvu, said.ub) == ("q8_0", "q5_1", 4, True, 1024)
    assert said.swa_full


def test_separate_caches_are_asked_for_by_name():
    (line,) = commands(job("llama", card(24), engine="llama-server", slots=4, unified=False), None)
    assert llama_server(line).no_kv_unified
    assert not llama_server(line).kvu


def test_a_plan_is_in_the_line():
    asked = job("qwen3moe", card(4), engine="llama-server", context=32768)
    plan = assess(asked).plan
    said = llama_server(commands(asked, plan)[0])
    assert (said.ngl, said.n_cpu_moe) == (plan.layers_gpu, plan.moe_cpu_layers)


def test_llama_cli_has_no_slots():
    (line,) = commands(job("llama", card(24), engine="llama-cli", flash_attention=False), None)
    said = llama_server(line)
    assert (said.tool, said.np, said.fa) == ("llama-cli", None, "off")


def test_a_processor_gets_no_layers_for_a_card():
    (line,) = commands(job("llama", card(8, backend="cpu", shared=True), engine="llama-server"), None)
    assert llama_server(line).ngl is None


@pytest.mark.parametrize(
    ("settings", "lines"),
    [
        pytest.param(
            {"context": 32768}, ("OLLAMA_CONTEXT_LENGTH=32768 ollama serve", "ollama run llama:latest"), id="context"
        ),
        pytest.param(
            {"kv_k": "q8_0", "kv_v": "q8_0"},
            (
                "OLLAMA_CONTEXT_LENGTH=8192 OLLAMA_FLASH_ATTENTION=1 OLLAMA_KV_CACHE_TYPE=q8_0 ollama serve",
                "ollama run llama:latest",
            ),
            id="cache type",
        ),
        pytest.param(
            {"slots": 2},
            ("OLLAMA_CONTEXT_LENGTH=4096 OLLAMA_NUM_PARALLEL=2 ollama serve", "ollama run llama:latest"),
            id="slots",
        ),
        pytest.param(
            {"system": "windows"},
            ('$env:OLLAMA_CONTEXT_LENGTH="8192"; ollama serve', "ollama run llama:latest"),
            id="PowerShell on Windows",
        ),
    ],
)
def test_ollama_is_told_by_its_environment(settings, lines):
    assert commands(job("llama", card(24), **settings), None) == lines


def test_ollama_takes_a_number_of_layers_in_the_session():
    lines = commands(job("llama", card(6)), Plan(layers_gpu=20, moe_cpu_layers=None, ram_bytes=1))
    assert lines[-1] == "/set parameter num_gpu 20"


@pytest.mark.parametrize(
    "settings", [{"kv_k": "q5_1", "kv_v": "q5_1"}, {"kv_k": "q8_0"}, {"ubatch": 256}, {"swa_full": True}]
)
def test_what_ollama_has_no_setting_for_is_run_with_llama_cpp(settings):
    (line,) = commands(job("llama", card(24), **settings), None)
    assert llama_server(line).tool == "llama-server"


def test_experts_in_ram_are_run_with_llama_cpp():
    asked = job("qwen3moe", card(12))
    (line,) = commands(asked, assess(asked).plan)
    assert llama_server(line).n_cpu_moe == assess(asked).plan.moe_cpu_layers


def test_a_diffusion_model_has_a_tool_of_its_own():
    asked = job("llama", card(24))
    (line,) = commands(replace(asked, model=replace(asked.model, use="diffusion")), None)
    assert line.startswith("llama-diffusion-cli -m llama-Q4_K_M.gguf -c 8192 -ngl 33 ")


def test_an_embedding_model_is_not_chatted_with():
    asked = job("llama", card(24))
    embedding = replace(asked.model, use="embedding")
    assert commands(replace(asked, model=embedding), None)[-1] == "ollama pull llama:latest"
    (line,) = commands(replace(asked, model=embedding, engine="llama-server"), None)
    assert line.endswith(" --embedding")


def test_lm_studio_loads_by_name():
    assert commands(job("llama", card(24), engine="lm-studio", slots=4), None) == (
        "lms load llama-Q4_K_M --gpu max --context-length 8192",
    )
