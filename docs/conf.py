"""How Sphinx builds the documentation."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

project = "feedkit"
author = "feedkit contributors"
copyright = "2026, feedkit contributors"

extensions = ["myst_parser", "sphinx.ext.autodoc", "command_reference", "configuration_reference"]
exclude_patterns = ["_ext"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3
default_role = "literal"
smartquotes = False
autodoc_typehints = "signature"
autodoc_member_order = "bysource"

html_theme = "furo"
html_title = "feedkit"
html_copy_source = False
html_show_sphinx = False
