"""Print the README's first or second command: the fenced blocks of its "Quick start" section.

    python .ci/readme_commands.py 1

CI runs what this prints, so the README and CI cannot drift apart.
"""

import re
import sys
from pathlib import Path

readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
section = re.search(r"^## Quick start\n(.*?)^## ", readme, re.DOTALL | re.MULTILINE)
blocks = re.findall(r"^```sh\n(.*?)^```", section.group(1), re.DOTALL | re.MULTILINE)
if len(blocks) != 2:
    sys.exit(f"the README's quick start has {len(blocks)} commands; it must have 2")
print(blocks[int(sys.argv[1]) - 1], end="")
