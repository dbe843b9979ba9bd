"""What leaves for files and other programs, in the same shapes from a command and from the console."""
