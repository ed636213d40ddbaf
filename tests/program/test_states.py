"""docs/states.md is what the state tables print, and every state table of the sources is among them."""
import re
import subprocess
import unittest
from pathlib import Path

import harness

PRINT = str(Path(harness.PROGRAM).parent / "tests/print_states")


class States(unittest.TestCase):
    def test_the_document_is_what_the_tables_say(self):
        printed = subprocess.run([PRINT], capture_output=True, text=True, check=True).stdout
        kept = (harness.ROOT / "docs/states.md").read_text(encoding="utf-8")
        self.assertEqual(kept, printed, f"make it anew: {PRINT} > docs/states.md")

    def test_every_table_is_registered(self):
        registry = (harness.ROOT / "src/record/registry.c").read_text(encoding="utf-8")
        found = 0
        for path in (harness.ROOT / "src").rglob("*.c"):
            for name in re.findall(r"const struct state_table (\w+) =", path.read_text("utf-8")):
                found += 1
                self.assertIn(f"&{name},", registry, path)
        self.assertGreater(found, 10)


if __name__ == "__main__":
    harness.main()
