"""Which folders make the wheel; everything else about the package is in pyproject.toml.

`forms/` and `resources/` stand beside `desktop/` in the checkout, where an office finds
them, and travel inside it in the wheel, where `desktop.paths` looks for them.
"""

from setuptools import find_packages, setup

DATA = {"desktop.forms": "forms", "desktop.resources": "resources"}

setup(
    packages=[*find_packages(include=["desktop", "desktop.*"]), *DATA],
    package_dir=DATA,
    package_data={name: ["**/*"] for name in DATA},
)
