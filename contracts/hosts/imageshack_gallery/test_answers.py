"""What the emulated galleries answer to each action, part by part."""

from __future__ import annotations

import pytest

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import API, World, text
from contracts.support.snapshots import hold
from contracts.support.xml import plain


@pytest.mark.snapshots
def test_an_action_answers_with_the_parts_of_its_snapshot(nobody: Shack) -> None:
    world = World(nobody)
    one, two, three = world.images(3)
    cookie = {"cookie": world.cookie}
    made = world.galleries.create(one, two, title="Tahoe", **cookie)
    name = text(made, "name")
    of_token = world.galleries.create(one, token="a-token", name="open")
    for operation, root in (
        ("galleries_create", made),
        ("galleries_create with a token", of_token),
        ("galleries_edit", world.galleries.ask("edit", g=name, images=[one, two], **cookie)),
        ("galleries_add", world.galleries.ask("add", g=name, images=[three], **cookie)),
        ("galleries_view", world.galleries.ask("view", place="query", g=name)),
        ("galleries_list", world.galleries.ask("gallery_list", place="query", user="owner")),
        (
            "galleries_delete_image",
            world.galleries.ask("delete_image", g=name, image=one, **cookie),
        ),
        ("galleries_delete", world.galleries.ask("delete", g=name, **cookie)),
        ("a refusal", world.galleries.ask("view", place="query", g=name)),
    ):
        hold(API, operation, plain(root))
