"""What a Java process takes, seen from outside."""

import mmap
import os
import pathlib
import re
import struct
import threading
import time

from stack import jdk, rss_kib, sh

TICK = os.sysconf("SC_CLK_TCK")


class Memory:
    """Live objects after two full collections."""

    def __init__(self, pid):
        jcmd = str(jdk("jcmd"))
        for _ in range(2):
            sh(jcmd, str(pid), "GC.run")
            time.sleep(1)
        self.histogram = {}
        for line in sh(jcmd, str(pid), "GC.class_histogram").splitlines():
            row = re.match(r"\s*\d+:\s+(\d+)\s+(\d+)\s+(\S+)", line)
            if row:
                self.histogram[row[3]] = (int(row[1]), int(row[2]))
        self.heap = sum(size for _, size in self.histogram.values())
        self.heap_info = re.search(r"committed (\d+)K", sh(jcmd, str(pid), "GC.heap_info"))[1]
        self.rss = rss_kib(pid)
        self.threads = threads(pid)

    def __str__(self):
        return (f"heap {self.heap / 2**20:.1f} MiB live ({int(self.heap_info) / 1024:.0f} MiB committed), "
                f"RSS {self.rss / 1024:.1f} MiB, {self.threads} threads")


def grown(before, after, count, rows=30):
    """Prints what there is more of, per tunnel."""
    grew = []
    for name, (instances, size) in after.histogram.items():
        old = before.histogram.get(name, (0, 0))
        grew.append(((size - old[1]) / count, (instances - old[0]) / count, name))
    print("\nbytes and instances per tunnel, by class")
    for size, instances, name in sorted(grew, reverse=True)[:rows]:
        print(f"  {size:9.0f} {instances:7.1f}  {name}")


def threads(pid):
    return len(list(pathlib.Path(f"/proc/{pid}/task").iterdir()))


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def heap_mib(pid):
    """Used heap as of the last collection, from the counters that HotSpot keeps in a file: costs the process nothing."""
    for file in pathlib.Path("/tmp").glob(f"hsperfdata_*/{pid}"):
        with open(file, "rb") as opened, mmap.mmap(opened.fileno(), 0, prot=mmap.PROT_READ) as data:
            return sum(value for name, value in counters(data)
                       if re.fullmatch(r"sun\.gc\.generation\.\d\.space\.\d\.used", name)) / 2**20
    return 0.0


def counters(data):
    first, count = struct.unpack_from("<ii", data, 24)
    at = first
    for _ in range(count):
        length, name, vector, kind, _, _, _, value = struct.unpack_from("<iiibbbbi", data, at)
        if kind == ord("J") and vector == 0:
            end = data.find(b"\0", at + name)
            yield data[at + name:end].decode(), struct.unpack_from("<q", data, at + value)[0]
        at += length


class Sampler(threading.Thread):
    """One line of a CSV a second; the server may be another process after a restart."""

    def __init__(self, ours, simulator, file):
        super().__init__(daemon=True)
        self.ours, self.simulator, self.file, self.over = ours, simulator, file, threading.Event()
        self.most_rss = 0

    def run(self):
        with open(self.file, "w") as out:
            out.write("millis,server_rss_mib,server_heap_mib,server_threads,server_cpu_s,simulator_cpu_s\n")
            while not self.over.wait(1 - time.time() % 1):
                out.write(self.line() + "\n")
                out.flush()

    def line(self):
        now = int(time.time() * 1000)
        pid = self.ours.server.pid
        try:
            rss = rss_kib(pid) / 1024
            self.most_rss = max(self.most_rss, rss)
            server = f"{rss:.1f},{heap_mib(pid):.1f},{threads(pid)},{cpu_seconds(pid):.2f}"
        except (OSError, SystemExit, ValueError, struct.error):
            server = "0,0,0,0"  # between two servers
        return f"{now},{server},{cpu_seconds(self.simulator.pid):.2f}"
