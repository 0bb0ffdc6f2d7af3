"""The XSD of answers in XML, by itself: xmllint with documents, and classes that xsdata writes."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

from contracts.interop.environment import VENV, WORK, ToolFailed, python, run, script, tool
from contracts.interop.results import Outcome, one_line
from contracts.support.specs import load_examples

Files = dict[str, Path]

XS = "{http://www.w3.org/2001/XMLSchema}"


def xmllint(files: Files) -> dict[str, Outcome]:
    """Every XML document that a host's document shows, or that was seen, against the XSD."""
    outcomes = {}
    for api, xsd in _xsds(files):
        documents = [
            str(each.path)
            for each in load_examples(api)
            if each.path.suffix == ".xml" and each.entry.get("kind", "response") == "response"
        ]
        said = json.loads(script("xmllint.mjs", str(xsd), *documents))
        outcomes[api] = Outcome(problems=[] if said else ["no document was found"])
        outcomes[api].problems += [
            f"{Path(name).name}: {one_line(fault)}" for name, fault in said.items() if fault
        ]
    return outcomes


def xsdata(files: Files) -> dict[str, Outcome]:
    """Classes that can be imported, each once, with documentation, and required where it is."""
    outcomes = {}
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    for api, xsd in _xsds(files):
        folder = WORK / api / "xsdata"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        outcomes[api] = Outcome()
        command = [tool("xsdata"), "generate", str(xsd), "--package", "classes"]
        options = ["--structure-style", "single-package"]
        try:
            run([*command, *options], cwd=folder, environment={"PATH": path})
            run([str(python()), "-c", "import classes"], cwd=folder)
        except ToolFailed as failure:
            outcomes[api].problems.append(one_line(str(failure)))
            continue
        (module,) = [each for each in folder.rglob("*.py") if "@dataclass" in each.read_text()]
        classes = {
            node.name: node
            for node in ast.parse(module.read_text("utf-8")).body
            if isinstance(node, ast.ClassDef)
        }
        outcomes[api].problems = _faults(ElementTree.parse(xsd).getroot(), classes)
    return outcomes


def _xsds(files: Files) -> list[tuple[str, Path]]:
    return [(api, xsd) for api, file in files.items() for xsd in sorted(file.parent.glob("*.xsd"))]


def _faults(schema: ElementTree.Element, classes: dict[str, ast.ClassDef]) -> list[str]:
    faults = [f"the class {name} is there twice" for name in classes if re.search(r"\d$", name)]
    for kind in schema.findall(f"{XS}complexType"):
        name = kind.get("name", "")
        if name not in classes:
            faults.append(f"no class for the type {name}")
            continue
        if not ast.get_docstring(classes[name]):
            faults.append(f"the type {name} has no documentation")
        fields = {
            part.target.id: ast.unparse(part.annotation)
            for part in classes[name].body
            if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)
        }
        for attribute in kind.findall(f"{XS}attribute"):
            field = fields.get(attribute.get("name", ""), "")
            if (attribute.get("use") == "required") == field.startswith("None |"):
                faults.append(f"{name}.{attribute.get('name')} is {field}")
        for group in kind.findall(f"{XS}sequence"):
            for element in group.findall(f"{XS}element"):
                field = fields.get(element.get("name", ""), "")
                counts = (group.get("minOccurs"), element.get("minOccurs"))
                optional = "0" in counts
                if element.get("maxOccurs") is None and optional != field.startswith("None |"):
                    faults.append(f"{name}.{element.get('name')} is {field}")
    return faults
