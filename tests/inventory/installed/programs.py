"""Small programs as Go and Rust compilers would leave them: only the parts that a reader looks at."""

import json
import struct
import zlib

GO_MODULES = (
    "path\tshop.example/shop/cmd\n"
    "mod\tshop.example/shop\t(devel)\t\n"
    "dep\tgithub.com/gorilla/mux\tv1.8.1\th1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    "dep\texample.com/old\tv1.0.0\n"
    "=>\texample.com/new\tv1.1.0\th1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
    "build\t-compiler=gc\n"
)


def go_program(version: str = "go1.22.5", modules: str = GO_MODULES) -> bytes:
    """An ELF file with build information as Go 1.18 and later write it."""
    marked = b"\x30\x77\xaf\x0c\x92\x74\x08\x02\x41\xe1\xc1\x07\xe6\xd6\x18\xe6" + modules.encode()
    marked += b"\xf9\x32\x43\x31\x86\x18\x20\x72\x00\x82\x42\x10\x41\x16\xd8\xf2"
    header = b"\xff Go buildinf:" + bytes([8, 2]) + bytes(16)
    return b"\x7fELF" + bytes(60) + header + _counted(version.encode()) + _counted(marked)


def _counted(text: bytes) -> bytes:
    length, written = len(text), b""
    while length >= 0x80:
        written += bytes([length & 0x7F | 0x80])
        length >>= 7
    return written + bytes([length]) + text


CRATES = {
    "packages": [
        {"name": "libc", "version": "0.2.155", "source": "crates.io"},
        {"name": "cc", "version": "1.0.99", "source": "crates.io", "kind": "build"},
        {"name": "shop", "version": "0.1.0", "source": "local", "dependencies": [0, 1], "root": True},
    ]
}


def rust_program(body: bytes | None = None) -> bytes:
    """A 64-bit ELF file with the section cargo-auditable writes."""
    packed = zlib.compress(json.dumps(CRATES).encode()) if body is None else body
    names = b"\0.dep-v0\0.shstrtab\0"
    start = 64
    headers = b"".join(
        struct.pack("<IIQQQQIIQQ", name, 1, 0, 0, offset, length, 0, 0, 1, 0)
        for name, offset, length in ((0, 0, 0), (1, start, len(packed)), (9, start + len(packed), len(names)))
    )
    table = start + len(packed) + len(names)
    header = b"\x7fELF" + bytes([2, 1, 1]) + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 2, 62, 1, 0, 0, table, 0, 64, 0, 0, 64, 3, 2)
    return header + packed + names + headers
