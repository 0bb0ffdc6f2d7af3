"""Pairs of specs for the report of changes: each an edit of one small spec, and what it means."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "BASE",
    "ELSEWHERE",
    "FORM",
    "FURTHER",
    "NEW_OPERATION",
    "PAIRS",
    "REWRITTEN",
    "ROWS",
    "SHARED",
    "TITLE_BY_FORM",
    "TITLE_BY_PARTS",
    "edited",
]

BASE = """
openapi: 3.1.0
info: {title: Mini API, version: "1", description: A host of a test.}
servers: [{url: https://mini.example/v1}]
x-error-body: {code: /error/code, message: /error/message}
x-error-table:
  - {status: 404, category: not_found, meaning: Gone., x-provenance: inferred}
  - {status: 400, category: invalid_request, meaning: Wrong., x-provenance: inferred}
paths:
  /albums/{id}:
    put:
      operationId: albums_change
      tags: [albums]
      summary: Change an album
      security: [{key: []}]
      x-choices: {v: Which version.}
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: sort, in: query, schema: {type: string, enum: [a, b]}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: v, in: query, required: true, schema: {const: "2"}}
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string, maxLength: 80, description: The title.}
                note: {type: string}
                rank: {type: integer, default: 1}
      responses:
        "200":
          description: Done
          headers: {X-Left: {schema: {type: integer}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Album'}}}
        "404": {description: No such album}
        default: {description: Anything else}
  /albums:
    get:
      operationId: albums_list
      tags: [albums]
      summary: List albums
      security: [{key: []}]
      x-pagination: {style: page, parameter: page, items: ""}
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      responses:
        "200":
          description: Albums
          content:
            application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Album'}}}
  /albums/{id}/cover:
    get:
      operationId: albums_cover
      tags: [albums]
      summary: Show the cover
      security: [{key: []}]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: size, in: query, required: true, schema: {type: string}}
      responses:
        "200":
          description: The cover
          content:
            application/json:
              x-envelope: {result: data}
              schema:
                type: object
                properties:
                  data: {$ref: '#/components/schemas/Cover'}
                  other: {$ref: '#/components/schemas/Cover'}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key, x-credential: api_key}
    token: {type: http, scheme: bearer, x-credential: access_token}
  schemas:
    Album:
      type: object
      required: [id]
      properties:
        id: {type: string, maxLength: 9}
        title: {type: [string, 'null']}
        kind: {type: string, enum: [open, closed]}
        count: {type: integer}
        deletehash: {type: string, format: password}
        cover: {$ref: '#/components/schemas/Cover'}
    Cover:
      type: object
      required: [url]
      properties:
        url: {type: string}
        mime: {type: string}
"""


class Pair(NamedTuple):
    """An edit of the base, and the rules that it must be reported by, there and back."""

    old: str
    new: str
    there: tuple[str, ...]
    back: tuple[str, ...]
    where: str = "albums_change"


def edited(text: str, *replaced: tuple[str, str]) -> str:
    """A spec with some of its parts replaced, which must be there."""
    for old, new in replaced:
        assert old in text, f"the spec has not what is to be replaced: {old}"
        text = text.replace(old, new)
    return text


ROWS = (
    "  - {status: 404, category: not_found, meaning: Gone., x-provenance: inferred}\n",
    "  - {status: 400, category: invalid_request, meaning: Wrong., x-provenance: inferred}\n",
)
ALBUM_ID = "        - {name: id, in: path, required: true, schema: {type: string}}\n"
SORT = "        - {name: sort, in: query, schema: {type: string, enum: [a, b]}}\n"
SHARED = (
    (SORT, "        - {$ref: '#/components/parameters/Sort'}\n"),
    ("components:\n", f"components:\n  parameters:\n    Sort: {SORT.strip()[2:]}\n"),
)
SERVER = "    servers: [{url: https://up.example}]\n"
TITLE_BY_FORM = BASE[
    BASE.index("          application/x-www-form") : BASE.index("      responses:\n")
]
TITLE_BY_PARTS = """          multipart/form-data:
            schema:
              {type: object, required: [title], properties: {title: {type: string, minLength: 1}}}
"""
FORM = (
    (
        TITLE_BY_FORM,
        "          application/x-www-form-urlencoded:\n"
        "            schema: {$ref: '#/components/schemas/ChangeForm'}\n",
    ),
    (
        "  schemas:\n",
        "  schemas:\n    ChangeForm:\n"
        "      {type: object, required: [title], properties: {title: {type: string}}}\n",
    ),
)


NEW_OPERATION = """  /albums/{id}/twin:
    post:
      operationId: albums_twin
      tags: [albums]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: Done}}
  /albums:
"""
PAIRS: dict[str, Pair] = {
    "an argument before those that must be given": Pair(
        "{name: sort, in: query, schema",
        "{name: sort, in: query, required: true, schema",
        ("argument-now-required",),
        ("argument-now-optional",),
    ),
    "another name and another example": Pair(
        "operationId: albums_cover\n",
        "operationId: albums_front\n      externalDocs: {url: https://x.example}\n",
        ("operation-renamed", "text-changed"),
        ("operation-renamed", "text-changed"),
        "albums_front albums_cover",
    ),
    "failures of other types": Pair(
        '        "404": {description: No such album}\n'
        "        default: {description: Anything else}\n",
        '        "403": {description: Not yours, content: {application/json: {schema: {}}}}\n'
        '        "404": {description: No such album}\n'
        "        default: {description: Anything else, content: {text/html: {schema: {}}}}\n",
        ("answer-type-added", "error-class-added", "error-status-added"),
        ("answer-type-removed", "error-class-removed", "error-status-removed"),
    ),
    "a number that comes as text or null": Pair(
        "        count: {type: integer}\n",
        "        count: {type: [integer, string, 'null'], x-present-as: integer}\n",
        ("member-retyped",),
        ("member-narrowed",),
        "models.Album",
    ),
    # The whole API.
    "another base URL": Pair(
        "https://mini.example/v1",
        "https://mini.example/v2",
        ("base-url-changed",),
        ("base-url-changed",),
        "",
    ),
    "errors elsewhere": Pair(
        "code: /error/code",
        "code: /code",
        ("error-body-changed",),
        ("error-body-changed",),
        "",
    ),
    "another error row": Pair(
        "  - {status: 400, category: invalid_request, meaning: Wrong., x-provenance: inferred}\n",
        "  - {status: 400, category: invalid_request, meaning: Wrong., x-provenance: inferred}\n"
        "  - {status: 409, category: duplicate, meaning: Twice., x-provenance: inferred}\n",
        ("error-row-added",),
        ("error-row-removed",),
        "",
    ),
    "other words of an error row": Pair(
        "{status: 400, category",
        "{status: 400, message: wrong, category",
        ("error-row-reworded",),
        ("error-row-reworded",),
        "",
    ),
    "another error by a row": Pair(
        "status: 400, category: invalid_request",
        "status: 400, category: too_large",
        ("error-row-changed",),
        ("error-row-changed",),
        "",
    ),
    "another text of the API": Pair(
        "A host of a test.", "A host.", ("text-changed",), ("text-changed",), ""
    ),
    # Operations.
    "another operation": Pair(
        "  /albums:\n", NEW_OPERATION, ("operation-added",), ("operation-removed",), "albums_twin"
    ),
    "another name of an operation": Pair(
        "albums_cover",
        "albums_front",
        ("operation-renamed",),
        ("operation-renamed",),
        "albums_front albums_cover",
    ),
    "another path": Pair(
        "/albums/{id}/cover:",
        "/albums/{id}/front:",
        ("operation-moved",),
        ("operation-moved",),
        "albums_cover",
    ),
    "another method": Pair(
        "    put:\n",
        "    patch:\n",
        ("operation-moved", "retries-end"),
        ("operation-moved", "retries-begin"),
    ),
    "a server of its own": Pair(
        "      operationId: albums_change\n",
        "      operationId: albums_change\n      servers: [{url: https://up.example}]\n",
        ("server-changed",),
        ("server-changed",),
    ),
    "deprecated": Pair(
        "      operationId: albums_change\n",
        "      operationId: albums_change\n      deprecated: true\n",
        ("operation-deprecated",),
        ("operation-no-longer-deprecated",),
    ),
    "never sent again": Pair(
        "      operationId: albums_change\n",
        "      operationId: albums_change\n      x-retry: never\n",
        ("retries-end",),
        ("retries-begin",),
    ),
    "pages": Pair(
        '      x-pagination: {style: page, parameter: page, items: ""}\n',
        "",
        ("pagination-removed",),
        ("pagination-added",),
        "albums_list",
    ),
    "another kind of pages": Pair(
        "style: page",
        "style: offset",
        ("pagination-changed",),
        ("pagination-changed",),
        "albums_list",
    ),
    "no choice": Pair(
        "      x-choices: {v: Which version.}\n", "", ("choice-removed",), ("choice-added",)
    ),
    "another argument that chooses": Pair(
        "x-choices: {v: Which version.}",
        "x-choices: {v: Which version., method: How.}",
        ("choice-widened",),
        ("choice-changed",),
    ),
    "an example alone": Pair(
        "schema: {type: string, enum: [a, b]}",
        "example: a, schema: {type: string, enum: [a, b]}",
        ("text-changed",),
        ("text-changed",),
    ),
    "a link": Pair(
        '        "404": {description: No such album}\n',
        "          links: {cover: {operationId: albums_cover}}\n"
        '        "404": {description: No such album}\n',
        ("links-changed",),
        ("links-changed",),
    ),
    "a format that nobody reads": Pair(
        "        url: {type: string}\n",
        "        url: {type: string, format: uri}\n",
        ("spec-changed",),
        ("spec-changed",),
        "models.Cover",
    ),
    "a second address": Pair(
        "servers: [{url: https://mini.example/v1}]",
        "servers: [{url: https://mini.example/v1}, {url: https://old.example/v1}]",
        ("spec-changed",),
        ("spec-changed",),
        "",
    ),
    "another description": Pair(
        "summary: Change an album", "summary: Change one", ("text-changed",), ("text-changed",)
    ),
    # Credentials.
    "another credential as well": Pair(
        "      summary: Change an album\n      security: [{key: []}]\n",
        "      summary: Change an album\n      security: [{key: []}, {token: []}]\n",
        ("credential-added", "credential-no-longer-needed"),
        ("credential-removed", "credential-needed"),
    ),
    "another credential instead": Pair(
        "      summary: Change an album\n      security: [{key: []}]\n",
        "      summary: Change an album\n      security: [{token: []}]\n",
        ("credential-added", "credential-needed", "credential-removed"),
        ("credential-added", "credential-needed", "credential-removed"),
    ),
    "a key elsewhere": Pair(
        "in: header, name: X-Key",
        "in: query, name: key",
        ("credential-moved",),
        ("credential-moved",),
        "albums_change albums_list albums_cover",
    ),
    "no key needed": Pair(
        "      summary: Change an album\n      security: [{key: []}]\n",
        "      summary: Change an album\n      security: [{key: []}, {}]\n",
        ("credential-no-longer-needed",),
        ("credential-needed",),
    ),
    "a second key beside": Pair(
        "      summary: Change an album\n      security: [{key: []}]\n",
        "      summary: Change an album\n      security: [{key: [], token: []}]\n",
        ("credential-added", "credential-needed"),
        ("credential-removed",),
    ),
    # Requests.
    "another type of body": Pair(
        "          application/x-www-form-urlencoded:\n            schema:\n",
        "          multipart/form-data: {schema: {type: object, required: [title],"
        " properties: {title: {type: string, maxLength: 80, description: The title.}}}}\n"
        "          application/x-www-form-urlencoded:\n            schema:\n",
        ("body-type-added",),
        ("body-type-removed",),
    ),
    "a body that must be sent": Pair(
        "      requestBody:\n        content:\n",
        "      requestBody:\n        required: true\n        content:\n",
        ("body-now-required",),
        ("body-now-optional",),
    ),
    "another constant": Pair(
        'const: "2"',
        'const: "3"',
        ("constant-changed", "choice-changed"),
        ("constant-changed", "choice-changed"),
    ),
    "another argument": Pair(
        "                note: {type: string}\n",
        "                note: {type: string}\n                mood: {type: string}\n",
        ("argument-added",),
        ("argument-removed",),
    ),
    "another argument that must be given": Pair(
        "        - {name: sort,",
        "        - {name: mood, in: query, required: true, schema: {type: string}}\n"
        "        - {name: sort,",
        ("required-argument-added",),
        ("argument-removed",),
    ),
    "another name of an argument": Pair(
        "note: {type: string}",
        "note: {type: string, x-argument: remark}",
        ("argument-renamed",),
        ("argument-renamed",),
    ),
    "an argument elsewhere": Pair(
        "{name: sort, in: query,",
        "{name: sort, in: header,",
        ("argument-moved",),
        ("argument-moved",),
    ),
    "an argument that must be given now": Pair(
        "required: [title]",
        "required: [title, note]",
        ("argument-now-required",),
        ("argument-now-optional",),
    ),
    "another order": Pair(
        "        - {name: id, in: path, required: true, schema: {type: string}}\n"
        "        - {name: size, in: query, required: true, schema: {type: string}}\n",
        "        - {name: size, in: query, required: true, schema: {type: string}}\n"
        "        - {name: id, in: path, required: true, schema: {type: string}}\n",
        ("argument-order-changed",),
        ("argument-order-changed",),
        "albums_cover",
    ),
    "a wider type": Pair(
        "note: {type: string}",
        "note: {type: string, enum: [x]}",
        ("argument-type-narrowed",),
        ("argument-type-widened",),
    ),
    "one choice more": Pair(
        "enum: [a, b]", "enum: [a, b, c]", ("argument-type-widened",), ("argument-type-narrowed",)
    ),
    "another type": Pair(
        "note: {type: string}",
        "note: {type: boolean}",
        ("argument-type-narrowed", "argument-sent-otherwise"),
        ("argument-type-narrowed", "argument-sent-otherwise"),
    ),
    "a list with commas": Pair(
        "{name: tags, in: query, schema",
        "{name: tags, in: query, explode: false, schema",
        ("argument-sent-otherwise",),
        ("argument-sent-otherwise",),
    ),
    "a higher limit": Pair(
        "maximum: 50", "maximum: 60", ("argument-limit-loosened",), ("argument-limit-tightened",)
    ),
    "a higher least value": Pair(
        "minimum: 1", "minimum: 2", ("argument-limit-tightened",), ("argument-limit-loosened",)
    ),
    "a shorter text": Pair(
        "maxLength: 80",
        "maxLength: 70",
        ("argument-limit-tightened",),
        ("argument-limit-loosened",),
    ),
    "no limit": Pair(
        ", maxLength: 80", "", ("argument-limit-loosened",), ("argument-limit-tightened",)
    ),
    "a pattern": Pair(
        "note: {type: string}",
        "note: {type: string, pattern: '^a'}",
        ("argument-limit-tightened",),
        ("argument-limit-loosened",),
    ),
    "another default": Pair(
        "default: 1", "default: 2", ("argument-default-changed",), ("argument-default-changed",)
    ),
    "a secret argument": Pair(
        "note: {type: string}",
        "note: {type: string, format: password}",
        ("secret-changed",),
        ("secret-changed",),
    ),
    "another description of an argument": Pair(
        "The title.", "A title.", ("text-changed",), ("text-changed",)
    ),
    # Answers.
    "no answer": Pair(
        "          content: {application/json: {schema: {$ref: '#/components/schemas/Album'}}}\n",
        "",
        ("answer-kind-changed",),
        ("answer-kind-changed",),
    ),
    "another model": Pair(
        "{application/json: {schema: {$ref: '#/components/schemas/Album'}}}\n        \"404\"",
        "{application/json: {schema: {$ref: '#/components/schemas/Cover'}}}\n        \"404\"",
        ("answer-changed",),
        ("answer-changed",),
    ),
    "a model or nothing": Pair(
        "{application/json: {schema: {$ref: '#/components/schemas/Album'}}}\n        \"404\"",
        "{application/json: {schema: {anyOf: [{$ref: '#/components/schemas/Album'},"
        " {type: 'null'}]}}}\n        \"404\"",
        ("answer-changed",),
        ("answer-narrowed",),
    ),
    "another envelope": Pair(
        "{result: data}",
        "{result: other}",
        ("envelope-changed",),
        ("envelope-changed",),
        "albums_cover",
    ),
    "another type of an answer": Pair(
        "default: {description: Anything else}",
        "default: {description: Anything else, content: {text/html: {schema: {type: string}}}}",
        ("answer-type-added",),
        ("answer-type-removed",),
    ),
    "another success": Pair(
        '        "404": {description: No such album}\n',
        '        "404": {description: No such album}\n        "201": {description: Made, content:'
        " {application/json: {schema: {$ref: '#/components/schemas/Album'}}}}\n",
        ("success-status-added",),
        ("success-status-removed",),
    ),
    "another failure": Pair(
        '        "404": {description: No such album}\n',
        '        "404": {description: No such album}\n        "409": {description: Twice}\n',
        ("error-status-added", "error-class-added"),
        ("error-status-removed", "error-class-removed"),
    ),
    "another class of errors": Pair(
        '        "404": {description: No such album}\n',
        "",
        ("error-status-removed", "error-class-removed"),
        ("error-status-added", "error-class-added"),
    ),
    "another header": Pair(
        "headers: {X-Left: {schema: {type: integer}}}",
        "headers: {X-Left: {schema: {type: integer}}, X-Cost: {schema: {type: integer}}}",
        ("answer-header-added",),
        ("answer-header-removed",),
    ),
    # Models.
    "another class": Pair(
        "        cover: {$ref: '#/components/schemas/Cover'}\n    Cover:\n",
        "        cover: {$ref: '#/components/schemas/Cover'}\n"
        "        owner: {$ref: '#/components/schemas/Owner'}\n"
        "    Owner: {type: object, properties: {name: {type: string}}}\n    Cover:\n",
        ("model-added", "member-added"),
        ("model-removed", "member-removed"),
        "models.Owner models.Album",
    ),
    "another member": Pair(
        "        count: {type: integer}\n",
        "        count: {type: integer}\n        likes: {type: integer}\n",
        ("member-added",),
        ("member-removed",),
        "models.Album",
    ),
    "another name of a member": Pair(
        "count: {type: integer}",
        "count: {type: integer, x-argument: number}",
        ("member-renamed",),
        ("member-renamed",),
        "models.Album",
    ),
    "a member that may be null": Pair(
        "id: {type: string, maxLength: 9}",
        "id: {type: [string, 'null'], maxLength: 9}",
        ("member-retyped",),
        ("member-narrowed",),
        "models.Album",
    ),
    "a member of another type": Pair(
        "count: {type: integer}",
        "count: {type: string}",
        ("member-retyped",),
        ("member-retyped",),
        "models.Album",
    ),
    "a choice more in an answer": Pair(
        "[open, closed]",
        "[open, closed, hidden]",
        ("member-retyped",),
        ("member-narrowed",),
        "models.Album",
    ),
    "a member that is always there": Pair(
        "required: [id]",
        "required: [id, count]",
        ("member-now-required",),
        ("member-now-optional",),
        "models.Album",
    ),
    "a longer member": Pair(
        "maxLength: 9",
        "maxLength: 10",
        ("member-limit-loosened",),
        ("member-limit-tightened",),
        "models.Album",
    ),
    "a member from elsewhere": Pair(
        "mime: {type: string}",
        "mime: {type: string, x-alias-of: url}",
        ("member-read-otherwise",),
        ("member-read-otherwise",),
        "models.Cover",
    ),
    "a member that is no secret": Pair(
        ", format: password", "", ("secret-changed",), ("secret-changed",), "models.Album"
    ),
    "another description of a member": Pair(
        "url: {type: string}",
        "url: {type: string, description: Its address.}",
        ("text-changed",),
        ("text-changed",),
        "models.Cover",
    ),
}
#: Rules whose pairs are tests of their own below.
ELSEWHERE = {
    "api-added",
    "api-removed",
    "error-row-moved",
    "model-renamed",
    "xsd-part-added",
    "xsd-part-removed",
    "xsd-part-changed",
    "quirk-changed",
}


#: Other ways to write the same, and what little is said of each.
REWRITTEN: dict[str, tuple[str, str, list[str]]] = {
    "a parameter for a whole path": (
        BASE,
        edited(
            BASE,
            (ALBUM_ID + SORT, SORT),
            ("  /albums/{id}:\n", f"  /albums/{{id}}:\n    parameters:\n    {ALBUM_ID.strip()}\n"),
        ),
        [],
    ),
    "a server for a whole path": (
        edited(
            BASE,
            ("      operationId: albums_cover\n", f"  {SERVER}      operationId: albums_cover\n"),
        ),
        edited(BASE, ("  /albums/{id}/cover:\n", f"  /albums/{{id}}/cover:\n{SERVER}")),
        [],
    ),
    "a parameter that is shared": (
        BASE,
        edited(
            BASE,
            (SORT, "        - {$ref: '#/components/parameters/Sort'}\n"),
            ("components:\n", f"components:\n  parameters:\n    Sort: {SORT.strip()[2:]}\n"),
        ),
        ["components.parameters.Sort: what is shared in the file"],
    ),
    "an answer that is shared": (
        BASE,
        edited(
            BASE,
            ("{description: No such album}", "{$ref: '#/components/responses/Missing'}"),
            (
                "components:\n",
                "components:\n  responses:\n    Missing: {description: No such album}\n",
            ),
        ),
        ["components.responses.Missing: what is shared in the file"],
    ),
    "a shared parameter by another name": (
        edited(BASE, *SHARED),
        edited(
            BASE, *SHARED, ("parameters/Sort'", "parameters/Order'"), ("    Sort: ", "    Order: ")
        ),
        [
            "components.parameters.Sort: what is shared in the file",
            "components.parameters.Order: what is shared in the file",
        ],
    ),
    "a schema of a request by another name": (
        edited(BASE, *FORM),
        edited(
            BASE,
            *FORM,
            ("schemas/ChangeForm'", "schemas/AlbumForm'"),
            ("ChangeForm:", "AlbumForm:"),
        ),
        ["models.AlbumForm: the schema ChangeForm is called AlbumForm, which nobody sees"],
    ),
    "alternatives in another order": (
        BASE.replace("count: {type: integer}", "count: {oneOf: [{type: string}, {type: integer}]}"),
        BASE.replace("count: {type: integer}", "count: {oneOf: [{type: integer}, {type: string}]}"),
        ["models.Album: the order of its values"],
    ),
    "choices in another order": (
        BASE,
        BASE.replace("enum: [a, b]", "enum: [b, a]"),
        ["albums_change: the order of its values"],
    ),
    "required members in another order": (
        BASE.replace("required: [id]", "required: [id, title]"),
        BASE.replace("required: [id]", "required: [title, id]"),
        ["models.Album: the order of its values"],
    ),
    "media types in another order": (
        edited(BASE, (TITLE_BY_FORM, TITLE_BY_FORM + TITLE_BY_PARTS)),
        edited(BASE, (TITLE_BY_FORM, TITLE_BY_PARTS + TITLE_BY_FORM)),
        [],
    ),
    "error rows that cannot both fit in another order": (
        BASE,
        edited(BASE, (f"{ROWS[0]}{ROWS[1]}", f"{ROWS[1]}{ROWS[0]}")),
        [": rows of the error table stand in another order, which decides nothing"],
    ),
    "a server in other words": (
        edited(BASE, ("v1}]", "v1, description: The site.}]")),
        edited(BASE, ("v1}]", "v1, description: A site.}]")),
        [": its description"],
    ),
    "another version of the document": (
        BASE,
        BASE.replace('version: "1"', 'version: "2"'),
        [": the version of its document"],
    ),
    "a choice in other words": (
        BASE,
        BASE.replace("Which version.", "Of which version."),
        ["albums_change: its description"],
    ),
    "an error row in other words": (
        BASE,
        BASE.replace("meaning: Wrong.", "meaning: It is wrong."),
        [": its description"],
    ),
}


#: What no rule of its own speaks of, with what it means on the wire in each direction.
FURTHER: dict[str, tuple[str, str, str, str]] = {
    "fewer types of a file": ("image/png, image/gif", "image/png", "breaking", "compatible"),
    "a shorter second name": ("maxLength: 7", "maxLength: 6", "breaking", "compatible"),
    "a longer least second name": ("minLength: 2", "minLength: 3", "breaking", "compatible"),
    "a second name of any length": ("maxLength: 7, ", "", "compatible", "breaking"),
    "another pattern of a second name": ("pattern: a+", "pattern: b+", "breaking", "breaking"),
    "a second name that is gone": (
        ",\n                name: {type: string, pattern: a+, maxLength: 7, minLength: 2,"
        " x-alias-of: title}",
        "",
        "breaking",
        "compatible",
    ),
    "other letters of a second name": (
        "x-alias-of: title",
        "format: date, x-alias-of: title",
        "compatible",
        "compatible",
    ),
    "members that are not described": (
        "additionalProperties: false, ",
        "",
        "compatible",
        "breaking",
    ),
}
