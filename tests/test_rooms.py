"""Data flows one way: which room may import which, held as a test."""

import ast
from pathlib import Path

import pytest

import detente

ROOT = Path(detente.__file__).parent
JOINING = {"runs", "commands", "cli", "web", "mcp"}
NOUNS = {"errors", "terms"}
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "terms": {"errors"},
    "text": NOUNS,
    "reading": NOUNS | {"text"},
    "published": NOUNS,
    "store": NOUNS,
    "series": NOUNS,
    "case": NOUNS | {"model"},
    "model": NOUNS,
    "forecast": NOUNS | {"series", "model"},
    "scoring": NOUNS,
    "report": NOUNS,
}
TOUCH_NO_FILE = {"model", "scoring"}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


MODULES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    if room in JOINING or room == "__init__":
        return
    rooms = {name.split(".")[1] for name in imports_of(path) if name.startswith("detente.")}
    assert rooms <= MAY_IMPORT[room] | {room}, f"{room} imports {rooms - MAY_IMPORT[room]}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_nobody_imports_from_the_top_package(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert "detente" not in {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            assert node.module != "detente" or path.parent == ROOT


def test_only_the_store_knows_the_database() -> None:
    users = {room_of(p) for p in MODULES if any(n.split(".")[0] == "duckdb" for n in imports_of(p))}
    assert users <= {"store"}


def test_the_network_is_reached_from_one_module_alone() -> None:
    network = {"httpx", "requests", "urllib", "socket", "http"}
    users = {
        str(p.relative_to(ROOT))
        for p in MODULES
        if any(
            n.split(".")[0] in network and not n.startswith("urllib.parse") and n != "urllib"
            for n in imports_of(p)
        )
        and room_of(p) not in {"web", "mcp"}
    }
    assert users <= {"reading/llm.py"}


@pytest.mark.parametrize("room", sorted(TOUCH_NO_FILE))
def test_rooms_of_values_touch_no_file(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert "open" not in called, path
        assert not {n for n in imports_of(path) if n.split(".")[0] in {"pathlib", "os"}}, path


def test_rooms_have_no_circle_of_modules() -> None:
    names = {"detente." + ".".join(p.relative_to(ROOT).with_suffix("").parts): p for p in MODULES}
    names = {n.removesuffix(".__init__"): p for n, p in names.items()}

    def top_level(path: Path) -> set[str]:
        found: set[str] = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                found |= {a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
                found |= {f"{node.module}.{a.name}" for a in node.names}
        return found & names.keys()

    graph = {name: top_level(path) - {name} for name, path in names.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name in done:
            return
        for other in sorted(graph[name]):
            visit(other, (*trail, name))
        done.add(name)

    for name in sorted(graph):
        visit(name, ())
