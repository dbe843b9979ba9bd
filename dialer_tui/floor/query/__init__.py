"""Filter text ↔ tree → what keeps a call. `parse` reads a filter, `draft` one that is still typed.

`word` and `"two words"` are looked for in every text; `field:text` in one, `field=text` is all of one; `queue>1:30`,
`began>=14:00`, `listed>-5m` compare; a blank is and, `or`, `not x`, `-x`, ( ). A backslash before a quote or a
backslash inside quotes stands for it.
"""

from dialer_tui.floor.query.complete import Candidate, Completion, Seen, complete
from dialer_tui.floor.query.draft import Draft, draft
from dialer_tui.floor.query.errors import QueryError
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.keep import Keep
from dialer_tui.floor.query.masked import masked, person
from dialer_tui.floor.query.query import Query, exact, measures, odd_type, parse, term
from dialer_tui.floor.query.texts import fold
from dialer_tui.floor.query.tree import written

__all__ = [
    "Candidate",
    "Completion",
    "Draft",
    "Ground",
    "Keep",
    "Query",
    "QueryError",
    "Seen",
    "complete",
    "draft",
    "exact",
    "fold",
    "masked",
    "measures",
    "odd_type",
    "parse",
    "person",
    "term",
    "written",
]
