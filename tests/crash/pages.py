"""The pages and the API over one database, as a process of its own; run by the tests.

It is what the command `web` runs, told of the database directly, so that many can stand beside each
other over databases of one server.
"""

from __future__ import annotations

import sys

from services.config import load_settings
from services.web.serving import serve_pages

if __name__ == "__main__":
    serve_pages(load_settings(), sys.argv[1])
