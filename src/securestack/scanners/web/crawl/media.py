"""What is not worth downloading: images, films, fonts, archives, office documents."""

from __future__ import annotations

import re

# SVG is left out on purpose: it is text that may hold links and scripts.
_BINARY = re.compile(
    r"\.(?:png|jpe?g|jfif|gif|webp|avif|bmp|ico|cur|tiff?|psd|heic|"
    r"mp[34]|m4[av]|webm|og[gvam]|opus|wav|flac|aac|avi|mov|wmv|flv|mkv|mpe?g|3gp|"
    r"woff2?|ttf|otf|eot|"
    r"zip|gz|tgz|bz2|xz|zst|7z|rar|tar|jar|war|ear|apk|ipa|deb|rpm|dmg|iso|img|exe|msi|dll|so|bin|dat|class|pyc|wasm|"
    r"pdf|docx?|xlsx?|pptx?|od[tsp]|epub|rtf|swf|"
    r"map)\Z",
    re.IGNORECASE,
)
_SITEMAP = re.compile(r"sitemap[^/]*\.xml\.gz\Z", re.IGNORECASE)
_TEXT = ("text/", "application/", "multipart/", "image/svg", "message/")
_NOT_TEXT = (
    "application/octet-stream",
    "application/pdf",
    "application/zip",
    "application/font",
    "application/x-font",
    "application/vnd.",
    "application/x-shockwave",
    "application/msword",
    "application/wasm",
)


def is_media_path(path: str) -> bool:
    """Whether a path ends like a file whose content no check reads."""
    return _BINARY.search(path) is not None and _SITEMAP.search(path) is None


def is_media_type(media_type: str) -> bool:
    """Whether an answer of this media type holds nothing that the crawler reads."""
    return bool(media_type) and (not media_type.startswith(_TEXT) or media_type.startswith(_NOT_TEXT))
