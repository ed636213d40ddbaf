"""embed.py: static files and rulebooks reach the program unchanged, with type, ETag and gzip."""

import gzip
import hashlib
import subprocess

import harness

import embed

PROGRAM = r'''
#include <stdio.h>
#include "embedded.h"

int main(void)
{
	for (int i = 0; i < embedded_file_count; i++) {
		const struct embedded_file *file = &embedded_files[i];

		printf("%s|%s|%s|%zu|%zu\n", file->path, file->type, file->etag, file->bytes.length,
		       file->gzip.length);
		fwrite(file->bytes.bytes, 1, file->bytes.length, stdout);
		fwrite(file->gzip.bytes, 1, file->gzip.length, stdout);
	}
	for (int i = 0; i < embedded_rules_count; i++)
		printf("%s=%.*s", embedded_rules[i].name, STR_ARG(embedded_rules[i].text));
	return embedded_files[embedded_file_count].path != NULL ||
	       embedded_rules[embedded_rules_count].name != NULL;
}
'''

# (path, content, sentence; the line is always 1)
REFUSED = [
    ('src/web/static/a.exe', b'', 'no content type for `.exe`; known: ' +
     ' '.join(sorted(embed.TYPES))),
    ('src/web/static/a b.css', b'',
     'a static file is named by letters, digits, `.`, `_` and `-`'),
    ('rules/old/county.yaml', b'', 'there are two rulebooks called `county`'),
]


class Embed(harness.Case):
    def output_of_program(self):
        self.run_tool(embed)
        self.write('program.c', PROGRAM)
        program = self.out / 'program'
        subprocess.run(['gcc', '-std=gnu11', '-Wall', '-Wextra', '-Wpedantic', '-Werror',
                        f'-I{self.out}', f'-I{harness.SOURCE}/src', self.root / 'program.c',
                        self.out / 'embedded.c', '-o', program], check=True)
        return subprocess.run([program], capture_output=True, check=True).stdout

    def test_every_byte_arrives(self):
        every = bytes(range(256)) + b'1'
        style = b'p { color: red; }\n' * 50
        self.write('src/web/static/look.css', style)
        self.write('src/web/static/deep/all.png', every)
        self.write('rules/county-2008.yaml', 'title: 县\n')
        packed = gzip.compress(style, 9, mtime=0)

        def tag(data):
            return hashlib.sha256(data).hexdigest()[:16].encode()
        self.assertEqual(
            self.output_of_program(),
            b'/static/deep/all.png|image/png|' + tag(every) + b'|257|0\n' + every +
            b'/static/look.css|text/css; charset=utf-8|' + tag(style) +
            f'|900|{len(packed)}\n'.encode() + style + packed +
            'county-2008=title: 县\n'.encode())

    def test_without_inputs(self):
        self.assertEqual(self.output_of_program(), b'')

    def test_empty_file(self):
        self.write('src/web/static/a.txt', '')
        self.assertIn(b'|0|0\n', self.output_of_program())

    def test_refusals(self):
        self.write('rules/county.yaml', '')
        for path, data, sentence in REFUSED:
            with self.subTest(path):
                self.write(path, data)
                self.assert_refused(embed, f'{path}:1: error: {sentence}')
                (self.root / path).unlink()

    def test_rulebook_of_another_encoding(self):
        self.write('rules/county.yaml', b'a: 1\nb: \xb9\xfa\n')
        self.assert_refused(embed, 'rules/county.yaml:2: error: this is not UTF-8')


if __name__ == '__main__':
    harness.main(['embed.py'])
