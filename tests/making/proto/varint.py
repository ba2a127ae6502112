"""Variable-length integers as in protobuf and HPACK."""


def varint(value: int) -> bytes:
    """Encode a number in groups of 7 bits, lowest first. The eighth bit is set in all bytes but the last."""
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*data, value))
