"""What went wrong on the way to the server, in plain words with what to do about it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

# OpenSSL's X509_V_ERR_… numbers.
_CERTIFICATE = {
    9: "its certificate is not valid yet: check this machine's clock",
    10: "its certificate has expired: tell whoever runs the server",
    18: "it signed its certificate itself: set [api] ca_file if you trust it",
    19: "its certificate comes from an authority that is not trusted here: set [api] ca_file if you trust it",
    20: "its certificate comes from an authority that is not trusted here: set [api] ca_file if you trust it",
    21: "its certificate comes from an authority that is not trusted here: set [api] ca_file if you trust it",
    62: "its certificate is for another host: check the url",
    64: "its certificate is for another address: check the url",
}
_CAUSES: tuple[tuple[type[BaseException], str], ...] = (
    (socket.gaierror, "its name could not be found: check the url and the network"),
    (ConnectionRefusedError, "it refused the connection: check the url and its port, or the server is down"),
    (ConnectionResetError, "it broke the connection off"),
    (BrokenPipeError, "it broke the connection off"),
    (TimeoutError, "it did not answer in time"),
    (ssl.SSLError, "no secure connection came about: check that the url's port speaks TLS"),
)
_UNKNOWN_CAUSE = "the connection failed: check the network"


def unreachable(error: BaseException, host: str) -> str:
    """One sentence without a full stop: why `host` could not be reached, from an error and what caused it."""
    return f"Cannot reach {host}: {_cause(error)}"


def _cause(error: BaseException) -> str:
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, ssl.SSLCertVerificationError):
            return _CERTIFICATE.get(one.verify_code, f"its certificate is not valid ({one.verify_message})")
    for kind, sentence in _CAUSES:
        if any(isinstance(one, kind) for one in chain):
            return sentence
    return _UNKNOWN_CAUSE


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error, what it was raised from, and the members of groups on the way."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        waiting += (one.__cause__, one.__context__)
