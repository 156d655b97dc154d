"""The guided walk from any raw file to one that is ready to train: look, explain, ask, repair, write."""
