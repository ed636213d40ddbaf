/*
 * archive_rule.h - what kinds of entries a person's integrity archive takes from earlier files, for which
 * purposes it may be read by others, and for how long one reading holds: a rulebook of kind "archive".
 *
 * Layer: archive.
 *
 *     rules:
 *       reading: {minutes: 30, article: 第三条}
 *       kinds:
 *         - {code: award, title: {zh: 表彰奖励, en: Award}}
 *         - {code: case, title: {zh: 立案审查, en: Case}, closes: yes}
 *       purposes:
 *         - {code: appointment, title: {zh: 干部任免考察, en: Appointment}}
 *
 * `closes`: during a closure (archive/archive_closure.h) the person does not see entries of that kind
 * that came into being since it began.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_RULE_H
#define LIANZE_ARCHIVE_ARCHIVE_RULE_H

#include "process/rulebook.h"

#define ARCHIVE_TERMS_MAXIMUM 40
#define ARCHIVE_MINUTES_MAXIMUM 480

struct archive_term {
	struct str code, zh, en;
	bool closes;
};

struct archive_terms {
	struct archive_term items[ARCHIVE_TERMS_MAXIMUM];
	size_t count;
};

struct archive_rule {
	struct archive_terms kinds, purposes;
	int minutes; /* that a reading holds */
	struct str article, title, title_en;
	int version;
	int64_t record_id;
};

extern const struct rulebook_kind archive_rulebook;

/* The rule in force on a day. -ERR_NOT_FOUND with a sentence when there is none. */
MUST_USE int archive_rule_load(struct db *db, int64_t jurisdiction_id, int32_t day,
			       struct arena *arena, struct archive_rule *out, struct error *err);
/* By its code; NULL when there is none such. */
const struct archive_term *archive_term_find(const struct archive_terms *terms, struct str code);
/* By its code or by its title in either language, as people type it; NULL likewise. */
const struct archive_term *archive_term_match(const struct archive_terms *terms, struct str text);
/* The title in a language; the code itself when the rule does not have it any more. */
struct str archive_term_title(const struct archive_terms *terms, struct str code,
			      enum language language);

#endif
