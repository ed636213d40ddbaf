"""An independent computation of totals, ranks, grades and last places, written from decisions.md 4
with fractions and without a look at the engine, compared with the engine on random groups.

usage: reference.py DRIVER [cases] [seed]      DRIVER: the program built from appraise_cases.c
"""
import math
import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction


def scheme(rng):
    """A random scheme as a dictionary, and its YAML."""
    kinds = ["town", "department"]
    indicators = []
    for i in range(rng.randint(1, 5)):
        applies = rng.choice([None, None, None, ["town"], ["department"]])
        if i == 0:
            applies = None
        indicators.append((f"I{i}", rng.choice(["10", "7", "3.5", "12.25", "1"]), applies))
    grades = [("a", rng.choice(["90", "80.5"]), rng.choice([None, "20", "33.3", "50"])),
              ("b", "60", rng.choice([None, None, "40"])), ("c", "0", None)]
    s = dict(indicators=indicators, grades=grades, kinds=kinds,
             cap=rng.choice([None, None, "100", "95.5"]), places=rng.choice([2, 2, 2, 0, 1, 4]),
             bonus=rng.choice(["0", "3", "2.5"]), ties=rng.choice(["shared", "dense"]),
             small=rng.choice([2, 3, 4]), full=rng.choice(["100", "120"]),
             rounding=rng.choice(["floor", "nearest", "ceiling"]),
             qties=rng.choice(["lower", "upper"]), veto=rng.choice(["c", "c", "b"]))
    y = ["scheme: x", "version: 1", "title: {zh: 甲, en: A}", "subject: unit",
         "in_force: {from_year: 2007}", "source: {zh: 甲, en: A, verified: no}", "kinds:"]
    y += [f"  - {{code: {k}, zh: {k}z, en: {k}e}}" for k in kinds]
    y += ["indicators:"]
    for code, maximum, applies in indicators:
        extra = f", applies_to: [{', '.join(applies)}]" if applies else ""
        y.append(f"  - {{code: {code}, zh: 甲, en: A, maximum: {maximum}{extra}}}")
    cap = f", cap: {s['cap']}" if s["cap"] else ""
    y += [f"total: {{full_marks: {s['full']}, places: {s['places']}{cap}}}",
          f"bonus: {{cap: {s['bonus']}}}", f"veto: {{grade: {s['veto']}}}",
          f"ranking: {{ties: {s['ties']}, smallest_group: {s['small']}}}",
          f"quota: {{rounding: {s['rounding']}, ties: {s['qties']}}}", "grades:"]
    for code, start, quota in grades:
        extra = f", quota: {quota}" if quota else ""
        y.append(f"  - {{code: {code}, zh: {code}, en: {code}, from: {start}{extra}}}")
    return s, "\n".join(y)


def points(rng, maximum):
    top = Decimal(maximum)
    step = rng.choice(["1", "0.5", "0.1", "0.0001"])
    value = (top * Decimal(rng.randint(0, 8)) / 8 // Decimal(step)) * Decimal(step)
    return str(min(value, top).normalize().__format__("f"))


def cell(rng, maximum):
    """A list of marks: numbers as text, 'na'; empty for a blank."""
    roll = rng.random()
    if roll < 0.004:
        return []
    if roll < 0.06:
        return ["na"]
    if roll < 0.063:
        return ["na", points(rng, maximum)]
    if roll < 0.066:
        return [str(Decimal(maximum) + 1)]
    count = 1 if roll < 0.7 else rng.choice([2, 3, 3, 5, 7, 16, 17, 19])
    return [points(rng, maximum) for _ in range(count)]


def case(rng, s):
    """Members as dictionaries, and the lines of the case."""
    members, lines, entry = [], [], 0
    for g in range(rng.randint(1, 2)):
        names = []
        for _ in range(rng.randint(1, 8)):
            m = dict(name=f"U{len(members)}", group=g,
                     kind=rng.choice(["town", "department", "other"]), entries=[], cells=[])
            names.append(f"{m['name']} {m['kind']}")
            members.append(m)
        lines.append(f"group G{g}: {', '.join(names)}")
    for m in members:
        like = members[0] if rng.random() < 0.3 and members[0]["cells"] else None
        for i, (_, maximum, _) in enumerate(s["indicators"]):
            m["cells"].append(like["cells"][i] if like else cell(rng, maximum))
        lines.append("score " + m["name"] + " " +
                     " ".join("/".join(c) if c else "-" for c in m["cells"]))
        for _ in range(rng.choice([0, 0, 0, 1, 2, 4])):
            kind = rng.choice(["bonus", "bonus", "deduction", "deduction", "veto"])
            value = rng.choice(["0.5", "1", "2", "1.3333", "60"])
            entry += 1
            shown = "" if kind == "veto" else value + " "
            lines.append(f"{kind} {m['name']} {shown}e{entry}")
            if rng.random() < 0.25:
                lines.append(f"undo {m['name']} e{entry} e{entry}x")
            else:
                m["entries"].append((kind, Fraction(value)))
    return members, lines


def half_up(value, places):
    scale = 10 ** places
    return Fraction(math.floor(value * scale + Fraction(1, 2)), scale)


def totals(s, m):
    given = maximum = Fraction(0)
    missing = False
    for marks, (_, top, applies) in zip(m["cells"], s["indicators"]):
        if applies and m["kind"] not in applies:
            continue
        numbers = [Fraction(x) for x in marks if x != "na"]
        if not marks or ("na" in marks and numbers) or any(x > Fraction(top) for x in numbers):
            missing = True
        elif numbers:
            given += sum(numbers) / len(numbers)
            maximum += Fraction(top)
    m["veto"] = any(kind == "veto" for kind, _ in m["entries"])
    m["total"], m["missing"] = None, missing
    if missing or not maximum:
        return
    bonus = min(sum(v for k, v in m["entries"] if k == "bonus"), Fraction(s["bonus"]))
    minus = sum(v for k, v in m["entries"] if k == "deduction")
    total = max(Fraction(s["full"]) * given / maximum + bonus - minus, Fraction(0))
    if s["cap"]:
        total = min(total, Fraction(s["cap"]))
    m["total"] = half_up(total, s["places"])


def grades(s, ranked):
    order = [code for code, _, _ in s["grades"]]
    threshold = {code: Fraction(start) for code, start, _ in s["grades"]}
    for m in ranked:
        m["grade"] = next(c for c in order if m["total"] >= threshold[c])
    for code, _, quota in s["grades"][:-1]:
        if not quota:
            continue
        share = Fraction(quota) * len(ranked) / 100
        places = {"floor": math.floor(share), "nearest": math.floor(share + Fraction(1, 2)),
                  "ceiling": math.ceil(share)}[s["rounding"]]
        holders = [m for m in ranked if m["grade"] == code and not m["veto"]]
        for m in holders:
            better = sum(o["total"] > m["total"] for o in holders)
            no_worse = sum(o["total"] >= m["total"] for o in holders)
            keeps = no_worse <= places if s["qties"] == "lower" else better < places
            m["drop"] = not keeps
        for m in holders:
            if m.pop("drop"):
                m["grade"] = order[order.index(code) + 1]
    for m in ranked:
        if m["veto"]:
            m["grade"] = max([s["veto"], next(c for c in order if m["total"] >= threshold[c])],
                             key=order.index)


def appraise(s, members):
    for m in members:
        totals(s, m)
        m["rank"], m["grade"], m["last"], m["margin"] = 0, "-", "", Fraction(0)
    for g in {m["group"] for m in members}:
        group = [m for m in members if m["group"] == g]
        ranked = [m for m in group if m["total"] is not None]
        if any(m["missing"] for m in group) or not ranked:
            continue
        for m in ranked:
            better = [o["total"] for o in ranked if o["total"] > m["total"]]
            m["rank"] = 1 + (len(better) if s["ties"] == "shared" else len(set(better)))
        lowest = min(m["total"] for m in ranked)
        bottom = [m for m in ranked if m["total"] == lowest]
        for m in ranked:
            if len(ranked) < s["small"]:
                m["last"] = "small-group"
            elif m["total"] > lowest:
                m["margin"] = m["total"] - lowest
            elif len(bottom) > 1:
                m["last"] = "shared-last"
            else:
                m["last"] = "last"
                m["margin"] = min(o["total"] for o in ranked if o is not m) - lowest
        grades(s, ranked)


def row(at, s, m):
    def fixed(value, places):
        return f"{Decimal(value.numerator) / Decimal(value.denominator):.{places}f}"
    total = "-" if m["total"] is None else fixed(m["total"], s["places"])
    return ",".join([str(at), m["name"], total, str(m["rank"]), m["grade"], fixed(m["margin"], 4),
                     m["last"]])


def compared(line):
    """The engine's line, of its marks only those about the last place."""
    parts = line.split(",")
    parts[6] = " ".join(w for w in parts[6].split() if "last" in w or w == "small-group")
    return ",".join(parts)


def main():
    driver, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20080714
    rng, text, wanted, cases = random.Random(seed), [], [], []
    for at in range(count):
        if at % 5 == 0:
            s, yaml = scheme(rng)
            text += ["%% scheme", yaml]
        members, lines = case(rng, s)
        text += [f"%% case {at}"] + lines
        appraise(s, members)
        wanted += [row(at, s, m) for m in members]
        cases += [(yaml, lines)] * len(members)
    run = subprocess.run([driver], input="\n".join(text) + "\n", text=True, capture_output=True)
    found = [compared(line) for line in run.stdout.splitlines()]
    if run.returncode or len(found) != len(wanted):
        sys.exit(f"driver: {run.returncode}, {len(found)} of {len(wanted)} lines\n{run.stderr}")
    for want, got, (yaml, lines) in zip(wanted, found, cases):
        if want != got:
            sys.exit("%% scheme\n" + yaml + "\n%% case\n" + "\n".join(lines) +
                     f"\nreference: {want}\nengine:    {got}\n"
                     f"again: reference.py {driver} {count} {seed}")
    ranked = sum(line.split(",")[3] != "0" for line in wanted)
    print(f"ok 1 - {count} cases, {len(wanted)} members, {ranked} ranked: equal (seed {seed})")


if __name__ == "__main__":
    main()
