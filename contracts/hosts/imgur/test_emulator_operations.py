"""Every operation of imgur, once with success and once with each documented failure.

A table says what a request for an operation carries; addresses come from the spec, and so do the
shapes that all answers are held against.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx
import jsonschema
import pytest
from imagehosts.emulator.core.specs import Operation, load_spec, operations_of

from contracts.hosts.imgur.emulated import APP, TOKEN, USERS, World
from contracts.support.emulated import mp4, png
from contracts.support.snapshots import hold

SPEC = load_spec("imgur")
OPERATIONS = {operation.id: operation for operation in operations_of(SPEC)}
Json = Any


class Scene:
    """A world in which every operation has something to act on."""

    def __init__(self, world: World) -> None:
        self.world = world
        image, loose = world.upload("miriam"), world.upload("miriam", 61)
        album = world.album("miriam", **{"ids[]": image["id"], "privacy": "public"})
        post = world.post("miriam", "An owl", 62)
        comment = world.comment("miriam", post)
        world.comment("tove", post, parent_id=str(comment))
        world.send("tove", "miriam")
        message = world.data("miriam", "GET", "/messages")[0]["id"]
        notification = world.data("miriam", "GET", "/notification")["replies"][0]["id"]
        self.post, self.loose, self.deletehash = post, loose["id"], image["deletehash"]
        self.grants = {"pin": "", "code": ""}
        self.values: dict[str, Any] = {
            "username": "miriam",
            "album_id": album["id"],
            "image_id": image["id"],
            "item_id": post,
            "comment_id": comment,
            "message_id": message,
            "notification_id": notification,
            "vote": "up",
            "page": 0,
            "section": "hot",
            "sort": "viral",
            "subreddit": "pics",
        }


def ids(scene: Scene) -> dict[str, Any]:
    return {"data": {"ids[]": scene.loose}}


def taken(scene: Scene) -> dict[str, Any]:
    return {"params": {"ids[]": scene.values["image_id"]}}


def texts(**fields: str) -> Callable[[Scene], dict[str, Any]]:
    return lambda scene: {"data": fields}


def on_post(scene: Scene) -> dict[str, Any]:
    return {"data": {"image_id": scene.post, "comment": "Hear, hear."}}


def grant(kind: str) -> Callable[[Scene], dict[str, Any]]:
    def fields(scene: Scene) -> dict[str, Any]:
        app = {"client_id": "some-app", "client_secret": "s", "grant_type": kind}
        if kind == "refresh_token":
            return {"data": {**app, kind: scene.world.log_in("miriam")["refresh_token"]}}
        wanted = "code" if kind == "authorization_code" else kind
        query = {"client_id": "some-app", "response_type": wanted}
        login = {"username": "miriam", "password": "lake-house"}
        page = scene.world.emulated.post("/oauth2/authorize", params=query, data=login)
        secret = re.search(rf"name='{wanted}' value='(\w+)'", page.text)
        assert secret
        return {"data": {**app, wanted: secret[1]}}

    return fields


#: What a request carries beside its address, for operations that need anything.
CARRIED: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "account_create": texts(recaptcha_response_field="two words"),
    "account_set_album_images": ids,
    "account_update_album": texts(title="Tahoe"),
    "account_remove_album_images": taken,
    "account_add_album_images": ids,
    "account_reply_to_comment": on_post,
    "account_update_image": texts(title="Lake"),
    "account_send_message": texts(body="Ahoy"),
    "albums_create": texts(title="Tahoe", privacy="hidden"),
    "albums_set_images": ids,
    "albums_update": texts(title="Tahoe"),
    "albums_remove_images": taken,
    "albums_update_image": texts(title="Lake"),
    "albums_add_images": ids,
    "comments_create": on_post,
    "comments_reply": on_post,
    "gallery_search": lambda scene: {"params": {"q": "owl"}},
    "gallery_submit_image": texts(title="The lake", terms="1"),
    "gallery_submit_album": texts(title="The lake", terms="1"),
    "gallery_reply_to_comment": texts(comment="Hear, hear."),
    "gallery_create_comment": texts(comment="Hear, hear."),
    "images_upload": lambda scene: {"files": {"image": ("lake.png", png(), "image/png")}},
    "images_upload_video": lambda scene: {
        "files": {"video": ("a.mp4", mp4(seconds=9), "video/mp4")}
    },
    "images_update": texts(title="Lake"),
    "messages_send": texts(recipient="tove", body="Ahoy"),
    "oauth_authorize": lambda scene: {"params": {"client_id": "some-app", "response_type": "pin"}},
    "oauth_refresh": grant("refresh_token"),
    "oauth_exchange_code": grant("authorization_code"),
    "oauth_exchange_pin": grant("pin"),
}
#: Segments that differ from those of the scene.
SEGMENTS: dict[str, dict[str, Any]] = {
    "account_create": {"username": "newcomer"},
    "account_send_message": {"username": "tove"},
    "messages_report": {"username": "tove"},
    "messages_block": {"username": "tove"},
    "gallery_subreddit": {"sort": "hot"},
}
#: Operations on things that are in the gallery.
IN_GALLERY = {"gallery_image": "image_id"}
#: What makes a request wrong, where taking away what it carries does not.
BROKEN: dict[str, dict[str, Any]] = {
    "account_notifications": {"params": {"new": "perhaps"}},
    "account_message_notifications": {"params": {"new": "perhaps"}},
    "account_reply_notifications": {"params": {"new": "perhaps"}},
    "notifications_inbox": {"params": {"new": "perhaps"}},
    "account_update_album": {"data": {"privacy": "open"}},
    "albums_update": {"data": {"privacy": "open"}},
    "albums_create": {"data": {"privacy": "open"}},
    "account_remove_album_images": {"params": {"ids[]": ""}},
    "albums_remove_images": {"params": {"ids[]": ""}},
    "images_upload": {"files": {"image": ("a.txt", b"no picture", "image/png")}},
    "images_upload_video": {"files": {"video": ("a.mp4", b"no video", "video/mp4")}},
}
#: A word that no vote is; the failure stands in the address.
VOTES = {"vote": "sideways"}
#: 400 is documented for whatever has a body, and a change of texts has nothing to get wrong.
CANNOT_FAIL = {("account_update_image", 400), ("albums_update_image", 400), ("images_update", 400)}
#: What is unknown for 404, where it is neither in the address nor an id there.
UNKNOWN: dict[str, dict[str, Any]] = {
    "comments_create": {"data": {"image_id": "nothing", "comment": "Hello?"}},
    "messages_send": {"data": {"recipient": "nobody", "body": "Hello?"}},
    "images_upload": {"data": {"album": "nothing", "image": "aGVsbG8="}},
    "images_upload_video": {
        "data": {"album": "nothing"},
        "files": {"video": ("a.mp4", mp4(seconds=9), "video/mp4")},
    },
}
UNKNOWN_SEGMENTS = {"page": "x", "section": "nowhere", "username": "nobody"}


@pytest.fixture
def scene(open_emulated: Any) -> Scene:
    return Scene(World(open_emulated(users=USERS)))


@pytest.mark.snapshots
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_fails_as_documented_and_then_works(scene: Scene, name: str) -> None:
    failed = 0
    for status in (401, 403, 404, 400):
        if str(status) in OPERATIONS[name].spec["responses"] and (name, status) not in CANNOT_FAIL:
            response = FAILURES[status](scene, OPERATIONS[name])
            assert response.status_code == status, response.text
            assert faults_of(OPERATIONS[name], response) == []
            assert response.json()["success"] is False
            failed += 1
    assert failed
    response = ask(scene, OPERATIONS[name])
    assert response.status_code == 200, response.text
    assert faults_of(OPERATIONS[name], response) == []
    entry = scene.world.emulated.emulator.requests[-1]
    assert entry.operation == name
    if response.headers["content-type"].startswith("application/json"):
        hold("imgur", name, response.json())


def test_all_operations_are_here() -> None:
    assert len(OPERATIONS) == 98
    assert set(CARRIED) | set(SEGMENTS) | set(BROKEN) | set(UNKNOWN) <= set(OPERATIONS)
    bodies = {o.id for o in OPERATIONS.values() if "requestBody" in o.spec}
    assert bodies <= set(CARRIED)


def ask(
    scene: Scene, operation: Operation, headers: dict[str, str] | None = None, **changes: Any
) -> httpx.Response:
    """The request that works, with changes."""
    segments = {**scene.values, **SEGMENTS.get(operation.id, {})}
    if "image_id" in operation.path and deletes_by_hash(operation):
        segments["image_id"] = scene.deletehash
    if operation.id in IN_GALLERY:
        segments[IN_GALLERY[operation.id]] = scene.post
    if operation.id == "gallery_album":
        submit = {"title": "Tahoe", "terms": "1"}
        scene.world.ask("miriam", "POST", f"/gallery/album/{segments['album_id']}", data=submit)
    segments |= changes.pop("segments", {})
    options = changes.pop("options", None)
    if options is None:
        options = CARRIED.get(operation.id, lambda scene: {})(scene)
    path = operation.path.format(**segments)
    if not operation.path.startswith("/oauth2"):
        path = f"/3{path}"
        headers = scene.world.headers("miriam") if headers is None else headers
    return scene.world.emulated.request(operation.method, path, headers=headers, **options)


def deletes_by_hash(operation: Operation) -> bool:
    return operation.method == "delete" and operation.id.endswith(("delete_image", "images_delete"))


def without_user(scene: Scene, operation: Operation) -> httpx.Response:
    return ask(scene, operation, APP)


def with_wrong_credentials(scene: Scene, operation: Operation) -> httpx.Response:
    if operation.path == TOKEN:
        wrong = dict(CARRIED[operation.id](scene)["data"])
        return ask(scene, operation, options={"data": {**wrong, "client_secret": "invalid"}})
    if operation.path.startswith("/oauth2"):
        wrong = {"client_id": "invalid", "response_type": "pin"}
        return ask(scene, operation, options={"params": wrong})
    return ask(scene, operation, {"Authorization": "Bearer nothing"})


def with_something_unknown(scene: Scene, operation: Operation) -> httpx.Response:
    if operation.id in UNKNOWN:
        return ask(scene, operation, options=UNKNOWN[operation.id])
    names = re.findall(r"{(\w+)}", operation.path)
    name = next((n for n in names[::-1] if n not in ("vote", "page", "sort")), names[-1])
    unknown = UNKNOWN_SEGMENTS.get(name, "999999" if name.endswith("id") else "nothing")
    if name == "subreddit":
        name, unknown = "sort", "sideways"
    return ask(scene, operation, segments={name: unknown})


def with_something_wrong(scene: Scene, operation: Operation) -> httpx.Response:
    if operation.path == TOKEN:
        app = {"client_id": "some-app", "client_secret": "s"}
        kind = CARRIED[operation.id](scene)["data"]["grant_type"]
        return ask(scene, operation, options={"data": {**app, "grant_type": kind}})
    if "{vote}" in operation.path:
        return ask(scene, operation, segments=VOTES)
    if operation.id in ("messages_report", "messages_block"):  # nobody does that to themselves
        return ask(scene, operation, segments={"username": "miriam"})
    return ask(scene, operation, options=BROKEN.get(operation.id, {}))


FAILURES = {
    400: with_something_wrong,
    401: without_user,
    403: with_wrong_credentials,
    404: with_something_unknown,
}


def faults_of(operation: Operation, response: httpx.Response) -> list[str]:
    """Where an answer is not what the spec says of its status."""
    responses = operation.spec["responses"]
    described = resolved(responses.get(str(response.status_code)) or responses["default"])
    kind = response.headers["content-type"].partition(";")[0]
    if kind not in described["content"]:
        return [f"{kind} is not described"]
    if kind != "application/json":
        return []
    schema = {**described["content"][kind]["schema"], "components": SPEC["components"]}
    validator: Any = jsonschema.Draft202012Validator(schema)
    return [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(response.json())
    ]


def resolved(value: Json) -> Json:
    if "$ref" in value:
        found = SPEC
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found
    return value
