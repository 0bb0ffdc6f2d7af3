"""What a run knows of the state behind an API: nobody is told by the run what it looks for."""

from __future__ import annotations

import random

import schemathesis
from imagehosts.emulator import Emulator

from contracts.fuzz.places import places
from contracts.fuzz.planting import ORIGIN, SAME_EVERY_TIME
from contracts.fuzz.rows import load_row, rows
from contracts.fuzz.session import Run, going_on, operation_id
from contracts.fuzz.shapes import base_path, document_for_runs
from contracts.fuzz.target import Target
from contracts.fuzz.worlds import Accounts


def test_what_only_the_owner_may_see_is_never_sent_by_a_run() -> None:
    """A chain may take a private title from an answer, and put it into a public album."""
    tried: dict[str, int] = {}
    for api in rows():
        with Emulator(**SAME_EVERY_TIME) as emulator:
            run = Run(load_row(api), Target(ORIGIN + base_path(api), emulator))
            world = run.world
            if not isinstance(world, Accounts) or world.MARK_IS_SENT:
                continue
            with going_on(run):
                assert world.mark
                schema = schemathesis.openapi.from_dict(document_for_runs(api))
                for found in schema.get_all_operations():
                    operation = found.ok()
                    texts = {"title": f"{world.mark}, and more", "description": world.mark}
                    media = next((str(one.media_type) for one in operation.body), None)
                    case = (
                        operation.Case(body=texts, media_type=media)
                        if media
                        else operation.Case(query=texts)
                    )
                    for positive in (True, False):
                        world.give(case, run.shape(case), random.Random(1), positive=positive)
                        sent = [
                            str(value) for held in places(case).values() for value in held.values()
                        ]
                        assert not [text for text in sent if world.mark in text], operation_id(case)
                    tried[api] = tried.get(api, 0) + sum("for everybody" in text for text in sent)
    assert tried, "no host has accounts"
    assert all(count > 20 for count in tried.values()), tried
