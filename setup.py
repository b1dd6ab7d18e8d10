"""Which folders make the wheel; everything else about the package is in pyproject.toml.

`forms/` and `resources/` stand beside `desktop/` in the checkout, where an office finds
them, and travel inside it in the wheel, where `desktop.paths` looks for them.
"""

from pathlib import Path

from setuptools import find_packages, setup

folders = [
    folder
    for top in ("forms", "resources")
    for folder in (Path(top), *sorted(Path(top).rglob("*")))
    if folder.is_dir()
]
# setuptools knows every folder of a wheel as a package, also one that holds only data.
data = {".".join(("desktop", *folder.parts)): folder.as_posix() for folder in folders}

setup(
    packages=[*find_packages(include=["desktop", "desktop.*"]), *data],
    package_dir=data,
    package_data={name: ["*"] for name in data},
)
