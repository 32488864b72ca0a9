"""What the venue says in SBE: an encoder of its own, which shares with the decoders nothing but the templates."""
