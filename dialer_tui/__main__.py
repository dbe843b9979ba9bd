"""`python -m dialer_tui` is `dialer-tui`."""

from dialer_tui.cli import main

if __name__ == "__main__":
    main()
