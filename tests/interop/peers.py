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
    """Something that a peer does otherwise than it should: in which column, how the checker tells of it, and what it is."""

    column: str
    what: str
    reason: str
    # It depends on which of its threads is first.
    is_sometimes: bool = False


@dataclasses.dataclass(frozen=True)
class Peer:
    """A program that speaks SMPP by a library that is not ours."""

    name: str
    version: str
    language: str
    plays: str  # "esme" or "mc"
    command: Callable[[], list[str]]
    differences: tuple[Difference, ...] = ()
    # As MC: what (a column of the page) it has no way to serve, and why. An ESME tells so itself.
    lacks: tuple[tuple[str, str], ...] = ()
    # It hands what comes to its application in any order.
    is_unordered: bool = False
    # A gateway, which has a test of its own: what that shows. It goes through no scenario.
    shows: tuple[str, ...] = ()


def once(folder: str, sources: list[pathlib.Path], commands: Callable[[pathlib.Path], list[list[str]]]) -> pathlib.Path:
    """Makes something ready in a folder of its own, unless that was done with the same sources."""
    target = BUILD / folder
    stamp = target / ".made-from"
    wanted = "".join(f"{source}\n{source.read_text(encoding='utf-8')}" for source in sources)
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
        target = once("python", [source / "requirements.txt"], lambda target: [
            [sys.executable, "-m", "venv", str(target)],
            ["bin/pip", "install", "--quiet", "--requirement", str(source / "requirements.txt")],
        ])
        return [str(target / "bin" / "python"), str(source / program)]

    return command


def node(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "node"

    def command() -> list[str]:
        # Beside the programs that are run from there: Node looks for modules beside the program.
        sources = [*sorted(source.glob("*.js")), source / "package-lock.json"]
        target = once("node", sources, lambda target: [
            ["cp", *map(str, sources), str(source / "package.json"), str(target)],
            ["npm", "ci", "--silent"],
        ])
        return ["node", str(target / program)]

    return command


def java(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "java"

    def command() -> list[str]:
        programs = sorted(source.glob("*.java"))
        target = once("java", [*programs, source / "pom.xml"], lambda target: [
            ["mvn", "--quiet", "--batch-mode", "--file", str(source / "pom.xml"), "dependency:copy-dependencies",
             f"-DoutputDirectory={target / 'lib'}"],
            ["javac", "-nowarn", "-cp", f"{target / 'lib'}/*", "-d", str(target / "classes"), *map(str, programs)],
        ])
        return ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", f"{target / 'classes'}:{target / 'lib'}/*", program]

    return command


def go(program: str) -> Callable[[], list[str]]:
    source = HERE / "peers" / "go"

    def command() -> list[str]:
        target = once("go", [source / "esme.go", source / "go.sum"], lambda target: [
            ["go", "build", "-C", str(source), "-o", str(target), "./..."],
        ])
        return [str(target / program)]

    return command


def perl(program: str) -> Callable[[], list[str]]:
    return lambda: ["perl", str(HERE / "peers" / "perl" / program)]


PEERS = [
    Peer("Kannel", "1.4.5", "C", "esme", lambda: [str(HERE / "kannel" / "run.sh")], shows=(
        "transceiver", "submit_text", "unicode", "long", "receipt", "deliver_sm",
    )),
    Peer("smpplib", "2.2.4", "Python", "esme", python("smpplib_esme.py")),
    Peer("aiosmpplib", "0.7.4", "Python", "esme", python("aiosmpplib_esme.py")),
    Peer("smpp34", "1.5.0", "Python (Rust)", "esme", python("smpp34_esme.py"), is_unordered=True),
    Peer("node-smpp", "0.5.1", "JavaScript", "esme", node("esme.js"), (
        Difference("submit_text", "arrived as", "writes the GSM alphabet and calls it data_coding 1, which is ASCII"),
    )),
    Peer("jSMPP", "3.0.1", "Java", "esme", java("JsmppEsme")),
    Peer("cloudhopper-smpp", "5.0.9", "Java", "esme", java("CloudhopperEsme")),
    Peer("gosmpp", "0.3.1", "Go", "esme", go("interop"), (
        Difference("long", "arrived as", "takes an emoji for one unit when it splits, and loses what does not fit"),
    )),
    Peer("Net::SMPP", "1.19", "Perl", "esme", perl("esme.pl")),
    Peer("node-smpp", "0.5.1", "JavaScript", "mc", node("mc.js")),
    Peer("smpp34", "1.5.0", "Python (Rust)", "mc", python("smpp34_mc.py"), lacks=(
        ("refused", "lets everybody bind"),
        *((name, "hands no other requests than submit_sm to its application")
          for name in ("data_sm", "submit_multi", "query_sm", "replace_sm", "cancel_sm")),
        ("enquire_link_answered", "sends enquire_link by itself only, after half a minute"),
    ), differences=(
        *(Difference("unbind", what, "may end the connection on an unbind before it has answered", is_sometimes=True)
          for what in ("the connection ended without a response", "unbind by the esme has no answer",
                       # Its generic_nack had the number of the unbind.
                       "says that it was answered {(0, ''): 1}, but was {}", "was answered with [] and not 0",
                       "says that it was answered {(0, ''): 1}, but was {(3, ''): 1}", "was answered with [3] and not 0")),
        *(Difference("deliver_sm", what, "takes no deliver_sm_resp of a receiver: answers it with generic_nack",
                     is_sometimes=what.startswith("tells"))
          for what in ("generic_nack by the mc", "tells of answer command_status 8 in a deliver_sm", "tells of 1 deliver_sm")),
        Difference("unbind_answered", "no unbind by the mc was answered", "may end the connection before its unbind is sent",
                   is_sometimes=True),
    ), is_unordered=True),
    Peer("jSMPP", "3.0.1", "Java", "mc", java("JsmppMc")),
    Peer("cloudhopper-smpp", "5.0.9", "Java", "mc", java("CloudhopperMc"), lacks=(
        ("submit_multi", "has no submit_multi"),
    )),
]
