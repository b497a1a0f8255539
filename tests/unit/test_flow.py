"""The order of events, and what the ports are given."""

import asyncio
from dataclasses import replace

from assistant.domain.facts import Passage
from assistant.domain.turn import FactsFound, Finished, Released, Turn
from tests.fakes import FixedSearcher, ScriptedExplainer

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB?"
PASSAGE = Passage("guides/vram#1", "How much VRAM", "Short answer", None, "Weights come first.")


async def _events(assistant, text=QUESTION):
    return [event async for event in assistant.ask(Turn("a1", text))]


def test_without_ports_the_facts_are_the_whole_answer(assistant):
    facts, finished = asyncio.run(_events(assistant))
    assert isinstance(facts, FactsFound)
    assert isinstance(finished, Finished)
    assert {sentence.origin for sentence in finished.answer.sentences} == {"lead"}
    assert finished.answer.engine.kind == "composed"


def test_facts_leave_before_the_model_is_asked_and_its_sentences_follow_in_order(assistant):
    explainer = ScriptedExplainer("First.", "Second.")
    searcher = FixedSearcher(PASSAGE)
    whole = replace(assistant, searcher=searcher, explainer=explainer)

    async def follow():
        stream = whole.ask(Turn("a1", QUESTION))
        first = await anext(stream)
        asked_before_facts = list(searcher.asked)
        return first, asked_before_facts, [event async for event in stream]

    first, asked_before_facts, rest = asyncio.run(follow())
    assert isinstance(first, FactsFound)
    assert asked_before_facts == []
    assert [event.sentence.text for event in rest if isinstance(event, Released)] == ["First.", "Second."]
    assert explainer.evidence[0].passages == (PASSAGE,)
    assert explainer.evidence[0].facts == first.facts


def test_the_same_question_gives_the_same_answer_except_id_and_timings(assistant):
    def bare(answer):
        return replace(answer, id="", timings_ms=None)

    one, other = (asyncio.run(_events(assistant))[-1].answer for _ in range(2))
    assert bare(one) == bare(other)


def test_every_sentence_names_facts_of_the_answer_and_every_quote_is_cited_once(assistant):
    answer = asyncio.run(_events(assistant))[-1].answer
    known = {fact.id for fact in answer.facts}
    assert known
    for sentence in answer.sentences:
        assert set(sentence.evidence) <= known, sentence.text
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert f"[{citation.n}]" in answer.lead


def test_a_comparison_quotes_the_estimate_behind_each_figure(assistant):
    answer = asyncio.run(_events(assistant, "5070 Ti or 4080 Super for Gemma 3 27B?"))[-1].answer
    totals = {fact.id for fact in answer.facts if fact.metric == "total_memory"}
    cited = {citation.id for citation in answer.citations if "Total" in citation.quote}
    assert len(totals) == len(cited) == len(answer.estimates) == 2
    assert totals <= set(answer.sentences[0].evidence)
