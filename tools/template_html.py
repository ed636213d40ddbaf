"""The HTML side of a template: where each hole stands, and that elements nest.

feed() takes the literal text between two directives and gives it, checked and with indentation
collapsed, to `write`. Between two feeds `mode` says where a directive would stand:

    text      between tags                      tag       inside a tag, between attributes
    value     inside a quoted attribute value   unquoted  behind `name=`
    comment   inside <!-- -->                   name      inside a tag's or attribute's name
"""

import re
from dataclasses import dataclass, field

import template_rules as rules
from output import Refusal

TAG = re.compile(r'<(/?)([A-Za-z][A-Za-z0-9-]*)')
ATTRIBUTE = re.compile(r'[^\s=>/"\'<]+')
INDENTATION = re.compile(r'[ \t]*\n\s*')
WHERE = {
    'name': 'a hole in the name of a tag or an attribute',
    'tag': 'a hole in a tag outside of a quoted value',
    'unquoted': 'a hole in an unquoted attribute value; write name="{{path}}"',
    'comment': 'a hole in a comment',
    'script': 'a hole in <script>',
}


@dataclass
class Place:
    """Where a block began, so that each of its branches can be held to it."""

    mode: str
    elements: list
    attribute: str
    attributes: set = field(default_factory=set)
    spaced: bool = False


class Markup:
    """The state of the HTML around directives; one per template."""

    def __init__(self, shown, write):
        self.shown, self.write = shown, write
        self.mode = 'text'
        self.line = 1
        self.elements = []          # (name, line) of open elements
        self.floor = [0]            # depth at which each open block began
        self.tag, self.closing = '', False
        self.attributes, self.spaced = set(), False
        self.attribute, self.quote, self.value = '', '', ''
        self.holes = 0              # holes in the present attribute value
        self.switch = False         # its only hole was a {{?path}}

    def refuse(self, sentence):
        raise Refusal(self.shown, self.line, sentence)

    def feed(self, text, line):
        """Read the literal `text` that begins at `line`."""
        position = 0
        while position < len(text):
            self.line = line + text.count('\n', 0, position)
            position = getattr(self, 'read_' + self.mode)(text, position)
        self.line = line + text.count('\n')

    # Text ------------------------------------------------------------------------------------

    def read_text(self, text, position):
        """Up to the next tag."""
        end = text.find('<', position)
        end = len(text) if end < 0 else end
        if end > position:
            self.plain_text(text[position:end])
            return end
        if text.startswith('<!--', position):
            self.mode = 'comment'
            return position
        doctype = re.compile(r'<!doctype html>', re.IGNORECASE).match(text, position)
        if doctype:
            self.write('<!DOCTYPE html>')
            return doctype.end()
        tag = TAG.match(text, position)
        if not tag:
            self.refuse('a bare `<`; write &lt;')
        self.open_tag(bool(tag[1]), tag[2])
        self.write(tag[0])
        return tag.end()

    def plain_text(self, text):
        refusal = rules.entity_refusal(text)
        if refusal:
            self.refuse(refusal)
        if self.top() == 'script' and text.strip():
            self.refuse('text in <script>; scripts are static files')
        if not any(name in rules.KEEPS_SPACE for name, _ in self.elements):
            text = INDENTATION.sub('\n', text)
        self.write(text)

    def read_comment(self, text, position):
        end = text.find('-->', position)
        if end < 0:
            return len(text)
        self.mode = 'text'
        return end + 3

    # Tags ------------------------------------------------------------------------------------

    def top(self):
        """Name of the innermost open element, or ''."""
        return self.elements[-1][0] if self.elements else ''

    def open_tag(self, closing, name):
        """Behind `<name` or `</name`."""
        if name not in rules.ELEMENTS:
            self.refuse(f'element <{name}> is not on the allow-list')
        if not closing and self.top() in rules.TEXT_ONLY:
            self.refuse(f'<{name}> inside <{self.top()}>, which holds text only')
        self.tag, self.closing = name, closing
        self.mode, self.spaced, self.attributes = 'name', False, set()

    def read_name(self, text, position):
        """Directly behind a name: what follows must end it."""
        if text[position] not in ' \t\n/>':
            self.refuse(f'`{text[position]}` behind the name of <{self.tag}>')
        self.mode = 'tag'
        return position

    def read_tag(self, text, position):
        """Between attributes."""
        space = re.compile(r'\s+').match(text, position)
        if space:
            self.spaced = True
            return space.end()
        if text.startswith('/>', position):
            return self.end_tag(text, position + 2, True)
        if text[position] == '>':
            return self.end_tag(text, position + 1, False)
        return self.read_attribute(text, position)

    def end_tag(self, text, position, self_closing):
        """At `>` or `/>`."""
        drawing = self.tag in rules.SVG and any(name == 'svg' for name, _ in self.elements)
        if self_closing and not (drawing or self.tag in rules.VOID):
            self.refuse(f'<{self.tag}/> does not close itself; write </{self.tag}>')
        self.mode = 'text'
        self.write('/>' if self_closing and drawing else '>')
        if self.closing:
            self.close_element()
        elif not self_closing and self.tag not in rules.VOID:
            self.elements.append((self.tag, self.line))
            # HTML drops a line feed at the start of a textarea: give it one to drop.
            if self.tag == 'textarea' and not text.startswith('\n', position):
                self.write('\n')
        return position

    def close_element(self):
        """At the `>` of `</name>`."""
        if self.attributes:
            self.refuse(f'</{self.tag}> has attributes')
        if self.tag in rules.VOID:
            self.refuse(f'</{self.tag}>: this element has no end tag')
        if not self.elements:
            self.refuse(f'</{self.tag}> closes nothing')
        if len(self.elements) <= self.floor[-1]:
            self.refuse(f'</{self.tag}> crosses the block it stands in')
        name, line = self.elements.pop()
        if name != self.tag:
            self.refuse(f'</{self.tag}> where <{name}> of line {line} is open')

    # Attributes ------------------------------------------------------------------------------

    def read_attribute(self, text, position):
        """A name, and `="` if a value follows."""
        match = ATTRIBUTE.match(text, position)
        if not match:
            self.refuse(f'`{text[position]}` inside a tag')
        if not self.spaced:
            self.refuse('no white space before an attribute')
        self.begin_attribute(match[0])
        equals = re.compile(r'\s*=\s*').match(text, match.end())
        if not equals:
            self.mode = 'name' if match.end() == len(text) else 'tag'
            self.finish_bare_attribute()
            return match.end()
        self.mode = 'unquoted'
        return equals.end()

    def read_unquoted(self, text, position):
        if text[position] not in '"\'':
            self.refuse(f'the value of `{self.attribute}` is not quoted')
        self.quote, self.mode = text[position], 'value'
        self.write(f' {self.attribute}={self.quote}')
        return position + 1

    def begin_attribute(self, name):
        refusal = rules.attribute_refusal(self.tag, name)
        if refusal:
            self.refuse(refusal)
        if name in self.attributes:
            self.refuse(f'attribute `{name}` twice')
        self.attributes.add(name)
        self.attribute, self.value, self.holes, self.switch = name, '', 0, False
        self.spaced = False

    def finish_bare_attribute(self):
        """An attribute without a value."""
        if self.attribute not in rules.BOOLEAN and not self.attribute.startswith('data-') \
                and self.attribute != 'download':
            self.refuse(f'attribute `{self.attribute}` has no value')
        self.write(' ' + self.attribute)

    def read_value(self, text, position):
        """Up to the closing quote."""
        end = text.find(self.quote, position)
        part = text[position:] if end < 0 else text[position:end]
        if part:
            self.value_text(part)
        if end < 0:
            return len(text)
        self.finish_value()
        return end + 1

    def value_text(self, part):
        """Literal text inside a quoted value."""
        refusal = rules.entity_refusal(part)
        if refusal:
            self.refuse(refusal)
        if self.switch:
            self.refuse(f'`{self.attribute}` holds {{{{?path}}}} and nothing else')
        if self.is_url() and self.holes and not re.match(r'^#[\w.-]*$', part):
            self.refuse(f'behind a hole in `{self.attribute}` only a #fragment may follow')
        self.value += part
        self.write(part)

    def finish_value(self):
        """At the closing quote."""
        refusal = None
        if self.is_url() and not self.holes:
            refusal = rules.url_refusal(self.attribute, self.value)
        if refusal:
            self.refuse(refusal)
        if not self.switch:
            self.write(self.quote)
        self.mode, self.spaced = 'tag', False

    def is_url(self):
        return self.attribute in rules.URL_ATTRIBUTES

    # Holes and blocks ------------------------------------------------------------------------

    def hole(self, line):
        """A value or message stands here: 'text', 'attribute' or 'url'; refused anywhere else."""
        self.line = line
        if self.mode == 'text':
            if self.top() == 'script':
                self.refuse(WHERE['script'])
            return 'text'
        if self.mode != 'value':
            self.refuse(WHERE[self.mode])
        return self.hole_in_value()

    def hole_in_value(self):
        name = self.attribute
        if rules.takes_no_hole(self.tag, name):
            self.refuse(f'`{name}` takes no hole: its value is fixed text')
        if name in rules.BOOLEAN:
            self.refuse(f'`{name}` is there or not; write {name}="{{{{?path}}}}"')
        if self.is_url() and (self.value or self.holes):
            self.refuse(f'`{name}` is one hole of type struct safe_url, nothing before it')
        self.holes += 1
        return 'url' if self.is_url() else 'attribute'

    def boolean_hole(self, line):
        """`name="{{?path}}"`: returns (name, text to take back from what was written)."""
        self.line = line
        if self.mode != 'value' or self.attribute not in rules.BOOLEAN:
            self.refuse('{{?path}} is the value of a boolean attribute: checked="{{?path}}"')
        if self.value or self.holes:
            self.refuse(f'`{self.attribute}` holds {{{{?path}}}} and nothing else')
        self.holes, self.switch = 1, True
        return self.attribute, f' {self.attribute}={self.quote}'

    def begin_block(self, line):
        """A {{#…}}: the place that each branch has to come back to."""
        self.line = line
        if self.mode == 'name' and not self.attributes:
            self.mode = 'tag'
        if self.mode not in ('text', 'tag', 'value'):
            self.refuse(WHERE[self.mode].replace('hole', 'block'))
        if self.mode == 'value' and (self.is_url() or self.attribute in rules.BOOLEAN):
            self.refuse(f'a block in the value of `{self.attribute}`')
        self.floor.append(len(self.elements))
        return self.place()

    def place(self):
        return Place(self.mode, list(self.elements),
                     self.attribute if self.mode == 'value' else '', set(self.attributes),
                     self.spaced)

    def end_branch(self, place, line, what):
        """At {{else}} or {{/…}}: everything opened in the branch is closed again."""
        self.line = line
        if self.mode == 'name':
            self.mode = 'tag'
        now = self.place()
        if (now.mode, now.attribute) != (place.mode, place.attribute):
            self.refuse(f'{{{{{what}}}}} in another place than its beginning: '
                        f'{now.mode} instead of {place.mode}')
        if len(self.elements) > len(place.elements):
            name, opened = self.elements[-1]
            self.refuse(f'<{name}> of line {opened} is still open at {{{{{what}}}}}')

    def next_branch(self, place):
        """Behind {{else}}: as at the block's beginning."""
        self.attributes, self.spaced = set(place.attributes), place.spaced

    def end_block(self):
        """Behind {{/…}}: an attribute that follows needs its own white space."""
        self.floor.pop()
        self.spaced = False

    def finish(self):
        """At the end of the file."""
        if self.mode == 'comment':
            self.refuse('a comment is not closed')
        if self.mode != 'text':
            self.refuse(f'<{self.tag} is not closed')
        if self.elements:
            name, line = self.elements[-1]
            raise Refusal(self.shown, line, f'<{name}> is not closed')
