"""templates.py: *.html → templates_<room>.h, .c: C functions over typed views (contract: README.md).

usage: templates.py SOURCE_ROOT OUTPUT_FOLDER [OUTPUT …]
       templates.py --outputs SOURCE_ROOT

template_html.py knows where in the HTML a directive stands; this file knows the directives and
writes C. Every statement made from a directive carries a #line, so that the C compiler reports a
wrong field or an unsafe place at the template's own line.
"""

import re
from dataclasses import dataclass, field

import messages
import output
from output import Refusal, c_string
from template_html import Markup

STATIC = 'src/web/static/'
PATH = r'[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*'
NAME = r'[a-z][a-z0-9_]*'
CONSTANT = r'[A-Z][A-Z0-9_]*|-?\d+'
KEY = r'[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*'

VIEW = re.compile(r'^view struct (\w+) "([\w/.-]+)"$')
VALUE = re.compile(rf'^({PATH})(?:@(index|number))?$')
BOOLEAN = re.compile(rf'^\?\s*({PATH})$')
CONDITION = re.compile(rf'^({PATH})(?:\s*(==|!=)\s*({CONSTANT}))?$')
EACH = re.compile(rf'^({PATH}) as ({NAME})$')
MESSAGE = re.compile(rf'^({KEY})((?:\s+{NAME}\s*=\s*{PATH}(?:@\w+)?)*)$')
CHOSEN = re.compile(rf'^@({PATH})$')
INCLUDE = re.compile(rf'^([\w-]+\.html)(?: with ({PATH})|((?:\s+{NAME}\s*=\s*{PATH}(?:@\w+)?)*))$')
PAIR = re.compile(rf'({NAME})\s*=\s*({PATH}(?:@\w+)?)')


@dataclass
class Template:
    """One .html file."""

    name: str
    shown: str
    text: str
    view: str = ''
    header: str = ''
    view_line: int = 1
    pieces: list = field(default_factory=list)     # (line, directive or None, literal)


@dataclass
class Block:
    """An open {{#if}}, {{#unless}} or {{#each}}."""

    kind: str
    line: int
    place: object
    name: str = ''            # loop name of an each
    otherwise: bool = False   # {{else}} seen


def split_pieces(template):
    """Cut the text into literals and directives."""
    pieces, position, text = [], 0, template.text
    while position < len(text):
        start = text.find('{{', position)
        literal = text[position:] if start < 0 else text[position:start]
        line = text.count('\n', 0, position) + 1
        if '}}' in literal:
            at = line + literal[:literal.index('}}')].count('\n')
            raise Refusal(template.shown, at, '`}}` without `{{`')
        pieces.append((line, None, literal))
        if start < 0:
            break
        line = text.count('\n', 0, start) + 1
        end = text.find('}}', start)
        if end < 0 or '{{' in text[start + 2:end]:
            raise Refusal(template.shown, line, '`{{` is not closed by `}}`')
        pieces.append((line, ' '.join(text[start + 2:end].split()), ''))
        position = end + 2
    return [piece for piece in pieces if piece[1] is not None or piece[2]]


def read_template(path, shown):
    """The file, its pieces and its view."""
    template = Template(path.stem, shown, output.read_text(path, shown))
    if not re.match(r'^[a-z][a-z0-9_]*$', template.name):
        raise Refusal(shown, 1, 'a template is called lower_case_letters.html')
    pieces = split_pieces(template)
    while pieces and (pieces[0][1] or '').startswith('!') or pieces and pieces[0][2].isspace():
        pieces.pop(0)
    view = VIEW.match(pieces[0][1] or '') if pieces else None
    if not view:
        raise Refusal(shown, pieces[0][0] if pieces else 1,
                      'a template begins with {{view struct T "header"}}')
    template.view, template.header = view.groups()
    template.view_line = pieces[0][0]
    template.pieces = pieces[1:]
    return template


def read_templates(root):
    """name → Template; names are unique over src/."""
    templates = {}
    for path, shown in output.find_inputs(root, 'src', '*.html', [STATIC]):
        template = read_template(path, shown)
        if template.name in templates:
            raise Refusal(shown, 1,
                          f'`{template.name}` is already {templates[template.name].shown}')
        templates[template.name] = template
    return templates


class Compiler:
    """Writes the C function of one template."""

    def __init__(self, template, templates, texts):
        self.template, self.templates, self.texts = template, templates, texts
        self.markup = Markup(template.shown, self.write)
        self.out, self.raw = [], ''
        self.blocks = []
        self.line = 1

    def refuse(self, sentence):
        raise Refusal(self.template.shown, self.line, sentence)

    def compile(self):
        """The function's text."""
        first = True
        for line, directive, literal in self.template.pieces:
            self.line = line
            if directive is None:
                # A line feed behind {{view}} belongs to the directive, not to the page.
                skipped = 1 if first and literal.startswith('\n') else 0
                self.markup.feed(literal[skipped:], line + skipped)
            else:
                self.directive(directive)
            first = False
        if self.blocks:
            block = self.blocks[-1]
            raise Refusal(self.template.shown, block.line, f'{{{{#{block.kind}}}}} is not closed')
        self.markup.finish()
        self.flush()
        return (f'void template_{self.template.name}(struct html *html, '
                f'const struct {self.template.view} *view)\n{{\n\t(void)html;\n\t(void)view;\n'
                + ''.join(self.out) + '}\n')

    # Output ----------------------------------------------------------------------------------

    def write(self, text):
        """Checked markup, kept until a statement interrupts it."""
        self.raw += text

    def flush(self):
        if self.raw:
            lines = '\n\t\t'.join(c_string(line) for line in self.raw.splitlines(keepends=True))
            length = len(self.raw.encode('utf-8'))
            self.out.append(f'\thtml_raw_(html, {lines}, {length});\n')
        self.raw = ''

    def statement(self, code):
        """A C statement at the directive's own line."""
        self.flush()
        self.out.append(f'#line {self.line} {c_string(self.template.shown)}\n\t{code}\n')

    # Directives ------------------------------------------------------------------------------

    def directive(self, text):
        """One {{…}}."""
        if text.startswith('!'):
            return
        word, _, rest = text.partition(' ')
        handlers = {'#if': self.begin_if, '#unless': self.begin_if, '#each': self.begin_each,
                    'else': self.otherwise, 't': self.message, '>': self.include}
        if word in handlers:
            handlers[word](word, rest)
        elif text.startswith('?'):
            self.boolean(text)
        elif text.startswith('/'):
            self.end_block(text)
        elif VALUE.match(text):
            self.value(text)
        else:
            self.refuse(f'unknown directive {{{{{text}}}}}')

    def value(self, text):
        """{{path}}"""
        types = 'HTML_' + self.markup.hole(self.line).upper()
        value = self.expression(text)
        self.statement(f'_Generic(({value}), {types})(html, {value});')

    def boolean(self, text):
        """checked="{{?path}}" """
        match = BOOLEAN.match(text)
        if not match:
            self.refuse(f'unknown directive {{{{{text}}}}}')
        name, written = self.markup.boolean_hole(self.line)
        self.raw = self.raw.removesuffix(written)
        self.statement(f'if (html_truth({self.expression(match[1])}))')
        self.out.append(f'\t\thtml_raw_(html, " {name}", {len(name) + 1});\n')

    def expression(self, text):
        """The C expression of a path, `name@index` included."""
        path, position = VALUE.match(text).groups()
        first, _, rest = path.partition('.')
        loop = any(block.name == first for block in self.blocks)
        if position:
            if not loop or rest:
                self.refuse(f'`{text}`: @{position} belongs to the name of a {{{{#each}}}}')
            return f'(long)index_{first}' + (' + 1' if position == 'number' else '')
        if not loop:
            return f'view->{path}'
        return f'each_{first}->{rest}' if rest else f'(*each_{first})'

    # Blocks ----------------------------------------------------------------------------------

    def condition(self, text):
        """The C condition of `path` or `path == CONSTANT`."""
        match = CONDITION.match(text)
        if not match:
            self.refuse(f'`{text}` is not a condition: path, path == CONSTANT or path != CONSTANT')
        path, operator, constant = match.groups()
        if operator:
            return f'({self.expression(path)}) {operator} ({constant})'
        return f'html_truth({self.expression(path)})'

    def begin_if(self, word, text):
        """{{#if …}} and {{#unless …}}"""
        condition = self.condition(text)
        if word == '#unless':
            condition = f'!({condition})'
        place = self.markup.begin_block(self.line)
        self.statement(f'if ({condition}) {{')
        self.blocks.append(Block(word[1:], self.line, place))

    def begin_each(self, _, text):
        """{{#each path as name}}"""
        match = EACH.match(text)
        if not match:
            self.refuse('write {{#each path as name}}')
        path, name = match.groups()
        if any(block.name == name for block in self.blocks):
            self.refuse(f'`{name}` is the name of an enclosing {{{{#each}}}}')
        items = self.expression(path)
        place = self.markup.begin_block(self.line)
        self.statement(f'for (size_t index_{name} = 0; '
                       f'index_{name} < (size_t){items}.count; index_{name}++) {{ '
                       f'const __typeof__(*{items}.items) *each_{name} = '
                       f'&{items}.items[index_{name}]; (void)each_{name};')
        self.blocks.append(Block('each', self.line, place, name))

    def otherwise(self, _, text):
        """{{else}} and {{else if …}}"""
        block = self.blocks[-1] if self.blocks else None
        if not block or block.kind == 'each' or block.otherwise:
            self.refuse('{{else}} without an open {{#if}}')
        self.markup.end_branch(block.place, self.line, 'else')
        if not text:
            self.statement('} else {')
            block.otherwise = True
        elif text.startswith('if '):
            self.statement(f'}} else if ({self.condition(text[3:])}) {{')
        else:
            self.refuse(f'unknown directive {{{{else {text}}}}}')
        self.markup.next_branch(block.place)

    def end_block(self, text):
        """{{/if}}, {{/unless}}, {{/each}}"""
        if not self.blocks:
            self.refuse(f'{{{{{text}}}}} closes nothing')
        block = self.blocks[-1]
        if text[1:] != block.kind:
            self.refuse(f'{{{{{text}}}}} where {{{{#{block.kind}}}}} of line {block.line} is open')
        self.markup.end_branch(block.place, self.line, text)
        self.markup.end_block()
        self.blocks.pop()
        self.statement('}')

    # Messages and includes -------------------------------------------------------------------

    def message(self, _, text):
        """{{t key name=path …}} and {{t @path}}"""
        chosen, fixed = CHOSEN.match(text), MESSAGE.match(text)
        if not chosen and not fixed:
            self.refuse(f'unknown directive {{{{t {text}}}}}')
        if self.markup.hole(self.line) == 'url':
            self.refuse('a message in a URL')
        if chosen:
            value = self.expression(chosen[1])
            self.statement(f'html_message_(html, _Generic(({value}), enum message: ({value})), '
                           'NULL, 0);')
            return
        key, pairs = fixed[1], PAIR.findall(fixed[2])
        self.check_message(key, [name for name, _ in pairs])
        values = ', '.join(f'{{ "{name}", {self.message_value(path)} }}' for name, path in pairs)
        array = f'(const struct message_value[]){{ {values} }}' if pairs else 'NULL'
        self.statement(f'html_message_(html, {messages.enum_name(key)}, {array}, {len(pairs)});')

    def message_value(self, path):
        value = self.expression(path)
        return f'_Generic(({value}), HTML_VALUE)((char[HTML_INT_BYTES]){{ 0 }}, {value})'

    def check_message(self, key, names):
        entry = self.texts.get(key)
        if not entry:
            self.refuse(f'unknown message key `{key}`')
        if sorted(names) != sorted(entry.values()):
            wanted = ', '.join(sorted(entry.values())) or 'none'
            self.refuse(f'`{key}` wants the values: {wanted}; '
                        f'given: {", ".join(sorted(names)) or "none"}')

    def include(self, _, text):
        """{{> file.html}}, {{> file.html with path}}, {{> file.html name=path …}}"""
        match = INCLUDE.match(text)
        if not match:
            self.refuse('write {{> file.html}}, {{> file.html with path}} or '
                        '{{> file.html name=path}}')
        if self.markup.mode != 'text' or self.markup.hole(self.line) != 'text':
            self.refuse('a template is included between elements only')
        file, path, pairs = match.groups()
        included = self.templates.get(file.removesuffix('.html'))
        if not included:
            self.refuse(f'there is no template {file}')
        self.statement(f'template_{included.name}(html, {self.view_of(included, path, pairs)});')

    def view_of(self, included, path, pairs):
        """The C expression of the included template's view."""
        if path:
            return f'&{self.expression(path)}'
        if pairs:
            members = ', '.join(f'.{name} = {self.expression(value)}'
                                for name, value in PAIR.findall(pairs))
            return f'&(const struct {included.view}){{ {members} }}'
        if included.view != self.template.view:
            self.refuse(f'{included.name}.html has the view struct {included.view}, '
                        f'not struct {self.template.view}')
        return 'view'


# Output --------------------------------------------------------------------------------------

PRAGMAS = '''\
/* What would be a warning elsewhere is a template used in an unsafe or wrong place here. */
#pragma GCC diagnostic error "-Wincompatible-pointer-types"
#pragma GCC diagnostic error "-Wint-conversion"
#pragma GCC diagnostic error "-Wenum-compare"
#pragma GCC diagnostic ignored "-Woverlength-strings"
'''


def rooms_of(templates):
    """Room → its templates."""
    rooms = {}
    for one in templates.values():
        rooms.setdefault(one.shown.split('/')[1], []).append(one)
    return rooms


def outputs(root):
    """Names of what is generated."""
    rooms = {shown.split('/')[1] for _, shown in output.find_inputs(root, 'src', '*.html', [STATIC])}
    return [f'templates_{room}.{end}' for room in sorted(rooms) for end in ('h', 'c')]


def header(room, templates):
    """templates_<room>.h: each template as a function, and as a slot for a layout."""
    guard = f'LIANZE_TEMPLATES_{room.upper()}_H'
    out = [output.BANNER.format(tool='templates.py'),
           f'#ifndef {guard}\n#define {guard}\n\n#include "web/html.h"\n\n']
    for one in templates:
        out += [f'struct {one.view};\n',
                f'void template_{one.name}(struct html *html, const struct {one.view} *view);\n',
                f'/* For a layout: {one.shown} with its view. */\n',
                f'struct html_slot template_{one.name}_slot(const struct {one.view} *view);\n\n']
    return ''.join(out) + '#endif\n'


def slot(template):
    """The functions that hand a template with its view to a layout."""
    name, view = template.name, template.view
    return (f'static void render_{name}(struct html *html, const void *view)\n{{\n'
            f'\ttemplate_{name}(html, view);\n}}\n\n'
            f'struct html_slot template_{name}_slot(const struct {view} *view)\n{{\n'
            f'\treturn (struct html_slot){{ render_{name}, view }};\n}}\n')


def generated_includes(text, called, texts):
    """Generated headers that the functions in `text` need, which call the templates `called`."""
    topics = {messages.enum_name(key): messages.topic_of(entry.file) for key, entry in texts.items()}
    return sorted({f'templates_{one.shown.split("/")[1]}.h' for one in called} |
                  {f'messages_{topics[name]}.h' for name in re.findall(r'\bMESSAGE_\w+', text)
                   if name in topics})


def source(own, templates, texts):
    """templates_<room>.c"""
    functions = [Compiler(one, templates, texts).compile() for one in own]
    text = ''.join(functions)
    called = {name: templates[name] for name in re.findall(r'\btemplate_(\w+)\(', text)}.values()
    out = [output.BANNER.format(tool='templates.py'),
           ''.join(f'#include "{name}"\n' for name in generated_includes(text, called, texts)),
           '\n', PRAGMAS, '\n']
    for one in called:
        out.append(f'#line {one.view_line} {c_string(one.shown)}\n#include "{one.header}"\n')
    for one, function in zip(own, functions):
        out += ['\n', function, '\n', slot(one)]
    return ''.join(out)


def contents(root):
    """(name, text) of what is generated."""
    texts = messages.read_messages(root)[messages.LANGUAGES[0]]
    templates = read_templates(root)
    for room, own in rooms_of(templates).items():
        yield f'templates_{room}.h', header(room, own)
        yield f'templates_{room}.c', source(own, templates, texts)


def main(arguments):
    """Generate the files, or print their names."""
    output.generate(arguments, outputs, contents)


if __name__ == '__main__':
    output.run(main)
