"""What every measured server is given alike, ceilings and product."""

import gc
from typing import Any


def post_worker_init(worker: Any) -> None:
    """What was made at the start stays until the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
