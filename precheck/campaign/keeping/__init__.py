"""What is kept of a campaign and for how long: archive, purge, a person's own data, a reference for later years."""
