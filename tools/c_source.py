"""C text as the style check sees it: without comments and strings, cut into functions.

Relies on the house style: a function's braces stand alone in the first column, and each level of
nesting is one tab.
"""

import re
from dataclasses import dataclass

BLANKED = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', re.DOTALL)
DECISION = re.compile(r'\b(?:if|for|while|switch)\b|&&|\|\||\?')
SIGNATURE_NAME = re.compile(r'(\w+)\s*\(')


@dataclass
class Function:
    """A function definition: from the line of its signature, `first`, to the brace's, `line`."""

    name: str
    first: int
    line: int
    parameters: int
    body: list

    def length(self):
        return len(self.body)

    def complexity(self):
        """Decisions plus one; a switch counts once, whatever its cases."""
        return 1 + len(DECISION.findall('\n'.join(self.body)))

    def nesting(self):
        """Depth of blocks inside the body, whether they have braces or not."""
        tabs = [len(line) - len(line.lstrip('\t')) for line in self.body if self.begins(line)]
        return max(tabs, default=1) - 1

    @staticmethod
    def begins(line):
        """True for a line that begins a control statement or declares nothing deeper."""
        return re.match(r'\t+(if|for|while|switch|do|else|return|break|continue|goto)\b', line)


def blank(text, literals=True):
    """The text with comments (and literals) replaced by blanks of the same shape."""
    def replace(match):
        token = match[0]
        if token[0] in '"\'':
            return token if not literals else token[0] + ' ' * (len(token) - 2) + token[0]
        return re.sub(r'[^\n]', ' ', token)
    return BLANKED.sub(replace, text)


def functions(blanked):
    """All function definitions of a blanked text."""
    found, lines = [], blanked.split('\n')
    start = None
    for number, line in enumerate(lines):
        if line == '{':
            start = number
        elif line == '}' and start is not None:
            first = signature_start(lines, start)
            signature = ' '.join(lines[first:start])
            name = SIGNATURE_NAME.search(signature)
            if name:
                found.append(Function(name[1], first + 1, start + 1,
                                      count_parameters(signature, name.end()),
                                      lines[start + 1:number]))
            start = None
    return found


def signature_start(lines, start):
    """Index of the line behind the last declaration before a function's brace."""
    first = start
    while first > 0 and lines[first - 1].strip() and lines[first - 1][:1] not in '}#':
        first -= 1
    return first


def count_parameters(signature, position):
    """Parameters in the parentheses that end at `position` on."""
    depth, commas, text = 1, 0, ''
    for char in signature[position:]:
        depth += (char == '(') - (char == ')')
        if depth == 0:
            break
        commas += char == ',' and depth == 1
        text += char
    return 0 if text.strip() in ('', 'void') else commas + 1
