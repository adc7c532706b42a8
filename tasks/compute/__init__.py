"""Which submissions count, and everything that is computed from them."""
