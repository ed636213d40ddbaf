"""messages.py: PO files become one enum; keys, texts and {names} agree between the languages."""

import subprocess

import harness

import messages

ZH = 'locale/zh.po'
HEAD = 'msgid ""\nmsgstr "Language: zh_CN\\n"\n\n'


def entry(key, text):
    return f'msgid "{key}"\nmsgstr "{text}"\n'


PROGRAM = r'''
#include <stdio.h>
#include "messages_common.h"
#include "messages_room.h"

int main(void)
{
	const enum message all[] = { MESSAGE_A_LONG, MESSAGE_B_A, MESSAGE_B_TOTAL };
	size_t count = 0;

	for (size_t i = 0; i < 3; i++)
		printf("%s %s %s\n", message_key(all[i]), message_text(all[i], LANGUAGE_ZH),
		       message_text(all[i], LANGUAGE_EN));
	printf("%s ", message_key(message_find((struct str){ "b.total", 7 })));
	printf("%d %d ", message_find((struct str){ "b.tot", 5 }), MESSAGE_NONE);
	printf("[%s] [%s] ", message_key(MESSAGE_NONE), message_text(MESSAGE_B_TOTAL + 1, LANGUAGE_EN));
	while (message_at(count))
		count++;
	printf("%zu\n", count);
}
'''

# (zh.po, en.po, file, line, sentence)
BOTH = entry('a.b', 'x')
REFUSED = [
    (entry('a.b', 'x'), '', ZH, 1, '`a.b` is missing in language en'),
    ('', entry('a.b', 'x'), 'locale/en.po', 1, '`a.b` is missing in language zh'),
    (entry('a.b', '{n}'), entry('a.b', '{m}'), ZH, 1,
     '`a.b` has other {names} than in language en'),
    (HEAD + entry('a.b', ''), BOTH, ZH, 4, '`a.b` has an empty msgstr'),
    (BOTH + BOTH, BOTH, ZH, 3, f'`a.b` is already in {ZH}:1'),
    (entry('A.b', 'x'), BOTH, ZH, 1,
     '`A.b` is not a dotted key of lower-case letters, digits and _'),
    (entry('highest', 'x'), entry('highest', 'x'), ZH, 1, '`highest` is taken by the program'),
    (entry('a.b', '{N}'), BOTH, ZH, 1, '`a.b` has a brace that is not part of a {name}'),
    (entry('a.b', 'x') + entry('a_b', 'x'), entry('a.b', 'x') + entry('a_b', 'x'), ZH, 3,
     '`a_b` and `a.b` are one constant in C'),
    ('#, fuzzy\n' + BOTH, BOTH, ZH, 1,
     'a fuzzy entry: check the text, then remove the mark'),
    ('msgid a.b\n', BOTH, ZH, 1, 'expected a text in double quotes'),
    (entry('a.b', '\\x'), BOTH, ZH, 2, 'unknown escape `\\x`'),
    ('msgctxt "x"\n' + BOTH, BOTH, ZH, 1, 'unexpected `msgctxt`; an entry is msgid, then msgstr'),
    ('msgstr "x"\n', BOTH, ZH, 1, 'unexpected `msgstr`; an entry is msgid, then msgstr'),
    (BOTH.encode() + b'# \xe5\xbb\n', BOTH, ZH, 3, 'this is not UTF-8'),
]


class Messages(harness.Case):
    def write_both(self, chinese, english):
        self.write(ZH, chinese)
        self.write('locale/en.po', english)

    def test_refusals(self):
        for chinese, english, path, line, sentence in REFUSED:
            with self.subTest(sentence):
                self.write_both(chinese, english)
                self.assert_refused(messages, f'{path}:{line}: error: {sentence}')

    def test_unknown_language(self):
        self.write('locale/fr.po', '')
        self.assert_refused(messages, 'locale/fr.po:1: error: called <language>.po or '
                                      '<room>.<language>.po, language one of zh, en')

    def test_tables(self):
        self.write_both(HEAD + entry('b.total', '共 {count} 条'), entry('b.total', '{count} rows'))
        self.write('locale/room.zh.po',
                   '# a word\nmsgid ""\n"a."\n"long"\nmsgstr ""\n"一\\n"\n"二"\n')
        self.write('locale/room.en.po', entry('a.long', 'one \\"two\\"'))
        self.run_tool(messages)
        self.assertIn('#define MESSAGE_B_TOTAL ((enum message)', self.generated('messages_common.h'))
        self.assertIn('#define MESSAGE_A_LONG ((enum message)', self.generated('messages_room.h'))
        self.assertIn('enum language { LANGUAGE_ZH, LANGUAGE_EN, LANGUAGE_COUNT };',
                      self.generated('messages.h'))
        for line in ('\t{ "一\\n二", "one \\"two\\"" },\n', '\t{ "共 {count} 条", "{count} rows" },\n'):
            self.assertIn(line, self.generated('messages.c'))

    def test_constants_stay(self):
        """What another topic says does not change a topic's constants."""
        self.write_both(entry('b.total', 'x'), entry('b.total', 'x'))
        self.run_tool(messages)
        before = self.generated('messages_common.h')
        for language in messages.LANGUAGES:
            self.write(f'locale/a.{language}.po', entry('a.long', 'y') + entry('c.long', 'z'))
        self.run_tool(messages)
        self.assertEqual(self.generated('messages_common.h'), before)

    def test_found_by_key(self):
        """The compiled tables: every constant has its key and text, others have none."""
        self.write_both(entry('b.total', '甲') + entry('b.a', '乙'),
                        entry('b.total', 'x') + entry('b.a', 'y'))
        for language in messages.LANGUAGES:
            self.write(f'locale/room.{language}.po', entry('a.long', language))
        self.run_tool(messages)
        self.write('program.c', PROGRAM)
        program = self.out / 'program'
        subprocess.run(['gcc', '-std=gnu11', '-Wall', '-Wextra', '-Werror', f'-I{self.out}',
                        f'-I{harness.SOURCE}/src', str(self.root / 'program.c'),
                        str(self.out / 'messages.c'), '-o', str(program)], check=True)
        done = subprocess.run([program], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, 'a.long zh en\nb.a 乙 y\nb.total 甲 x\n'
                                      'b.total 0 0 [] [] 3\n')

    def test_without_inputs(self):
        self.run_tool(messages)
        subprocess.run(['gcc', '-std=gnu11', '-fsyntax-only', '-Wall', '-Wextra', '-Wpedantic',
                        '-Werror', f'-I{harness.SOURCE}/src', str(self.out / 'messages.c')],
                       check=True)


if __name__ == '__main__':
    harness.main(['messages.py'])
