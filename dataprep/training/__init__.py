"""Upload, create, follow: the only place that talks to a server, and the only one that imports openai.

A run is a walk through `plan`, `uploading`, `creating` and `following`; `ledger` remembers how far it
came, so that the same command after a crash goes on instead of paying twice.
"""
