"""Who may call: API keys, their scopes and the nodes they are limited to."""
