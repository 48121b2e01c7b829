"""The last minute before a closing, played with a real web server: see `__main__`."""
