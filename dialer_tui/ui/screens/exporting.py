"""Writing what is shown to a file: the menu of forms, the path, the question before a file is replaced."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dialer_tui.text import clean
from dialer_tui.ui.keys import Place
from dialer_tui.ui.messages import ExportWanted
from dialer_tui.ui.screens.working import Working
from dialer_tui.ui.widgets.menu import Choice

if TYPE_CHECKING:
    from dialer_tui.export.files import Form
    from dialer_tui.export.records import Record

_FORMS = (
    Choice("csv", "CSV", "for spreadsheets", "c"),
    Choice("json", "JSON", "the API's own names", "j"),
    Choice("ndjson", "NDJSON", "a line a record", "n"),
)
REPORT = Choice("report", "report", "how the shift went, in plain text", "r")
_ENDINGS = {"report": "txt"}


class Exporting(Working, inherit_bindings=False):
    """The actions that write files. Nothing is read before the path is there: what is shown then is what is written."""

    _form = "csv"

    def action_export(self) -> None:
        """Choose a form for what the pane shows."""
        own = "your columns of " if self.pane == "calls" and self.calls.columns.own else ""
        self._ask(f"Export {own}the {self.pane} shown as", (*_FORMS, REPORT), self._ask_path)

    def action_report(self) -> None:
        """How the shift went, on one page."""
        self._ask_path(REPORT.id)

    def _ask_path(self, form: str) -> None:
        if form == REPORT.id and self._refused():
            return
        self._form = form  # the name says it
        self._type_path(form, str(_folder() / self._proposed()))

    def _type_path(self, form: str, path: str) -> None:
        self._form = form
        what = "The report" if form == REPORT.id else f"The {self.pane} shown"
        self._go("path")
        self.path.ask(f"{what}, to be written to", path)

    def _proposed(self) -> str:
        """A name that says whose they are, of which time, and what narrows them; no name of a person where masked."""
        from dialer_tui.export import files

        zone, past = self.settings.timezone, self.state.past
        shown = (self.settings.poll.start(self.now), self.now) if past is None else (past.start, past.end)
        begin, end = (datetime.fromtimestamp(second, zone) for second in shown)
        words = [self._form if self._form == REPORT.id else self.pane, self.settings.profile]
        words += [f"{begin:%Y-%m-%d-%H%M}", f"{end:%H%M}" if begin.date() == end.date() else f"{end:%Y-%m-%d-%H%M}"]
        if self.pane == "calls" and self._form != REPORT.id:
            words += [self.state.type, "filtered" if self.text.mask else self.state.filters.shown(mask=False)]
            words = words if self.state.filters else words[:-1]
        return files.name(words, _ENDINGS.get(self._form, self._form))

    def action_write(self) -> None:
        """Write to the path that is typed, unless something is in the way; a file there is asked about."""
        from dialer_tui.export import files

        path = Path(self.path.text).expanduser()
        try:
            why = files.trouble(path) if self.path.text.strip() else "a path is wanted"
            taken = not why and os.path.lexists(path)
        except (OSError, ValueError) as error:
            why, taken = f"{getattr(error, 'strerror', None) or error}", False
        if why:
            self.path.refuse(why)
            return
        self.path.close()
        self._go(self.pane)
        wanted = ExportWanted(self._form, self.pane, path)
        if not taken:
            self.post_message(wanted)
            return
        choices = (Choice("no", "keep it", "choose another path", "k"), Choice("yes", "replace it", "", "r"))
        self._ask(f"{clean(path.name, 40)} is there already", choices, lambda chosen: self._settle(chosen, wanted))

    def _settle(self, chosen: str, wanted: ExportWanted) -> None:
        if chosen == "yes":
            self.post_message(ExportWanted(wanted.form, wanted.pane, wanted.path, replace=True))
        else:
            self._type_path(wanted.form, str(wanted.path))

    def shown_pieces(self, pane: Place, form: Form) -> tuple[Iterator[bytes], int, str]:
        """What a pane shows as a file's pieces; how many of what they are."""
        from dialer_tui.export import files

        if pane == "calls":
            mask = self.state.people if self.text.mask else None
            if self.calls.columns.own:
                from dialer_tui.export.chosen import of_chosen

                entries = self.state.view.rows()
                return of_chosen(entries, self.calls.columns.names(), form, mask), len(entries), "call"
            calls = self.state.view.calls()
            return files.of_calls(calls, form, mask), len(calls), "call"
        shown = self.agents if pane == "agents" else self.campaigns
        rows: Sequence[Record] = shown.records()
        return files.of_records(rows, shown.fields, form), len(rows), "agent" if pane == "agents" else "row"


def _folder() -> Path:
    """The folder it was started in, where files may be put there; else the home folder."""
    here = Path.cwd()
    return here if os.access(here, os.W_OK | os.X_OK) else Path.home()
