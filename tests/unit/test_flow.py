"""The order of events, and what the ports are given."""

import asyncio
from dataclasses import replace

import pytest

from assistant.domain.answer import Sentence
from assistant.domain.explained import Excerpt, Explained, NotSearched
from assistant.domain.facts import Passage
from assistant.domain.turn import Begun, FactsFound, Finished, Held, Noted, Released, Turn
from tests.fakes import FixedGuides, ScriptedExplainer

QUESTION = "Will Qwen3 8B fit on an RTX 3060 12GB?"
PASSAGE = Passage("guides/vram#why", "How much VRAM", "Why?", "/guides/vram#why", "Weights come first. Then the rest.")
SAID = Explained((Excerpt(PASSAGE, "Weights come first.", "Why?"),), (PASSAGE,), (PASSAGE,), "1234")
SILENT = Explained((), (PASSAGE,), (PASSAGE,), "1234")


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
    guides = FixedGuides(SILENT)
    whole = replace(assistant, guides=guides, explainer=explainer)

    async def follow():
        stream = whole.ask(Turn("a1", QUESTION))
        first = await anext(stream)
        asked_before_facts = list(guides.asked)
        return first, asked_before_facts, [event async for event in stream]

    first, asked_before_facts, rest = asyncio.run(follow())
    assert isinstance(first, FactsFound)
    assert asked_before_facts == []
    assert [event.sentence.text for event in rest if isinstance(event, Released)] == ["First.", "Second."]
    assert explainer.asked[0].evidence.passages == (PASSAGE,)
    assert explainer.asked[0].evidence.facts == first.facts


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


def ask(assistant, said, text, page=None):
    guides = FixedGuides(said)
    events = asyncio.run(_collect(replace(assistant, guides=guides), text, page))
    return events, guides.asked


async def _collect(assistant, text, page):
    return [event async for event in assistant.ask(Turn("a1", text, page=page))]


def test_a_question_for_an_explanation_is_answered_word_for_word_with_its_source(assistant):
    (facts, _, released, finished), asked = ask(assistant, SAID, "why do weights matter so much?", page="vram")
    assert facts.lead == ""
    assert facts.refusals == ()
    assert released.sentence.origin == "passage"
    assert released.sentence.text == "*Why?* Weights come first. [1]"
    answer = finished.answer
    assert (answer.status, answer.kind, answer.lead, answer.digests.index) == ("answered", "guide", "", "1234")
    (citation,) = answer.citations
    assert (citation.id, citation.kind, citation.quote) == (PASSAGE.id, "guide", "Weights come first.")
    assert citation.quote in PASSAGE.text
    assert answer.text.endswith("- [1] How much VRAM > Why?: /guides/vram#why")
    assert asked == [{"text": "why do weights matter so much?", "clause": None, "page": "vram", "beside": False}]


def test_what_no_guide_says_is_refused_with_the_nearest_guides(assistant):
    (facts, *_, finished), _ = ask(assistant, SILENT, "why do weights matter so much?")
    answer = finished.answer
    assert facts.refusals == ()
    assert answer.status == "refused"
    (refusal,) = answer.refusals
    assert refusal.code == "not_in_corpus"
    assert [near.label for near in refusal.nearest] == ["How much VRAM"]
    assert "How much VRAM (/guides/vram#why)" in answer.lead


def test_what_is_near_to_no_guide_is_out_of_scope(assistant):
    (*_, finished), _ = ask(assistant, Explained((), (), (), "1234"), "why do roses have thorns at all?")
    assert finished.answer.status == "out_of_scope"


def test_without_an_index_the_reason_is_said(assistant):
    said = NotSearched("there is no index; run: ownrig index build")
    (*_, finished), _ = ask(assistant, said, "why do weights matter so much?")
    assert finished.answer.status == "refused"
    assert "run: ownrig index build" in finished.answer.lead


def test_facts_and_explanation_go_into_one_answer_and_only_the_clause_is_searched(assistant):
    text = "Will Qwen3 8B fit on an RTX 3060 12GB, and what does Q4_K_M mean?"
    (facts, _, *released, finished), (asked,) = ask(assistant, SAID, text)
    assert facts.estimates
    assert asked["clause"] == "what does Q4_K_M mean"
    answer = finished.answer
    assert answer.status == "answered"
    assert [e.sentence.origin for e in released] == ["passage"]
    assert [c.n for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert f"[{len(answer.citations)}]" in released[0].sentence.text


def test_a_question_about_one_card_asks_no_guide(assistant):
    _, asked = ask(assistant, SAID, QUESTION)
    assert asked == []


def test_a_detail_of_a_product_that_the_catalog_lacks_is_not_looked_for_in_guides(assistant):
    (*_, finished), asked = ask(assistant, SAID, "How many CUDA cores does the 4090 have?")
    assert asked == []
    assert [refusal.code for refusal in finished.answer.refusals] == ["not_in_corpus"]


def test_a_list_for_a_general_question_is_kept_where_guides_are_silent(assistant):
    (*_, finished), (asked,) = ask(assistant, SILENT, "best graphics card for LLMs?")
    assert finished.answer.status == "answered"
    assert asked["beside"] is False
    assert "| card |" in finished.answer.text


def test_a_subject_outside_is_asked_of_guides_only_beside_language_models(assistant):
    (*_, finished), asked = ask(assistant, SAID, "Is a diffusion language model the same as Stable Diffusion?")
    assert len(asked) == 1
    assert (finished.answer.status, finished.answer.kind) == ("answered", "guide")
    (*_, finished), asked = ask(assistant, SAID, "Can a 3060 run Stable Diffusion?")
    assert asked == []
    assert finished.answer.status == "out_of_scope"


WHY = "why do weights matter so much?"


def explained(assistant, explainer, text=WHY, said=SAID):
    whole = replace(assistant, guides=FixedGuides(said), explainer=explainer)
    return asyncio.run(_events(whole, text))


def test_a_model_that_says_enough_stands_for_the_words_of_guides(assistant):
    explainer = ScriptedExplainer(Sentence("Weights come first.", "model", (PASSAGE.id,)), "Then the rest follows.")
    answer = explained(assistant, explainer)[-1].answer
    assert [s.text for s in answer.sentences] == ["Weights come first. [1]", "Then the rest follows."]
    assert [s.origin for s in answer.sentences] == ["model", "model"]
    assert (answer.engine.kind, answer.engine.model) == ("model", "scripted")
    assert (answer.digests.prompt, answer.digests.model) == ("0123", "scripted")
    (citation,) = answer.citations
    assert (citation.n, citation.id, citation.quote) == (1, PASSAGE.id, "Weights come first.")


def test_a_model_that_says_little_is_followed_by_the_guides_and_numbers_stay_apart(assistant):
    explainer = ScriptedExplainer(Sentence("Weights come first.", "model", (PASSAGE.id,)))
    answer = explained(assistant, explainer)[-1].answer
    assert [s.origin for s in answer.sentences] == ["model", "passage"]
    assert [c.n for c in answer.citations] == [1, 2]
    assert answer.sentences[1].text.endswith("[2]")


def test_what_was_held_back_is_counted_and_a_failure_is_noted_at_the_end(assistant):
    explainer = ScriptedExplainer(
        Held("unverified_speed"), Held("unverified_speed"), Held("unparsed"), Noted("cut", "It broke.")
    )
    events = explained(assistant, explainer)
    answer = events[-1].answer
    assert [(one.code, one.count) for one in answer.withheld] == [("unparsed", 1), ("unverified_speed", 2)]
    assert answer.engine.kind == "composed"
    assert answer.digests.prompt is None
    assert answer.text.endswith("*It broke.*")
    assert [s.origin for s in answer.sentences] == ["passage"]
    assert sum(isinstance(event, Held) for event in events) == 3


def test_a_model_that_cannot_be_asked_costs_no_search_and_no_answer(assistant):
    explainer = ScriptedExplainer("Never said.", hindrance=Noted("absent", ""))
    events = explained(assistant, explainer, QUESTION)
    answer = events[-1].answer
    assert explainer.asked == []
    assert not any(isinstance(event, Begun | Noted) for event in events)
    assert answer == replace(explained(assistant, None, QUESTION)[-1].answer, timings_ms=answer.timings_ms)


@pytest.mark.parametrize(
    "text", ["hello", "what is the weather?", "Does qwen3 fit on a 3090?", "Does it fit on an RTX 9999?"]
)
def test_where_there_is_nothing_to_explain_no_model_is_asked(assistant, text):
    explainer = ScriptedExplainer("Never said.")
    explained(assistant, explainer, text)
    assert explainer.asked == []


def test_a_turn_can_do_without_a_model(assistant):
    explainer = ScriptedExplainer("Never said.")
    whole = replace(assistant, guides=FixedGuides(SAID), explainer=explainer)
    asyncio.run(whole.answer(Turn("a1", WHY, model=False)))
    assert explainer.asked == []
