"""Who may call: API keys, people with their roles and sessions, and the audit of what people do."""
