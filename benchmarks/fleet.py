"""The simulated agents of benchmarks/scale and set-up: a command in, an answer out."""


class Fleet:
    def __init__(self, ours, place, agents, heap, https=False):
        more = ["--https"] if https else []
        self.process = ours.simulator(
            "scale.Scale", f"--agents={agents}", f"--identities={place / 'agents'}",
            f"--samples={place / 'agents.csv'}", *more, heap=heap,
            SALLYPORT_JOIN_TOKEN=ours.join_token(), SALLYPORT_SESSION=ours.token_in("home"))

    def answer(self, word):
        line = self.process.stdout.readline().strip()
        if not line.startswith(word):
            raise SystemExit(f"the simulator said '{line}' for '{word}': see simulator.log (--keep)")
        return line[len(word):].strip()

    def ask(self, command, word):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.answer(word)

    def numbers(self, command, word):
        return [float(number) for number in self.ask(command, word).split()]
