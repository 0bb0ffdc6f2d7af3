"""imgur as clients of other authors use it: later routes than the document's, and XML.

Each test sends plain requests as such clients do and looks at what they read of the answers.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from contracts.hosts.imgur.emulated import APP, USERS, World, error_of
from contracts.support.emulated import png
from contracts.support.reporting import each

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def world(open_emulated: Any) -> World:
    return World(open_emulated(users=USERS))


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["id"] for item in items]


# The gallery


def test_both_kinds_are_submitted_by_their_id_alone(world: World) -> None:
    image = world.upload("miriam")
    album = world.album("miriam", ids=image["id"])
    for item in (image, album):
        sent = {"title": "The lake", "terms": "1"}
        assert world.data("miriam", "POST", f"/gallery/{item['id']}", data=sent) is True
    assert ids(world.data(None, "GET", "/gallery/new")) == [album["id"], image["id"]]
    shown = world.data(None, "GET", f"/gallery/{album['id']}")
    assert (shown["is_album"], ids(shown["images"])) == (True, [image["id"]])
    assert world.data(None, "GET", f"/gallery/{image['id']}")["is_album"] is False
    assert world.data("miriam", "DELETE", f"/gallery/{image['id']}") is True
    assert ids(world.data(None, "GET", "/gallery/new")) == [album["id"]]


def test_a_window_of_time_stands_before_the_page(world: World) -> None:
    old = world.post("miriam", "r/pics old")
    world.emulated.emulator.clock.advance(days=2)
    new = world.post("miriam", "r/pics new", 61)
    for path, found in {
        "/gallery/top/viral/day/0?showViral=true&mature=true": [new],
        "/gallery/top/time/all/0": [new, old],
        "/gallery/hot/viral/week": [new, old],
        "/gallery/top/time/all/1": [],
        "/gallery/r/pics/top/day/0": [new],
        "/gallery/r/pics/time/all/0": [new, old],
        "/gallery/search/time/day/0?q=pics": [new],
        "/gallery/search/top/all/0?q=pics": [new, old],
        "/gallery/search/time?q=pics": [new, old],
    }.items():
        assert ids(world.data(None, "GET", path)) == found, path


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "lake morning"}, {"a"}),
        ({"q_all": "LAKE"}, {"a", "b"}),
        ({"q_any": "morning evening"}, {"a", "b"}),
        ({"q_exactly": "the lake"}, {"b"}),
        ({"q_all": "lake", "q_not": "evening"}, {"a"}),
        ({"q": "nothing"}, set()),
    ],
)
def test_search_combines_all_its_parameters(
    world: World, query: dict[str, str], found: set[str]
) -> None:
    posts = {
        world.post("miriam", "Morning by a lake"): "a",
        world.post("miriam", "The lake, evening", 61): "b",
    }
    answer = world.data(None, "GET", "/gallery/search/time/all/0", params=query)
    assert {posts[item["id"]] for item in answer} == found


def test_a_search_for_nothing_is_refused(world: World) -> None:
    assert world.ask(None, "GET", "/gallery/search/time?q_not=lake").status_code == 400


def test_a_post_of_a_subreddit_is_found_below_it_alone(world: World) -> None:
    image = world.post("miriam", "The lake r/pics")
    assert world.data(None, "GET", f"/gallery/r/pics/{image}")["section"] == "pics"
    assert world.ask(None, "GET", f"/gallery/r/aww/{image}").status_code == 404


def test_posts_are_found_by_their_tags(world: World) -> None:
    image = world.upload("miriam")["id"]
    sent = {"title": "The lake", "terms": "1", "tags": "Lakes,snow"}
    world.data("miriam", "POST", f"/gallery/image/{image}", data=sent)
    other = world.post("miriam", "No tags", 61)
    for path in ("/gallery/t/lakes", "/gallery/t/lakes/viral/0", "/gallery/t/SNOW/top/week/0"):
        tag = world.data(None, "GET", path)
        assert (tag["total_items"], ids(tag["items"])) == (1, [image]), path
    assert world.data(None, "GET", "/gallery/t/lakes/time/1")["items"] == []
    assert world.data(None, "GET", f"/gallery/t/lakes/{image}")["id"] == image
    assert world.ask(None, "GET", f"/gallery/t/lakes/{other}").status_code == 404
    tags = world.data(None, "GET", f"/gallery/{image}/tags")["tags"]
    assert [(tag["name"], tag["author"]) for tag in tags] == [
        ("Lakes", "miriam"),
        ("snow", "miriam"),
    ]


def test_a_random_page_has_what_the_gallery_has(world: World) -> None:
    posts = {world.post("miriam", f"Post {n}", 60 + n) for n in range(3)}
    assert set(ids(world.data(None, "GET", "/gallery/random/random/0"))) == posts
    assert world.data(None, "GET", "/gallery/random/random/1") == []


def test_votes_and_comments_need_no_word_for_the_kind(world: World) -> None:
    image = world.post("miriam")
    for vote, expected in (("up", (2, 0)), ("down", (1, 1)), ("veto", (1, 0))):
        assert world.data("tove", "POST", f"/gallery/{image}/vote/{vote}") is True
        votes = world.data(None, "GET", f"/gallery/{image}/votes")
        assert (votes["ups"], votes["downs"]) == expected
    sent = {"comment": "Nice."}
    first = world.data("tove", "POST", f"/gallery/{image}/comment", data=sent)["id"]
    second = world.data("miriam", "POST", f"/gallery/{image}/comment/{first}", data=sent)["id"]
    third = world.data("miriam", "POST", f"/gallery/{image}/comment", data=sent)["id"]
    world.data("miriam", "POST", f"/comment/{first}/vote/up")
    world.data("tove", "POST", f"/comment/{third}/vote/down")
    for order, found in {
        "": [first, third],
        "/best": [first, third],
        "/top": [first, third],
        "/new": [third, first],
        "/old/0": [first, third],
        "/new/1": [],
    }.items():
        threads = world.data(None, "GET", f"/gallery/{image}/comments{order}")
        assert ids(threads) == found, order
    assert (
        world.data(None, "GET", f"/gallery/{image}/comments/best")[0]["children"][0]["id"] == second
    )
    assert world.data(None, "GET", f"/gallery/{image}/comments/count") == 3
    # Who is nobody has no vote of their own.
    assert not world.data(None, "GET", f"/gallery/image/{image}")["vote"]
    world.data("tove", "POST", f"/gallery/{image}/vote/up")
    assert world.data("tove", "GET", f"/gallery/image/{image}")["vote"] == "up"


def test_a_secret_album_has_no_page(world: World) -> None:
    for privacy, status in (("public", 200), ("hidden", 200), ("secret", 404)):
        code = world.album("miriam", privacy=privacy)["id"]
        assert world.emulated.get(f"/a/{code}").status_code == status, privacy


def test_head_of_a_small_picture_has_its_headers_and_no_body(world: World) -> None:
    small = world.upload()["link"].replace(".png", "s.png")
    whole, head = world.emulated.get(small), world.emulated.request("HEAD", small)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


# Favorites


def test_second_favorite_call_removes_the_favorite(world: World) -> None:
    image, album = world.upload("miriam"), world.album("miriam")
    posted = world.post("tove", width=61)
    for path in (f"/image/{image['id']}", f"/album/{album['id']}", f"/image/{posted}"):
        assert world.data("miriam", "POST", f"{path}/favorite") == "favorited"
        assert world.data("miriam", "GET", path)["favorite"] is True
        assert world.data("tove", "GET", path)["favorite"] is False
    found = world.data("miriam", "GET", "/account/me/favorites/0/newest")
    assert ids(found) == [posted, album["id"], image["id"]]
    assert [item["is_album"] for item in found] == [False, True, False]
    public = world.data("tove", "GET", "/account/miriam/gallery_favorites/0")
    assert (ids(public), public[0]["favorite_count"]) == ([posted], 1)
    assert world.ask("tove", "GET", "/account/miriam/favorites").status_code == 403
    assert world.data("miriam", "POST", f"/image/{image['id']}/favorite") == "unfavorited"
    world.data("miriam", "DELETE", f"/album/{album['id']}")
    assert ids(world.data("miriam", "GET", "/account/me/favorites")) == [posted]


def test_a_favorite_is_of_a_user(world: World) -> None:
    image = world.upload()
    assert world.ask(None, "POST", f"/image/{image['id']}/favorite").status_code == 401
    assert world.ask("tove", "POST", "/image/nosuch1/favorite").status_code == 404


# Accounts


def test_lists_of_an_account_have_an_order_and_a_page(world: World) -> None:
    post = world.post("miriam")
    first, second = world.comment("miriam", post), world.comment("miriam", post, "More.")
    third = world.comment("miriam", post, "Much more.")
    world.data("tove", "POST", f"/comment/{first}/vote/up")
    # Votes against count against: as many votes are not as much praise.
    world.data("tove", "POST", f"/comment/{third}/vote/down")
    for order, found in {
        "newest": [third, second, first],
        "oldest": [first, second, third],
        "best": [first, second, third],
        "worst": [third, second, first],
    }.items():
        assert ids(world.data(None, "GET", f"/account/miriam/comments/{order}/0")) == found
        assert world.data(None, "GET", f"/account/miriam/comments/ids/{order}") == found
        assert world.data(None, "GET", f"/account/miriam/comments/ids/{order}/1") == []
    album = world.album("miriam", privacy="public")["id"]
    assert world.data(None, "GET", "/account/miriam/albums/ids/0") == [album]
    assert world.data("miriam", "GET", "/account/me/images/ids/0") == [post]
    assert world.data("miriam", "GET", "/account/me/images/ids/1") == []


def test_an_account_is_found_by_its_number(world: World) -> None:
    account = world.data(None, "GET", "/account/miriam")
    assert world.data(None, "GET", f"/account?account_id={account['id']}") == account
    assert world.ask(None, "GET", "/account?account_id=999").status_code == 404
    assert world.ask(None, "GET", "/account").status_code == 400


# Albums


def test_texts_of_an_album_change_with_post_too(world: World) -> None:
    one, two = world.upload("miriam")["id"], world.upload("miriam", 61)["id"]
    album = world.album("miriam", ids=one)["id"]
    for sent, title, pictures in (
        ({"title": "Lakes"}, "Lakes", [one]),
        ({"ids": f"{two},{one}"}, "Lakes", [two, one]),
        ({"ids": two, "title": "One lake"}, "One lake", [two]),
    ):
        assert world.data("miriam", "POST", f"/album/{album}", data=sent) is True
        found = world.data("miriam", "GET", f"/album/{album}")
        assert (found["title"], ids(found["images"])) == (title, pictures)
    for nothing in ({}, {"ids": ""}, {"ids[]": "", "title": "Gone"}):
        refused = world.ask("miriam", "POST", f"/album/{album}", data=nothing)
        assert (refused.status_code, world.ids_in(album, "miriam")) == (400, [two])


@each("where", ["params", "data", "json"])
@each("path", ["/album/{}", "/album/{}/remove_images"])
def test_pictures_are_removed_by_ids_in_query_or_body(world: World, path: str, where: str) -> None:
    one, two = world.upload("miriam")["id"], world.upload("miriam", 61)["id"]
    album = world.album("miriam", ids=f"{one},{two}")["id"]
    world.data("miriam", "DELETE", path.format(album), **{where: {"ids": one}})
    assert world.ids_in(album, "miriam") == [two]


# Conversations


def test_a_conversation_is_all_that_two_users_wrote(world: World) -> None:
    for who, to, body in (("tove", "miriam", "Ahoy"), ("miriam", "tove", "Hello")):
        assert world.data(who, "POST", f"/conversations/{to}", data={"body": body}) is True
    (shown,) = world.data("miriam", "GET", "/conversations")
    assert (shown["with_account"], shown["message_count"]) == ("tove", 2)
    assert shown["last_message_preview"] == "Hello"
    for rest, bodies, done in (
        ("", ["Ahoy", "Hello"], True),
        ("/1/1", ["Ahoy"], True),
        ("/2", [], True),
    ):
        found = world.data("miriam", "GET", f"/conversations/{shown['id']}{rest}")
        assert [message["body"] for message in found["messages"]] == bodies, rest
        assert found["done"] is done
    messages = world.data("miriam", "GET", f"/conversations/{shown['id']}")["messages"]
    assert {message["conversation_id"] for message in messages} == {shown["id"]}
    assert [message["from"] for message in messages] == ["tove", "miriam"]


def test_a_long_conversation_has_pages_from_its_end(world: World) -> None:
    for number in range(52):
        world.data("tove", "POST", "/conversations/miriam", data={"body": str(number)})
    (shown,) = world.data("miriam", "GET", "/conversations")
    pages = [
        world.data("miriam", "GET", f"/conversations/{shown['id']}/{page}/0") for page in (1, 2)
    ]
    bodies = [[int(message["body"]) for message in page["messages"]] for page in pages]
    assert bodies == [list(range(2, 52)), [0, 1]]
    assert [page["done"] for page in pages] == [False, True]


def test_a_conversation_is_deleted_for_one_of_the_two(world: World) -> None:
    world.data("tove", "POST", "/conversations/miriam", data={"body": "Ahoy"})
    (shown,) = world.data("miriam", "GET", "/conversations")
    assert world.data("miriam", "DELETE", f"/conversations/{shown['id']}") is True
    assert world.data("miriam", "GET", "/conversations") == []
    assert world.ask("miriam", "GET", f"/conversations/{shown['id']}").status_code == 404
    assert ids(world.data("tove", "GET", "/conversations")) == [shown["id"]]


def test_a_user_who_is_blocked_starts_no_conversation(world: World) -> None:
    assert world.data("miriam", "POST", "/conversations/report/tove") is True
    assert world.data("miriam", "POST", "/conversations/block/tove") is True
    refused = world.ask("tove", "POST", "/conversations/miriam", data={"body": "Ahoy"})
    assert refused.status_code == 403
    assert world.data("miriam", "GET", "/conversations") == []


def test_conversations_are_of_a_user(world: World) -> None:
    assert world.ask(None, "GET", "/conversations").status_code == 401


# Notifications


@each(
    "options",
    [
        {"data": {"ids": "{}"}},
        {"json": {"ids": "{}"}},
        {"params": {"ids": "{}"}},
        {"content": "{}"},
    ],
    ids=str,
)
def test_several_notifications_are_viewed_at_once(world: World, options: dict[str, Any]) -> None:
    post = world.post("miriam")
    world.comment("tove", post)
    world.comment("tove", post, "More.")
    numbers = [one["id"] for one in world.data("miriam", "GET", "/notification")["replies"]]
    listed = ",".join(map(str, numbers))
    sent = {
        name: {"ids": listed} if isinstance(value, dict) else listed
        for name, value in options.items()
    }
    assert world.data("miriam", "POST", "/notification", **sent) is True
    assert world.data("miriam", "GET", "/notification")["replies"] == []


def test_a_list_with_a_notification_of_another_views_none(world: World) -> None:
    world.comment("tove", world.post("miriam"))
    (mine,) = world.data("miriam", "GET", "/notification")["replies"]
    sent = {"ids": f"{mine['id']},{mine['id'] + 1}"}
    assert world.ask("miriam", "POST", "/notification", data=sent).status_code == 404
    assert len(world.data("miriam", "GET", "/notification")["replies"]) == 1
    assert world.ask("miriam", "POST", "/notification").status_code == 400


# XML


def xml(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


@pytest.mark.planted("asks for XML, which the contract does not describe")
def test_bare_picture_is_answered_with_xml_on_request(world: World) -> None:
    content = png()
    answer = world.ask(
        None,
        "POST",
        "/upload.xml",
        params={"title": "Größe & <Maß>\x01", "name": "lake.png"},
        content=content,
        headers={"Content-Type": FORM},
    )
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    data = xml(answer.text)
    assert (data.tag, data.attrib) == ("data", {"type": "array", "success": "1", "status": "200"})
    assert data.findtext("title") == "Größe & <Maß>\ufffd"
    assert world.emulated.get(data.findtext("link") or "").content == content
    path = f"/image/{data.findtext('deletehash')}.xml"
    assert xml(world.ask(None, "DELETE", path).text).text == "true"


@pytest.mark.planted("asks for XML, which the contract does not describe")
def test_a_refusal_is_xml_as_well(world: World) -> None:
    answer = world.ask(None, "GET", "/image/nosuch1.xml")
    data = xml(answer.text)
    assert (answer.status_code, data.attrib["success"], data.attrib["status"]) == (404, "0", "404")
    assert data.findtext("error") == "Unable to find an image with the id, nosuch1"
    refused = world.emulated.post("/3/upload.xml", content=png())
    assert xml(refused.text).findtext("error") == "Authentication required"


def test_lists_are_items_of_xml(world: World) -> None:
    image = world.post("miriam")
    data = xml(world.ask(None, "GET", "/gallery/hot/viral/0.xml").text)
    assert [item.findtext("id") for item in data.findall("item")] == [image]


def test_tokens_are_given_as_xml(world: World) -> None:
    query = {"client_id": "some-app", "response_type": "pin"}
    form = {"username": "miriam", "password": "lake-house"}
    page = world.emulated.post("/oauth2/authorize", params=query, data=form).text
    pin = re.search(r"name='pin' value='(\w+)'", page)
    assert pin
    sent = {"client_id": "some-app", "client_secret": "s", "grant_type": "pin", "pin": pin[1]}
    answer = xml(world.emulated.post("/oauth2/token.xml", data=sent).text)
    assert (answer.tag, answer.findtext("account_username")) == ("response", "miriam")
    bearer = {"Authorization": f"Bearer {answer.findtext('access_token')}"}
    assert world.emulated.get("/3/account/me", headers=bearer).json()["data"]["url"] == "miriam"


# What is not there


@each(
    "path",
    [
        "/g/memes/viral/0",
        "/memegen/defaults",
        "/topics/defaults",
        "/tags",
        "/account/miriam/available_avatars",
        "/gallery/t/lakes/viral/week/0/more",
        "/",
        "",
    ],
)
@each("method", ["GET", "POST", "PUT", "DELETE"])
def test_a_route_that_is_not_there_is_refused_in_the_hosts_shape(
    world: World, method: str, path: str
) -> None:
    answer = world.emulated.request(method, f"/3{path}", headers=APP)
    body = answer.json()
    assert (answer.status_code, body["success"], body["status"]) == (404, False, 404)
    assert error_of(answer) == "Unable to find the requested endpoint"
    assert body["data"]["method"] == method
    assert body["data"]["request"] == f"/3{path}"


def test_a_deletehash_stays_out_of_the_journal_under_any_name(world: World) -> None:
    image, album = world.upload(), world.album()
    path = f"/image/{image['deletehash']}"
    world.data(None, "POST", path, json={"imageHash": image["deletehash"], "title": "Lake"})
    world.data(None, "POST", "/image", files={"image": png()}, data={"album": album["deletehash"]})
    sent = {"deletehashes": image["deletehash"]}
    world.data(None, "POST", f"/album/{album['deletehash']}/add", json=sent)
    told = str([entry.as_dict() for entry in world.emulated.emulator.requests])
    assert "Lake" in told
    for secret in (image["deletehash"], album["deletehash"]):
        assert secret not in told
