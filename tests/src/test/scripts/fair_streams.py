"""Reads many endless streams at once, while some more are opened and not read.

  fair_streams.py PORT READERS STUCK TOTAL

Once all of them are open the readers' bytes are counted, until they have TOTAL together; prints what the least of them
got, in thousandths of a fair share, and leaves the stuck ones open until standard input ends.
"""
import asyncio
import sys


async def reader(port, gate, begun, counts, number, total, full):
    source, writer = await asyncio.open_connection("127.0.0.1", port)
    await source.readexactly(1)
    gate.release()
    while not full.is_set():
        size = len(await source.read(64 * 1024))
        # how long each took to be opened is not what is asked here
        if begun.is_set():
            counts[number] += size
            if sum(counts) >= total:
                full.set()
    writer.close()


async def main(port, readers, stuck, total):
    held = [await asyncio.open_connection("127.0.0.1", port, limit=4096) for _ in range(stuck)]
    for source, _ in held:
        await source.readexactly(1)
        source._transport.pause_reading()
    counts, gate, begun, full = [0] * readers, asyncio.Semaphore(0), asyncio.Event(), asyncio.Event()
    running = [asyncio.create_task(reader(port, gate, begun, counts, number, total, full)) for number in range(readers)]
    for _ in range(readers):
        await gate.acquire()
    begun.set()
    await full.wait()
    # a reader that never got its turn would wait for ever
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    print(min(counts) * readers * 1000 // sum(counts), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    for _, writer in held:
        writer.close()


if __name__ == "__main__":
    asyncio.run(main(*map(int, sys.argv[1:])))
