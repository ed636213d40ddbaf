/*
 * letter_rule.h - templates of letters: the section `rules` of a rulebook of kind "letters" (keys in
 * rules/README.md).
 *
 * Layer:  letter (pure).
 * Owner:  a rule lives in the arena passed in.
 *
 * Parts stand in a fixed order: study, performance, integrity; the integrity part has exactly two heads, duty
 * (carrying out the responsibility system) and self (own self-discipline), and paragraphs below these
 * only. A paragraph is written for whom its conditions fit: levels, principal, kinds of unit, fields (groups
 * of that year), titles (a part of the post's title). Who signs beside the person is said by two lists; the
 * first line that fits and finds somebody else than the person counts.
 */
#ifndef LIANZE_LETTER_LETTER_RULE_H
#define LIANZE_LETTER_LETTER_RULE_H

#include "letter/letter_content.h"
#include "process/rulebook.h"

enum letter_part { LETTER_STUDY, LETTER_PERFORMANCE, LETTER_INTEGRITY, LETTER_PART_COUNT };
enum letter_head { LETTER_DUTY, LETTER_SELF, LETTER_HEAD_COUNT };

struct letter_texts {
	struct str *items;
	size_t count;
};

struct letter_condition {
	unsigned levels, kinds; /* bit sets of enum post_level, enum unit_kind; 0: all */
	int principal;		/* 1, 0; -1: either */
	struct letter_texts fields, titles; /* none: all */
};

/* Whom a letter is for. */
struct letter_subject {
	int level, kind; /* enum post_level, enum unit_kind */
	bool principal;
	struct str field, title; /* the unit's group of the year; of the post */
};

struct letter_paragraph {
	struct str zh, en;
	struct letter_condition when;
};

struct letter_paragraphs {
	struct letter_paragraph *items;
	size_t count;
};

struct letter_section {
	struct str zh, en; /* heading */
	bool lists_items;  /* of a part: the person's items stand behind its paragraphs */
	struct letter_paragraphs paragraphs;
};

enum letter_who {
	LETTER_UNIT_PRINCIPAL,	 /* a principal of the same unit */
	LETTER_LEADER_IN_CHARGE, /* the leader in charge of most of what the unit leads, by weight */
	LETTER_PARENT_PRINCIPAL, /* a principal of the nearest unit above that has one */
	LETTER_BODY_POST,	 /* a post in a leading body, by its title */
	LETTER_WHO_COUNT
};

struct letter_choice {
	int who; /* enum letter_who */
	struct str title; /* a part of the title of that one's post; empty: any */
	struct letter_condition when;
	struct rule_place place;
};

struct letter_choices {
	struct letter_choice *items;
	size_t count;
};

struct letter_rule {
	struct str code, book_title, book_title_en;
	int version;
	bool example;
	int64_t record_id;
	unsigned levels; /* who signs letters */
	struct str title, title_en;
	struct letter_choices superiors, countersigners;
	struct letter_paragraphs opening, closing;
	struct letter_section parts[LETTER_PART_COUNT], heads[LETTER_HEAD_COUNT];
};

extern const struct rulebook_kind letter_rulebook;
extern const char *const letter_part_names[], *const letter_head_names[];

/* Read the rulebook's section; it was checked when it was adopted. -ERR_MEMORY, -ERR_CORRUPT. */
MUST_USE int letter_rule_read(const struct rulebook *book, int64_t record_id, struct arena *arena,
			      struct letter_rule *out, struct error *err);

bool letter_condition_fits(const struct letter_condition *when, const struct letter_subject *subject);

/* A value of a place such as {name} in a template. */
struct letter_value {
	const char *name;
	struct str text;
};
/* The text with its places filled; a place without a value stays as it is. -ERR_MEMORY gives STR_EMPTY. */
struct str letter_fill(struct str text, const struct letter_value *values, size_t count,
		       struct arena *arena);

/*
 * The blocks of a letter for `subject`: what fits, filled, in order.
 */
struct letter_filling {
	const struct letter_value *chinese, *english;
	size_t count;
};
MUST_USE int letter_compose(const struct letter_rule *rule, const struct letter_subject *subject,
			    const struct letter_filling *filling, struct arena *arena,
			    struct letter_content *out, struct error *err);

#endif
