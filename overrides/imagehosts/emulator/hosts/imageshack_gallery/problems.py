"""What ImageShack's galleries refuse, in the texts and the spellings of the document."""

from __future__ import annotations

from typing import NamedTuple

from imagehosts.core.quirks import quirk

from ...core.problems import HostProblem

_NO_LOGIN = "You should be logged in to save album"
_NO_GALLERY = "Album does not exist or not readable"
_NOT_OWNER = "You are not authorized to modify specified album"
_NOT_DELETED = "We were unable to delete album"

#: The text of each code; ``{}`` is filled in.
PROBLEMS = {
    "bad_parameter_file": "Invalid file name {}",
    "authentication_failed_save_album": _NO_LOGIN,
    "authentication_failed_add_image": _NO_LOGIN,
    "authentication_failed_delete": "You should be logged in to delete album",
    "authentication_failed_delete_image": (
        "You should be logged in or have token to delete image from album"
    ),
    "not_owner_save_album": _NOT_OWNER,
    "not_owner_add_image": _NOT_OWNER,
    "not_owner_delete": "You are not authorized to delete specified album",
    "not_owner_delete_image": "You are not authorized to delete specified image from album",
    "io_exists_error": _NO_GALLERY,
    "io_exist_error": _NO_GALLERY,
    "not_exist": "Specified album does not exist",
    "no_image": "No image specified for deletion from an album",
    "no_gallery": "Specified user have no albums",
    # What only a broken disk or database brings about; a switch does it here.
    "io_create_error": "Unable to create new album file",
    "io_read_error": "Unable to read album information",
    "io_save_error": "Unable to save album information",
    "io_error": "Unable to save album information",
    "io_delete_error": _NOT_DELETED,
    "db_delete_error": _NOT_DELETED,
    "db_error_album_list": "We were unable to fetch list of albums",
    # Ours: the document says nothing about what it does not know.
    "bad_parameter_action": "Invalid action {}",
    "not_found": "There is nothing at this address",
    "method_not_allowed": "This method is not allowed here",
}


class Codes(NamedTuple):
    """What an action says to those who show nothing, find nothing, and own nothing."""

    no_login: str
    no_gallery: str
    not_owner: str


#: Each action that changes a gallery has codes of its own.
CODES = {
    "edit": Codes("authentication_failed_save_album", "io_exists_error", "not_owner_save_album"),
    "add": Codes("authentication_failed_add_image", "io_exist_error", "not_owner_add_image"),
    "delete": Codes("authentication_failed_delete", "io_exist_error", "not_owner_delete"),
    "delete_image": Codes(
        "authentication_failed_delete_image", "io_exist_error", "not_owner_delete_image"
    ),
}
#: The codes of what breaks that each action is documented with, and the one of the example.
BREAKS = {
    "create": ("io_create_error", "io_read_error", "io_save_error", "io_error"),
    "edit": ("io_read_error", "io_save_error"),
    "add": ("io_read_error",),
    "delete": ("db_delete_error", "io_delete_error"),
    "delete_image": ("io_read_error", "io_save_error"),
    "gallery_list": ("db_error_album_list",),
}


class Refused(HostProblem):
    """A refusal: its code, and what its text names."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@quirk("ISG-27")
def text_of(problem: Refused) -> str:
    """The text that goes with a code; that of a bad picture is a template with its name in it."""
    return PROBLEMS[problem.code].replace("{}", problem.detail).strip()
