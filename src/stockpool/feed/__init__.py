"""The feed: every event in one lasting order, as CloudEvents, for all who follow it."""
