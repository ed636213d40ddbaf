/*
 * scheme.h - an appraisal scheme: what is scored, how points become a total, a rank and a grade, and
 * what follows from a last place (mechanisms A3, A4, P7; decisions.md 4).
 *
 * Layer:   rules. Includes base/ only; no SQL, no clock, no globals.
 * Owner:   everything lives in the arena passed to scheme_parse(); the file's text is copied.
 * Threads: a parsed scheme is never changed and may be read by several threads.
 *
 * A scheme is a dated YAML file under rules/; rules/README.md explains the keys to an office. One
 * code has versions 1, 2, …; an adopted version never changes. Every number is data:
 *
 *     key                     default   meaning
 *     total.full_marks        100       total = full_marks × Σ given / Σ maximum of what applies
 *     total.cap               none      the total never exceeds it
 *     total.places            2         the one rounding, half up, of the total
 *     scorers                 average   several scorers of one cell: their exact average
 *     bonus.cap               required  bonus points beyond it do not count
 *     veto.grade              the last  grade of a vetoed subject; total and rank stay
 *     ranking.ties            shared    equal totals share a rank: 1, 2, 2, 4 (dense: 1, 2, 2, 3)
 *     ranking.smallest_group  3         a smaller group has no last place
 *     grades[].from           required  lowest rounded total of the grade; 0 for the last one
 *     grades[].quota          none      at most this share (per cent) of the group's ranked subjects
 *     quota.rounding          floor     of share × group size (nearest: half up; ceiling)
 *     quota.ties              lower     equal totals across the quota's edge all get the next grade
 *                                       (upper: they all keep this one)
 *     indicators[].source     scorers   "plan": from the year's plan (score_source.h); units only
 *     indicators[].plan       all       which items count: areas, sources; weights; what lateness costs
 *     publicity.days          7         shortest publicity before a result is final (decisions.md 6)
 *     publicity.day_type      calendar  or working days
 *     triggers[].years        2         consecutive years in last place
 *     triggers[].days_in_post 183       days as principal in each of those years
 */
#ifndef LIANZE_PROCESS_SCHEME_H
#define LIANZE_PROCESS_SCHEME_H

#include "process/rule_tree.h"

#define SCHEME_INDICATORS_MAXIMUM 200
#define SCHEME_NO_YEAR 0 /* to_year: open end */

enum scheme_subject { SCHEME_UNIT, SCHEME_PERSON, SCHEME_SUBJECT_COUNT };
enum scheme_ties { SCHEME_TIES_SHARED, SCHEME_TIES_DENSE };
enum scheme_quota_rounding { SCHEME_QUOTA_FLOOR, SCHEME_QUOTA_NEAREST, SCHEME_QUOTA_CEILING };
enum scheme_quota_ties { SCHEME_QUOTA_TIES_LOWER, SCHEME_QUOTA_TIES_UPPER };
enum scheme_trigger_kind { SCHEME_TRIGGER_LAST_IN_GROUP_CONSECUTIVE };
enum scheme_trigger_target { SCHEME_TARGET_PRINCIPALS };

struct scheme_text {
	struct str zh, en;
};

/* A kind of unit, or a level of persons, and a part of the scheme: code and name. */
struct scheme_class {
	struct str code;
	struct scheme_text title;
	const struct str *also; /* further names that records use for it */
	size_t also_count;
	struct rule_place place;
};

/* Where the points of an indicator come from. */
enum scheme_source { SCHEME_SCORERS, SCHEME_PLAN };

/* Which items of the plan an indicator with SCHEME_PLAN counts, and how. */
struct scheme_plan {
	const struct str *areas; /* codes of areas and tasks, with what stands below them; none: all */
	size_t area_count;
	const struct str *sources; /* where items come from, as the plan names it; none: all */
	size_t source_count;
	bool equal_weights;  /* every item weighs the same; else as the plan says */
	struct decimal late; /* per cent of a checkpoint's share that a late report costs */
};

struct scheme_indicator {
	struct str code;
	struct scheme_text title;
	struct str article;
	struct decimal maximum;
	struct scheme_text scorer; /* who scores */
	int part;		   /* index into parts, or -1 */
	const int *classes;	   /* indexes into classes to which it applies */
	size_t class_count;	   /* 0: applies to all */
	enum scheme_source source;
	struct scheme_plan plan; /* SCHEME_PLAN */
	struct rule_place place;
};

struct scheme_grade {
	struct str code;
	struct scheme_text title;
	struct decimal from; /* lowest rounded total */
	bool has_quota;
	struct decimal quota; /* per cent of the group */
	struct rule_place place;
};

struct scheme_trigger {
	struct str code;
	struct scheme_text title;
	enum scheme_trigger_kind kind;
	enum scheme_trigger_target target;
	struct str mechanism; /* "A3" */
	struct str article;
	int years;
	int days_in_post;
	struct rule_place place;
};

struct scheme {
	int64_t record_id; /* of the adopted version (scheme_version.h), 0 when only parsed */
	struct str code;
	int version;
	struct scheme_text title;
	enum scheme_subject subject;
	int from_year;
	int to_year; /* SCHEME_NO_YEAR: no end */

	struct scheme_text source; /* citation */
	bool verified;		   /* the citation was read in its source */
	bool example;		   /* marked 示例: nobody's real regulation */

	const struct scheme_class *classes; /* kinds (unit) or levels (person) */
	size_t class_count;
	const struct scheme_class *parts;
	size_t part_count;
	const struct scheme_indicator *indicators; /* file order */
	size_t indicator_count;

	struct decimal full_marks;
	bool has_total_cap;
	struct decimal total_cap;
	int places;
	struct decimal bonus_cap;
	enum scheme_ties ties;
	int smallest_group;
	enum scheme_quota_rounding quota_rounding;
	enum scheme_quota_ties quota_ties;
	const struct scheme_grade *grades; /* best first */
	size_t grade_count;
	int veto_grade; /* index into grades */
	int publicity_days; /* the shortest publicity, first and last day included */
	bool publicity_working; /* working days; else calendar days */
	const struct scheme_trigger *triggers;
	size_t trigger_count;

	/* Articles that the derivation cites; empty when the file names none. */
	struct str total_article, bonus_article, deduction_article, veto_article, ranking_article,
		grades_article, publicity_article;
};

/*
 * Read a scheme. `problems` is started anew.
 *
 * Returns 0; -ERR_INVALID with every problem found (at most RULE_PROBLEMS_MAXIMUM, ordered by line)
 * in `problems` and the first in `err`; -ERR_MEMORY. Refused are: text that is not YAML or UTF-8,
 * unknown, repeated and missing keys, values out of range, codes used twice, grades whose
 * thresholds do not fall strictly, a last grade that does not reach 0, a quota on the last
 * grade, references to kinds, parts or grades that are not declared, triggers that could never
 * fire. A contradiction names both lines.
 */
MUST_USE int scheme_parse(struct str text, struct arena *arena, struct rule_problems *problems,
			  struct scheme **out, struct error *err);

/* Index of the class with that code, title (either language) or further name; -1 when unknown. */
int scheme_class_find(const struct scheme *scheme, struct str name);
/* The same by the code alone: what addresses and stored keys of levels say. */
int scheme_class_code_find(const struct scheme *scheme, struct str code);
/* Index of the indicator with that code; -1 when unknown. */
int scheme_indicator_find(const struct scheme *scheme, struct str code);
/* Whether the indicator applies to subjects of class `class_index` (-1: a class that the scheme does not
 * name: only the indicators that apply to all). */
bool scheme_applies(const struct scheme *scheme, int indicator, int class_index);
/* Whether any of its indicators takes its points from the plan. */
bool scheme_uses_plan(const struct scheme *scheme);
bool scheme_in_force(const struct scheme *scheme, int year);
/* "unit", "person": as stored. -1 when unknown. */
const char *scheme_subject_name(enum scheme_subject subject);
int scheme_subject_from_name(struct str name);

#endif
