"""Is everything well? What `dialer-tui check` finds out, as facts: configuration, account, server, answers."""
