"""The rules of work in a building; pure."""
