"""How fast, how large and how chatty the console is: `python -m tests.bench`. See README.md."""
