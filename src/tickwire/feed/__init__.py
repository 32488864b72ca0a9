"""From decoded messages to handlers: routing, delivery, counters."""
