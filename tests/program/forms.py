"""The forms of a page as a browser sees them: what is sent when nothing was typed, and which fields
there are."""
from html.parser import HTMLParser


class Form:
    def __init__(self, attributes):
        self.method = (attributes.get("method") or "get").lower()
        self.action = attributes.get("action") or ""
        self.multipart = "multipart" in (attributes.get("enctype") or "")
        self.fields = []  # (name, value, kind) of what is sent
        self.open = []    # names that somebody can type, choose or tick, and hidden ones
        self.buttons = []
        self.choices = {}
        self.areas = set()  # names of text areas: lines may be broken there
        self.other_actions = []  # of buttons that send the same fields elsewhere

    def sent(self):
        """The fields as (name, value) pairs; the first named button when every button has a name."""
        pairs = [(name, value) for name, value, kind in self.fields if kind != "file"]
        named = [button for button in self.buttons if button[0]]
        if named and len(named) == len(self.buttons):
            pairs.append(named[0])
        return pairs

    def names(self):
        """Every name that the form may send, but for the token that forms are protected with."""
        names = dict.fromkeys(self.open + [name for name, _ in self.buttons if name])
        names.pop("csrf", None)
        return list(names)

    def file_name(self):
        return next((name for name, _, kind in self.fields if kind == "file"), None)


class Reader(HTMLParser):
    """Reads the forms, and everything that only markup which was typed could have made."""

    def __init__(self, html, marker=None):
        super().__init__(convert_charrefs=True)
        self.forms, self.broken, self.marker = [], [], marker
        self._form = self._select = self._area = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if self.marker and (self.marker in tag or any(self.marker in name for name in attributes)):
            self.broken.append(self.get_starttag_text()[:200])
        if tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif self._form and attributes.get("name") is not None or tag in ("option", "button"):
            self._control(tag, attributes)

    def _control(self, tag, attributes):
        form, name = self._form, attributes.get("name")
        kind = (attributes.get("type") or "text").lower()
        if not form:
            return
        if tag == "input" and kind in ("submit", "image", "reset") or tag == "button":
            if (attributes.get("type") or "submit") != "button":
                form.buttons.append((name, attributes.get("value") or ""))
                if attributes.get("formaction"):
                    form.other_actions.append(attributes["formaction"])
        elif tag == "input":
            form.open.append(name)
            if kind in ("checkbox", "radio"):
                form.choices.setdefault(name, []).append(attributes.get("value") or "on")
            if kind not in ("checkbox", "radio") or "checked" in attributes:
                form.fields.append((name, attributes.get("value") or
                                    ("on" if kind in ("checkbox", "radio") else ""), kind))
        elif tag == "select":
            form.open.append(name)
            self._select = [name, []]
        elif tag == "textarea":
            form.open.append(name)
            form.areas.add(name)
            self._area = [name, ""]
        elif tag == "option" and self._select:
            self._select[1].append((attributes.get("value") or "", "selected" in attributes))

    def handle_data(self, data):
        if self._area:
            self._area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select:
            name, options = self._select
            chosen = [value for value, selected in options if selected] or [o[0] for o in options[:1]]
            if self._form:
                self._form.choices[name] = [value for value, _ in options]
                self._form.fields += [(name, value, "select") for value in chosen]
            self._select = None
        elif tag == "textarea" and self._area:
            if self._form:
                self._form.fields.append((*self._area, "textarea"))
            self._area = None
