/*
 * rule_tree.h - a rule file (YAML) as a tree in which every node knows its line and column, and the
 * list of problems that reading it found.
 *
 * Layer:   rules. Includes base/ only (and libyaml in the .c); pure: text in, tree out.
 * Owner:   tree and problems live in the arena passed in and borrow nothing from libyaml; the file's
 *          text is copied.
 * Threads: no globals.
 *
 * Schemes are read through it, rulebooks later. The subset of YAML is what an office writes: one
 * document of maps, lists and plain or quoted texts. Anchors, aliases, tags, several documents and
 * duplicate keys are refused, so that one file can be read in one way only.
 */
#ifndef LIANZE_PROCESS_RULE_TREE_H
#define LIANZE_PROCESS_RULE_TREE_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/error.h"

#define RULE_TREE_MAXIMUM_BYTES (1024 * 1024)
#define RULE_TREE_MAXIMUM_DEPTH 12
#define RULE_PROBLEMS_MAXIMUM 50

enum rule_node_kind { RULE_TEXT, RULE_LIST, RULE_MAP, RULE_NODE_KIND_COUNT };

struct rule_place {
	int line;   /* from 1 */
	int column; /* from 1, in code points */
};

struct rule_node {
	enum rule_node_kind kind;
	struct rule_place place;
	struct str text;	 /* RULE_TEXT: the value, NUL-terminated behind its length */
	struct rule_node *first; /* LIST, MAP: first child, in file order */
	struct rule_node *next;	 /* next sibling */
	struct str key;		 /* child of a MAP: its key */
	struct rule_place key_place;
	size_t count; /* LIST, MAP: number of children */
};

struct rule_problem {
	struct rule_place place;
	struct str en, zh; /* sentences without the place */
};

struct rule_problems {
	struct arena *arena;
	struct rule_problem items[RULE_PROBLEMS_MAXIMUM]; /* sorted by place after reading */
	size_t count;
	bool more; /* further problems were found and dropped */
};

/* Start an empty list whose texts live in `arena`. */
void rule_problems_init(struct rule_problems *problems, struct arena *arena);

/*
 * Add a problem at `place`. Both formats take the same arguments in the same order. Beyond
 * RULE_PROBLEMS_MAXIMUM only `more` is set.
 */
void rule_problem(struct rule_problems *problems, struct rule_place place, const char *en,
		  const char *zh, ...)
	__attribute__((format(printf, 3, 5), format(printf, 4, 5)));

/* Order by line, then column. */
void rule_problems_sort(struct rule_problems *problems);

/* Fill `err` from the first problem: "line 12, column 3: …"; row is the line. Returns -ERR_INVALID;
 * call only when count > 0. */
int rule_problems_error(const struct rule_problems *problems, struct error *err);

/*
 * Read `text` (UTF-8, at most RULE_TREE_MAXIMUM_BYTES) into a tree whose root is a map.
 *
 * Returns 0 and the root; -ERR_INVALID when there is at least one problem (all in `problems`, the
 * first in `err`); -ERR_MEMORY when the arena is exhausted.
 */
MUST_USE int rule_tree_parse(struct str text, struct arena *arena, struct rule_problems *problems,
			     struct rule_node **out_root, struct error *err);

/*
 * Reading a map by a table of its keys.
 */
struct rule_key {
	const char *name;
	enum rule_node_kind kind;
	bool required;
};

/*
 * Distribute the children of `map` over `out_nodes` (one per key, NULL when absent). Unknown keys,
 * missing required ones and values of another kind become problems; such values stay NULL.
 * `map` must be a map: anything else is a problem and leaves all NULL.
 */
void rule_map_read(struct rule_problems *problems, const struct rule_node *map,
		   const struct rule_key *keys, size_t count, const struct rule_node **out_nodes);

/*
 * Values. A NULL node leaves *out as it is: set the default first. A value that does not fit is a
 * problem that says what was found and what is accepted, and leaves *out as well.
 */
void rule_read_text(struct rule_problems *problems, const struct rule_node *node, struct str *out);
/* A code: 1 to 40 of A-Z a-z 0-9 _ - . */
void rule_read_code(struct rule_problems *problems, const struct rule_node *node, struct str *out);
void rule_read_int(struct rule_problems *problems, const struct rule_node *node, int minimum,
		   int maximum, int *out);
/* A decimal in [minimum, maximum]. */
void rule_read_decimal(struct rule_problems *problems, const struct rule_node *node,
		       struct decimal minimum, struct decimal maximum, struct decimal *out);
/* yes no true false 是 否. */
void rule_read_bool(struct rule_problems *problems, const struct rule_node *node, bool *out);
/* One of `names` (ends with NULL); *out is its index. */
void rule_read_choice(struct rule_problems *problems, const struct rule_node *node,
		      const char *const *names, int *out);

#endif
