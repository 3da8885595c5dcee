"""Runs the account until its parent ends."""

import os
import sys
import threading

from ministack import app

from . import parts


def end_with_parent() -> None:
    """Ends this process when the parent does, even by SIGKILL: only the parent holds the other end of stdin."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    parts.install()

    # Under TLS MiniStack opens port 443 too, for a service that is not used here.
    app._port_is_bindable = lambda host, port: False
    app.main()


main()
