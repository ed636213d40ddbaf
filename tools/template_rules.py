"""What HTML a template may contain: the allow-lists, and what a literal URL may be."""

import html
import html.entities
import re

VOID = set('area br col hr img input link meta wbr'.split())
# Elements of a drawing may close themselves.
SVG = set('svg g rect line path text tspan circle polyline polygon title desc'.split())
TEXT_ONLY = {'title', 'textarea', 'option', 'script'}
KEEPS_SPACE = {'pre', 'textarea'}

URL_ATTRIBUTES = set('href src action formaction hx-get hx-post'.split())
BOOLEAN = set('''checked selected disabled required readonly multiple hidden open autofocus
novalidate formnovalidate defer async reversed'''.split())
# Attributes that steer the browser or a script: no values from outside.
LITERAL_ONLY = set('''rel target type method enctype charset http-equiv hx-target hx-swap hx-trigger
hx-select hx-push-url hx-indicator hx-disabled-elt fill stroke role'''.split())
# `type` of these is a word for the reader's eyes or harmless.
LITERAL_ONLY_EXCEPT = {('input', 'type')}

GLOBAL = set('''id class title lang dir hidden tabindex role translate autofocus inputmode
autocapitalize spellcheck enterkeyhint'''.split())
GLOBAL_PATTERN = re.compile(r'^(aria-[a-z]+|data-(?!hx-)[a-z][a-z0-9-]*)$')
HTMX = set('hx-get hx-post hx-target hx-swap hx-trigger hx-select hx-push-url hx-indicator '
           'hx-disabled-elt'.split())

_DRAWING = set('''x y x1 y1 x2 y2 dx dy cx cy r rx ry width height d points transform viewBox
preserveAspectRatio fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin
text-anchor dominant-baseline font-size opacity focusable'''.split())

_PLAIN = '''html head title body header nav main footer section article aside h1 h2 h3 h4 h5 h6
p hr pre div figure figcaption ul dl dt dd em strong small s cite abbr code samp kbd sub sup i b u
mark bdi span br wbr noscript caption thead tbody tfoot tr summary legend datalist'''

ELEMENTS = {name: set() for name in _PLAIN.split()}
ELEMENTS.update({name: set(_DRAWING) for name in SVG if name != 'title'})
ELEMENTS.update({name: set(attributes.split()) for name, attributes in {
    'meta': 'charset name content',
    'link': 'rel href type media sizes',
    'script': 'src defer async type',
    'a': 'href rel target download hreflang',
    'img': 'src alt width height loading decoding',
    'blockquote': '', 'q': '',
    'ol': 'start reversed type', 'li': 'value',
    'time': 'datetime', 'ins': 'datetime', 'del': 'datetime',
    'table': '', 'colgroup': 'span', 'col': 'span',
    'td': 'colspan rowspan headers', 'th': 'colspan rowspan headers scope abbr',
    'form': 'action method enctype novalidate autocomplete accept-charset name',
    'label': 'for',
    'input': '''type name value checked disabled required readonly multiple placeholder min max step
        minlength maxlength pattern size list accept autocomplete form formaction formnovalidate
        capture spellcheck''',
    'button': 'type name value disabled form formaction formnovalidate',
    'select': 'name size multiple required disabled autocomplete form',
    'optgroup': 'label disabled', 'option': 'value selected disabled label',
    'textarea': '''name rows cols required readonly disabled placeholder minlength maxlength
        autocomplete form spellcheck''',
    'output': 'for name', 'progress': 'value max', 'meter': 'value min max low high optimum',
    'fieldset': 'disabled name', 'details': 'open', 'dialog': 'open',
}.items()})


def attribute_refusal(element, name):
    """Why an attribute may not stand here, or None."""
    if name == 'style':
        return '`style=` is not allowed; write a class and a rule in the stylesheet'
    if name.lower().startswith('on') or name.startswith('hx-on'):
        return f'`{name}=` is not allowed; scripts are static files'
    if (name in GLOBAL or GLOBAL_PATTERN.match(name) or name in HTMX
            or name in ELEMENTS.get(element, ())):
        return None
    return f'attribute `{name}` of <{element}> is not on the allow-list'


def takes_no_hole(element, name):
    """True for attributes whose value is fixed text."""
    return name in LITERAL_ONLY and (element, name) not in LITERAL_ONLY_EXCEPT


def url_refusal(name, literal):
    """Why a literal URL is refused, or None. Only this site: /path, ?query or #fragment."""
    url = html.unescape(literal)
    if re.match(r'^\s*[a-z]*script\s*:', url, re.IGNORECASE):
        return f'`{name}` runs a script'
    if re.match(r'^\s*([a-z][a-z0-9+.-]*:|[/\\]\s*[/\\])', url, re.IGNORECASE):
        return f'`{name}` leads to another host: {literal}'
    if not re.match(r'^[/?#][^\s\\\x00-\x1f]*$', url):
        return f'`{name}` must begin with /, ? or #, without white space: {literal}'
    return None


def entity_refusal(text):
    """Why a literal text's `&` is refused, or None."""
    for match in re.finditer(r'&([A-Za-z0-9#]*;?)', text):
        name = match[1]
        if not (re.match(r'^#(\d+|x[0-9A-Fa-f]+);$', name)
                or name.endswith(';') and name in html.entities.html5):
            return 'a bare `&`; write &amp;'
    return None
