"""What to do about each fault that the API, or the way to it, can have: tables of sentences."""

from __future__ import annotations

from collections.abc import Mapping

from dialer_tui.api.protocol import Fault, Kind

OPERATOR = "whoever runs the API"

# {url}, {affiliate_id}, {affiliate_key}: where each is set.
_KIND = {
    Kind.REFUSED: "check affiliate_id (set in {affiliate_id}) and affiliate_key (set in {affiliate_key}): {operator} "
    "gives them out as a pair",
    Kind.REQUEST: "is the url (set in {url}) that of the Dialer API 3.1? If so, please report it as a mistake of "
    "dialer-tui, which asks as the API's document says",
    Kind.CODE: "the API's document does not know this code: ask {operator} what it means",
}
_STATUS = {
    401: "something before the API wants a login, such as a proxy: check the url (set in {url}), or ask {operator}",
    403: "something before the API keeps this machine out: ask {operator} to let its address in",
    404: "check the path of the url (set in {url})",
    405: "check the path of the url (set in {url})",
    407: "the proxy wants a login: write it into the proxy variables (https_proxy)",
    429: "it is asked too often: set a longer [poll] interval, or ask {operator} for a higher limit",
}
_STATUS_CLASS = {
    3: "set the url (in {url}) to where the API is now: to follow it there unasked would hand on the key",
    4: "check the url (set in {url}); if it is right, tell {operator}",
}
_TROUBLE = "the API itself is in trouble: try again in a minute; if it lasts, tell {operator}"
_UNREADABLE = (
    "try again in a minute; if it lasts: is the url (set in {url}) that of the API, and not of a web page or a proxy? "
    "If so, tell {operator}"
)
# Words of a fault → what to do, where its kind and status do not tell enough.
_SAID = (
    ("did not answer", "check the network and the proxy variables; if it lasts, tell {operator} that it is too slow"),
    ("cut short", "try again in a minute; if it lasts, tell {operator}, or whoever runs the network or a proxy"),
    ("larger than", "tell {operator}: no answer should be so large; for calls a shorter [poll] window may help"),
)
_UNREACHED = "check the url (set in {url}), the network and the proxy variables; try it from another machine"


def way_out(fault: Fault, sources: Mapping[str, str]) -> str:
    """What to do about a fault. `sources`: where url, affiliate_id and affiliate_key are set."""
    wait = f"; it asks to be left alone for {fault.retry_after:.0f} s" if fault.retry_after else ""
    return _template(fault).format_map({**sources, "operator": OPERATOR}) + wait


def unanswered(fault: Fault) -> bool:
    """Whether asking for something else now would do no good, or harm: refused, no answer at all, or told to wait."""
    return fault.kind is Kind.REFUSED or fault.status is None or bool(fault.retry_after)


def _template(fault: Fault) -> str:
    if fault.kind in _KIND:
        return _KIND[fault.kind]
    if fault.code is not None:
        return _TROUBLE
    for words, do in _SAID:
        if words in fault.message:
            return do
    if fault.status is None:
        return _UNREACHED
    if 200 <= fault.status < 300:
        return _UNREADABLE
    return _STATUS.get(fault.status) or _STATUS_CLASS.get(fault.status // 100, _TROUBLE)
