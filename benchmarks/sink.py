"""A server that reads requests to their end, answers each alike, and keeps nothing."""

from __future__ import annotations

import re
import socket
import sys
import threading


def main() -> None:
    """Read the answer from standard input, print the port, serve each connection in a thread."""
    answer = sys.stdin.buffer.read()
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    server = socket.create_server(("127.0.0.1", 0), backlog=16)
    print(server.getsockname()[1], flush=True)

    def serve(connection: socket.socket) -> None:
        buffer = bytearray(1 << 20)
        with connection:
            while _serve(connection, buffer, head % len(answer) + answer):
                pass

    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


def _serve(connection: socket.socket, buffer: bytearray, answer: bytes) -> bool:
    """One request; False when the other side has gone."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            return False
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    left = int(length.group(1)) - len(body) if length else 0
    while left > 0:
        count = connection.recv_into(buffer)
        if not count:
            return False
        left -= count
    connection.sendall(
        answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if head.startswith(b"HEAD") else answer
    )
    return True


if __name__ == "__main__":
    main()
