"""A trained network as an ONNX file in, the same network cut off at an inner node out.

Only the outermost structure of the file is read: a model (field 7: graph) of nodes (field 1, in
the order in which they run; field 2 of a node: names of its outputs) and outputs (field 12).
"""

from __future__ import annotations

from collections.abc import Iterator

from detente.errors import InputError

_GRAPH, _NODE, _NODE_OUTPUT, _OUTPUT, _NAME = 7, 1, 2, 12, 1


def cut_network(network: bytes, output: str) -> bytes:
    """Return the network without the nodes after the one that gives `output`, and with that output.

    Raises
    ------
    InputError
        If no node gives it.
    """
    model = b""
    for number, raw, content in _fields(network):
        model += _field(_GRAPH, _cut_graph(content, output)) if number == _GRAPH else raw
    return model


def _cut_graph(graph: bytes, output: str) -> bytes:
    kept: list[bytes] = []
    found = False
    for number, raw, content in _fields(graph):
        if number == _OUTPUT or (number == _NODE and found):
            continue
        kept.append(raw)
        if number == _NODE:
            names = [value for field, _, value in _fields(content) if field == _NODE_OUTPUT]
            found = output.encode() in names
    if not found:
        raise InputError(f"the network has no node that gives {output!r}")
    kept.append(_field(_OUTPUT, _field(_NAME, output.encode())))
    return b"".join(kept)


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield number, raw bytes and content of each field of a protocol buffer."""
    at = 0
    while at < len(message):
        start = at
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            _, at = _varint(message, at)
            content = b""
        elif kind == 2:
            size, at = _varint(message, at)
            content = message[at : at + size]
            at += size
        elif kind in {1, 5}:
            content = b""
            at += 8 if kind == 1 else 4
        else:
            raise InputError(f"not an ONNX file: field of kind {kind} at byte {start}")
        yield key >> 3, message[start:at], content


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
    raise InputError("not an ONNX file: it ends within a number")


def _field(number: int, content: bytes) -> bytes:
    return _number(number << 3 | 2) + _number(len(content)) + content


def _number(value: int) -> bytes:
    found = b""
    while value > 127:
        found += bytes([value & 127 | 128])
        value >>= 7
    return found + bytes([value])
