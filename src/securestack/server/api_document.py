"""docs/openapi.json, the description of the API that clients are made from: `python -m securestack.server.api_document docs/openapi.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from securestack.server.app import create_app
from securestack.server.settings import Settings


def api_document() -> str:
    """Return the OpenAPI document as text; it is the same whatever the settings are."""
    return json.dumps(create_app(Settings.model_construct()).openapi(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(api_document(), "utf-8")
