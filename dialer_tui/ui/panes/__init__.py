"""The three panes: calls, agents, campaigns."""
