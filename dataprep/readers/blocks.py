"""How large the pieces are in which inputs are read and worked on."""

from __future__ import annotations

BLOCK_SIZE = 1 << 20
"""About how many bytes of input a block holds. The cut never depends on the number of processes."""

LONGEST = 64 << 20
"""Length in bytes beyond which one value or row is not kept."""

MAX_BLOCK_ROWS = 4096
"""An upper bound on the rows of a block, for inputs of very short rows."""
