"""check_unused.py: messages, statements and lists that nothing in the program names (contract: README.md).

usage: check_unused.py [--tap] [--root FOLDER]

Prints `file:line: sentence` for each and exits 1 when there is one; --tap prints TAP instead. Tests
do not count as users: what only a test names is not part of the program. A line `-- lint: reason`
among the comments above a statement excuses it.
"""

import argparse
import re
from pathlib import Path

import c_source
import messages
import output
import statements

TEMPLATE_KEY = re.compile(r'\{\{t ([a-z][a-z0-9_.]*)')
CONSTANT = re.compile(r'\b(?:MESSAGE|STATEMENT|LISTING)_[A-Z0-9_]+\b')


def names_used(root):
    """Every constant that C names and every message key that a template names, as constants."""
    used = set()
    for pattern in ('*.c', '*.h'):
        for path, shown in output.find_inputs(root, 'src', pattern):
            used.update(CONSTANT.findall(c_source.blank(output.read_text(path, shown))))
    for path, shown in output.find_inputs(root, 'src', '*.html'):
        keys = TEMPLATE_KEY.findall(output.read_text(path, shown))
        used.update(map(messages.enum_name, keys))
    return used


def unused_messages(root, used):
    """A refusal for each message without a user."""
    entries = messages.read_language(root, messages.LANGUAGES[0])
    return [f'{entry.file}:{entry.line}: nothing shows the message `{key}`'
            for key, entry in entries.items() if messages.enum_name(key) not in used]


def is_excused(root, one):
    """True when the comments above the statement give a reason."""
    lines = output.read_text(root / one.file, one.file).split('\n')[:one.line - 1]
    for line in reversed(lines):
        if not line.startswith('--'):
            return False
        if re.match(r'-- lint: \w', line):
            return True
    return False


def unused_statements(root, used):
    """A refusal for each statement or list without a user."""
    return [f'{one.file}:{one.line}: nothing runs `{one.name}`'
            for one in statements.read_statements(root)
            if statements.enum_name(one) not in used and not is_excused(root, one)]


def main():
    """Check, print, exit."""
    parser = argparse.ArgumentParser(description='Messages and statements that nothing names.')
    parser.add_argument('--tap', action='store_true', help='print TAP')
    parser.add_argument('--root', type=Path, default=Path(__file__).resolve().parent.parent)
    arguments = parser.parse_args()
    used = names_used(arguments.root)
    output.report({'every message is shown': unused_messages(arguments.root, used),
                   'every statement is run': unused_statements(arguments.root, used)},
                  arguments.tap)


if __name__ == '__main__':
    main()
