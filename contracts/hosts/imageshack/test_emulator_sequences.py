"""Any calls in any order, with good and odd values: every answer is one that the spec describes."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imagehosts.emulator import Emulator

from contracts.hosts.imageshack.emulated import API, KEY, Shack, sent_to, spelt
from contracts.support.emulated import gif, png, sound
from contracts.support.specs import load_spec, operations, resolve

SPEC = load_spec(API)


class Shape(NamedTuple):
    """What a call looks like: where it goes and which parameters it knows."""

    method: str
    path: str
    names: tuple[str, ...]
    files: bool


def shape(operation_id: str) -> Shape:
    node = operations(SPEC)[operation_id]
    _, _, path, method = (part.replace("~1", "/") for part in node.pointer.split("/"))
    parameters = [resolve(SPEC, parameter) for parameter in node.value.get("parameters", [])]
    names = [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
    media = node.value.get("requestBody", {}).get("content", {})
    for kind in media.values():
        names += resolve(SPEC, kind["schema"])["properties"]
    files = "multipart/form-data" in media
    known = tuple(n for n in names if not (files and n in ("file", "files[]")))
    return Shape(method.upper(), path.partition("#")[0], known, files)


SHAPES = {name: shape(name) for name in operations(SPEC)}
CREDENTIALS = ("auth_token", "api_key")
#: Calls that end the party; they have tests of their own.
ENDINGS = {"users_delete"}

TEXTS = st.one_of(
    st.sampled_from(["", " ", "0", "1", "true", "n", "a,b", ",", "-1", "24", "9" * 30, "owner"]),
    st.text(max_size=12),
)
#: Values that let a call get somewhere; parameters of other names are flags.
GOOD = {
    "title": ["a", "b, c"],
    "description": ["a", "b, c"],
    "titles[]": ["a", "b, c"],
    "descriptions[]": ["a", "b, c"],
    "limit": ["0", "1", "20"],
    "offset": ["0", "1"],
    "image_limit": ["0", "2"],
    "next_prev_limit": ["0", "2"],
    "related_images_limit": ["3"],
    "tags": ["snow", "a,b"],
    "filter": ["0", "23"],
    "album": ["Tahoe", "new"],
    "email": ["a@example.org", "b@example.org", "c@example.org"],
    "user": ["owner", "other"],
    "password": ["secret"],
    "comment": ["nice"],
    "source": ["web"],
    "_method": ["DELETE"],
    "urls[]": ["http://example.com/a.png"],
    "original_filename": ["a.png"],
    "location": ["here"],
    "gender": ["female"],
}
FLAGS = ["true", "n", "FALSE", "1"]
#: What would lock people out half of the time.
RARE = ("username", "auth", "first_name", "last_name", "avatar_server", "avatar_sever")


@st.composite
def calls(draw: st.DrawFn, name: str) -> tuple[str, str, dict[str, Any], int]:
    """An operation, who calls it, values for some of its parameters, and a number of files.

    ``image:2`` and ``album:2`` stand for something that is there. One value in seven is odd.
    """
    who = draw(st.sampled_from(["owner"] * 6 + ["other", "nobody"]))
    kind = "album" if name.startswith("albums") else "image"

    def codes(of: str) -> st.SearchStrategy[str]:
        return st.builds("{}:{}".format, st.just(of), st.integers(0, 3))

    def is_odd() -> bool:
        return draw(st.integers(0, 6)) == 6

    values: dict[str, Any] = {}
    required = required_of(name)
    for parameter in SHAPES[name].names:
        if parameter in CREDENTIALS or (parameter not in required and not draw(st.booleans())):
            continue
        if is_odd():
            values[parameter] = draw(TEXTS)
        elif parameter in ("ids", "files[]"):
            of = "image" if parameter == "files[]" else kind
            values[parameter] = draw(st.lists(codes(of), min_size=1, max_size=3))
        elif parameter not in RARE:
            values[parameter] = draw(st.sampled_from(GOOD.get(parameter, FLAGS)))
    for place in ("username", "user", "image_id", "album_id", "tag"):
        if f"{{{place}}}" in SHAPES[name].path:
            good = {"image_id": codes("image"), "album_id": codes("album")}
            pool = good.get(place, st.just("snow" if place == "tag" else "owner"))
            values[f"/{place}"] = draw(
                st.sampled_from(["ghost", "a b", "é%"]) if is_odd() else pool
            )
    return name, who, values, draw(st.integers(1, 2)) if SHAPES[name].files else 0


def required_of(operation_id: str) -> set[str]:
    """The parameters that a call cannot do without."""
    operation = operations(SPEC)[operation_id].value
    parameters = [resolve(SPEC, parameter) for parameter in operation.get("parameters", [])]
    found = {parameter["name"] for parameter in parameters if parameter.get("required")}
    for media in operation.get("requestBody", {}).get("content", {}).values():
        found |= set(resolve(SPEC, media["schema"]).get("required", []))
    return found


#: Every operation once, in any order.
PARTIES = st.permutations(sorted(set(SHAPES) - ENDINGS)).flatmap(
    lambda names: st.tuples(*(calls(name) for name in names))
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(PARTIES)
def test_any_calls_in_any_order_are_answered_as_described(
    steps: tuple[tuple[str, str, dict[str, Any], int], ...],
) -> None:
    with sound(Emulator(users=("owner:secret", "other:secret"))) as emulated:
        nobody = Shack(emulated.emulator)
        people = {"nobody": nobody}
        people |= {name: nobody.become(name, "secret") for name in ("owner", "other")}
        emulated.emulator.web["http://example.com/a.png"] = png()
        people["owner"].album("Tahoe", people["owner"].pictures(3, tags="snow"))
        people["owner"].album("Other")
        answered = 0
        for name, who, values, files in steps:
            response = send(people[who], SHAPES[name], values, files)
            assert response.status_code in (200, 400)
            took, status = sent_to(emulated.emulator)[-1]
            assert (took in SHAPES, status) == (True, response.status_code)
            answered += status == 200
        assert answered > 5, "calls that are all refused show nothing"


def send(shack: Shack, call: Shape, values: dict[str, Any], files: int) -> Any:
    """The call, its stand-ins replaced by what is there now."""
    codes = {"image": [p.code for p in shack.emulator.pictures], "album": albums(shack)}

    def real(value: str) -> str:
        kind, mark, number = value.partition(":")
        known = codes.get(kind, [])
        return known[int(number) % len(known)] if mark and known and number.isdigit() else value

    path = call.path
    data: dict[str, Any] = {"auth_token": shack.token} if shack.token else {}
    data |= {} if call.method == "GET" else {"api_key": KEY}
    for name, value in values.items():
        if name.startswith("/"):
            path = path.replace(f"{{{name[1:]}}}", real(value).replace("%", "%25"))
        elif name == "ids" and isinstance(value, list):
            data[name] = ",".join(real(item) for item in value)
        elif isinstance(value, list):
            data[name] = [real(item) for item in value]
        else:
            data[name] = spelt(value)
    if call.method in ("GET", "DELETE"):
        return shack.send(call.method, "/v2" + path, params=data)
    contents = [png(), gif()][:files]
    name = "file" if files == 1 else "files[]"
    parts = [(name, (f"{n}.png", content)) for n, content in enumerate(contents)]
    return shack.send(call.method, "/v2" + path, data=data, files=parts or None)


def albums(shack: Shack) -> list[str]:
    accounts = shack.emulator.services.accounts
    return [a.code for user in accounts.users.all() for a in accounts.albums.of_user(user.id)]


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_call_with_nothing_in_it_is_answered_as_described(owner: Shack, name: str) -> None:
    call = SHAPES[name]
    path = call.path.replace("{username}", "owner").replace("{user}", "owner")
    where = "params" if call.method in ("GET", "DELETE") else "data"
    odd = {"auth_token": "\ufffd", "api_key": KEY}
    good = {"auth_token": owner.token, "api_key": KEY}
    for values in ({}, {"auth_token": ""}, odd, good):
        response = owner.send(call.method, "/v2" + path, **{where: values})
        assert response.status_code in (200, 400)
