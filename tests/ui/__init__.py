"""The console: widgets alone, the app through its pilot, the program through a pseudo-terminal."""
