"""check_style.py: what style.md asks and a compiler does not see (contract: README.md).

usage: check_style.py [--look] [--tap] [--root FOLDER] [FILE…]

Prints `file:line: sentence` for each refusal and exits 1 when there is one. --look prints also what
is allowed but worth a second look. Without FILEs: everything below src/, tests/, tools/ and bench/.
A comment `/* lint: reason */` on a line, or in a function's signature, excuses it.
"""

import argparse
import re
from pathlib import Path

import c_source
import output

# Which rooms a room may include. http and export know base only: no product words there.
LAYERS = {
    'base': [],
    'record': ['base'],
    'export': ['base'],
    'http': ['base'],
    'store': ['base', 'record'],
    'ledger': ['base', 'record', 'store'],
    'backup': ['base', 'record', 'store', 'ledger'],
    'people': ['base', 'record', 'store', 'ledger'],
    'process': ['base', 'record', 'export', 'store', 'ledger', 'people'],
    'evidence': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process'],
    'plan': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence'],
    'progress': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan'],
    'letter': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
               'progress'],
    'meeting': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
                'progress'],
    'examination': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
                    'progress', 'letter', 'meeting'],
    'archive': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
                'progress', 'letter', 'meeting', 'examination'],
    'mail': ['base', 'record', 'store'],
    'reminder': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
                 'progress', 'letter', 'mail'],
    'demo': ['base', 'record', 'export', 'store', 'ledger', 'people', 'process', 'evidence', 'plan',
             'progress', 'letter', 'meeting', 'examination', 'archive'],
    'web': ['base', 'record', 'export', 'http', 'store', 'ledger', 'backup', 'people', 'process',
            'evidence', 'plan', 'progress', 'letter', 'meeting', 'examination', 'archive',
            'mail', 'reminder'],
    'cli': ['base', 'record', 'export', 'http', 'store', 'ledger', 'backup', 'people', 'process',
            'evidence', 'plan', 'progress', 'letter', 'meeting', 'examination', 'archive', 'mail',
            'reminder', 'demo', 'web'],
}
GENERATED = {
    'messages.h': {'record', 'store', 'ledger', 'people', 'process', 'evidence', 'plan', 'progress',
                   'letter', 'meeting', 'examination', 'archive', 'reminder', 'demo', 'web', 'cli'},
    'statements.h': {'store', 'ledger', 'backup', 'people', 'process', 'evidence', 'plan', 'progress',
                     'letter', 'meeting', 'examination', 'archive', 'mail', 'reminder', 'demo',
                     'web', 'cli'},
    'templates.h': {'web'},
    'embedded.h': {'backup', 'process', 'evidence', 'plan', 'progress', 'meeting', 'archive', 'demo', 'web',
                   'cli'},
}
PAGE_INCLUDES = {'web', 'http', 'export', 'templates.h', 'embedded.h', 'messages.h'}
PART = re.compile(r'^(messages|statements|templates)_\w+\.h$')  # goes by the rules of the whole

FILE_REFUSE, FILE_LOOK = 800, 500
LINE_REFUSE, LINE_LOOK = 110, 100
# (what, method, refuse above, look above)
FUNCTION_LIMITS = (
    ('lines', lambda one: one.length(), 80, 50),
    ('decisions', lambda one: one.complexity(), 15, 12),
    ('parameters', lambda one: one.parameters, 6, 4),
    ('levels of nesting', lambda one: one.nesting(), 3, 2),
)

UNSAFE = '''strcpy strcat sprintf vsprintf gets strtok strncpy strncat atoi atol atoll atof alloca
system popen rand srand tmpnam mktemp'''.split()
ALLOCATION = 'malloc calloc realloc free strdup strndup asprintf vasprintf reallocarray'.split()
PRINTING = '''printf vprintf puts putchar perror fprintf vfprintf fputs fputc exit _exit
abort'''.split()
CLOCKS = 'time gettimeofday clock_gettime localtime localtime_r gmtime gmtime_r'.split()

# (words, sentence, paths where they belong)
BANNED = (
    (UNSAFE, 'is banned: it cannot be used safely', ()),
    (ALLOCATION, 'is banned outside of base; use an arena or memory_alloc()',
     ('src/base/arena.c', 'tests/')),
    (PRINTING, 'is banned below cli; return an error or log',
     ('src/cli/', 'src/base/log.c', 'src/base/hash.c', 'tests/', 'bench/')),
    (CLOCKS, 'is banned outside of base/civil.c; use clock_now_ms() or the business day',
     ('src/base/civil.c', 'src/base/log.c', 'tests/', 'bench/')),
)
SQL = re.compile(r'"\s*(?:SELECT\s|INSERT INTO\s|UPDATE \w+ SET\b|DELETE FROM\s|'
                 r'CREATE (?:TABLE|INDEX)\s)')
# The literal of SAFE_URL is not checked at run time: a path, query or fragment of this site.
FOREIGN_URL = re.compile(r'SAFE_URL\(\s*"(?![?#"]|/(?![/\\]))')
VAGUE_NAMES = ('util', 'utils', 'misc', 'helper', 'helpers', 'common')
MECHANISM = re.compile(r'\bmechanisms? ([A-Z])(\d+)\b')
MECHANISM_COUNTS = {'E': 10, 'P': 7, 'A': 9}
LINT_COMMENT = re.compile(r'/\* lint: \w.*\*/')


class Check:
    """Collects findings over all files, by what is checked."""

    def __init__(self, root):
        self.root = Path(root)
        self.what = ''
        self.refusals, self.looks = {}, []

    def begin(self, what):
        """What the refusals that follow are about; without one, it counts as checked."""
        self.what = what
        self.refusals.setdefault(what, [])

    def refuse(self, shown, line, sentence):
        self.refusals[self.what].append(f'{shown}:{line}: {sentence}')

    def limit(self, shown, line, sentence, value, refuse, look):
        """A number against its two limits."""
        if value > refuse:
            self.refuse(shown, line, f'{sentence} (at most {refuse})')
        elif value > look:
            self.looks.append(f'{shown}:{line}: {sentence} (habit: {look})')

    def file(self, shown):
        """All checks of one file."""
        text = (self.root / shown).read_text(encoding='utf-8')
        lines = text.split('\n')
        self.begin('names')
        self.names(shown)
        self.begin('sizes')
        self.widths(shown, lines)
        if not shown.endswith('.sql'):
            self.limit(shown, 1, f'{len(lines) - 1} lines in a file', len(lines) - 1,
                       FILE_REFUSE, FILE_LOOK)
        if shown.endswith(('.c', '.h')):
            self.c_file(shown, text, lines)

    def names(self, shown):
        if Path(shown).stem in VAGUE_NAMES:
            self.refuse(shown, 1, f'a file called {Path(shown).stem} says nothing')

    def widths(self, shown, lines):
        """Columns, a tab counting to the next multiple of eight. The statement compiler reads a
        declaration of columns from one line, however many there are."""
        for number, line in enumerate(lines, 1):
            if line.startswith(('-- columns: ', '-- column: ')):
                continue
            width = len(line.expandtabs(8))
            self.limit(shown, number, f'{width} columns', width, LINE_REFUSE, LINE_LOOK)

    # C ---------------------------------------------------------------------------------------

    def c_file(self, shown, text, lines):
        blanked = c_source.blank(text)
        for one in c_source.functions(blanked):
            excused = any(map(LINT_COMMENT.search, lines[one.first - 1:one.line]))
            for what, measure, refuse, look in () if excused else FUNCTION_LIMITS:
                self.limit(shown, one.line, f'{one.name}() has {measure(one)} {what}',
                           measure(one), refuse, look)
        self.begin('banned functions')
        self.banned(shown, lines, blanked.split('\n'))
        self.begin('mechanisms that exist')
        self.mechanisms(shown, lines)
        if shown.startswith('src/'):
            self.begin('layers')
            self.includes(shown, lines)
            self.begin('literals')
            self.literals(shown, c_source.blank(text, literals=False).split('\n'))
            self.begin('declarations')
            self.guard(shown, text)
            self.typedefs(shown, blanked)

    def banned(self, shown, lines, blanked):
        """Functions that do not belong here; `/* lint: reason */` on the line lets one pass."""
        for words, sentence, homes in BANNED:
            if shown.startswith(homes):
                continue
            pattern = re.compile(r'(?<![\w.>])(' + '|'.join(words) + r')\s*\(')
            for number, line in enumerate(blanked, 1):
                found = pattern.search(line)
                if found and not LINT_COMMENT.search(lines[number - 1]):
                    self.refuse(shown, number, f'{found[1]}() {sentence}')

    def mechanisms(self, shown, lines):
        for number, line in enumerate(lines, 1):
            for letter, count in MECHANISM.findall(line):
                if not 1 <= int(count) <= MECHANISM_COUNTS.get(letter, 0):
                    self.refuse(shown, number, f'there is no mechanism {letter}{count}')

    def includes(self, shown, lines):
        """Layers from the include lines."""
        room = shown.split('/')[1]
        if room not in LAYERS:
            self.refuse(shown, 1, f'room {room} is not known; add it to LAYERS in check_style.py')
            return
        for number, line in enumerate(lines, 1):
            match = re.match(r'#include "([^"]+)"', line)
            if match and not self.may_include(shown, room, match[1]):
                self.refuse(shown, number, f'{room} may not include "{match[1]}"')
            elif match and self.is_rule_with_store(shown) and match[1].startswith(
                    ('store/', 'statements.h')):
                self.refuse(shown, number, f'the rules of {Path(shown).stem} do not know the store')

    def may_include(self, shown, room, included):
        """True when the layers allow it; pages of any room may use what pages share."""
        included = PART.sub(r'\1.h', included)
        target = included.split('/')[0]
        if shown.endswith(('_pages.c', '_view.c')) and target in PAGE_INCLUDES:
            return True
        if shown.endswith(('_view.h', '_pages.h')) and target in ('web', 'http'):
            return True
        if '/' not in included:
            return room in GENERATED.get(included, {room})
        return target == room or target in LAYERS[room]

    def is_rule_with_store(self, shown):
        """True for letter.c and letter.h beside a letter_store.c."""
        path = self.root / shown
        return path.with_name(path.stem + '_store.c').exists()

    def literals(self, shown, lines):
        """What may not be written as a literal in C."""
        for number, line in enumerate(lines, 1):
            if FOREIGN_URL.search(line):
                self.refuse(shown, number, 'SAFE_URL of another host or scheme')
            if SQL.search(line) and not shown.startswith('src/store/'):
                self.refuse(shown, number, 'SQL text in C; name a statement of a .sql file')

    def guard(self, shown, text):
        """Header guard LIANZE_ROOM_NAME_H."""
        if not shown.endswith('.h'):
            return
        wanted = 'LIANZE_' + re.sub(r'[/.-]', '_', shown.removeprefix('src/')).upper()
        if f'#ifndef {wanted}\n#define {wanted}\n' not in text:
            self.refuse(shown, 1, f'the header guard is not {wanted}')

    def typedefs(self, shown, blanked):
        for number, line in enumerate(blanked.split('\n'), 1):
            if re.match(r'\s*typedef (struct|union|enum)\b', line):
                self.refuse(shown, number, 'a typedef of a struct, union or enum')


def find_files(root):
    """Paths below the folders that the style binds."""
    patterns = (('src', '*.[ch]'), ('tests', '*.[ch]'), ('bench', '*.[ch]'), ('src', '*.sql'),
                ('tools', '*.py'), ('tests', '*.py'))
    return sorted(path.relative_to(root).as_posix()
                  for folder, pattern in patterns for path in (root / folder).rglob(pattern)
                  if 'node_modules' not in path.parts)


def main():
    """Check, print, exit."""
    parser = argparse.ArgumentParser(description='What style.md asks and a compiler does not see.')
    parser.add_argument('--look', action='store_true', help='print also what is worth a look')
    parser.add_argument('--tap', action='store_true', help='print TAP, a line for each check')
    parser.add_argument('--root', type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument('files', nargs='*', metavar='FILE', help='paths below the root')
    arguments = parser.parse_args()
    check = Check(arguments.root)
    for shown in arguments.files or find_files(arguments.root):
        check.file(shown)
    for look in check.looks if arguments.look else []:
        print(f'# {look}' if arguments.tap else look)
    output.report(check.refusals, arguments.tap)


if __name__ == '__main__':
    main()
