"""Lists weighed from needs kept per way of running say the same as one job after another."""

from dataclasses import replace

import pytest

from assistant.domain.question import Part, Question
from assistant.lookups.fitting import fitting, weighable
from assistant.lookups.hardware import card
from assistant.lookups.memory import Hardware, Settings, devices_of, job_of
from assistant.lookups.shelf import Shelf
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene, Wish
from assistant.vram.assess import verdict_of
from assistant.vram.shop import kind_of, need_on, room_on

SETTINGS = [Settings(), Settings(context=32768, kv_k="q8_0", kv_v="q8_0"), Settings(engine="lm-studio")]
PLACES = [
    Hardware(gpus=("rtx-3090",)),
    Hardware(gpus=("rx-7600",)),
    Hardware(gpus=("rtx-5060",) * 2),
    Hardware(machine="mac-studio-m3-ultra", memory_gb=96),
    Hardware(gpus=("rtx-4070",), system="windows"),
]


def scene(shelf, settings, hardware):
    question = Question("q", "q", "en", (Part("what_runs"),))
    os = hardware.system
    question = replace(question, settings=replace(question.settings, os=os))
    return Scene(shelf, question, Target("it", "it", replace(hardware, system=None), ()), Wish(None, settings))


@pytest.mark.parametrize("how", SETTINGS)
@pytest.mark.parametrize("hardware", PLACES, ids=str)
def test_the_same_models_fit_as_one_by_one(catalog, how, hardware):
    shelf = Shelf(catalog)
    there = scene(shelf, how, hardware)
    for _ in range(2):  # made, then kept
        found = fitting(there, lambda record: True, None)
    kept = {record.id: model.quant for record, model in found.found}
    records = [record for record in catalog.models.values() if weighable(record)]
    assert found.count == len(records)
    for record in records[::4]:
        request = there.request(record)
        models = [shelf.model(record, file) for file in record.files if file.quant == kept.get(record.id)]
        if models:
            jobs = [job_of(catalog, model, request.settings, request.hardware) for model in models]
            assert any(verdict_of(job) == "fits" for job in jobs), record.id
        else:
            smallest = min((f for f in record.files), key=lambda f: f.bytes)
            job = job_of(catalog, shelf.model(record, smallest), request.settings, request.hardware)
            assert verdict_of(job) != "fits" or not job.model.gguf, record.id


def test_a_room_holds_what_the_verdict_says(catalog):
    shelf = Shelf(catalog)
    record = catalog.models["qwen3-14b"]
    model = shelf.model(record, record.files[0])
    for gpu in catalog.gpus.values():
        job = job_of(catalog, model, Settings(), Hardware(gpus=(gpu.id,)))
        device = card(gpu)
        need = need_on(replace(job, devices=()), device)
        assert room_on(device, job.system).holds(need) == (verdict_of(job) == "fits"), gpu.id


def test_devices_of_one_kind_need_the_same(catalog):
    shelf = Shelf(catalog)
    record = catalog.models["gpt-oss-20b"]
    model = shelf.model(record, record.files[0])
    needs = {}
    for hardware in (*PLACES[:2], PLACES[3], Hardware(gpus=("arc-b580",))):
        (device,), _ = devices_of(catalog, hardware)
        job = job_of(catalog, model, Settings(), hardware)
        needs.setdefault(kind_of(device), set()).add(need_on(job, device))
    assert all(len(found) == 1 for found in needs.values())
    assert set(needs) == {"gpu", "metal"}


def test_of_what_is_kept_the_longest_unused_goes(catalog):
    shelf = Shelf(catalog)
    made = []

    def make(name):
        return lambda: made.append(name) or name

    for name in range(200):
        shelf.keep("first", make("first"))
        shelf.keep(name, make(name))
    assert made.count("first") == 1
    shelf.keep(0, make(0))
    assert made.count(0) == 2
