"""Foreign parsers, each in a module that imports nothing of the kit and returns plain data."""
