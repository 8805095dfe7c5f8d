"""Random streams between two ends, each of which knows every byte that the other one will send.

  random_streams.py serve PORT
  random_streams.py run PORT COUNT SEED LARGEST [AT-ONCE]

Sizes from 0 to LARGEST bytes each way, most of them small; pauses, slow readers, half-closes in every order, resets by
either end. `run` prints "N exact of N" when both ends saw nothing but the right bytes and no stream is left.
"""
import asyncio
import json
import random
import socket
import struct
import sys

PERIOD = 4194301  # prime: a piece that is lost or doubled cannot look right
BLOCK = random.Random(7).randbytes(PERIOD)
HEADER = struct.Struct("!QQQBBQ")
TOGETHER, REPLY, SERVER_FIRST, CLIENT_RESETS, SERVER_RESETS, TALLY = range(6)
SLOW_CLIENT, SLOW_SERVER, PAUSES = 1, 2, 4
PIECE = 64 * 1024


def data(seed, offset, count):
    at = (seed + offset) % PERIOD
    part = BLOCK[at:at + count]
    while len(part) < count:
        part += BLOCK[:count - len(part)]
    return part


class Wrong(Exception):
    pass


async def send(writer, seed, total, pauses, chance):
    sent = 0
    while sent < total:
        count = min(total - sent, chance.choice((1, 100, 32768, PIECE)) if pauses else PIECE)
        writer.write(data(seed, sent, count))
        await writer.drain()
        sent += count
        if pauses and chance.random() < 0.01:
            await asyncio.sleep(chance.random() / 20)


async def receive(reader, seed, most, slow, chance):
    """Until the end of file, a reset or `most` bytes. Returns the count."""
    got = 0
    while got < most:
        try:
            part = await reader.read(min(PIECE, most - got))
        except ConnectionError:
            return got
        if not part:
            return got
        if part != data(seed, got, len(part)):
            raise Wrong(f"wrong bytes within {len(part)} after {got} of seed {seed}")
        got += len(part)
        if slow and chance.random() < 0.2:
            await asyncio.sleep(chance.random() / 50)
    return got


def reset(writer):
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def exchange(reader, writer, side, stream):
    """One end of a stream. `side` 0 is the client, 1 the server."""
    seed, up, down, mode, flags, cut = stream
    mine, other = ((seed, up), (seed + 1, down)) if side == 0 else ((seed + 1, down), (seed, up))
    slow = flags & (SLOW_CLIENT if side == 0 else SLOW_SERVER)
    chance = random.Random(seed * 2 + side)
    first = {TOGETHER: None, REPLY: 0, SERVER_FIRST: 1}.get(mode)
    resetter = {CLIENT_RESETS: 0, SERVER_RESETS: 1}.get(mode)

    async def sending():
        try:
            await send(writer, *mine, flags & PAUSES, chance)
            writer.write_eof()
        except OSError:
            if resetter is None:
                raise

    if resetter == side:
        task = asyncio.create_task(sending())
        await receive(reader, other[0], cut, slow, chance)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        reset(writer)
        return
    if first == side or first is None:
        task = asyncio.create_task(sending())
        got = await receive(reader, *other_most(other), slow, chance)
        await task
    else:
        got = await receive(reader, *other_most(other), slow, chance)
        await sending()
    if resetter is None and got != other[1]:
        raise Wrong(f"{got} bytes instead of {other[1]} of seed {other[0]}, mode {mode}")


def other_most(other):
    """One more than will come: the end of file is waited for, and too much is seen."""
    return other[0], other[1] + 1


class Server:
    def __init__(self):
        self.open, self.done, self.wrong = 0, 0, []

    async def serve(self, reader, writer):
        try:
            stream = HEADER.unpack(await reader.readexactly(HEADER.size))
        except (asyncio.IncompleteReadError, ConnectionError):
            # a client that reset at once
            self.done += 1
            writer.close()
            return
        if stream[3] == TALLY:
            writer.write(json.dumps({"open": self.open, "done": self.done, "wrong": self.wrong}).encode())
            writer.close()
            return
        self.open += 1
        try:
            await exchange(reader, writer, 1, stream)
        except (Wrong, OSError) as e:
            self.wrong.append(f"server: {e!r}")
        finally:
            self.open -= 1
            self.done += 1
            writer.close()


def stream(chance, largest):
    def size():
        kind = chance.random()
        if kind < 0.05:
            return chance.choice((0, 1, 32767, 32768, 32769))
        if kind < 0.985:
            return int(2 ** (chance.random() * 17))
        return int(2 ** (17 + chance.random() * max(0, largest.bit_length() - 18)))

    up, down = size(), size()
    mode = chance.choices((TOGETHER, REPLY, SERVER_FIRST, CLIENT_RESETS, SERVER_RESETS), (40, 15, 15, 15, 15))[0]
    flags = sum(flag for flag in (SLOW_CLIENT, SLOW_SERVER, PAUSES) if chance.random() < 0.15)
    cut = chance.randrange((down if mode == CLIENT_RESETS else up) + 1)
    return chance.getrandbits(48), min(up, largest), min(down, largest), mode, flags, cut


async def client(port, one):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(HEADER.pack(*one))
        await exchange(reader, writer, 0, one)
    finally:
        writer.close()


async def tally(port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEADER.pack(0, 0, 0, TALLY, 0, 0))
    answer = json.loads(await reader.read())
    writer.close()
    return answer


async def run(port, count, seed, largest, at_once):
    chance = random.Random(seed)
    wrong, gate = [], asyncio.Semaphore(at_once)

    async def guarded(one):
        async with gate:
            try:
                await asyncio.wait_for(client(port, one), 600)
            except (Wrong, OSError, asyncio.TimeoutError) as e:
                wrong.append(f"client: {e!r} {one}")

    known = await tally(port)
    streams = [stream(chance, largest) for _ in range(count)]
    await asyncio.gather(*(guarded(one) for one in streams))
    answer = await tally(port)
    for _ in range(600):
        if answer["open"] == 0 and answer["done"] - known["done"] == count:
            break
        await asyncio.sleep(0.1)
        answer = await tally(port)
    wrong += answer["wrong"][len(known["wrong"]):]
    ended = answer["done"] - known["done"]
    if answer["open"] or ended != count:
        wrong.append(f"server: {answer['open']} streams left open, {ended} of {count} ended")
    for line in wrong[:20]:
        print(line)
    print(f"{count - len(wrong)} exact of {count}, {sum(one[1] + one[2] for one in streams) >> 20} MiB at the most")
    return 1 if wrong else 0


async def serve(port):
    async with await asyncio.start_server(Server().serve, "127.0.0.1", port, backlog=512) as server:
        await server.serve_forever()


if __name__ == "__main__":
    role, *numbers = sys.argv[1:]
    if role == "serve":
        asyncio.run(serve(*map(int, numbers)))
    else:
        port, count, seed, largest, *at_once = map(int, numbers)
        sys.exit(asyncio.run(run(port, count, seed, largest, *(at_once or [48]))))
