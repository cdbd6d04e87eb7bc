"""The package as it is installed."""

from __future__ import annotations

import enum
import importlib.metadata
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import smppkit
import smppkit.message


def test_it_depends_on_nothing() -> None:
    assert importlib.metadata.requires("smppkit") is None


def test_it_is_imported_quickly() -> None:
    # Time of the processor: what else the machine does is none of our business.
    code = "import time; start = time.process_time(); import smppkit; print(time.process_time() - start)"

    def once() -> float:
        return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)

    assert min(once() for _ in range(5)) < 0.05


@pytest.mark.parametrize("module", [smppkit, smppkit.message])
def test_everything_says_what_it_is(module: object) -> None:
    names = getattr(module, "__all__", None) or [name for name in vars(module) if not name.startswith("_")]
    public = {name: getattr(module, name) for name in names}
    for name, value in public.items():
        if not (inspect.isclass(value) or inspect.isroutine(value)) or issubclass(type(value), enum.EnumType):
            continue
        assert inspect.getdoc(value), name
        for attribute, inner in vars(value).items() if inspect.isclass(value) else ():
            if not attribute.startswith("_") and (inspect.isroutine(inner) or inspect.isdatadescriptor(inner)):
                assert inspect.getdoc(inner), f"{name}.{attribute}"


def test_a_constructor_tells_its_parameters() -> None:
    signature = inspect.signature(smppkit.SubmitSmResp)
    assert str(signature) == "(*, message_id='', command_status=0, sequence_number=1, tlvs=())"


def test_the_examples_of_the_readme_run() -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text()
    examples = re.findall(r"```python\n(.*?)```", text, flags=re.S)
    assert len(examples) >= 3
    for example in examples:
        exec(example, {})
