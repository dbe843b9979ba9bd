"""Names, numbers and IDs turned into consistent others: the same always into the same, two never into one.

The others follow from a secret that is made anew for each recording and kept nowhere.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from collections.abc import Iterable

import msgspec

from dialer_tui.model import Agent, Call, Campaign, CampaignList, Dialer, Scope

_WORD = re.compile(r"[^\s,]+")
_OF_A_NUMBER = re.compile(r"[^\s0-9()+\-./#*;,:@_]+")
_DIGITS = re.compile("[0-9]+")
_ROUNDS = 10
_MOST_DIGITS = 64  # longer ones are no number: they are turned as a text
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_SYLLABLES = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
_LEAST = 3  # syllables of a word
_KINDS = frozenset({"inbound", "outbound"})


class Others:
    """The others of one recording. `kept`: names that are nobody's ("VDAD"), left as they are."""

    def __init__(self, secret: bytes, kept: Iterable[str] = ()) -> None:
        self._secret = secret
        self._kept = {_key(name) for name in kept} | {""}
        self._words: dict[str, str] = {}
        self._used = {word for name in self._kept for word in name.split()} | _KINDS

    # --- texts ----------------------------------------------------------------------------------------------

    def name(self, text: str) -> str:
        """Another name, word for word: case, blanks and commas stay, so that all spellings of one name still are."""
        return text if _key(text) in self._kept else _WORD.sub(lambda found: self._word(found[0]), text)

    def number(self, text: str) -> str:
        """Another number of as many digits, with the same punctuation."""
        text = _OF_A_NUMBER.sub(lambda found: self._word(found[0]), text)
        digits = "".join(_DIGITS.findall(text))
        if not digits:
            return text
        if len(digits) > _MOST_DIGITS:
            return self._token("number", text)
        turned = iter(self._turned("number", digits))
        return re.sub("[0-9]", lambda _: next(turned), text)

    def id(self, text: str) -> str:
        """Another ID: of as many digits where it is a number, else letters."""
        if not text.strip():
            return text
        if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
            return self._turned("id", text)
        return self._token("id", text)

    def kind(self, text: str) -> str:
        """A call's type: inbound and outbound stay."""
        return text if text.strip().casefold() in _KINDS else self.name(text)

    # --- records --------------------------------------------------------------------------------------------

    def call(self, call: Call) -> Call:
        """A call's times and durations with other names, numbers and IDs; fields nobody knows are dropped."""
        return msgspec.structs.replace(
            call,
            id=self.id(call.id),
            campaign_id=self.id(call.campaign_id),
            campaign=self.name(call.campaign),
            list_id=self.id(call.list_id),
            list=self.name(call.list),
            agent=self.name(call.agent),
            contact=self.name(call.contact),
            type=self.kind(call.type),
            number_in=self.number(call.number_in),
            number_out=self.number(call.number_out),
            extra=None,
        )

    def agent(self, agent: Agent) -> Agent:
        """Another agent."""
        return Agent(self.id(agent.id), self.name(agent.first), self.name(agent.last))

    def campaign(self, campaign: Campaign) -> Campaign:
        """Another campaign, with the same branches."""
        return Campaign(self.id(campaign.id), self.name(campaign.name), tuple(map(self._list, campaign.lists)))

    def _list(self, branch: CampaignList) -> CampaignList:
        dialers = tuple(
            Dialer(self.id(one.id), self.name(one.name), tuple(map(self.name, one.fields))) for one in branch.dialers
        )
        return CampaignList(None if branch.id is None else self.id(branch.id), self.name(branch.name), dialers)

    def scope(self, scope: Scope) -> Scope:
        """What is asked for, by the other IDs."""
        return Scope(tuple(map(self.id, scope.campaigns)), tuple(map(self.id, scope.agents)), scope.own)

    # --- how ------------------------------------------------------------------------------------------------

    def _hash(self, *parts: str) -> bytes:
        return hashlib.blake2b("\0".join(parts).encode(errors="surrogatepass"), key=self._secret).digest()

    def _word(self, word: str) -> str:
        """Another word in the same case. Words that differ in more than case become different ones."""
        key = _key(word)
        other = self._words.get(key)
        if other is None:
            other = self._words[key] = self._fresh(key)
            self._used.add(other)
        return other.upper() if word.isupper() and len(word) > 1 else other if word.islower() else other.capitalize()

    def _fresh(self, key: str) -> str:
        salt = 0
        while True:
            count = _LEAST + salt // 8  # where there are so many words that these run out, longer ones
            number = int.from_bytes(self._hash("word", key, str(salt))[:16])
            syllables = []
            for _ in range(count):
                number, at = divmod(number, len(_SYLLABLES))
                syllables.append(_SYLLABLES[at])
            if (word := "".join(syllables)) not in self._used:
                return word
            salt += 1

    def _turned(self, tweak: str, digits: str) -> str:
        """Digits to as many others, one to one: a Feistel network on the two halves."""
        if len(digits) == 1:
            order = sorted("0123456789", key=lambda digit: self._hash(tweak, "1", digit))
            return order[int(digits)]
        left, right = digits[: len(digits) // 2], digits[len(digits) // 2 :]
        for turn in range(_ROUNDS):
            size = 10 ** len(left)
            mixed = int.from_bytes(self._hash(tweak, str(len(digits)), str(turn), right)[:40])
            left, right = right, str((int(left) + mixed) % size).zfill(len(left))
        return left + right

    def _token(self, tweak: str, text: str) -> str:
        """Ninety-five bits of letters: two texts do not meet."""
        return "x" + b32encode(self._hash(tweak, text)).decode().lower()[:19]


def _key(text: str) -> str:
    """What spellings of one name share, as `floor.names.name_key` has it."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
