# The commands a person types; `make help` lists them. A second run of any of them does no set-up.
SHELL := /bin/sh
TORCH_INDEX ?=
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup ask serve bench-serve fuzz-api fuzz-api-short test test-ollama bench-model check fix docs lock wheel eval bench-vram bench-start bench-facts bench-retrieval bench-verify bench-injection bench-index drafts attack mutants mutants-short mutate metamorphic test-slow import

# $(value Q) keeps the text as it was typed: a plain $(Q) would turn $$800 into 00 and run backticks.
ask: export QUESTION = $(value Q)
ask: .venv/.ready ## Ask a question: make ask Q='Will Qwen3 32B fit on an RTX 3090?'
	@printf '%s' "$$QUESTION" | $(BIN)/ownrig ask -

serve: .venv/.ready ## Serve on http://127.0.0.1:8000/: make serve [PORT=8000]
	@$(BIN)/ownrig serve $(if $(PORT),--port '$(PORT)')

setup: .venv/.ready ## Create .venv with all packages (done by every other command when needed)

.venv/.ready: pyproject.toml constraints.txt
	@TORCH_INDEX='$(TORCH_INDEX)' sh tools/setup.sh

test: .venv/.ready ## Run the tests
	@$(BIN)/python -m pytest -n auto

check: .venv/.ready ## Format, lint, types, import contracts, docs in step, catalog
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python tools/docs.py --check
	@$(BIN)/ownrig corpus check

fix: .venv/.ready ## Format, fix what is safe, regenerate the README's blocks
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/python tools/docs.py
	@$(BIN)/python tools/schemas.py
	@$(BIN)/ownrig corpus check --write >/dev/null

eval: .venv/.ready ## Run the golden set
	@$(BIN)/ownrig index build
	@$(BIN)/ownrig eval run

bench-vram: .venv/.ready ## Hold the estimator against allocations: DATA=DIR [HEADERS=FILE] [JSON=OUT]
	@$(BIN)/python -m assistant.evaluation.vram_bench $(if $(DATA),--data '$(DATA)') $(if $(HEADERS),--headers '$(HEADERS)') $(if $(JSON),--json '$(JSON)')

attack: .venv/.ready ## Attacks and their true twins against the number ledger: [ATTACKS=FILE EVIDENCE=FILE] [JSON=OUT]
	@$(BIN)/python tests/attacks/run.py $(if $(ATTACKS),--attacks '$(ATTACKS)' --evidence '$(EVIDENCE)') $(if $(JSON),--json '$(JSON)')

mutants: .venv/.ready ## Slips put into the number ledger by hand: a test must notice each [ONLY=words]
	@$(BIN)/python -m tools.mutants $(if $(ONLY),--only '$(ONLY)')

mutants-short: .venv/.ready ## Six of them, others each day: [SEED=1]
	@$(BIN)/python -m tools.mutants --short 6 $(if $(SEED),--seed '$(SEED)')

mutate: .venv/.ready ## Slips by rule: the share that a test notices, and the others: [SAMPLE=300 SEED=1 JSON=OUT]
	@$(BIN)/python -m tools.mutate $(if $(SAMPLE),--sample '$(SAMPLE)') $(if $(SEED),--seed '$(SEED)') $(if $(JSON),--json '$(JSON)')

metamorphic: .venv/.ready ## Reworded questions must keep subject and verdict: the whole set
	@$(BIN)/python -m pytest -n auto tests/metamorphic -m "slow or not slow"

bench-serve: .venv/.ready ## The service under bounded load, as ratios to the bare embedding [LONG=yes: 20,000 questions more]
	@$(BIN)/ownrig index build
	@$(BIN)/python tools/bench_serve.py $(if $(LONG),--long)

fuzz-api-short: .venv/.ready ## The service against its own description: some hundred requests
	@$(BIN)/python tools/fuzz_api.py 20

fuzz-api: .venv/.ready ## The same with some thousand requests
	@$(BIN)/python tools/fuzz_api.py 300

test-ollama: .venv/.ready ## The written answer with a real Ollama: sentences released and withheld [OWNRIG_MODEL, OLLAMA_HOST]
	@$(BIN)/python -m pytest -s -m ollama tests/ollama

bench-model: .venv/.ready ## Time from a sentence's last letter to its release, and 1,000 generations, with a stand-in
	@$(BIN)/python tools/bench_model.py

test-slow: .venv/.ready ## The slow tests as well
	@$(BIN)/python -m pytest -n auto -m "not ollama"

bench-facts: .venv/.ready ## Time to the facts, and how it grows with ten times the catalog
	@$(BIN)/python tools/bench_facts.py

bench-retrieval: .venv/.ready ## Measure the search; with DATA=DIR SPLIT=train|test on judged documents too [JSON=OUT]
	@$(BIN)/ownrig index build
	@$(BIN)/python tools/bench_retrieval.py $(if $(DATA),--data '$(DATA)') $(if $(SPLIT),--split '$(SPLIT)') $(if $(JSON),--json '$(JSON)')

drafts: .venv/.ready ## Measure the number ledger on labelled drafts: DATA=DIR [JSON=OUT]
	@$(BIN)/ownrig eval draft --withheld $(if $(DATA),--data '$(DATA)') $(if $(JSON),--json '$(JSON)')

bench-injection: .venv/.ready ## Planted instructions against a writer that obeys them: DATA=DIR [JSON=OUT]
	@$(BIN)/python tools/bench_injection.py $(if $(DATA),'$(DATA)') $(if $(JSON),--json '$(JSON)')

bench-verify: .venv/.ready ## Time of the number ledger per unit, and on long hostile input: [DATA=DIR]
	@$(BIN)/python tools/bench_verify.py $(DATA)

bench-index: .venv/.ready ## Building the index and a cold question, against the bare libraries
	@$(BIN)/python tools/bench_index.py

bench-start: .venv/.ready ## Whole-process times as ratios to the bare import of the libraries
	@$(BIN)/python tools/bench_start.py

import: .venv/.ready ## Rebuild corpus/catalog from researched facts: FACTS=DIR
	@$(BIN)/python tools/import_facts.py '$(FACTS)'

wheel: .venv/.ready ## Build the wheel, install it in an empty folder, ask it a question
	@sh tools/wheel.sh

lock: ## Write constraints.txt anew (needs uv)
	@sh tools/lock.sh

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
