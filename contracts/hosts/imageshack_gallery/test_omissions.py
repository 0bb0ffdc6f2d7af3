"""What the document of the galleries leaves out, as it was decided and as it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from imagehosts import NotFound

from contracts.hosts.imageshack.emulated import Shack
from contracts.hosts.imageshack_gallery.emulated import World, reference, text
from contracts.hosts.imageshack_gallery.support import (
    KINDS,
    errors_text,
    gallery,
    open_gallery,
    xml,
)
from contracts.support.clients import Driver, Kind
from contracts.support.reporting import each

OpenDoor = Callable[..., Driver]


@pytest.fixture
def world(nobody: Shack) -> World:
    return World(nobody)


@pytest.fixture(params=KINDS, ids=str)
def open_driver(request: pytest.FixtureRequest) -> Iterator[OpenDoor]:
    kind: Kind = request.param
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(open_gallery(kind, *script, **options))


def test_a_user_without_galleries_is_not_found(open_driver: OpenDoor) -> None:
    driver = open_driver(xml(errors_text("no_gallery", "Specified user have no albums")))
    with pytest.raises(NotFound) as caught:
        driver.do("list_galleries", "ann")
    assert (caught.value.code, caught.value.status) == ("no_gallery", 200)


@each("name", ["my gallery", "lake/tahoe", "Galerie d'été", "a;b&c=d", "写真"])
def test_any_name_is_sent_and_that_of_the_answer_counts(open_driver: OpenDoor, name: str) -> None:
    driver = open_driver(gallery(name="made_of_it"))
    made: Any = driver.do("create_gallery", ["img123/4567/lake.jpg"], name=name)
    assert made.name == "made_of_it"
    assert ("name", name) in driver.only.fields


def test_pictures_outlive_their_gallery(world: World) -> None:
    image = world.owner.picture()
    made = world.galleries.create(reference(image), cookie=world.cookie)
    name = text(made, "name")
    world.galleries.ask("delete", cookie=world.cookie, g=name)
    assert world.galleries.refusal("view", g=name) == "not_exist"
    assert world.owner.get(f"/images/{image['id']}")["id"] == image["id"]


def test_the_list_begins_with_the_newest_gallery(world: World) -> None:
    (image,) = world.images()
    names = [
        text(world.galleries.create(image, cookie=world.cookie, name=name), "name")
        for name in ("first", "second", "third")
    ]
    root = world.galleries.ask("gallery_list", user="owner")
    assert [text(entry, "name") for entry in root.findall("gallery")] == names[::-1]
