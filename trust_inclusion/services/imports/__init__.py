"""Files in. Each import is read, previewed without writing, then applied in one transaction.

A module per file: `read` (slow, no transaction), `preview` (what it would change, worked out anew
inside the transaction that saves it) and `apply`.
"""

from trust_inclusion.services.imports.preview import (
    CannotImport,
    CellChange,
    Change,
    Notice,
    Preview,
)

__all__ = ["CannotImport", "CellChange", "Change", "Notice", "Preview"]
