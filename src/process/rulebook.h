/*
 * rulebook.h - rule files other than schemes and calendars: lights, and what is added later (templates of
 * letters, reminders). One record type holds each as it was adopted, as YAML; rules are data with dates
 * (domain.md 4, rule 9).
 *
 * Layer: process.
 *
 *     rulebook: lights        code; its versions are 1, 2, …
 *     kind: lights            what reads the section `rules`: a row of rulebook_kinds[]
 *     version: 1
 *     title: {zh, en}
 *     in_force: {from: 2007-01-01, to: 2008-12-31}   to may be left out
 *     source: {zh, en, verified, example}
 *     rules: …                the kind's own map
 *
 * An adopted version never changes. Of the versions whose days include a day, the highest is in force; two
 * codes of one kind may not be in force on the same day, unless its kind says that somebody chooses.
 */
#ifndef LIANZE_PROCESS_RULEBOOK_H
#define LIANZE_PROCESS_RULEBOOK_H

#include "ledger/act.h"
#include "process/rule_tree.h"

/* A kind of rulebook; the room that uses it declares it and checks its section. */
struct rulebook_kind {
	const char *name;
	enum message label;
	/* Report what is wrong with the map `rules` as problems; nothing is kept. */
	void (*check)(struct rule_problems *problems, const struct rule_node *rules);
};

extern const struct rulebook_kind *const rulebook_kinds[]; /* ended by NULL */
/* Those of which several codes may be in force on one day, because somebody chooses among them. */
extern const struct rulebook_kind *const rulebook_kinds_chosen[]; /* ended by NULL */

struct rulebook {
	struct str code;
	int version;
	const struct rulebook_kind *kind;
	struct str title, title_en;
	int32_t from_day, to_day; /* to_day CIVIL_NO_DAY: no end */
	struct str source, source_en;
	bool verified, example;
	const struct rule_node *rules;
};

/* Read a rule file. -ERR_INVALID with all `problems`, those of its kind among them; -ERR_MEMORY. */
MUST_USE int rulebook_parse(struct str text, struct arena *arena, struct rule_problems *problems,
			    struct rulebook *out, struct error *err);

struct rulebook_version { /* record type "rulebook" */
	struct record_head head;
	struct str code, kind;
	int64_t version;
	struct str title, title_en;
	int32_t from_day, to_day;
	struct str source; /* the YAML text */
	int32_t adopted_day;
};

extern const struct record_type rulebook_record;

/*
 * Adopt the file in `source`. -ERR_INVALID with all `problems`; -ERR_RULE: the version is not above the
 * latest of its code, or another code of its kind is in force on one of its days. *out is the record.
 */
MUST_USE int rulebook_adopt(struct act *act, struct str source, struct rule_problems *problems,
			    struct rulebook_version *out, struct error *err);
/* Adopt the rulebooks that the program carries and that no version of their code was adopted of. */
MUST_USE int rulebook_adopt_shipped(struct act *act, struct error *err);

struct rulebook_request {
	int64_t jurisdiction_id;
	const char *kind;
	int32_t day;
};

/* The one in force, parsed into the arena, and its record's id. -ERR_NOT_FOUND with a sentence;
 * -ERR_CORRUPT when the stored text does not parse. */
MUST_USE int rulebook_load(struct db *db, const struct rulebook_request *request,
			   struct arena *arena, struct rulebook *out, int64_t *out_id,
			   struct error *err);
/* A certain version. -ERR_NOT_FOUND; -ERR_CORRUPT likewise. */
MUST_USE int rulebook_load_version(struct db *db, struct record_key key, struct arena *arena,
				   struct rulebook *out, struct error *err);

#endif
