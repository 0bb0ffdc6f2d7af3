# From the rows in overrides/imagehosts/hosts/ by `make generate`; change them there.
"""The public names of the hosts, and the modules that they come from; imports none of them."""

from __future__ import annotations

# Type checkers know the name; importing it from typing would be most of this module's cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from .hosts.chevereto import AsyncChevereto, Chevereto
    from .hosts.imagehosting_me import AsyncImageHostingMe, ImageHostingMe
    from .hosts.imageshack import AsyncImageShack, ImageShack
    from .hosts.imageshack_gallery import AsyncImageShackGallery, ImageShackGallery
    from .hosts.imgbb import AsyncImgBB, ImgBB
    from .hosts.imges import AsyncImges, Imges
    from .hosts.imgur import AsyncImgur, Imgur
    from .hosts.imgur.limits import Quota, RateLimits

#: The module of each name.
MODULES = {
    "AsyncChevereto": "imagehosts.hosts.chevereto",
    "AsyncImageHostingMe": "imagehosts.hosts.imagehosting_me",
    "AsyncImageShack": "imagehosts.hosts.imageshack",
    "AsyncImageShackGallery": "imagehosts.hosts.imageshack_gallery",
    "AsyncImgBB": "imagehosts.hosts.imgbb",
    "AsyncImges": "imagehosts.hosts.imges",
    "AsyncImgur": "imagehosts.hosts.imgur",
    "Chevereto": "imagehosts.hosts.chevereto",
    "ImageHostingMe": "imagehosts.hosts.imagehosting_me",
    "ImageShack": "imagehosts.hosts.imageshack",
    "ImageShackGallery": "imagehosts.hosts.imageshack_gallery",
    "ImgBB": "imagehosts.hosts.imgbb",
    "Imges": "imagehosts.hosts.imges",
    "Imgur": "imagehosts.hosts.imgur",
    "Quota": "imagehosts.hosts.imgur.limits",
    "RateLimits": "imagehosts.hosts.imgur.limits",
}

__all__ = [
    "AsyncChevereto",
    "AsyncImageHostingMe",
    "AsyncImageShack",
    "AsyncImageShackGallery",
    "AsyncImgBB",
    "AsyncImges",
    "AsyncImgur",
    "Chevereto",
    "ImageHostingMe",
    "ImageShack",
    "ImageShackGallery",
    "ImgBB",
    "Imges",
    "Imgur",
    "Quota",
    "RateLimits",
]
