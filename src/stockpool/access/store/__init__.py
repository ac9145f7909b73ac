"""SQL of the keys, users, sessions, attempts and of the audit."""
