/*
 * reminder_source.h - where the lines of a digest come from: each mechanism offers what waits for whom.
 *
 * Layer: reminder.
 * Owner: everything lives in the arena of the scope.
 *
 * A room adds one struct reminder_source and one line to the table in reminder_sources.c, where sources are
 * named by their address only, as record types are in record/registry.c. A source asks the rule
 * (reminder_step_day()) whether and since when somebody hears of a thing, and adds a line a person
 * (reminder_add()). It names nobody what they may not read.
 */
#ifndef LIANZE_REMINDER_REMINDER_SOURCE_H
#define LIANZE_REMINDER_REMINDER_SOURCE_H

#include "people/rights.h"
#include "reminder/reminder_rule.h"

/* Somebody who can be reminded: an active account with a grant, and its rights today. */
struct reminder_reader {
	int64_t account_id, person_id; /* person 0: an account without one */
	enum language language;
	struct rights rights;
};

struct reminder_line {
	int64_t account_id;
	const char *source;	/* reminder_source.name */
	enum reminder_step_name step;
	int64_t subject_id;	/* with source, step and checkpoint: what the line is about */
	int32_t checkpoint;	/* CIVIL_NO_DAY: none */
	int32_t due;		/* to sort by; CIVIL_NO_DAY: none */
	int32_t since_day;	/* since when it asks: one that was listed on or after it is not new */
	bool confidential;	/* its title is not put into a mail */
	bool fresh, late;	/* filled by digest_collect() */
	struct str title; /* empty: the source's label says it */
	struct str why, why_en; /* why it is sent: dates, rule, article */
	struct str path;	/* of its page on this site */
};

#define REMINDER_LINES_MAXIMUM 100000
struct reminder_lines {
	struct reminder_line *items;
	size_t count, capacity;
};

struct reminder_scope {
	struct db *db;
	struct arena *arena;
	int64_t jurisdiction_id;
	int32_t today;
	const struct reminder_rule *rule;
	const struct workday_calendar *calendar;
	const struct reminder_reader *readers; /* by person, then account */
	size_t reader_count;
	/* The first sentence about days that could not be counted: such lines are left out. */
	struct error *problem;
};

struct reminder_source {
	const char *name;   /* stored: stable, at most 40 characters */
	enum message label; /* what it is called on pages */
	const char *page;   /* "/assignments/%I": of the id at the end of a line's path; or a list's path */
	int (*collect)(const struct reminder_scope *scope, const struct reminder_source *self,
		       struct reminder_lines *out, struct error *err);
};

extern const struct reminder_source *const reminder_sources[]; /* ended by NULL */
const struct reminder_source *reminder_source_find(struct str name); /* NULL: gone */

/* For sources ---------------------------------------------------------------------------------------- */

MUST_USE int reminder_add(const struct reminder_scope *scope, const struct reminder_line *line,
			  struct reminder_lines *out, struct error *err);
/* As reminder_step_day(), but a calendar that is not loaded is noted in scope->problem and gives
 * CIVIL_NO_DAY. */
MUST_USE int reminder_since(const struct reminder_scope *scope, enum reminder_step_name step,
			    int32_t due, int32_t *out, struct error *err);
/* A set of readers, without doubles, in the order of scope->readers. */
#define REMINDER_SET_MAXIMUM 64
struct reminder_set {
	const struct reminder_reader *items[REMINDER_SET_MAXIMUM];
	size_t count;
};
void reminder_set_person(const struct reminder_scope *scope, int64_t person_id,
			 struct reminder_set *set);
/* Those who hold a role for exactly this unit themselves. */
void reminder_set_role(const struct reminder_scope *scope, enum role role, int64_t unit_id,
		       struct reminder_set *set);
/* "《规则》第三条（第 1 版）" / "rule, article, version 1": behind a sentence. */
void reminder_cite(const struct reminder_scope *scope, struct str article, struct str *out_zh,
		   struct str *out_en);

#endif
