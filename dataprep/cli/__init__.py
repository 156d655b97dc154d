"""The command line."""

import gc

# Modules, rows and findings hold no cycles to speak of: looking for some takes a tenth of a start.
gc.set_threshold(100_000, 50, 50)
