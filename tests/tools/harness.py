"""What the tests of the build tools share: small projects in a folder, refusals, TAP output.

Every refusal in a tool's text must have been seen by its tests: main() adds a test for that, so a
new refusal without a case fails.
"""

import ast
import sys
import tempfile
import traceback
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent
TOOLS = SOURCE / 'tools'
sys.path.insert(0, str(TOOLS))

import output  # noqa: E402  (found through the path above)

seen = set()  # (tool file, line) of calls that made a refusal


def record_refusals():
    """Make Refusal remember where in the tools it was made."""
    original = output.Refusal.__init__

    def remember(self, *arguments):
        for frame in traceback.extract_stack():
            if Path(frame.filename).parent == TOOLS:
                seen.add((Path(frame.filename).name, frame.lineno))
        original(self, *arguments)
    output.Refusal.__init__ = remember


def refusal_sites(tool):
    """(first line, last line) of each call in a tool that refuses."""
    for node in ast.walk(ast.parse((TOOLS / tool).read_text(encoding='utf-8'))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, 'attr', getattr(node.func, 'id', ''))
            if name in ('refuse', 'Refusal'):
                yield node.lineno, node.end_lineno


class Case(unittest.TestCase):
    """A test with a project in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='lianze-tools-')
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.out = self.root / 'out'
        self.out.mkdir()

    def write(self, path, text):
        """A file of the project; text or bytes."""
        path = self.root / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode('utf-8'))

    def run_tool(self, module):
        module.main([str(self.root), str(self.out)])

    def generated(self, name):
        return (self.out / name).read_text(encoding='utf-8')

    def assert_refused(self, module, expected):
        """The tool refuses the project with exactly this `file:line: error: sentence`."""
        with self.assertRaises(output.Refusal) as caught:
            self.run_tool(module)
        self.assertEqual(str(caught.exception), expected)


class TapResult(unittest.TestResult):
    """Prints TAP, one line a test."""

    def __init__(self):
        super().__init__()
        self.number = 0

    def line(self, test, ok, problem=''):
        self.number += 1
        print(f'{"ok" if ok else "not ok"} {self.number} - {test.id().removeprefix("__main__.")}')
        for text in problem.splitlines():
            print(f'# {text}')

    def addSuccess(self, test):
        if not any(test is one for one, _ in self.failures + self.errors):
            self.line(test, True)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.line(test, False, self.failures[-1][1])

    def addError(self, test, err):
        super().addError(test, err)
        self.line(test, False, self.errors[-1][1])

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self.line(subtest, False, (self.failures + self.errors)[-1][1])


def main(tools=()):
    """Run the tests of the calling file; `tools` names the files whose refusals it must all see."""
    record_refusals()

    def test_every_refusal_was_seen(self):
        for tool in tools:
            for first, last in refusal_sites(tool):
                with self.subTest(f'{tool}:{first}'):
                    self.assertTrue(any(name == tool and first <= line <= last
                                        for name, line in seen), 'no test makes this refusal')
    last = type('ZLast', (unittest.TestCase,),
                {'test_every_refusal_was_seen': test_every_refusal_was_seen})
    suite = unittest.TestSuite([unittest.defaultTestLoader.loadTestsFromName('__main__')])
    if tools:
        suite.addTest(last('test_every_refusal_was_seen'))
    result = TapResult()
    suite.run(result)
    print(f'1..{result.number}')
    sys.exit(0 if result.wasSuccessful() and result.number else 1)
