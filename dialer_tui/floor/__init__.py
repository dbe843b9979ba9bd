"""The floor as the API lets it be known: window, schedule and views. No network, no screen, no clock of its own."""
