from assistant.web.app import create_app
from assistant.web.world import open_world


def test_a_world_holds_guides_by_slug_and_the_catalog_of_the_answers(settings):
    world = open_world(settings)
    assert world.guides["used-cards"].slug == "used-cards"
    assert world.catalog is world.assistant.shelf.catalog
    assert create_app(world).title == "Ask OwnRig"
