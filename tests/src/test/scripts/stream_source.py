"""Serves each connection N bytes and closes it right after the last write."""
import pathlib
import socket
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stream_bytes import blocks  # noqa: E402


def serve(connection, total):
    with connection:
        for part in blocks(total):
            connection.sendall(part)


def main(port, total):
    with socket.create_server(("127.0.0.1", port), backlog=256) as listener:
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=serve, args=(connection, total), daemon=True).start()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
