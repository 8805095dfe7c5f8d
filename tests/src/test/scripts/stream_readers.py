"""Reads FAST + SLOW streams of N bytes from one port at once and counts the exact ones."""
import hashlib
import pathlib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stream_bytes import blocks  # noqa: E402


def read(port, slow, digests, index):
    digest = hashlib.sha256()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        if slow:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        while True:
            part = connection.recv(16384 if slow else 1 << 18)
            if not part:
                break
            digest.update(part)
            if slow:
                # the point is the reader's pace, not a wait for something to happen
                time.sleep(0.01)
    digests[index] = digest.hexdigest()


def main(port, fast, slow, total):
    expected = hashlib.sha256()
    for part in blocks(total):
        expected.update(part)
    digests = [None] * (fast + slow)
    threads = [
        threading.Thread(target=read, args=(port, index >= fast, digests, index)) for index in range(fast + slow)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    exact = sum(1 for digest in digests if digest == expected.hexdigest())
    print(f"{exact} exact of {fast + slow}")
    return 0 if exact == fast + slow else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:5])))
