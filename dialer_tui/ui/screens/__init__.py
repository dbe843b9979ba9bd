"""What fills the terminal, or lies over the panes."""
