"""templates.py: what a template may say, where a hole may stand, what is refused at which line."""

import harness

import templates

FILE = 'src/web/page.html'
VIEW = '{{view struct page_view "web/page_view.h"}}\n'

# (template behind the view line, line, sentence). The view is line 1.
REFUSED_DIRECTIVES = [
    ('{{a', 2, '`{{` is not closed by `}}`'),
    ('{{a {{b}}', 2, '`{{` is not closed by `}}`'),
    ('\na}}b', 3, '`}}` without `{{`'),
    ('{{Name}}', 2, 'unknown directive {{Name}}'),
    ('{{a[0]}}', 2, 'unknown directive {{a[0]}}'),
    ('{{{a}}}', 2, 'unknown directive {{{a}}'),
    ('{{raw a b}}', 2, 'unknown directive {{raw a b}}'),
    ('<input checked="{{?A}}">', 2, 'unknown directive {{?A}}'),
    ('{{t Key}}', 2, 'unknown directive {{t Key}}'),
    ('{{t no.such}}', 2, 'unknown message key `no.such`'),
    ('{{t a.total}}', 2, '`a.total` wants the values: count; given: none'),
    ('{{t a.title x=b}}', 2, '`a.title` wants the values: none; given: x'),
    ('{{#if}}{{/if}}', 2, '`` is not a condition: path, path == CONSTANT or path != CONSTANT'),
    ('{{#if a == b}}{{/if}}', 2,
     '`a == b` is not a condition: path, path == CONSTANT or path != CONSTANT'),
    ('{{#if a}}', 2, '{{#if}} is not closed'),
    ('{{/if}}', 2, '{{/if}} closes nothing'),
    ('{{#if a}}\n{{/each}}', 3, '{{/each}} where {{#if}} of line 2 is open'),
    ('{{else}}', 2, '{{else}} without an open {{#if}}'),
    ('{{#each a as b}}{{else}}{{/each}}', 2, '{{else}} without an open {{#if}}'),
    ('{{#if a}}{{else}}{{else}}{{/if}}', 2, '{{else}} without an open {{#if}}'),
    ('{{#if a}}{{else b}}{{/if}}', 2, 'unknown directive {{else b}}'),
    ('{{#each a}}{{/each}}', 2, 'write {{#each path as name}}'),
    ('{{#each a as b}}{{#each c as b}}{{/each}}{{/each}}', 2,
     '`b` is the name of an enclosing {{#each}}'),
    ('{{a@index}}', 2, '`a@index`: @index belongs to the name of a {{#each}}'),
    ('{{#each a as b}}{{b.c@index}}{{/each}}', 2,
     '`b.c@index`: @index belongs to the name of a {{#each}}'),
    ('{{> part}}', 2,
     'write {{> file.html}}, {{> file.html with path}} or {{> file.html name=path}}'),
    ('{{> no.html}}', 2, 'there is no template no.html'),
    ('{{> other.html}}', 2, 'other.html has the view struct other_view, not struct page_view'),
    ('<p title="{{> other.html with a}}"></p>', 2,
     'a template is included between elements only'),
]

REFUSED_HOLES = [
    ('<p\nclass={{a}}></p>', 3, 'a hole in an unquoted attribute value; write name="{{path}}"'),
    ('<p class=a></p>', 2, 'the value of `class` is not quoted'),
    ('<h{{a}}></h1>', 2, 'element <h> is not on the allow-list'),
    ('<h1{{a}}></h1>', 2, 'a hole in the name of a tag or an attribute'),
    ('<p {{a}}></p>', 2, 'a hole in a tag outside of a quoted value'),
    ('<p data-{{a}}="b"></p>', 2, 'attribute `data-` of <p> is not on the allow-list'),
    ('<p data-a{{a}}="b"></p>', 2, 'a hole in the name of a tag or an attribute'),
    ('<!-- {{a}} -->', 2, 'a hole in a comment'),
    ('<!-- {{#if a}} -->{{/if}}', 2, 'a block in a comment'),
    ('<script>{{a}}</script>', 2, 'a hole in <script>'),
    ('<style>{{a}}</style>', 2, 'element <style> is not on the allow-list'),
    ('<a href="/x/{{a}}">a</a>', 2,
     '`href` is one hole of type struct safe_url, nothing before it'),
    ('<a href="{{a}}{{b}}">a</a>', 2,
     '`href` is one hole of type struct safe_url, nothing before it'),
    ('<a href="{{a}}/x">a</a>', 2, 'behind a hole in `href` only a #fragment may follow'),
    ('<a href="{{t a.title}}">a</a>', 2, 'a message in a URL'),
    ('<a href="{{#if a}}/x{{/if}}">a</a>', 2, 'a block in the value of `href`'),
    ('<a href="/" rel="{{a}}">a</a>', 2, '`rel` takes no hole: its value is fixed text'),
    ('<form method="{{a}}"></form>', 2, '`method` takes no hole: its value is fixed text'),
    ('<input checked="{{a}}">', 2, '`checked` is there or not; write checked="{{?path}}"'),
    ('<input checked="a{{?b}}">', 2, '`checked` holds {{?path}} and nothing else'),
    ('<input checked="{{?b}}a">', 2, '`checked` holds {{?path}} and nothing else'),
    ('<p class="{{?a}}"></p>', 2,
     '{{?path}} is the value of a boolean attribute: checked="{{?path}}"'),
]

REFUSED_MARKUP = [
    ('a < b', 2, 'a bare `<`; write &lt;'),
    ('a & b', 2, 'a bare `&`; write &amp;'),
    ('<p title="a&b"></p>', 2, 'a bare `&`; write &amp;'),
    ('&nosuch;', 2, 'a bare `&`; write &amp;'),
    ('<iframe></iframe>', 2, 'element <iframe> is not on the allow-list'),
    ('<P></P>', 2, 'element <P> is not on the allow-list'),
    ('<p style="color:red"></p>', 2,
     '`style=` is not allowed; write a class and a rule in the stylesheet'),
    ('<p onclick="a()"></p>', 2, '`onclick=` is not allowed; scripts are static files'),
    ('<p ping="/a"></p>', 2, 'attribute `ping` of <p> is not on the allow-list'),
    ('<p data-hx-get="/a"></p>', 2, 'attribute `data-hx-get` of <p> is not on the allow-list'),
    ('<p id="a" id="b"></p>', 2, 'attribute `id` twice'),
    ('<p id="a"class="b"></p>', 2, 'no white space before an attribute'),
    ('<p class></p>', 2, 'attribute `class` has no value'),
    ('<p "a"></p>', 2, '`"` inside a tag'),
    ('<p=a></p>', 2, '`=` behind the name of <p>'),
    ('<script>a()</script>', 2, 'text in <script>; scripts are static files'),
    ('<textarea><b></b></textarea>', 2, '<b> inside <textarea>, which holds text only'),
    ('<div/>', 2, '<div/> does not close itself; write </div>'),
    ('<rect/>', 2, '<rect/> does not close itself; write </rect>'),
    ('<a href="//x.example/">a</a>', 2, '`href` leads to another host: //x.example/'),
    ('<a href="/&#47;x.example/">a</a>', 2, '`href` leads to another host: /&#47;x.example/'),
    ('<a href="/\\x.example/">a</a>', 2, '`href` leads to another host: /\\x.example/'),
    ('<img src="https://x.example/a.png" alt="">', 2,
     '`src` leads to another host: https://x.example/a.png'),
    ('<a href="data:a">a</a>', 2, '`href` leads to another host: data:a'),
    ('<a href=" JavaScript&colon;a()">a</a>', 2, '`href` runs a script'),
    ('<a href="units">a</a>', 2, '`href` must begin with /, ? or #, without white space: units'),
    ('<a href="/a b">a</a>', 2, '`href` must begin with /, ? or #, without white space: /a b'),
    ('\n<p>', 3, '<p> is not closed'),
    ('</p>', 2, '</p> closes nothing'),
    ('<p></p></p>', 2, '</p> closes nothing'),
    ('<p>\n<b></p></b>', 3, '</p> where <b> of line 3 is open'),
    ('<br></br>', 2, '</br>: this element has no end tag'),
    ('<p></p class="a">', 2, '</p> has attributes'),
    ('<p', 2, '<p is not closed'),
    ('<p class="a', 2, '<p is not closed'),
    ('<!-- a', 2, 'a comment is not closed'),
    ('{{#if a}}<p>{{/if}}</p>', 2, '<p> of line 2 is still open at {{/if}}'),
    ('{{#if a}}<p>{{else}}</p>{{/if}}', 2, '<p> of line 2 is still open at {{else}}'),
    ('<p>{{#if a}}\n</p>{{/if}}', 3, '</p> crosses the block it stands in'),
    ('<p class="{{#if a}}b">{{/if}}</p>', 2,
     '{{/if}} in another place than its beginning: text instead of value'),
    ('<p {{#if a}}>{{/if}}</p>', 2,
     '{{/if}} in another place than its beginning: text instead of tag'),
    ('<br {{#if a}}>{{/if}}', 2,
     '{{/if}} in another place than its beginning: text instead of tag'),
    ('<p {{#if a}}id="a"{{/if}}id="b"></p>', 2, 'no white space before an attribute'),
]

# (file, text, line, sentence)
REFUSED_FILES = [
    (FILE, '<p></p>', 1, 'a template begins with {{view struct T "header"}}'),
    (FILE, '', 1, 'a template begins with {{view struct T "header"}}'),
    (FILE, '{{! about }}\n{{a}}', 2, 'a template begins with {{view struct T "header"}}'),
    ('src/web/My-page.html', VIEW, 1, 'a template is called lower_case_letters.html'),
    ('src/people/other.html', VIEW, 1, '`other` is already src/a/other.html'),
]

# (template behind the view line, what the function contains)
ACCEPTED = [
    ('{{! a comment }}<!-- b -->c', 'html_raw_(html, "c", 1);'),
    ('<p>\n\t\t<b>a</b>\n\n</p>', '"<p>\\n"\n\t\t"<b>a</b>\\n"\n\t\t"</p>", 17);'),
    ('<pre>\n  a\n    b</pre>', '"<pre>\\n"\n\t\t"  a\\n"\n\t\t"    b</pre>", 21);'),
    ('{{a.b}}', f'#line 2 "{FILE}"\n\t_Generic((view->a.b), HTML_TEXT)(html, view->a.b);'),
    ('<p title="{{a}}"></p>', '_Generic((view->a), HTML_ATTRIBUTE)(html, view->a);'),
    ('<a href="{{a}}#b">c</a>',
     '_Generic((view->a), HTML_URL)(html, view->a);\n\thtml_raw_(html, "#b\\">c</a>", 9);'),
    ('<a href="/a?b=1&amp;c#d" hx-get="{{u}}">e</a>',
     '_Generic((view->u), HTML_URL)(html, view->u);'),
    ('<input checked="{{?a}}" name="b">',
     'if (html_truth(view->a))\n\t\thtml_raw_(html, " checked", 8);\n\thtml_raw_(html, " name'),
    ('<input disabled>', '"<input disabled>"'),
    ('<br/><img src="/a.png" alt=""/>', '"<br><img src=\\"/a.png\\" alt=\\"\\">"'),
    ('<svg viewBox="0 0 9 9"><rect x="{{a}}" width="1"/></svg>',
     'html_raw_(html, "\\" width=\\"1\\"/></svg>"'),
    ('<textarea name="a">{{b}}</textarea>', '"<textarea name=\\"a\\">\\n", 20);'),
    ('{{#if a.b}}1{{else if c == KIND_TOWN}}2{{else}}3{{/if}}',
     '} else if ((view->c) == (KIND_TOWN)) {'),
    ('{{#if a != -1}}1{{/if}}', 'if ((view->a) != (-1)) {'),
    ('{{#unless a}}1{{/unless}}', 'if (!(html_truth(view->a))) {'),
    ('<a href="/"{{#if a}} aria-current="page"{{/if}} class="b{{#if c}} d{{/if}}">e</a>',
     'html_raw_(html, " aria-current=\\"page\\"", 20);'),
    ('{{#each a.b as row}}{{row@index}}{{/each}}',
     '_Generic(((long)index_row), HTML_TEXT)(html, (long)index_row);'),
    ('{{#each a as row}}{{row@number}}{{/each}}',
     '_Generic(((long)index_row + 1), HTML_TEXT)(html, (long)index_row + 1);'),
    ('{{#each a as row}}{{#each row.cells as cell}}{{cell.text}}{{/each}}{{/each}}',
     'index_cell < (size_t)each_row->cells.count;'),
    ('{{#each a as row}}{{row}}{{/each}}',
     '_Generic(((*each_row)), HTML_TEXT)(html, (*each_row));'),
    ('{{t a.title}}', 'html_message_(html, MESSAGE_A_TITLE, NULL, 0);'),
    ('<p title="{{t a.total count=n}}"></p>',
     'html_message_(html, MESSAGE_A_TOTAL, (const struct message_value[])'
     '{ { "count", _Generic((view->n), HTML_VALUE)((char[HTML_INT_BYTES]){ 0 }, view->n) } }, 1);'),
    ('{{t @a.b}}',
     'html_message_(html, _Generic((view->a.b), enum message: (view->a.b)), NULL, 0);'),
    ('{{> same.html}}', 'template_same(html, view);'),
    ('{{> other.html with a.b}}', 'template_other(html, &view->a.b);'),
    ('{{#each r as one}}{{> other.html x=one.y n=one@number}}{{/each}}',
     'template_other(html, &(const struct other_view){ .x = each_one->y, '
     '.n = (long)index_one + 1 });'),
    ('<title>a “b” 廉</title>', f'{len("<title>a “b” 廉</title>".encode())});'),
]


class Templates(harness.Case):
    def setUp(self):
        super().setUp()
        for language, total in (('zh', '共 {count} 条'), ('en', '{count} rows')):
            self.write(f'locale/{language}.po', f'msgid "a.title"\nmsgstr "t"\n\n'
                                                f'msgid "a.total"\nmsgstr "{total}"\n')
        self.write('src/a/other.html', '{{view struct other_view "a/other_view.h"}}\n')
        self.write('src/a/same.html', VIEW)

    def refuse_all(self, cases):
        for text, line, sentence in cases:
            with self.subTest(text):
                self.write(FILE, VIEW + text)
                self.assert_refused(templates, f'{FILE}:{line}: error: {sentence}')

    def test_refused_directives(self):
        self.refuse_all(REFUSED_DIRECTIVES)

    def test_refused_holes(self):
        self.refuse_all(REFUSED_HOLES)

    def test_refused_markup(self):
        self.refuse_all(REFUSED_MARKUP)

    def test_refused_files(self):
        for path, text, line, sentence in REFUSED_FILES:
            with self.subTest(path + text):
                self.write(path, text)
                self.assert_refused(templates, f'{path}:{line}: error: {sentence}')
                (self.root / path).unlink()

    def test_accepted(self):
        for text, expected in ACCEPTED:
            with self.subTest(text):
                self.write(FILE, VIEW + text)
                self.run_tool(templates)
                source = self.generated('templates_web.c')
                start = source.index('void template_page(')
                self.assertIn(expected, source[start:source.index('\n}\n', start)])

    def test_header(self):
        self.write(FILE, VIEW)
        self.run_tool(templates)
        header = self.generated('templates_web.h')
        self.assertIn('void template_page(struct html *html, const struct page_view *view);',
                      header)
        self.assertIn('struct html_slot template_page_slot(const struct page_view *view);', header)

    def test_static_files_are_no_templates(self):
        self.write('src/web/static/plain.html', '<p>')
        self.run_tool(templates)
        self.assertFalse([name for name in templates.outputs(self.root) if 'web' in name])


if __name__ == '__main__':
    harness.main(['templates.py', 'template_html.py'])
