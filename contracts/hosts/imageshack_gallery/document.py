"""The document of the ImageShack Gallery API, section by section, to hold the spec against.

Names, codes and slips are the document's; ``specs/imageshack_gallery/quirks.yaml`` tells what
became of the slips. The token that it prints is not here.
"""

from __future__ import annotations

from typing import NamedTuple


class Action(NamedTuple):
    """A section about an action.

    Attributes:
        required: Its parameters that are not marked as optional, but for credentials.
        optional: Its parameters that are marked as optional, but for credentials.
        credentials: What of cookie and token it lists.
        codes: The codes of its table of errors, in their order.
        at: The line of its request example.
        request: The example, as it is printed.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...]
    credentials: tuple[str, ...]
    codes: tuple[str, ...]
    at: int
    request: str


OWNER = ("cookie", "token")
WWW = "http://www.imageshack.us/gallery_api.php"
SERVER = "http://img123.imageshack.us/gallery_api.php"
#: The slip of three examples: a dot for the slash behind the host.
MISTYPED = "http://img123.imageshack.us.gallery_api.php"

ACTIONS = {
    "create": Action(
        ("image",),
        ("title", "name"),
        OWNER,
        ("io_create_error", "io_read_error", "io_save_error", "bad_parameter_file"),
        89,
        WWW + "?action=create&image[]=img123/4567/image1.jpg&image[]=img234/5678/image2.jpg"
        "&name=my_gallery&token=YOUR_GALLERY_TOKEN",
    ),
    "edit": Action(
        ("g", "image"),
        ("title",),
        OWNER,
        (
            "authentication_failed_save_album",
            "io_exists_error",
            "not_owner_save_album",
            "io_read_error",
            "io_save_error",
            "bad_parameter_file",
        ),
        102,
        SERVER + "?action=edit&title=my%20new%20title&image=img123/4567/somefile.jpg&g=my_gallery",
    ),
    "add": Action(
        ("g", "image"),
        (),
        OWNER,
        (
            "authentication_failed_add_image",
            "io_exist_error",
            "not_owner_add_image",
            "io_read_error",
            "bad_parameter_file",
        ),
        114,
        MISTYPED + "?action=add&image[]=img345/6789/newfile.jpg&image[]=img3/789/newfile2.jpg"
        "&g=my_gallery",
    ),
    "delete": Action(
        ("g",),
        (),
        OWNER,
        (
            "authentication_failed_delete",
            "io_exist_error",
            "not_owner_delete",
            "db_delete_error",
            "io_delete_error",
        ),
        127,
        MISTYPED + "?action=delete&g=my_gallery",
    ),
    "delete_image": Action(
        ("g", "image"),
        (),
        ("cookie",),
        (
            "authentication_failed_delete_image",
            "no_image",
            "io_exist_error",
            "not_owner_delete_image",
            "io_read_error",
            "io_save_error",
        ),
        133,
        SERVER + "?action=delete_image&g=my_gallery&image=img123/4567/someimage.jpg",
    ),
    "view": Action(("g",), (), (), ("not_exist",), 137, MISTYPED + "?g=my_gallery&view=xml"),
    "gallery_list": Action(
        ("user",),
        ("start", "limit"),
        (),
        ("db_error_album_list", "no_gallery"),
        197,
        WWW + "?action=gallery_list&user=username&start=5&limit=10",
    ),
}

#: Further examples of what is sent, in the text on `image`: line and what is printed there.
REFERENCES = {
    4: "img123/4567/filename.ext",
    6: "image=img123/4567/filename.ext;640;480;y",
}

#: The parameters of the list before the sections, in their order.
PARAMETERS = (
    "image", "g", "action", "title", "cookie", "token", "name", "user", "start", "limit",
)  # fmt: skip

#: The actions that the text on `action` names.
LISTED_ACTIONS = ("create", "edit", "add", "delete", "view")

#: The text of each code; one code has one text in all tables.
TEXTS = {
    "io_create_error": "Unable to create new album file",
    "io_read_error": "Unable to read album information",
    "io_save_error": "Unable to save album information",
    "bad_parameter_file": "Invalid file name <filename>",
    "authentication_failed_save_album": "You should be logged in to save album",
    "io_exists_error": "Album does not exist or not readable",
    "not_owner_save_album": "You are not authorized to modify specified album",
    "authentication_failed_add_image": "You should be logged in to save album",
    "io_exist_error": "Album does not exist or not readable",
    "not_owner_add_image": "You are not authorized to modify specified album",
    "authentication_failed_delete": "You should be logged in to delete album",
    "not_owner_delete": "You are not authorized to delete specified album",
    "db_delete_error": "We were unable to delete album",
    "io_delete_error": "We were unable to delete album",
    "authentication_failed_delete_image": (
        "You should be logged in or have token to delete image from album"
    ),
    "no_image": "No image specified for deletion from an album",
    "not_owner_delete_image": "You are not authorized to delete specified image from album",
    "not_exist": "Specified album does not exist",
    "db_error_album_list": "We were unable to fetch list of albums",
    "no_gallery": "Specified user have no albums",
}

#: The code of the one error that is shown, and its text.
SHOWN_ERROR = ("io_error", "Unable to save album information")

#: Each payload: its lines and the SHA-256 of them, with a placeholder for the token.
PAYLOADS = {
    "gallery_create.xml": (
        36,
        74,
        "12d6ea88397d78a7157cfd283314ba75ba5f62ffd190717afd8fb593843f84ed",
    ),
    "errors.xml": (76, 79, "ddad31f7a3e4e3b579cd5ca66ad8840ebe4ce940621de2f7e4473d4408b8c73b"),
    "gallery_delete.xml": (
        122,
        123,
        "d186986ba5bea76af5bfa88192125a004d18fd55ba2b5af72991879f26709fa8",
    ),
    "gallery_list.xml": (
        142,
        193,
        "bcf3b3f3d1ed9af668bd2e7de847511fd55e138168b06ec0d76bd06364e484c6",
    ),
}

#: What is not well formed in the payload of create, and how it is corrected.
CORRECTED = {
    'height="240"name=': 'height="240" name=',
    "pluginspage=http://www.macromedia.com/go/getflashplayer": (
        'pluginspage="http://www.macromedia.com/go/getflashplayer"'
    ),
}
