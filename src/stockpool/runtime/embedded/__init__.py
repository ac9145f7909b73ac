"""The embedded database: a real PostgreSQL from a wheel, started on a data folder of ours.

Layout of a data folder: `postgres/` (the cluster), `stockpool.conf` (our settings, rewritten at each start),
`postgres.log`, `socket/`, and two lock files: `start.lock` (held while starting or stopping) and `users.lock` (every
process that uses the server holds it shared; whoever can take it alone at a clean exit stops the server).
A killed process leaves the server running, and the next process uses it.
"""

from stockpool.runtime.embedded.revival import Revival
from stockpool.runtime.embedded.server import embedded_server, exists, is_running, start_embedded, stop_embedded

__all__ = ["Revival", "embedded_server", "exists", "is_running", "start_embedded", "stop_embedded"]
