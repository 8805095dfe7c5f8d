"""The way that Sallyport goes, with stock parts of OpenSSH, for the programs beside this file."""

import pathlib
import socket
import subprocess

from stack import Sallyport, sh, until

CIPHER = ["-o", "Ciphers=aes128-gcm@openssh.com"]


def listens(address, port):
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0


class OpenSsh:
    """The same way with stock parts."""

    name = "openssh -R"

    def __init__(self, place, base, address="127.0.0.1"):
        self.place, self.base, self.address, self.processes = place, base, address, []

    def start(self):
        for key in ("host", "user"):
            sh("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.place / key))
        (self.place / "authorized").write_text((self.place / "user.pub").read_text())
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        for number in (0, 1):  # bastion, target
            port = self.base + number
            config = self.place / f"sshd{number}"
            config.write_text(
                f"Port {port}\nListenAddress {self.address}\nHostKey {self.place / 'host'}\nPidFile none\nUsePAM no\n"
                f"AuthorizedKeysFile {self.place / 'authorized'}\nStrictModes no\nMaxStartups 200\nMaxSessions 200\n")
            self.spawn("/usr/sbin/sshd", "-D", "-e", "-f", config)
            until("sshd listens", lambda: listens(self.address, port), 20)
        known = self.place / "known"
        host = " ".join((self.place / "host.pub").read_text().split()[:2])
        known.write_text("".join(f"[{name}]:{self.base + n} {host}\n" for n in range(3) for name in (self.address, "127.0.0.1")))
        self.options = ["-F", "none", "-i", str(self.place / "user"), "-o", f"UserKnownHostsFile={known}", "-o",
                        "BatchMode=yes", "-o", "IdentitiesOnly=yes", *CIPHER]
        # the target dials out and is reached at the bastion's port base+2, as an agent of ours is
        self.spawn("ssh", *self.options, "-N", "-o", "ExitOnForwardFailure=yes", "-R",
                   f"127.0.0.1:{self.base + 2}:{self.address}:{self.base + 1}", "-p", self.base, f"root@{self.address}")
        until("the reverse tunnel", lambda: listens("127.0.0.1", self.base + 2))
        return self

    def spawn(self, *words):
        log = open(self.place / "log", "ab")
        process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.processes.append(process)

    def through(self, port):
        jump = " ".join(["ssh", *self.options, "-W", "%h:%p", "-p", str(self.base), f"root@{self.address}"])
        return lambda *words: ["ssh", *self.options, "-o", f"ProxyCommand={jump}", "-p", str(port), "root@127.0.0.1",
                               *words]

    def ssh(self, *words):
        return self.through(self.base + 2)(*words)

    def jump(self, *words):
        return self.through(self.base + 1)(*words)

    stop = Sallyport.stop
