"""Say where the requirements files no longer fit pyproject.toml; `make lock` mends it.

Reads the three files only, so it needs no network and cannot change its mind overnight.
"""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_PIN = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")
_ADDRESS = re.compile(r"https?:|index-url|find-links", re.IGNORECASE)


def pins(lock: str) -> dict[str, str]:
    """Give the version of each package that a requirements file pins, by its plain name."""
    found = (_PIN.match(line) for line in lock.splitlines())
    return {canonicalize_name(pin["name"]): pin["version"] for pin in found if pin}


def faults_of_lock(lock: str) -> list[str]:
    """Say what a requirements file must not be: with an address, or a pin without a hash."""
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)
    return [
        *(f"holds an address: {line}" for line in lock.splitlines() if _ADDRESS.search(line)),
        *(
            f"has no hash for {pin['name']}"
            for entry in entries
            if (pin := _PIN.match(entry)) and "--hash=sha256:" not in entry
        ),
    ]


def faults_of_pins(wanted: list[str], lock: str) -> list[str]:
    """Say which wanted requirements are not pinned, or are pinned to a version not wanted."""
    pinned = pins(lock)
    faults = []
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        if version is None:
            faults.append(f"does not pin {requirement.name}")
        elif not requirement.specifier.contains(version, prereleases=True):
            faults.append(f"pins {requirement.name} {version}; wanted is {requirement.specifier}")
    return faults


def faults_between(runtime: str, dev: str) -> list[str]:
    """Say where the development lock differs from what people run."""
    tested = pins(dev)
    return [
        f"has {name} {tested.get(name)}, but people run {version}"
        for name, version in pins(runtime).items()
        if tested.get(name) != version
    ]


def faults(root: Path) -> list[str]:
    """Give every fault of the two requirements files under `root`, as sentences."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted: list[str] = project["dependencies"]
    wanted_dev: list[str] = project["optional-dependencies"]["dev"]
    runtime = (root / "requirements.txt").read_text("utf-8")
    dev = (root / "requirements-dev.txt").read_text("utf-8")
    of_runtime = [*faults_of_lock(runtime), *faults_of_pins(wanted, runtime)]
    of_dev = [
        *faults_of_lock(dev),
        *faults_of_pins([*wanted, *wanted_dev], dev),
        *faults_between(runtime, dev),
    ]
    return [
        *(f"requirements.txt {fault}" for fault in of_runtime),
        *(f"requirements-dev.txt {fault}" for fault in of_dev),
    ]


def main() -> int:
    """Print the faults; give 1 if there are any."""
    found = faults(Path(__file__).resolve().parent.parent)
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        print("Run `make lock` and commit both files.", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
