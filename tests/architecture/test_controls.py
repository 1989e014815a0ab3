"""One set of controls: nothing but `dashapp/ui/forms` draws one, and addresses are read by queries."""

from __future__ import annotations

import re

from tests.architecture.repository import list_source_files, read

CONTROL = re.compile(
    r"\bdbc\.(Input|Select|Textarea|RadioItems|Checklist)\(|\bhtml\.Legend\(|\bdcc\.(Input|Dropdown)\("
)


def test_controls_are_drawn_in_one_place() -> None:
    outside = [path for path in list_source_files() if "dashapp/ui/forms/" not in path.as_posix()]
    assert [str(path) for path in outside if CONTROL.search(read(path))] == []


def test_forms_draw_with_the_controls() -> None:
    """Inside the folder too, a list or a box is made by `controls` alone."""
    others = [path for path in list_source_files() if path.parent.as_posix() == "dashapp/ui/forms"]
    assert [path.name for path in others if re.search(r"\bdbc\.", read(path))] == ["controls.py"]
