"""What imgur refuses, with which message: those of the first group were seen, the rest is ours."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.problems import HostProblem


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal: status, message with ``{}`` for a detail, and the number of an error object."""

    status: int
    message: str
    code: int | None = None


PROBLEMS = {
    "login": Problem(401, "Authentication required"),
    "token": Problem(403, "The access token provided is invalid."),
    "header": Problem(403, "Malformed auth header"),
    "client": Problem(403, "Invalid client_id"),
    "no_client": Problem(400, "No client id supplied"),
    "unauthorized": Problem(403, "Unauthorized"),
    "refresh": Problem(400, "Invalid refresh token"),
    "file_type": Problem(400, "File type invalid (1)", 1003),
    "too_large": Problem(400, "File is over the size limit"),
    "region": Problem(403, "Banned Country"),
    "capacity": Problem(500, "Imgur is temporarily over capacity. Please try again later."),
    "too_fast": Problem(429, "You are uploading too fast. Please wait {} more minutes.", 429),
    "credits": Problem(429, "Daily client requests exceeded"),
    "album": Problem(404, "Unable to find an album with the id, {}"),
    "not_owner": Problem(
        400,
        "You are not the owner of album '{}', which means you can't add images to it."
        " For anonymous albums, use the album deletehash.",
    ),
    "forbidden": Problem(403, "Forbidden", 403),
    "no_image": Problem(400, "No image data was sent to the upload api"),
    # Ours.
    "not_own_album": Problem(403, "You are not the owner of album '{}'."),
    "not_own_image": Problem(403, "You are not the owner of image '{}'."),
    "image": Problem(404, "Unable to find an image with the id, {}"),
    "account": Problem(404, "Unable to find a user with the username, {}"),
    "comment": Problem(404, "Unable to find a comment with the id, {}"),
    "post": Problem(404, "Unable to find a gallery item with the id, {}"),
    "conversation": Problem(404, "Unable to find a conversation with the id, {}"),
    "message": Problem(404, "Unable to find a message with the id, {}"),
    "notification": Problem(404, "Unable to find a notification with the id, {}"),
    "section": Problem(404, "Unable to find a gallery with the name, {}"),
    "route": Problem(404, "Unable to find the requested endpoint"),
    "method": Problem(405, "The endpoint does not take the method {}"),
    "missing": Problem(400, "The parameter {} is required"),
    "invalid": Problem(400, "The parameter {} is invalid"),
    "url": Problem(400, "Invalid URL ({})"),
    "no_ids": Problem(400, "No image ids were given"),
    "other_image": Problem(400, "The comment is not on the image {}"),
    "grant": Problem(400, "Invalid grant_type"),
    "authorization_code": Problem(400, "Invalid authorization code"),
    "pin": Problem(400, "Invalid pin"),
    "secret": Problem(403, "Invalid client_secret"),
    "terms": Problem(400, "You must accept the gallery terms, or set terms to 1"),
    "in_gallery": Problem(400, "The item is in the gallery already"),
    "empty_album": Problem(400, "An album without images cannot be in the gallery"),
    "captcha": Problem(400, "A captcha response is required"),
    "taken": Problem(400, "The username {} is taken"),
    "bad_name": Problem(400, "The username {} cannot be used"),
    "blocked": Problem(403, "You may not send messages to {}"),
    "body": Problem(413, "The request is too large"),
    "internal_error": Problem(500, "Could not complete request", 500),
}


class Refused(HostProblem):
    """A refusal: its name in :data:`PROBLEMS`, and what its message names."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind = kind
        self.detail = detail
