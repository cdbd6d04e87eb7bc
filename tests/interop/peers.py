"""The peers: what they are, how they are made ready, how they are started, and where they are known to differ."""
import dataclasses
import pathlib
import subprocess
import sys
from collections.abc import Callable

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
BUILD = ROOT / "target" / "interop"


@dataclasses.dataclass(frozen=True)
class Difference:
    """Something that a peer does otherwise than it should: how the checker tells of it, and why it is so."""

    step: str
    what: str
    reason: str


@dataclasses.dataclass(frozen=True)
class Peer:
    """A program that speaks SMPP by a library that is not ours."""

    name: str
    version: str
    language: str
    plays: str  # "esme" or "mc"
    command: Callable[[], list[str]]
    differences: tuple[Difference, ...] = ()
    # As MC: kinds of steps ("do") that it has no way to serve, and why. An ESME tells so itself.
    lacks: tuple[tuple[str, str], ...] = ()


def once(folder: str, source: pathlib.Path, commands: Callable[[pathlib.Path], list[list[str]]]) -> pathlib.Path:
    """Makes something ready in a folder of its own, unless that was done with the same `source`."""
    target = BUILD / folder
    stamp = target / ".made-from"
    wanted = "".join(file.read_text() for file in sorted(source.rglob("*")) if file.is_file())
    if not (stamp.exists() and stamp.read_text() == wanted):
        target.mkdir(parents=True, exist_ok=True)
        for command in commands(target):
            run = subprocess.run(command, cwd=target, capture_output=True, text=True, check=False)
            if run.returncode != 0:
                sys.exit(f"{' '.join(command)} failed:\n{run.stdout}{run.stderr}")
        stamp.write_text(wanted)
    return target


def python(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "python"

    def command() -> list[str]:
        target = once("python", source, lambda target: [
            [sys.executable, "-m", "venv", str(target)],
            ["bin/pip", "install", "--quiet", "--requirement", str(source / "requirements.txt")],
        ])
        return [str(target / "bin" / "python"), str(source / program)]

    return command


def node(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "node"

    def command() -> list[str]:
        # Beside the programs that are run from there: Node looks for modules beside the program.
        target = once("node", source, lambda target: [
            ["cp", "-r", f"{source}/.", str(target)],
            ["npm", "ci", "--silent"],
        ])
        return ["node", str(target / program)]

    return command


def java(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "java"

    def command() -> list[str]:
        programs = [str(file) for file in sorted(source.glob("*.java"))]
        target = once("java", source, lambda target: [
            ["mvn", "--quiet", "--batch-mode", "--file", str(source / "pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={target / 'lib'}"],
            ["javac", "-nowarn", "-cp", f"{target / 'lib'}/*", "-d", str(target / "classes"), *programs],
        ])
        return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{target / 'classes'}:{target / 'lib'}/*", program]

    return command


PEERS = [
    Peer("smpplib", "2.2.4", "Python", "esme", python("smpplib_esme.py")),
    Peer("node-smpp", "0.5.1", "JavaScript", "esme", node("esme.js"), (
        Difference("GSM alphabet", "arrived as", "writes the GSM alphabet and calls it data_coding 1, which is ASCII"),
        Difference("section sign", "arrived as", "writes the GSM alphabet and calls it data_coding 1, which is ASCII"),
    )),
    Peer("jSMPP", "3.0.1", "Java", "esme", java("JsmppEsme")),
    Peer("cloudhopper-smpp", "5.0.9", "Java", "esme", java("CloudhopperEsme")),
    Peer("node-smpp", "0.5.1", "JavaScript", "mc", node("mc.js")),
    Peer("jSMPP", "3.0.1", "Java", "mc", java("JsmppMc")),
    Peer("cloudhopper-smpp", "5.0.9", "Java", "mc", java("CloudhopperMc"), lacks=(
        ("submit_multi", "has no submit_multi"),
    )),
]
