"""How long clangd takes from an edit to its diagnostics, of several servers taking turns.

    bench/clangd.py [--rounds N] FILE SERVER... [-- FLAGS]

Each server opens the file, builds its preamble, and is then told of an edit N times. Prints the
fastest round of each in seconds, in the order of the servers. Needs nothing but Python.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import time


class Server:
    def __init__(self, program, file, flags):
        # Flags by a directory of their own: nothing is written beside the file.
        self.directory = tempfile.TemporaryDirectory()
        with open(file, encoding="utf-8") as f:
            self.text = f.read()
        self.uri = "file://" + file
        with open(os.path.join(self.directory.name, "compile_commands.json"), "w") as f:
            json.dump([{"directory": os.getcwd(), "file": file,
                        "arguments": ["c++", *flags, file]}], f)
        self.process = subprocess.Popen(
            [program, "--compile-commands-dir=" + self.directory.name, "--background-index=0",
             "--clang-tidy", "--log=error"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.version = 0
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.send("initialized", {})

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        if not length:
            sys.exit(f"{self.process.args[0]} went away")
        return json.loads(self.process.stdout.read(length))

    def request(self, method, params):
        self.send(method, params, id=1)
        while self.receive().get("id") != 1:
            pass

    def round(self):
        """From an edit to the diagnostics, in seconds."""
        self.version += 1
        start = time.perf_counter()
        document = {"uri": self.uri, "version": self.version}
        text = self.text + f"\n// {self.version}\n"
        if self.version == 1:
            self.send("textDocument/didOpen",
                      {"textDocument": {**document, "languageId": "cpp", "text": text}})
        else:
            self.send("textDocument/didChange",
                      {"textDocument": document, "contentChanges": [{"text": text}],
                       "wantDiagnostics": True})
        while True:
            message = self.receive()
            if message.get("method") == "textDocument/publishDiagnostics" and \
                    message["params"].get("version") == self.version:
                return time.perf_counter() - start


def main():
    arguments = sys.argv[1:]
    flags = []
    if "--" in arguments:
        at = arguments.index("--")
        arguments, flags = arguments[:at], arguments[at + 1:]
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("file")
    parser.add_argument("servers", nargs="+")
    given = parser.parse_args(arguments)
    servers = [Server(s, os.path.abspath(given.file), flags) for s in given.servers]
    for server in servers:
        server.round()
    best = [float("inf")] * len(servers)
    for _ in range(given.rounds):
        for i, server in enumerate(servers):
            best[i] = min(best[i], server.round())
    for server, seconds in zip(servers, best):
        print(f"{seconds:.4f}")
        server.process.kill()


if __name__ == "__main__":
    main()
