"""A simulated floor: its API, served over HTTP as the document says, and its misbehaviour.

Written from the API document alone, so that the client is never tested against its own reading of it.
"""
