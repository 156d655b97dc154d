"""The engine: map, survey and keyed facts, and the conversion that is built from them."""
