"""Guides behind a service that goes on while its index is deleted or built anew."""

from assistant.domain.explained import Explained, NotSearched
from assistant.domain.question import Part, Question
from assistant.errors import IndexUnusableError
from assistant.index.lazy import LazyGuides
from tests.fakes import FixedGuides

QUESTION = Question("q", "q", "en", (Part("guide"),))


class World:
    """An index that changes: `mark` is None while there is none."""

    def __init__(self):
        self.mark: object = 1
        self.opened = 0

    def open(self):
        if self.mark is None:
            raise IndexUnusableError("there is no index")
        self.opened += 1
        return FixedGuides(Explained((), (), (), str(self.mark)))


def said(guides):
    return guides.explain(QUESTION, clause=None, page=None, beside=False)


def test_an_index_is_opened_once_and_again_when_it_was_built_anew():
    world = World()
    guides = LazyGuides(world.open, None, lambda: world.mark)
    assert [said(guides).index for _ in range(3)] == ["1", "1", "1"]
    assert world.opened == 1
    world.mark = 2
    assert [said(guides).index for _ in range(2)] == ["2", "2"]
    assert world.opened == 2


def test_a_deleted_index_stays_in_use_until_there_is_another():
    world = World()
    guides = LazyGuides(world.open, None, lambda: world.mark)
    said(guides)
    world.mark = None
    assert said(guides).index == "1"
    world.mark = 3
    assert said(guides).index == "3"


def test_an_index_that_was_never_there_is_found_once_it_is():
    world = World()
    world.mark = None
    guides = LazyGuides(world.open, None, lambda: world.mark)
    assert said(guides) == NotSearched("there is no index")
    world.mark = 1
    assert said(guides).index == "1"
