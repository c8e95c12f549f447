"""A folder that pretends to be a whole file system, for pages that read files they should not.

Paths are resolved by text only, below the pretended root: nothing outside the temporary folder can be reached.
"""

from __future__ import annotations

import atexit
import functools
import posixpath
import tempfile
from pathlib import Path

FILES = {
    "etc/passwd": (
        "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\n"
        "tea:x:1000:1000::/home/tea:/bin/sh\n"
    ),
    "windows/win.ini": "; for 16-bit app support\r\n[fonts]\r\n[extensions]\r\n[mci extensions]\r\n[files]\r\n",
    "srv/manuals/kettle.txt": "Fill the kettle, switch it on, wait.",
    "srv/manuals/teapot.txt": "One spoon for each cup and one for the pot.",
    "srv/app/pages/help.txt": "Ask at the counter.",
    "srv/app/WEB-INF/web.xml": (
        '<?xml version="1.0" encoding="UTF-8"?>\n<web-app version="4.0">\n  <display-name>Tea</display-name>\n'
        "  <servlet><servlet-name>pages</servlet-name></servlet>\n</web-app>\n"
    ),
}


@functools.cache
def root() -> Path:
    """Return the folder of the pretended root; made on first use, removed at exit."""
    folder = tempfile.TemporaryDirectory(prefix="securestack-jail-")
    atexit.register(folder.cleanup)
    for name, text in FILES.items():
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return Path(folder.name)


def absolute(path: str, current: str = "/srv/manuals") -> str:
    """Return a path of the pretended system as absolute text, `..` resolved; above the root is the root."""
    return "/" + posixpath.normpath(posixpath.join("/", current, path)).lstrip("/")


def read(path: str) -> str:
    """Return the text of a file by its absolute path in the pretended system. Raises FileNotFoundError."""
    inside = root() / absolute(path).lstrip("/")
    if not inside.is_file():
        raise FileNotFoundError(2, "No such file or directory", path)
    return inside.read_text()
