"""A pretend disk: what a path traversal finds, without a single file of this machine being opened."""

from __future__ import annotations

import posixpath

_FOLDER = "/srv/leaf-and-lantern/brochures"

_DISK = {
    f"{_FOLDER}/spring.txt": "Spring at Leaf & Lantern\n\nFirst flushes, tasted every Saturday at three.\n",
    f"{_FOLDER}/brewing.txt": "How to brew\n\nGreen at 75 degrees, black at 95, and never in a hurry.\n",
    f"{_FOLDER}/delivery.txt": "Delivery\n\nTwo working days, three in the mountains.\n",
    "/srv/leaf-and-lantern/shop.ini": "[shop]\nname = Leaf & Lantern\ndatabase_password = not-a-real-password\n",
    "/etc/hostname": "lantern\n",
    "/etc/hosts": "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n",
    "/etc/passwd": (
        "root:x:0:0:root:/root:/bin/bash\n"
        "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
        "bin:x:2:2:bin:/bin:/usr/sbin/nologin\n"
        "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n"
        "shop:x:1000:1000:Leaf & Lantern:/srv/leaf-and-lantern:/bin/sh\n"
    ),
}

BROCHURES = tuple(sorted(name.rpartition("/")[2] for name in _DISK if name.startswith(_FOLDER)))


def read(name: str) -> str | None:
    """Return what stands in a brochure, or in any other file of the pretend disk that the name leads to."""
    if "\0" in name:
        return None
    return _DISK.get(posixpath.normpath(posixpath.join(_FOLDER, name)))
