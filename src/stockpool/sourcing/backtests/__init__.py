"""What backtests of stored policies came to, kept for those who decide on them."""
