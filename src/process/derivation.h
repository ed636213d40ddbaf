/*
 * derivation.h - why a total, a rank, a grade and a last place are what they are: a list of steps,
 * every number with its inputs (domain.md 4, rule 8).
 *
 * Layer:   rules. Includes base/, messages and the engine; no SQL, no clock, no globals.
 * Owner:   a derivation lives in the arena passed in; it borrows from the appraisal and its scheme.
 *
 * Pages, JSON and the command line print the same steps: derivation_text() makes the sentence of a
 * step in a language; the fields beside it are for links, columns and machines. The steps are complete:
 * derivation_recompute() adds them up again and reaches the same total.
 */
#ifndef LIANZE_PROCESS_DERIVATION_H
#define LIANZE_PROCESS_DERIVATION_H

#include "base/json.h"
#include "messages.h"
#include "process/appraisal.h"

enum derivation_kind {
	/* Cells: `number` is the cell's value, `maximum` what it could have been. */
	DERIVATION_SCORED,	    /* one scorer */
	DERIVATION_AVERAGE,	    /* several; their marks follow as DERIVATION_MARK */
	DERIVATION_MARK,	    /* one scorer's points inside an average, or a wrong cell */
	DERIVATION_NOT_APPLICABLE,
	DERIVATION_IGNORED,	    /* marks for an indicator that does not apply to the kind */
	DERIVATION_MISSING,
	DERIVATION_CONTRADICTORY,
	DERIVATION_OUT_OF_RANGE,
	DERIVATION_CLASS_UNKNOWN,   /* the scheme does not name the kind */
	DERIVATION_BASE,	    /* full marks × Σ given / Σ maximum */
	/* Entries: entry_id, day, reason, reference; `number` is the points. */
	DERIVATION_BONUS,
	DERIVATION_DEDUCTION,
	DERIVATION_VETO,
	DERIVATION_CANCELLED,	    /* an entry that was taken back */
	DERIVATION_COUNTER,	    /* the counter-entry that did it */
	DERIVATION_UNMATCHED,
	DERIVATION_BONUS_CAPPED,    /* `number` is what counts */
	DERIVATION_FLOORED,
	DERIVATION_CAPPED,
	DERIVATION_TOTAL,	    /* `number` is the rounded total */
	DERIVATION_EXEMPT,
	DERIVATION_NO_TOTAL,
	DERIVATION_NOT_RANKED,	    /* others of the group are incomplete */
	/* Position. */
	DERIVATION_RANK,
	DERIVATION_GRADE,
	DERIVATION_GRADE_QUOTA,
	DERIVATION_GRADE_VETO,
	DERIVATION_TO_BETTER,
	DERIVATION_TO_WORSE,
	DERIVATION_LAST,
	DERIVATION_LAST_SHARED,
	DERIVATION_LAST_SMALL_GROUP,
	DERIVATION_ABOVE_LAST,
	DERIVATION_STILL_LAST,	    /* without its deductions it would still be last, … */
	DERIVATION_NO_LONGER_LAST,  /* … or would not */
	DERIVATION_KIND_COUNT
};

#define DERIVATION_VALUES 7

struct derivation_value {
	const char *name;
	struct str text[LANGUAGE_COUNT];
};

struct derivation_step {
	enum derivation_kind kind;
	enum message label;
	struct derivation_value values[DERIVATION_VALUES];
	int value_count;
	bool has_number;
	struct rational number;	 /* in points */
	struct decimal maximum;	 /* cells */
	int indicator;		 /* index into the scheme's indicators, or -1 */
	struct str article;	 /* of the scheme; may be empty */
	int64_t record_id;	 /* of the entry or score, 0 when none */
	struct str scorer, reason, reference;
	int32_t day;		 /* CIVIL_NO_DAY when none */
	const struct derivation_step *next;
};

struct derivation {
	const struct scheme *scheme; /* code, version, source, mark 示例 */
	const struct appraisal_result *result;
	const struct appraisal_quota *quotas; /* of the group, by grade */
	const struct derivation_step *steps;
	size_t count;
};

/* Which steps belong together: headings on a page. */
enum derivation_part { DERIVATION_PART_POINTS, DERIVATION_PART_ENTRIES, DERIVATION_PART_TOTAL,
		       DERIVATION_PART_POSITION, DERIVATION_PART_COUNT };

/*
 * The derivation of one member's result; the member must have `detail`.
 * -ERR_BROKEN without detail; -ERR_MEMORY; -ERR_TOO_LARGE.
 */
MUST_USE int derivation_make(const struct appraisal *appraisal, int member, struct arena *arena,
			     struct derivation **out, struct error *err);

/* The step as a sentence; bytes NULL when memory is out. */
struct str derivation_text(const struct derivation_step *step, enum language language,
			   struct arena *arena);
/* "average", "bonus", …: stable, for JSON and CSV. */
const char *derivation_kind_name(enum derivation_kind kind);
enum derivation_part derivation_part(enum derivation_kind kind);
enum message derivation_part_label(enum derivation_part part);
/* Grade as the scheme names it; empty when the result has none. */
struct str derivation_grade(const struct scheme *scheme, int grade, enum language language);

/*
 * Add the steps up again, from marks and entries alone: false when they do not make a total, else the
 * rounded total. The tests hold it against result->total.
 */
MUST_USE bool derivation_recompute(const struct derivation *derivation, struct decimal *out);

/* "total":…,"rank":…,"grade":…,"vetoed":…,"last_place":… into an open object; null for what there is not. */
void derivation_result_json(const struct scheme *scheme, const struct appraisal_result *result,
			    struct json *json);
/* "quotas":[…] into an open object: what the quotas of grades gave in the group (without names). */
void derivation_quotas_json(const struct scheme *scheme, const struct appraisal_quota *quotas,
			    struct json *json);
/* {"scheme":…,"version":…,"total":…,"rank":…,"steps":[…]} as one JSON object; texts in `language`. */
void derivation_json(const struct derivation *derivation, enum language language,
		     struct arena *arena, struct json *json);
/* The same members into an open object. */
void derivation_members_json(const struct derivation *derivation, enum language language,
			     struct arena *arena, struct json *json);

/* A number as pages show it: "83.5", or "250/3 ≈ 83.3333" when it has no exact decimal. */
struct str derivation_number(struct rational number, struct arena *arena);

#endif
