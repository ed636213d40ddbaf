"""check_style.py: each refusal by a small input, and that what is allowed passes."""

import subprocess
import sys

import harness

GUARD = '#ifndef LIANZE_{0}_H\n#define LIANZE_{0}_H\n{1}#endif\n'


def function(body, parameters='void'):
    return f'int work({parameters})\n{{\n{body}}}\n'


NESTED = '\tif (a)\n\t\tif (b)\n\t\t\tif (c)\n\t\t\t\tif (d)\n\t\t\t\t\treturn 1;\n'
SEVEN = ', '.join(f'int {letter}' for letter in 'abcdefg')

# (path, text, line, sentence)
REFUSED = [
    ('src/base/a.c', '#include "http/form.h"\n', 1, 'base may not include "http/form.h"'),
    ('src/base/a.c', '#include "messages.h"\n', 1, 'base may not include "messages.h"'),
    ('src/http/a.c', '\n#include "people/session.h"\n', 2,
     'http may not include "people/session.h"'),
    ('src/http/a.c', '#include "record/record.h"\n', 1, 'http may not include "record/record.h"'),
    ('src/ledger/a.c', '#include "people/unit.h"\n', 1, 'ledger may not include "people/unit.h"'),
    ('src/process/a.c', '#include "web/page.h"\n', 1, 'process may not include "web/page.h"'),
    ('src/process/a.c', '#include "templates.h"\n', 1, 'process may not include "templates.h"'),
    ('src/process/a_pages.c', '#include "cli/cli.h"\n', 1,
     'process may not include "cli/cli.h"'),
    ('src/web/a.c', '#include "cli/cli.h"\n', 1, 'web may not include "cli/cli.h"'),
    ('src/nowhere/a.c', '', 1, 'room nowhere is not known; add it to LAYERS in check_style.py'),
    ('src/process/letter.h', GUARD.format('PROCESS_LETTER', '#include "store/db.h"\n'), 3,
     'the rules of letter do not know the store'),
    ('src/process/letter.c', '#include "statements.h"\n', 1,
     'the rules of letter do not know the store'),
    ('src/process/a.c', '#include "templates_process.h"\n', 1,
     'process may not include "templates_process.h"'),
    ('src/base/a.c', function('\tx();\n' * 81), 2, 'work() has 81 lines (at most 80)'),
    ('src/base/a.c', function('\tif (a)\n\t\tx();\n' * 15), 2,
     'work() has 16 decisions (at most 15)'),
    ('src/base/a.c', function('', SEVEN), 2, 'work() has 7 parameters (at most 6)'),
    ('src/base/a.c', function(NESTED), 2, 'work() has 4 levels of nesting (at most 3)'),
    ('src/base/a.c', 'int a;\n' * 801, 1, '801 lines in a file (at most 800)'),
    ('src/base/a.c', '\n/* ' + 'x' * 108 + ' */\n', 2, '114 columns (at most 110)'),
    ('src/base/a.c', '\t' * 14 + 'x;\n', 1, '114 columns (at most 110)'),
    ('src/base/util.c', '', 1, 'a file called util says nothing'),
    ('src/people/a.c', function('\tstrcpy(a, b);\n'), 3,
     'strcpy() is banned: it cannot be used safely'),
    ('src/people/a.c', function('\tp = malloc(3);\n'), 3,
     'malloc() is banned outside of base; use an arena or memory_alloc()'),
    ('src/people/a.c', function('\tprintf("a");\n'), 3,
     'printf() is banned below cli; return an error or log'),
    ('src/people/a.c', function('\tnow = time(NULL);\n'), 3,
     'time() is banned outside of base/civil.c; use clock_now_ms() or the business day'),
    ('src/people/a.c', 'static const char *q = "SELECT id FROM unit";\n', 1,
     'SQL text in C; name a statement of a .sql file'),
    ('src/web/a.c', 'url = SAFE_URL("https://x.example/");\n', 1,
     'SAFE_URL of another host or scheme'),
    ('src/web/a.c', 'url = SAFE_URL("//x.example/");\n', 1,
     'SAFE_URL of another host or scheme'),
    ('src/people/a.h', '#ifndef A_H\n#define A_H\n#endif\n', 1,
     'the header guard is not LIANZE_PEOPLE_A_H'),
    ('src/people/a.c', 'typedef struct a a;\n', 1, 'a typedef of a struct, union or enum'),
    ('src/people/a.c', '/* mechanism P8 */\n', 1, 'there is no mechanism P8'),
]

ALLOWED = [
    ('src/base/arena.c', function('\tp = malloc(3);\n')),
    ('src/base/a.c', '/* strcpy(a) is banned; so is "SELECT */\nstatic char *a = "strcpy(";\n'),
    ('src/people/a.c', function('\tmemory_free(p);\n\tx->free(p);\n\tclock_time(1);\n')),
    ('src/people/a.c', function('\tprintf("a"); /* lint: the engine asks for it */\n')),
    ('src/people/a.c', 'int work(' + SEVEN + ') /* lint: a callback of the library */\n{\n}\n'),
    ('src/cli/a.c', function('\tprintf("a");\n')),
    ('src/web/a.c', 'a = SAFE_URL("/");\nb = SAFE_URL("/u");\nc = SAFE_URL("#d");\n'),
    ('src/people/a_pages.c', '#include "web/page.h"\n#include "templates.h"\n'),
    ('src/people/a_view.c', '#include "web/links.h"\n'),
    ('src/people/a_view.h', GUARD.format('PEOPLE_A_VIEW', '#include "web/html.h"\n')),
    ('src/process/a.c', '/* mechanisms E10 and A9 */\n#include "store/db.h"\n'),
    ('src/base/a.c', function('\tcall((struct x){\n\t\t\t\t\t\t.a = 1 });\n')),
    ('src/base/a.c', function('\tswitch (a) {\n' + '\tcase 1:\n\t\treturn 2;\n' * 20 + '\t}\n')),
    ('src/base/a.c', function('\tx();\n' * 80, SEVEN.rsplit(',', 1)[0])),
    ('tests/base/a.c', function('\tp = malloc(3);\n\tfree(p);\n\tprintf("a");\n')),
]


class CheckStyle(harness.Case):
    def check(self, *arguments):
        tool = str(harness.TOOLS / 'check_style.py')
        done = subprocess.run([sys.executable, '-B', tool, '--root', str(self.root), *arguments],
                              capture_output=True, text=True)
        self.assertEqual(done.stderr, '')
        return done.returncode, done.stdout

    def test_refusals(self):
        self.write('src/process/letter_store.c', '')
        for path, text, line, sentence in REFUSED:
            with self.subTest(sentence):
                self.write(path, text)
                self.assertEqual(self.check(path), (1, f'{path}:{line}: {sentence}\n'))
                (self.root / path).unlink()

    def test_allowed(self):
        for path, text in ALLOWED:
            with self.subTest(path + text):
                self.write(path, text)
                self.assertEqual(self.check(path), (0, ''))

    def test_worth_a_look(self):
        self.write('src/base/a.c', function('\tx();\n' * 51))
        self.assertEqual(self.check(), (0, ''))
        self.assertEqual(self.check('--look'),
                         (0, 'src/base/a.c:2: work() has 51 lines (habit: 50)\n'))

    def test_tap(self):
        self.write('src/base/a.c', function('\tstrcpy(a, b);\n'))
        self.assertEqual(self.check('--tap'),
                         (1, 'ok 1 - names\nok 2 - sizes\nnot ok 3 - banned functions\n'
                             '# src/base/a.c:3: strcpy() is banned: it cannot be used safely\n'
                             'ok 4 - mechanisms that exist\nok 5 - layers\nok 6 - literals\n'
                             'ok 7 - declarations\n'))

    def test_all_files_are_found(self):
        for path in ('src/base/a.c', 'src/base/deep/b.h', 'tests/base/c.c', 'tools/d.py',
                     'src/people/e.sql'):
            self.write(path, 'x' * 200 + '\n')
        _, text = self.check()
        self.assertEqual(sorted(line.split(':')[0] for line in text.splitlines()
                                if 'columns' in line),
                         ['src/base/a.c', 'src/base/deep/b.h', 'src/people/e.sql',
                          'tests/base/c.c', 'tools/d.py'])


if __name__ == '__main__':
    harness.main()
