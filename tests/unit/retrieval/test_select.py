"""Which stretches are given: close ones, few, without speeds, without repeats."""

from assistant.domain.facts import Passage
from assistant.retrieval.select import Placed, choose
from assistant.retrieval.units import units


def passage(name, text, section="Section"):
    return Passage(f"guides/{name}#s", name, section, None, text)


def placed(one, *close, rank=0.0):
    parts = units(one.text)
    assert len(parts) == len(close)
    return [Placed(one, at, unit, near, near + rank) for at, (unit, near) in enumerate(zip(parts, close, strict=True))]


LONG = "This sentence about heat can stand alone, with more than a hundred and twenty letters in it, really."


def test_the_closest_stretch_comes_first_and_neighbours_that_speak_to_it_come_along():
    fans = passage("fans", "Fans make noise. Noise grows with heat. Apples are red.")
    heat = passage("heat", LONG)
    chosen = choose([*placed(fans, 0.6, 0.5, 0.0), *placed(heat, 0.55)], "why is it loud")
    assert [one.text for one in chosen] == ["Fans make noise. Noise grows with heat. Apples are red.", LONG]
    assert all(one.text in one.passage.text for one in chosen)


def test_a_key_fact_is_given_alone():
    facts = passage("fans", "Fans make noise. Noise grows with heat. Apples are red.", "Key facts")
    assert [one.text for one in choose(placed(facts, 0.6, 0.5, 0.0), "why is it loud")] == ["Fans make noise."]


def test_a_stretch_that_is_far_behind_is_left_out():
    heat, cold = passage("heat", LONG), passage("cold", LONG.replace("heat", "cold water and long winters"))
    assert len(choose([*placed(heat, 0.6), *placed(cold, 0.3)], "q")) == 1


def test_speeds_are_never_quoted():
    fast = passage("fast", "The RTX 4090 does 221.95 tok/s.")
    assert choose(placed(fast, 0.9), "how fast") == ()


def test_a_pointer_is_no_answer():
    assert choose(placed(passage("p", "The guide Used cards shows more."), 0.9), "q") == ()


def test_the_same_said_twice_is_given_once():
    one, other = passage("a", LONG), passage("b", LONG.replace("really", "indeed"))
    assert len(choose([*placed(one, 0.6), *placed(other, 0.59)], "q")) == 1


def test_what_leans_takes_along_what_it_leans_on():
    text = passage(
        "a",
        "Ollama has a default. It is small on most cards and grows with the memory of the graphics cards there are.",
    )
    (chosen,) = choose(placed(text, 0.1, 0.7), "q")
    assert chosen.text == text.text


def test_an_answer_of_the_faq_is_whole_and_stands_behind_its_question():
    faq = passage("a", "Yes. A card of 24 GB is enough. Take it.", "Is a 3090 enough?")
    (chosen,) = choose(placed(faq, 0.3, 0.6, 0.1), "would a used card do?")
    assert chosen.text == faq.text
    assert chosen.asks == "Is a 3090 enough?"


def test_the_readers_own_question_is_not_repeated():
    faq = passage("a", "Yes. A card of 24 GB is enough. Take it.", "Is a 3090 enough?")
    (chosen,) = choose(placed(faq, 0.3, 0.6, 0.1), "is a 3090 enough")
    assert chosen.asks is None


def test_of_nothing_nothing_is_chosen():
    assert choose([], "q") == ()


def test_a_section_about_another_product_is_no_answer_for_the_one_named():
    other = passage("a", LONG, "Can I mix a Tesla P40 with a new card?")
    assert choose(placed(other, 0.9), "can i mix a 3090 and a 4060") == ()
    assert choose(placed(other, 0.9), "can i mix cards")
    assert choose(placed(other, 0.9), "can i mix a 3090 and a p40")
