"""Templates end to end: C refuses at the template's own line, and what is printed is escaped."""

import os
import subprocess
import unittest

import harness

import messages
import templates

VIEW_H = '''\
#ifndef LIANZE_WEB_PAGE_VIEW_H
#define LIANZE_WEB_PAGE_VIEW_H
#include "web/html.h"
enum kind { KIND_TOWN, KIND_DEPARTMENT };
enum colour { COLOUR_RED };
struct row { struct str name; int rank; };
struct part_view { struct str text; };
struct page_view {
	struct str title;
	const char *plain, *missing;
	struct safe_url url;
	struct html_fragment fragment;
	struct html_slot slot;
	int number;
	unsigned long size;
	bool yes, no;
	double ratio;
	enum kind kind;
	enum message chosen;
	struct part_view part;
	struct { struct row *items; size_t count; } rows;
	struct { struct str *items; int count; } texts;
};
#endif
'''

PROGRAM = r'''
#include <stdio.h>
#include "messages_common.h"
#include "templates_web.h"
#include "web/page_view.h"

int main(void)
{
	struct row rows[] = { { STR("<一>"), 1 }, { STR("b"), 2 } };
	struct str texts[] = { STR("x&y"), STR("z") };
	struct page_view view = {
		.title = STR("<b> & \"q\" 'a'"), .plain = "a<b", .url = SAFE_URL("/u?a=1&b=2"),
		.fragment = { STR("<i>made</i>") }, .number = -5, .size = 7, .yes = true,
		.kind = KIND_DEPARTMENT, .chosen = MESSAGE_A_TITLE, .part = { STR("<part>") },
		.rows = { rows, 2 }, .texts = { texts, 2 },
	};
	struct buf out;
	struct html html = { &out, LANGUAGE_EN };

	buf_init(&out, 100000);
	view.slot = template_part_slot(&view.part);
	template_page(&html, &view);
	printf("%.*s", STR_ARG(buf_str(&out)));
	buf_release(&out);
	return 0;
}
'''

# (template, what the program prints)
PRINTED = [
    ('{{title}}', '&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;'),
    ('<p title="{{title}}">廉</p>',
     '<p title="&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;">廉</p>'),
    ('{{plain}}{{missing}}{{number}} {{size}} {{part.text}}', 'a&lt;b-5 7 &lt;part&gt;'),
    ('<a href="{{url}}#x">y</a>', '<a href="/u?a=1&amp;b=2#x">y</a>'),
    ('{{fragment}}|{{slot}}', '<i>made</i>|[&lt;part&gt;]'),
    ('<input checked="{{?yes}}" disabled="{{?no}}" name="a">', '<input checked name="a">'),
    ('{{#each rows as row}}{{row@index}}/{{row@number}} {{row.rank}} {{row.name}};{{/each}}',
     '0/1 1 &lt;一&gt;;1/2 2 b;'),
    ('{{#each texts as one}}[{{one}}]{{/each}}', '[x&amp;y][z]'),
    ('{{#if no}}1{{else if kind == KIND_TOWN}}2{{else if title}}3{{else}}4{{/if}}', '3'),
    ('{{#unless missing}}a{{/unless}}{{#if plain}}b{{/if}}{{#if rows.count}}c{{/if}}'
     '{{#if url}}d{{/if}}{{#if slot}}e{{/if}}{{#if number != -5}}f{{/if}}', 'abcde'),
    ('<p class="a{{#if yes}} b{{/if}}"{{#if no}} id="c"{{else}} id="d"{{/if}}></p>',
     '<p class="a b" id="d"></p>'),
    ('{{t a.total count=number name=title}}',
     '-5 of &lt;b&gt; &amp; &quot;q&quot; &#39;a&#39; &gt; -5'),
    ('<p title="{{t a.title}}">{{t @chosen}}</p>', '<p title="&quot;T&quot;">&quot;T&quot;</p>'),
    ('{{> part.html with part}}{{> part.html text=title}}',
     '[&lt;part&gt;][&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;]'),
    ('<textarea name="a">{{title}}</textarea>',
     '<textarea name="a">\n&lt;b&gt; &amp; &quot;q&quot; &#39;a&#39;</textarea>'),
    ('<ul>\n\t<li>a</li>\n\n\t{{! b }}\n</ul>', '<ul>\n<li>a</li>\n\n</ul>'),
]

# (template, line, a part of the compiler's message)
NOT_COMPILED = [
    ('<p>\n{{titel}}</p>', 3, 'has no member named ‘titel’'),
    ('{{#each rows as row}}\n{{row.nam}}{{/each}}', 3, 'has no member named ‘nam’'),
    ('\n\n<a href="{{title}}">a</a>', 4, 'not compatible with any association'),
    ('<a href="{{plain}}">a</a>', 2, 'not compatible with any association'),
    ('<p title="{{fragment}}"></p>', 2, 'not compatible with any association'),
    ('<p title="{{slot}}"></p>', 2, 'not compatible with any association'),
    ('<p title="{{url}}"></p>', 2, 'not compatible with any association'),
    ('{{url}}', 2, 'not compatible with any association'),
    ('{{ratio}}', 2, 'not compatible with any association'),
    ('{{yes}}', 2, 'not compatible with any association'),
    ('{{part}}', 2, 'not compatible with any association'),
    ('{{#if part}}a{{/if}}', 2, 'incompatible type for argument'),
    ('{{t @number}}', 2, 'not compatible with any association'),
    ('\n{{t a.total count=ratio name=title}}', 3, 'not compatible with any association'),
    ('{{> part.html with title}}', 2, 'incompatible pointer type'),
    ('{{#if kind == COLOUR_RED}}a{{/if}}', 2, 'comparison between'),
    ('{{#if kind == KIND_NONE}}a{{/if}}', 2, '‘KIND_NONE’ undeclared'),
]

SOURCES = ['base/arena.c', 'base/buf.c', 'base/str.c', 'base/utf8.c', 'base/id.c', 'base/civil.c',
           'base/error.c', 'base/hash.c', 'web/html.c']


class Compiled(harness.Case):
    def setUp(self):
        super().setUp()
        self.write('src/web/page_view.h', VIEW_H)
        self.write('src/web/part.html',
                   '{{view struct part_view "web/page_view.h"}}\n[{{text}}]')
        for language in messages.LANGUAGES:
            self.write(f'locale/{language}.po',
                       'msgid "a.title"\nmsgstr "\\"T\\""\n\n'
                       'msgid "a.total"\nmsgstr "{count} of {name} > {count}"\n')
        self.write('program.c', PROGRAM)
        self.run_tool(messages)
        self.base = self.compile_base()

    def gcc(self, *arguments):
        return subprocess.run(
            ['gcc', '-std=gnu11', '-D_GNU_SOURCE', '-fsanitize=address,undefined', '-Wall',
             '-Wextra', '-Wpedantic', '-Wshadow', '-Wconversion', '-Wno-sign-conversion',
             '-Wswitch-enum', f'-I{self.out}', f'-I{self.root}/src', f'-I{harness.SOURCE}/src',
             *map(str, arguments)], capture_output=True, text=True,
            env={**os.environ, 'LC_ALL': 'C.UTF-8'})

    def compile_base(self):
        """Objects of what every generated template needs."""
        objects = []
        for source in [*(harness.SOURCE / 'src' / one for one in SOURCES), self.out / 'messages.c']:
            objects.append(self.out / (source.stem + '.o'))
            done = self.gcc('-c', source, '-o', objects[-1])
            self.assertEqual(done.returncode, 0, done.stderr)
        return objects

    def compile_template(self, text):
        self.write('src/web/page.html', '{{view struct page_view "web/page_view.h"}}\n' + text)
        self.run_tool(templates)
        return self.gcc('-c', self.out / 'templates_web.c', '-o', self.out / 'templates.o')

    def test_printed(self):
        for text, expected in PRINTED:
            with self.subTest(text):
                done = self.compile_template(text)
                self.assertEqual((done.returncode, done.stderr), (0, ''))
                program = self.out / 'program'
                done = self.gcc(self.root / 'program.c', self.out / 'templates.o', *self.base,
                                '-lcrypto', '-o', program)
                self.assertEqual(done.returncode, 0, done.stderr)
                done = subprocess.run([program], capture_output=True, text=True)
                self.assertEqual((done.stdout, done.stderr), (expected, ''))

    def test_not_compiled(self):
        for text, line, message in NOT_COMPILED:
            with self.subTest(text):
                done = self.compile_template(text)
                self.assertNotEqual(done.returncode, 0)
                first = next(one for one in done.stderr.splitlines() if ': error: ' in one)
                self.assertTrue(first.startswith(f'src/web/page.html:{line}:'), first)
                self.assertIn(message, first)


if __name__ == '__main__':
    harness.main()
