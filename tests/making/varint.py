"""Whole numbers as protobuf and HPACK write them."""


def varint(value: int) -> bytes:
    """Return a number in groups of seven bits, lowest first, all but the last with the eighth bit set."""
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*data, value))
