"""The bench over the measured allocations: its figures are the promise made of the estimator."""

import json
from pathlib import Path

import pytest
import yaml

from assistant.evaluation.vram_bench import main, measure
from assistant.evaluation.vram_logs import LogReport, check_logs
from assistant.evaluation.vram_rows import read_rows
from assistant.evaluation.vram_shapes import Shapes, read_shapes
from tests.unit.vram.headers import OTHERS, shape_of

DATA = Path(__file__).parents[2] / "data"


class _AllShapes(Shapes):
    """The catalog's shapes, and those of the models it does not have."""

    def find(self, label, arch=None):
        return shape_of(label)


@pytest.fixture(scope="module")
def bench():
    return measure(read_rows(DATA), _AllShapes({}), LogReport((), {}))


def test_every_answered_row_is_measured(bench):
    assert bench.rows == 3760
    assert bench.unknown == {}


def test_caches_and_states_are_exact(bench):
    assert bench.cache_max_percent < 0.001


def test_weights_are_exact_from_the_bytes_of_the_file(bench):
    assert len(bench.weights) == 15
    for error in bench.weights.values():
        assert abs(error.device_mib) < 0.1
        assert abs(error.host_mib) < 0.1


def test_compute_buffers_are_exact(bench):
    assert len(bench.by_kind) == 4
    for summary in bench.by_kind.values():
        assert summary.max_percent < 0.01
        assert summary.total_p95_mib < 0.1
        assert summary.in_range_percent == 100
        assert summary.above_high == 0


def test_without_data_it_says_so(capsys):
    main(None, None, None)
    assert "No allocation data" in capsys.readouterr().out


def test_a_folder_without_the_file_is_no_data(tmp_path, capsys):
    main(tmp_path, None, None)
    assert "No allocation data" in capsys.readouterr().out


def test_headers_can_be_given_and_numbers_written(tmp_path, capsys):
    arch, tied, header = OTHERS["DeepSeek-V2-Lite"]
    entry = {"label": "DeepSeek-V2-Lite", "gguf_arch": arch, "tied_embeddings": tied, "header": header}
    headers, out = tmp_path / "headers.yaml", tmp_path / "out.json"
    headers.write_text(yaml.safe_dump([entry]))
    main(DATA, headers, out)
    numbers = json.loads(out.read_text())
    assert numbers["rows"] == 184
    assert numbers["unknown_models"]["Llama-2-7B"] == 256
    assert "shape of Llama-2-7B not known" in capsys.readouterr().out


LOG = "model,arch,n_ctx,n_parallel,flash_attn,ctk,ctv,ubatch,backend,kv_buffer_mib,rs_buffer_mib,"
LOG += "compute_buffer_mib,source_url,notes\n"


def logs(tmp_path, *lines):
    (tmp_path / "published-logs.csv").write_text(LOG + "\n".join(lines) + "\n")
    return check_logs(tmp_path, read_shapes(None))


def test_a_log_is_checked_by_the_rules_of_every_build(tmp_path):
    found = logs(tmp_path, "Llama-3.1-8B-Instruct,llama,16384,1,on,f16,f16,1024,Vulkan,2048,,613.01,u,mainline")
    errors = {(check.part, check.era): abs(check.percent) for check in found.checks}
    assert errors["kv", "b11549"] < 0.001
    assert errors["compute", "4227c9be4"] < 0.01
    assert errors["compute", "b11549"] > 10


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Llama-3.1-8B,llama,1024,1,on,f16,f16,512,CUDA,82,,266.5,u,ik_llama.cpp fork", "fork"),
        ("No-such-model,llama,1024,1,on,f16,f16,512,CUDA,82,,,u,", "shape"),
        ("Llama-3.1-8B,llama,,1,on,f16,f16,512,CUDA,82,,,u,", "run"),
        ("Llama-3.1-8B,llama,1024,1,on,f16,f16,512,CUDA,,,36,u,fit projection", "projection"),
    ],
)
def test_what_is_no_plain_run_is_left_out_with_its_reason(tmp_path, line, reason):
    found = logs(tmp_path, line)
    assert found.checks == ()
    assert any(reason in text for text in found.excluded)


def test_the_longest_name_wins():
    shapes = read_shapes(None)
    assert shapes.find("Qwen3-30B-A3B").arch == "qwen3moe"
    assert shapes.find("no such thing") is None
