"""What every measured server is given alike, ceilings and product, as `serve` gives it."""

import gc
from typing import Any

control_socket_disable = True


def post_worker_init(worker: Any) -> None:
    """What was made at the start stays until the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
