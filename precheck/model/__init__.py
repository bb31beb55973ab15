"""The data that travels between the rooms: frozen dataclasses, standard library only."""
