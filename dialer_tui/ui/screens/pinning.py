"""What is asked for: all campaigns or some that are pinned, the account's own agents or all."""

from __future__ import annotations

from msgspec.structs import replace

from dialer_tui.model import Scope
from dialer_tui.ui import sayings
from dialer_tui.ui.messages import ScopeWanted
from dialer_tui.ui.screens.working import Working


class Pinning(Working, inherit_bindings=False):
    """The actions that change the scope. A filter hides calls; what is out of the scope is not even asked for."""

    def action_pin(self) -> None:
        """Ask for the campaigns that are filtered, and for no other; with none filtered, or the same, as before."""
        if self._refused():
            return
        from dialer_tui.floor.query.campaigns import campaigns_left

        state, scope = self.state, self.settings.scope
        if (word := self._word) not in ("LIVE", "PARTIAL", "FILLING"):
            self.say(f"not while {word}: the calls of another scope could not be asked for")
            return
        left = campaigns_left(state.filters.queries(), state.campaigns_known().items(), state.ground)
        pinned = scope.campaigns != self._first.campaigns
        if left == ():
            self.say("no campaign that is known meets the filter", "no known campaign meets it")
        elif left is not None and set(left) != set(scope.campaigns):
            self._aim(replace(scope, campaigns=left))
        elif pinned:
            self._aim(replace(scope, campaigns=self._first.campaigns))
        else:
            keys = f"{self.keymap.shown('cell')} or {self.keymap.shown('open')}"
            self.say(
                f"no campaign is filtered: {keys} on one, then {self.keymap.shown('pin')} asks for it alone",
                f"filter a campaign first: {keys}",
            )

    def action_own(self) -> None:
        """Only the account's own agents and campaigns, or all."""
        if not self._refused():
            scope = self.settings.scope
            whose = "all" if scope.own else "your own"
            self.post_message(ScopeWanted(replace(scope, own=not scope.own), f"{whose} agents and campaigns"))

    def _take_off(self) -> None:
        """Say how a pin is taken off, where nothing else is left to be."""
        left = self.state.filters or self.calls.sideways.at or self.place == "filter" or self.state.past or self.asking
        if not left and self.settings.scope.campaigns != self._first.campaigns:
            self.say(f"pinned: {self.keymap.shown('pin')} asks for all campaigns again")
        super()._take_off()

    def _aim(self, scope: Scope) -> None:
        if self.state.paused:
            self.action_pause()
        self.post_message(ScopeWanted(scope, self._scope_words(scope) or "all campaigns"))

    def aimed(self) -> None:
        """Other campaigns are asked for: filters that ask for nothing but campaigns have no more to do."""
        from dialer_tui.floor.query.campaigns import about_campaigns

        self.state.filters.drop(about_campaigns)
        self.state.refilter()
        self.folded()

    @property
    def _word(self) -> str:
        return "CONNECTING" if self._status is None else self._status.word.partition(" ")[0]

    def _scope_words(self, scope: Scope) -> str:
        return sayings.scope(scope, self.state.campaigns_known)
