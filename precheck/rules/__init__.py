"""The rules: one file each, in the room of what it looks at."""
