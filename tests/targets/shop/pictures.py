"""The shop's pictures, drawn as SVG so that no image file is needed."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_SHAPES = {
    "tin": (
        '<ellipse cx="100" cy="58" rx="46" ry="12" fill="{dark}"/>'
        '<path d="M54 58v86a46 12 0 0 0 92 0V58z" fill="{colour}"/>'
        '<path d="M54 86h92v40H54z" fill="#fbf6ea"/>'
        '<ellipse cx="100" cy="54" rx="48" ry="13" fill="{light}"/><ellipse cx="100" cy="50" rx="48" ry="13" fill="{colour}"/>'
        '<path d="M100 96c14 2 18 14 0 22c-18-8-14-20 0-22z" fill="{colour}"/>'
    ),
    "pouch": (
        '<path d="M60 46h80l8 108q-48 12-96 0z" fill="{colour}"/><path d="M58 40h84v14H58z" fill="{dark}"/>'
        '<circle cx="100" cy="104" r="26" fill="#fbf6ea"/><path d="M88 114q4-24 26-26q0 22-26 26z" fill="{colour}"/>'
        '<path d="M86 118l20-22" stroke="{dark}" stroke-width="2"/>'
    ),
    "box": (
        '<path d="M56 62l44-18 44 18-44 18z" fill="{light}"/><path d="M56 62v74l44 20V80z" fill="{colour}"/>'
        '<path d="M144 62v74l-44 20V80z" fill="{dark}"/><path d="M64 92l28 12v20l-28-12z" fill="#fbf6ea"/>'
    ),
    "teapot": (
        '<path d="M142 92q34-14 30 16q-4 24-36 24" fill="none" stroke="{colour}" stroke-width="11"/>'
        '<path d="M62 104L28 82l-8 4 34 46z" fill="{dark}"/>'
        '<ellipse cx="100" cy="112" rx="50" ry="42" fill="{colour}"/><ellipse cx="100" cy="74" rx="28" ry="8" fill="{dark}"/>'
        '<circle cx="100" cy="62" r="7" fill="{light}"/><path d="M66 98q14-20 34-20" fill="none" stroke="{light}" stroke-width="5"/>'
    ),
    "cup": (
        '<path d="M36 86h70q2 58-35 60q-37-2-35-60z" fill="{colour}"/><ellipse cx="71" cy="86" rx="35" ry="9" fill="{dark}"/>'
        '<path d="M104 98h62q2 50-31 52q-33-2-31-52z" fill="{light}"/><ellipse cx="135" cy="98" rx="31" ry="8" fill="{colour}"/>'
        '<path d="M64 70q-8-12 0-22M80 70q-8-12 0-22" fill="none" stroke="#b9ad98" stroke-width="3"/>'
    ),
}


def picture(shape: str, colour: str) -> str:
    """Return a product's picture as inline SVG. A row that an injected statement made up gets a plain cup."""
    if shape not in _SHAPES or not _COLOUR.fullmatch(str(colour)):
        shape, colour = "cup", "#8a7f6a"
    drawing = _SHAPES[shape].format(colour=colour, dark=_shade(colour, 0.72), light=_shade(colour, 1.28))
    return (
        '<svg viewBox="0 0 200 200" role="img" aria-hidden="true">'
        f'<rect width="200" height="200" fill="{_wash(colour)}"/>'
        f'<ellipse cx="100" cy="160" rx="70" ry="9" fill="#000" opacity=".08"/>{drawing}</svg>'
    )


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _shade(colour: str, factor: float) -> str:
    return "#" + "".join(f"{min(255, round(channel * factor)):02x}" for channel in _channels(colour))


def _wash(colour: str) -> str:
    return "#" + "".join(f"{round(channel * 0.16 + 246 * 0.84):02x}" for channel in _channels(colour))
