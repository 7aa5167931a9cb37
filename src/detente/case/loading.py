"""A case folder, a case file or the name of a built-in case -> a checked `Case`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from detente.case.asof import Case
from detente.case.checking import Problem, problems, shown, unknown_name
from detente.case.entries import Entry, History, merged_values
from detente.case.schema import (
    ENTRY_FORMS,
    PARAMETERS,
    CaseForm,
    Dated,
    DatedPoints,
    ParameterForm,
    SpreadForm,
    StakeForm,
)
from detente.case.yaml_lines import LinedYaml, Path_, read_yaml
from detente.errors import InputError
from detente.terms.states import near_matches

_BUILTIN = Path(__file__).parent / "builtin"
_SECTIONS = (*ENTRY_FORMS, "stakes", "parameters", "outcomes", "spread", "status_quo")

_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
_Pairs = list[tuple[Path_, dict[str, Any]]]


def builtin_cases() -> tuple[str, ...]:
    """Return the names of the built-in cases."""
    return tuple(sorted(path.parent.name for path in _BUILTIN.glob("*/case.yaml")))


def case_folder(name_or_path: str | Path) -> Path:
    """Return the folder of a case, given the folder, its `case.yaml`, or a built-in name.

    Raises
    ------
    InputError
        If there is no such case.
    """
    text = str(name_or_path)
    path = Path(name_or_path)
    if text in builtin_cases() and not path.exists():
        return _BUILTIN / text
    if path.is_dir():
        if not (path / "case.yaml").exists() and text in builtin_cases():
            return _BUILTIN / text
        if not (path / "case.yaml").exists():
            raise InputError(
                f"no case.yaml in the folder {text}; write one with: detente new {text}"
            )
        return path
    if path.is_file():
        if path.suffix not in (".yaml", ".yml"):
            raise InputError(f"{text} is no case: give a folder with a case.yaml, or that file")
        return path.parent
    known = list(builtin_cases())
    hint = near_matches(text, known) or f"; built-in cases: {', '.join(known)}"
    raise InputError(f"no case {text!r}: neither a folder nor a built-in case{hint}")


def load_case(name_or_path: str | Path) -> Case:
    """Return a checked case.

    Raises
    ------
    InputError
        With file, line, field, what was found and what is allowed, for the first thing wrong.
    """
    folder = case_folder(name_or_path)
    path = Path(name_or_path)
    file = path if path.is_file() else folder / "case.yaml"
    inside = folder.parent == _BUILTIN
    tree = read_yaml(file, f"{folder.name}/case.yaml" if inside else str(file))
    return parsed_case(tree, folder)


def parsed_case(tree: LinedYaml, folder: Path) -> Case:
    """Return the checked case that the values of a case file describe.

    Raises
    ------
    InputError
        As `load_case` does.
    """
    form = _top(tree)
    _refuse(_top_problems(form, tree), tree)
    reader = _Reader(form, tree)
    histories = tuple(reader.histories())
    _refuse(reader.faults, tree)
    _refuse(problems(histories, form.dyad, list(form.sources), tree), tree)
    _refuse(_merge_problems(histories, tree), tree)
    return Case(
        id=folder.resolve().name,
        title=form.title,
        folder=folder,
        dyad=form.dyad,
        third=form.third,
        default_day=form.day,
        default_horizon=form.horizon,
        note=form.note,
        sources=form.sources,
        form=form,
        histories=histories,
        tree=tree,
    )


def _refuse(found: list[Problem], tree: LinedYaml) -> None:
    if found:
        first = min(found)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        message = f"{tree.name}:{first.line}: {first.where}: {first.text}{more}"
        raise InputError(" ".join(message.split()))


def _top(tree: LinedYaml) -> CaseForm:
    value = tree.value
    if value is None:
        raise InputError(f"{tree.name}:1: the file is empty; write one with: detente new DIR")
    if isinstance(value, dict):
        value = {key: part for key, part in value.items() if part is not None}
    try:
        return CaseForm.model_validate(value)
    except ValidationError as error:
        _refuse(_faults(error, (), tree), tree)
        raise InputError(f"{tree.name}: not a case") from None


def _faults(error: ValidationError, base: Path_, tree: LinedYaml) -> list[Problem]:
    found = []
    for detail in error.errors(include_url=False):
        context = detail.get("ctx", {})
        path: Path_ = (*base, *detail["loc"])
        if "key" in context:
            path = (*path, str(context["key"]))
        found.append(Problem(tree.line(path), shown(path), _fault_text(detail, context)))
    return found


def _fault_text(detail: Any, context: Mapping[str, Any]) -> str:
    kind, value = detail["type"], detail.get("input")
    if kind == "missing":
        return "is missing"
    text = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    if kind not in ("unknown_field", "order", "by"):
        if str(detail["msg"]).startswith("Input should be "):
            text = f"must be {text}"
        return f"{text}, found {_brief(value)}"
    return text


def _brief(value: object) -> str:
    text = str(value) if isinstance(value, date) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _top_problems(form: CaseForm, tree: LinedYaml) -> list[Problem]:
    places = [
        *_dyad_faults(form),
        *_default_source_faults(form),
        *_parameter_faults(form),
        *_number_faults(form),
    ]
    return [Problem(tree.line(path), shown(path), text) for path, text in places if text]


def _dyad_faults(form: CaseForm) -> Iterator[tuple[Path_, str | None]]:
    for index, code in enumerate(form.dyad):
        yield ("dyad", index), unknown_name("state", code, {})
    if form.dyad[0] == form.dyad[1]:
        yield ("dyad",), f"needs two different states, found {form.dyad[0]!r} twice"
    if form.third is not None:
        yield ("third",), unknown_name("state", form.third, {})
    if form.horizon <= form.day:
        text = f"dates out of order: horizon {form.horizon} is not after day {form.day}"
        yield ("horizon",), text


def _default_source_faults(form: CaseForm) -> Iterator[tuple[Path_, str | None]]:
    for section, source in form.default_sources.items():
        path = ("default_sources", section)
        if section not in _SECTIONS:
            yield path, f"unknown section {section!r}{near_matches(section, list(_SECTIONS))}"
        if source not in form.sources:
            yield path, f"unknown source {source!r}{near_matches(source, list(form.sources))}"


def _parameter_faults(form: CaseForm) -> Iterator[tuple[Path_, str | None]]:
    unknown = [name for name in form.parameters if name not in PARAMETERS]
    for name in unknown:
        hint = near_matches(name, list(PARAMETERS)) or f"; known: {', '.join(PARAMETERS)}"
        yield ("parameters", name), f"unknown parameter {name!r}{hint}"
    missing = [name for name in PARAMETERS if name not in form.parameters]
    for name in missing if not unknown else []:
        yield ("parameters",), f"parameter {name!r} is missing"


def _number_faults(form: CaseForm) -> Iterator[tuple[Path_, str | None]]:
    sections: list[tuple[str, Dated]] = [("outcomes", form.outcomes)]
    if form.spread != SpreadForm():
        sections.append(("spread", form.spread))
    for section, part in sections:
        source = part.source or form.default_sources.get(section)
        if source is None:
            yield (section,), "a number without a source; add 'source: ID'"
        elif source not in form.sources:
            yield (section,), f"unknown source {source!r}"


class _Reader:
    """Turns the checked top level into histories, gathering what is wrong with single entries."""

    def __init__(self, form: CaseForm, tree: LinedYaml) -> None:
        self.form = form
        self.tree = tree
        self.faults: list[Problem] = []

    def histories(self) -> Iterator[History]:
        for section, form in ENTRY_FORMS.items():
            yield from self._listed(section, form)
        for issue, by_actor in self.form.stakes.items():
            for actor, raws in by_actor.items():
                path: Path_ = ("stakes", issue, actor)
                pairs = [((*path, index), raw) for index, raw in enumerate(raws)]
                yield from self._history("stakes", f"stakes.{actor}.{issue}", StakeForm, pairs)
        for name in PARAMETERS:
            pairs = self._values(("parameters", name), self.form.parameters[name])
            yield from self._history("parameters", f"parameters.{name}", ParameterForm, pairs)

    def _listed(self, section: str, form: type[Dated]) -> Iterator[History]:
        by_id: dict[str, _Pairs] = {}
        for index, raw in enumerate(getattr(self.form, section)):
            name = raw.get("id")
            path: Path_ = (section, index)
            if not isinstance(name, str) or not _ID.fullmatch(name):
                line = self.tree.line((*path, "id"))
                text = f"needs 'id', a word of letters, digits, _ or -, found {_brief(name)}"
                self.faults.append(Problem(line, shown(path), text))
                continue
            by_id.setdefault(name, []).append((path, raw))
        for name, pairs in by_id.items():
            yield from self._history(section, f"{section}.{name}", form, pairs)
            if section == "issues":
                yield from self._status_quo(name, pairs)
            if section == "experts":
                yield from self._expert(name, pairs)

    def _status_quo(self, name: str, pairs: _Pairs) -> Iterator[History]:
        values: _Pairs = []
        for path, raw in pairs:
            if "status_quo" in raw:
                for place, value in self._values((*path, "status_quo"), raw["status_quo"]):
                    source = {"source": raw["source"]} if "source" in raw else {}
                    values.append((place, source | value))
        yield from self._history("status_quo", f"issues.{name}.status_quo", DatedPoints, values)

    def _expert(self, name: str, pairs: _Pairs) -> Iterator[History]:
        by_key: dict[str, _Pairs] = {}
        for path, raw in pairs:
            dates = {key: value for key, value in raw.items() if key in Dated.KEEPS}
            for issue, by_actor in _mapping(raw.get("stakes")).items():
                for actor, fields in _mapping(by_actor).items():
                    entry = ((*path, "stakes", issue, actor), dates | _mapping(fields))
                    key = f"experts.{name}.stakes.{actor}.{issue}"
                    by_key.setdefault(key, []).append(entry)
        for key, entries in by_key.items():
            yield from self._history("expert", key, StakeForm, entries)

    def _values(self, path: Path_, value: Any) -> _Pairs:
        """Return dated values: a list of mappings, or one number that always holds."""
        if isinstance(value, list) and value and all(isinstance(part, dict) for part in value):
            return [((*path, index), part) for index, part in enumerate(value)]
        if isinstance(value, dict) and "value" in value:
            return [(path, value)]
        return [(path, {"value": value})]

    def _history(
        self,
        section: str,
        key: str,
        form: type[Dated],
        pairs: _Pairs,
    ) -> Iterator[History]:
        entries = [entry for path, raw in pairs if (entry := self._entry(section, path, raw))]
        if entries and len(entries) == len(pairs):
            yield History(section=section, key=key, form=form, entries=tuple(entries))

    def _entry(self, section: str, path: Path_, raw: dict[str, Any]) -> Entry | None:
        said = {name: value for name, value in raw.items() if name in Dated.KEEPS}
        try:
            dated = Dated.model_validate(said)
        except ValidationError as error:
            self.faults += _faults(error, path, self.tree)
            return None
        default = "stakes" if section == "expert" else section
        source = dated.source or self.form.default_sources.get(default)
        if source is None and section == "status_quo":
            source = self.form.default_sources.get("issues")
        known = [day for day in (dated.known_on or dated.from_,) if day]
        published = self.form.sources[source].published_on if source in self.form.sources else None
        known += [published] if published else []
        return Entry(
            path=path,
            line=self.tree.line(path),
            fields={name: value for name, value in raw.items() if name not in Dated.KEEPS},
            said=dated,
            known_on=max(known) if known else None,
            source=source,
        )


def _mapping(value: object) -> dict[str, Any]:
    """Return a mapping as it is, anything else as an empty one: its form is checked later."""
    return value if isinstance(value, dict) else {}


def _merge_problems(histories: tuple[History, ...], tree: LinedYaml) -> list[Problem]:
    found: list[Problem] = []
    base = {history.key: history for history in histories if history.section == "stakes"}
    for history in histories:
        entries = history.entries
        if history.section == "expert":
            under = base.get(history.key.split(".", 2)[2])
            entries = (*(under.entries if under else ()), *entries)
        for count in range(1, len(entries) + 1):
            try:
                history.form.model_validate(merged_values(entries[:count]))
            except ValidationError as error:
                found += _entry_faults(error, entries[:count], tree)
                break
    return found


def _entry_faults(
    error: ValidationError, entries: tuple[Entry, ...], tree: LinedYaml
) -> list[Problem]:
    found = []
    for problem_error in error.errors(include_url=False):
        context = problem_error.get("ctx", {})
        loc: Path_ = problem_error["loc"]
        if "key" in context:
            loc = (*loc, str(context["key"]))
        giver = next((e for e in reversed(entries) if loc and loc[0] in e.fields), entries[-1])
        path = (*giver.path, *loc)
        if loc == ("value",) and path not in tree.lines:
            path = giver.path
        found.append(Problem(tree.line(path), shown(path), _fault_text(problem_error, context)))
    return found
