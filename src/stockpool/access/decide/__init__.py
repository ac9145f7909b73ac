"""Which keys, users and sessions are made, and who is let in; pure."""
