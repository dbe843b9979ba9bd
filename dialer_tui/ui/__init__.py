"""The console: panes on a feed."""
