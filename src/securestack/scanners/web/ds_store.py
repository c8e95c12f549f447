"""Reading the names out of a .DS_Store file, which the Finder of macOS leaves in every folder it shows."""

from __future__ import annotations

MAGIC = b"\x00\x00\x00\x01Bud1"

_KINDS = frozenset(
    b"BKGD GRP0 ICVO Iloc LSVO bwsp cmmt dilc dscl extn fwi0 fwsw fwvh icgo icsp icvo icvp icvt info logS lg1S lssp lsvC lsvP "
    b"lsvo lsvp lsvt moDD modD ph1S phyS pict vSrn vstl".split()
)
_LONGEST_NAME = 255


def file_names(data: bytes) -> list[str]:
    """Return the names of files that a .DS_Store file tells, in order and once each. Never raises.

    A record is the length of a name in UTF-16 units, the name, and four letters that say what is told of it.
    """
    if not data.startswith(MAGIC):
        return []
    names: dict[str, None] = {}
    position = len(MAGIC)
    while position + 8 < len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        end = position + 4 + 2 * length
        name = ""
        if 0 < length <= _LONGEST_NAME and data[end : end + 4] in _KINDS:
            name = data[position + 4 : end].decode("utf-16-be", "replace")
        if name and name.isprintable():
            names[name] = None
            position = end + 4
        else:
            position += 1
    names.pop(".", None)
    return list(names)
