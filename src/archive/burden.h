/*
 * burden.h - what the system cost a unit, month by month: reports asked, forms and fields filled in,
 * meetings and minutes (domain.md 4, rule 1: ask once; the office sees what it costs).
 *
 * Layer: archive.
 *
 * Computed from records when asked, never stored, never a score of anybody. Of a calendar month
 *   asked     checkpoints (planned due days, plan/plan_due.h) that fall into it, of items that the unit
 * leads in the
 *             version in force of the year's plan and, for what is due by March, of the plan before
 *   forms     rows of the sources of that measure dated in it: a report, a request about a due date, an
 * act of
 *             claiming (one, however many items), an answer as a co-unit, a piece of evidence
 *   fields    what is filled in on these forms: of each source the fields of its record that the unit's
 * form asks
 *             (burden_source.fields), less those left empty
 *   meetings  meetings that were held with the unit, or somebody of it, present; each once
 *   minutes   how long these took
 * A measure that no source has is not shown. The median is that of the units in the unit's group of that
 * year, itself included; what is behind a number is the list of the same rows, so both agree.
 */
#ifndef LIANZE_ARCHIVE_BURDEN_H
#define LIANZE_ARCHIVE_BURDEN_H

#include "record/record.h"
#include "store/db.h"

#define BURDEN_MONTHS 12
#define BURDEN_FIELDS_MAXIMUM 8

enum burden_measure {
	BURDEN_ASKED,
	BURDEN_FORMS,
	BURDEN_FIELDS,
	BURDEN_MEETINGS,
	BURDEN_MINUTES,
	BURDEN_MEASURE_COUNT
};

extern const struct field_choice burden_measures[];

/* One kind of form, meeting or minutes. A statement of burden.sql's shape: unit_id day id link_id title
 * note fields secret, by :jurisdiction_id :unit_id :group_id :everybody :from_day :to_day. */
struct burden_source {
	const char *kind;
	enum message label;
	enum burden_measure measure; /* FORMS, whose `fields` add up to FIELDS, or MEETINGS, to MINUTES */
	enum statement statement;
	const struct field_choice *words; /* what `note` is called */
	const char *address; /* a format of safe_url_format() for link_id, or NULL */
	/* The record's fields that the form asks of the unit; what the statement's `fields` counts. */
	const struct record_type *record;
	const char *fields[BURDEN_FIELDS_MAXIMUM];
};

extern const struct burden_source *const burden_sources[]; /* ended by NULL */
/* Whether anything is counted for a measure. */
bool burden_has(enum burden_measure measure);
/* What a measure is the sum of: of FIELDS the FORMS, of MINUTES the MEETINGS; of the others themselves. */
enum burden_measure burden_counted(enum burden_measure measure);
/* How many of the source's fields a record has filled in: what its statement says. */
int64_t burden_filled(const struct burden_source *source, const void *record);

struct burden_unit {
	int64_t id, group_id;
	struct str code, name, group_name;
	/* [0] of the year, [1] of the year before. */
	int64_t months[2][BURDEN_MONTHS][BURDEN_MEASURE_COUNT];
};

struct burden {
	int year;
	struct burden_unit *units; /* by group and code */
	size_t count;
};

/* Whose: `unit_id` and the units of its group; with unit_id 0 all. */
struct burden_request {
	int64_t jurisdiction_id, unit_id;
	int year;
};

MUST_USE int burden_load(struct db *db, const struct burden_request *request, struct arena *arena,
			 struct burden *out, struct error *err);
const struct burden_unit *burden_find(const struct burden *burden, int64_t unit_id);
/* Of a month (0 … 11), or (-1) of the year; `before`: of the year before. */
int64_t burden_of(const struct burden_unit *unit, enum burden_measure measure, int month, bool before);
/* Twice the median over the units of `unit`'s group in the year, for an even number of units gives
 * halves; -1: the unit is in no group, or memory is out. */
int64_t burden_median(const struct burden *burden, const struct burden_unit *unit,
		      enum burden_measure measure, int month, struct arena *arena);

/* What is behind a number. */
struct burden_row {
	int32_t day;
	const struct burden_source *source; /* NULL: a checkpoint */
	int64_t id, link_id;
	struct str title, note;
	int64_t fields;
	bool secret;
};

struct burden_rows {
	struct burden_row *items;
	size_t count, capacity;
};

struct burden_question {
	int64_t jurisdiction_id, unit_id;
	int year, month; /* month 0 … 11, or -1: the whole year */
	enum burden_measure measure; /* FIELDS gives the forms, MINUTES the meetings */
};

/* The rows of a number, the oldest first. */
MUST_USE int burden_list(struct db *db, const struct burden_question *question, struct arena *arena,
			 struct burden_rows *out, struct error *err);

#endif
