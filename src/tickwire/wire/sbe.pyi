from tickwire.wire.json import JsonCodec

class SbeCodec:
    def __init__(self, json: JsonCodec) -> None: ...
