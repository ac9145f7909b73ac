"""The rules of orders: pure functions from an order and a command to the order as it is then, or a refusal."""
