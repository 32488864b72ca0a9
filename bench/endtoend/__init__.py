"""A server on one core, a client on the other, loopback between them."""
