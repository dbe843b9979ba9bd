"""Recordings: what the API answered and when, as JSON lines in gzip."""
