"""Whom to trust: the system's authorities, and a private one where `[api] ca_file` names it. Always verified."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from typing import NamedTuple


class Secured(NamedTuple):
    """A connection's protocol, "TLSv1.3", and when the server's certificate ends, seconds since 1970 UTC."""

    protocol: str
    until: float | None


def secured(connection: ssl.SSLObject | ssl.SSLSocket) -> Secured:
    """What a connection is secured with; its certificate has been verified when it came about."""
    certificate = connection.getpeercert() or {}
    end = certificate.get("notAfter")
    return Secured(connection.version() or "", ssl.cert_time_to_seconds(end) if isinstance(end, str) else None)


def check_ca_file(ca_file: str) -> None:
    """ValueError where a file of certificates cannot be used, saying why."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(_path(ca_file))
    except ssl.SSLError:
        raise ValueError(f"ca_file {ca_file} holds no certificate in PEM form") from None
    except OSError as error:
        raise ValueError(f"ca_file {ca_file} cannot be read: {error.strerror}") from None


def context(ca_file: str | None) -> ssl.SSLContext:
    """What a connection is verified with."""
    trust = ssl.create_default_context()
    if not _system_has_authorities():
        import certifi

        trust.load_verify_locations(certifi.where())
    if ca_file is not None:
        trust.load_verify_locations(_path(ca_file))
    return trust


def _path(ca_file: str) -> Path:
    return Path(ca_file).expanduser()


def _system_has_authorities() -> bool:
    """False on a slim container, or a Python that was installed without its certificates."""
    paths = ssl.get_default_verify_paths()
    return bool(paths.cafile) or (paths.capath is not None and any(os.scandir(paths.capath)))
