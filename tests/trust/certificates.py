"""Certificates for the names the program asks: one that is good, and those that are not."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

NAMES = ("localhost", "dialer.test")
BAD = ("self-signed", "expired", "other-host")


class Certificates:
    """A private authority whose file the program trusts, and contexts by name: `good` and those of BAD."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.file = folder / "ca.pem"
        self._authority.cert_pem.write_to_path(str(self.file))

    def context(self, name: str) -> ssl.SSLContext:
        """A server's side, with the certificate of this name."""
        now = datetime.now(UTC)
        match name:
            case "self-signed":
                leaf = trustme.CA().issue_cert(*NAMES)
            case "expired":
                leaf = self._authority.issue_cert(
                    *NAMES, not_before=now - timedelta(days=9), not_after=now - timedelta(days=1)
                )
            case "other-host":
                leaf = self._authority.issue_cert("elsewhere.example")
            case _:
                leaf = self._authority.issue_cert(*NAMES)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context
