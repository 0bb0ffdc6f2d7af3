"""One spec with everything in it: for tests that ask something of all templates at once."""

from __future__ import annotations

from contracts.codegen.minispec import BASE_URL, document

KITCHEN_SINK = document(
    f"""
/things/{{id}}#json:
  get:
    operationId: things_get
    tags: [things]
    summary: Get a thing
    description: With {{{{ everything }}}} and "quotes".
    x-source: {{document: mini.txt, section: Things}}
    security: [{{Key: []}}, {{}}]
    parameters:
      - {{name: id, in: path, required: true, description: Which., schema: {{type: string}}}}
      - {{name: format, in: query, required: true, schema: {{const: json}}}}
      - {{name: sort, in: query, schema: {{type: string, enum: [top, new]}}}}
      - {{name: 'tags[]', in: query, schema: {{type: array, items: {{type: string}}}}}}
      - {{name: X-Trace, in: header, schema: {{type: integer}}}}
    responses:
      "200":
        description: The thing.
        content:
          application/json:
            schema: {{$ref: '#/components/schemas/Answer'}}
            x-envelope: {{result: data}}
      "404": {{description: No such thing.}}
/things/{{id}}#txt:
  get:
    operationId: things_get_txt
    tags: [things]
    summary: Get a thing as text
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
      - {{name: format, in: query, required: true, schema: {{const: txt}}}}
    responses:
      "200": {{description: Its words., content: {{text/plain: {{schema: {{type: string}}}}}}}}
  delete:
    operationId: things_delete
    tags: [things]
    summary: Delete a thing
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
    responses:
      "204": {{description: Gone.}}
/things:
  get:
    operationId: things_list
    tags: [things]
    summary: List things
    x-pagination: {{style: page, parameter: page, items: ''}}
    parameters:
      - {{name: page, in: query, schema: {{type: integer}}}}
    responses:
      "200":
        description: Things.
        content:
          application/json:
            schema: {{type: array, items: {{$ref: '#/components/schemas/Thing'}}}}
  post:
    operationId: things_upload
    tags: [things]
    summary: Upload a thing
    x-retry: never
    x-alternate-path: /things/
    requestBody:
      content:
        multipart/form-data:
          schema:
            type: object
            required: [source]
            properties:
              key: {{type: string, x-credential: api_key}}
              action: {{const: upload}}
              source: {{type: string, format: binary}}
              more: {{type: array, items: {{type: string, format: binary}}}}
              nsfw: {{type: integer, enum: [0, 1], x-present-as: boolean}}
              until: {{type: string, x-present-as: duration}}
              words: {{type: string, x-present-as: csv}}
        application/x-www-form-urlencoded:
          schema:
            type: object
            required: [source]
            properties:
              key: {{type: string, x-credential: api_key}}
              action: {{const: upload}}
              source: {{type: string}}
    responses:
      "302": {{description: Its page.}}
/pictures/{{id}}:
  get:
    operationId: pictures_download
    tags: [pictures]
    summary: Download a picture
    servers: [{{url: {BASE_URL}/cdn}}]
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
    responses:
      "200": {{description: Its bytes., content: {{image/png: {{}}}}}}
  head:
    operationId: pictures_look
    tags: [pictures]
    summary: Look for anything
    parameters:
      - {{name: id, in: path, required: true, schema: {{type: string}}}}
    responses:
      "200": {{description: Anything., content: {{application/json: {{schema: {{}}}}}}}}
""",
    """
securitySchemes:
  Key: {type: apiKey, in: header, name: X-Key, x-credential: api_key}
schemas:
  Answer:
    type: object
    properties:
      data: {$ref: '#/components/schemas/Thing'}
      status: {type: integer}
  Thing:
    type: object
    required: [id]
    description: A thing with all kinds of members.
    x-source: {document: mini.txt, section: Things}
    properties:
      id: {type: string, description: Its id.}
      from: {type: string}
      list: {type: array, items: {type: string}}
      size: {type: [integer, string, 'null'], x-present-as: integer}
      filesize: {type: integer, x-alias-of: size}
      flag: {type: [integer, string], x-present-as: boolean, x-provenance: observed}
      token: {type: string, format: password}
      privacy: {type: string, enum: [public, hidden]}
      votes: {type: object, additionalProperties: {type: integer}}
      parent: {$ref: '#/components/schemas/Thing'}
      picture: {anyOf: [{$ref: '#/components/schemas/Picture'}, {type: 'null'}]}
  Picture:
    type: object
    properties:
      of: {$ref: '#/components/schemas/Thing'}
      when: {type: string, format: date-time}
""",
    """
x-error-body: {code: /error/code, message: /error/message}
x-error-table:
  - {status: 429, category: rate_limited, meaning: Slow down., x-provenance: observed}
""",
)
