#!/usr/bin/env python3
"""Other implementations of SMPP against ours, each as a program of its own: `run.py [PEER]...`, all without a name.

A peer that is an ESME goes through `scenario.json` at `smppkit simulate`; one that is an MC serves our client, which goes
through the same. `check.py` has the rules. With all of them, docs/interop.md must say what came of it (BLESS=1 rewrites it).
"""
import atexit
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO

import report
from check import Check, Findings, Step, most_in_flight
from exchange import Line, decoded, exchanges
from peers import PEERS, ROOT, Peer

SMPPKIT = pathlib.Path(os.environ.get("SMPPKIT", ROOT / "target" / "debug" / "smppkit"))
ESME = SMPPKIT.with_name("interop-esme")
SCENARIO = pathlib.Path(__file__).with_name("scenario.json")
# How long a peer may take for everything.
LIMIT = 60.0
ACCOUNTS = """
[[account]]
system_id = "app"
password = "secret"

[[account]]
system_id = "busy"
password = "secret"
messages_per_second = 1
"""


class Program:
    """A program that tells in lines of JSON what it sees."""

    def __init__(self, command: list[str], folder: pathlib.Path, name: str) -> None:
        self.name, self.errors = name, folder / f"{name}.stderr"
        self.lines: list[Line] = []
        self.news: queue.Queue[Line | None] = queue.Queue()
        with self.errors.open("w") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8"
            )
        # Whatever becomes of this one.
        atexit.register(self.process.kill)
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self) -> None:
        for line in _pipe(self.process.stdout):
            try:
                told = json.loads(line)
            except ValueError:
                # A library that writes where its caller does.
                continue
            if not isinstance(told, dict):
                continue
            self.lines.append(told)
            self.news.put(told)
        self.news.put(None)

    def say(self, line: str) -> None:
        stdin = _pipe(self.process.stdin)
        stdin.write(line + "\n")
        stdin.flush()

    def end(self, seconds: float) -> str | None:
        """Waits for the end; what was wrong with it."""
        try:
            status = self.process.wait(max(seconds, 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            return f"{self.name} did not end; the last it told: {self.lines[-1:]}"
        self.reader.join()
        return f"{self.name} ended with {status}:\n{self.errors.read_text()[-3000:]}" if status else None


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def by_its_own_test(peer: Peer, folder: pathlib.Path) -> Findings:
    """A gateway, which can be told only what it does with messages: its own test, and what passed meanwhile."""
    log = folder / "simulate.log"
    run = subprocess.run([*peer.command(), str(log)], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        findings = Findings()
        findings.problem(None, run.stdout + run.stderr)
        return findings
    passed = exchanges([json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()], "mc")
    check = Check([], [], passed)
    check.always()
    findings = check.findings
    asked = [one for one in passed if one.by == "esme"]
    findings.did = set(peer.shows) | ({"unbind"} if any(one.command == "unbind" for one in asked) else set())
    findings.did |= {"window"} if most_in_flight(asked) > 1 else set()
    reason = "is a gateway: its test gives it messages, and nothing else can be asked of it"
    findings.cannot = {column: [reason] for column in report.COLUMNS if column not in findings.did}
    return findings


def with_our_mc(peer: Peer, folder: pathlib.Path) -> Findings:
    """A peer as ESME at `smppkit simulate`."""
    accounts, port = folder / "accounts.toml", folder / "port"
    accounts.write_text(ACCOUNTS)
    command = peer.command()
    mc = Program([
        str(SMPPKIT), "simulate", "--listen", "127.0.0.1:0", "--port-file", str(port), "--accounts", str(accounts),
        "--receipt-delay", "100ms", "--response-delay", "20ms", "--enquire-link", "300ms", "--mo", "-", "--json",
    ], folder, "simulate")
    wait_for(port)
    esme = Program([*command, port.read_text().strip(), str(SCENARIO)], folder, peer.name)
    ends = go_through(scenario(), esme, mc, lambda: mc.process.send_signal(signal.SIGTERM))
    return judge(Check(scenario(), esme.lines, exchanges(mc.lines, "mc"), is_unordered=peer.is_unordered), ends)


def with_our_esme(peer: Peer, folder: pathlib.Path) -> Findings:
    """A peer as MC, and our client."""
    lacks = dict(peer.lacks)
    for_all = [[step for step in session if step.get("mc") != "smppkit"] for session in scenario()]
    steps = [[step for step in session if step["shows"] not in lacks] for session in for_all]
    lacking = [{"step": step["step"], "cannot": lacks[step["shows"]]}
               for session in for_all for step in session if step["shows"] in lacks]
    file = folder / "scenario.json"
    file.write_text(json.dumps(steps))
    mc = Program(peer.command(), folder, peer.name)
    try:
        port = (mc.news.get(timeout=LIMIT) or {}).get("listening")
    except queue.Empty:
        port = None
    if port is None:
        sys.exit(mc.end(0) or f"{peer.name} does not listen")
    esme = Program([str(ESME), str(port), str(file)], folder, "interop-esme")
    ends = go_through(steps, esme, mc, lambda: _pipe(mc.process.stdin).close())
    frames = [line for line in esme.lines if "hex" in line]
    return judge(Check(for_all, esme.lines + lacking, exchanges(decoded(frames, SMPPKIT), "esme"), mc.lines,
                       is_unordered=peer.is_unordered), ends)


def go_through(steps: list[list[Step]], esme: Program, mc: Program, stop: Callable[[], None]) -> list[str | None]:
    """Waits for both, and does what a step wants of the MC: messages of mobiles, an unbind. How they ended."""
    mobiles = {step["step"]: step.get("mobiles", []) for session in steps for step in session}
    last = steps[-1][-1]["step"]
    stopped = False
    deadline = time.monotonic() + LIMIT
    try:
        while (told := esme.news.get(timeout=max(deadline - time.monotonic(), 0.1))) is not None:
            if told.get("ready") and told["step"] == last:
                stop()
                stopped = True
            elif told.get("ready"):
                for message in mobiles[told["step"]]:
                    mc.say(message)
    except queue.Empty:
        pass
    ends = [esme.end(deadline - time.monotonic())]
    if not stopped:
        stop()
    return [*ends, mc.end(10)]


def judge(check: Check, ends: list[str | None]) -> Findings:
    findings = check.run()
    for end in ends:
        if end:
            findings.problem(None, end)
    return findings


def scenario() -> list[list[Step]]:
    sessions: list[list[Step]] = json.loads(SCENARIO.read_text(encoding="utf-8"))
    return sessions


def wait_for(file: pathlib.Path) -> None:
    deadline = time.monotonic() + 10
    while not file.exists():
        if time.monotonic() > deadline:
            sys.exit("smppkit simulate did not listen within 10 seconds")
        time.sleep(0.02)


def main() -> None:
    wanted = sys.argv[1:]
    for name in set(wanted) - {peer.name for peer in PEERS}:
        sys.exit(f"{name} is no peer; these are: {', '.join(sorted({peer.name for peer in PEERS}))}")
    chosen = [peer for peer in PEERS if not wanted or peer.name in wanted]
    failed = False
    rows = []
    for peer in chosen:
        started = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="smppkit-interop-") as folder:
            run = by_its_own_test if peer.shows else with_our_mc if peer.plays == "esme" else with_our_esme
            findings = run(peer, pathlib.Path(folder))
        row = report.Row(peer, findings)
        rows.append(row)
        failed |= bool(row.failures)
        print(f"{peer.name} {peer.version} as {peer.plays}: {row.summary()}  {time.monotonic() - started:.1f} s", flush=True)
        for failure in row.failures:
            print(f"  {failure}")
    if not wanted:
        failed |= not report.is_current(rows)
    if failed:
        sys.exit(1)


if __name__ == "__main__":
    main()
