"""From the last byte of a tick to the bytes of an order on the socket, whoever the client is."""
