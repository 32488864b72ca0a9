"""Orders on the WebSocket API: what requests ask of the exchange, and how it answers them."""
