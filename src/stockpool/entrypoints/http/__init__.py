"""The HTTP interface: parse a request, call the application, answer."""
