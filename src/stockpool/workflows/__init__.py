"""Business processes that cross capabilities, one file each; each owns its transaction."""
