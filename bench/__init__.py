"""How fast tickwire is, next to the rivals, with the answers checked before anything is timed."""
