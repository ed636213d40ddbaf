/*
 * record.h - a record type describes its fields once; that one table serves the form, the list,
 * JSON, CSV, the import profile, the canonical bytes of the ledger, and the labels.
 *
 * Layer: record (above base). No SQL, no HTTP. Pure: no clock, no globals.
 * Owner: texts inside a record value live in the arena that it was read or parsed into.
 *
 * Every record struct starts with a struct record_head. Its table has the columns
 * jurisdiction_id, id, revision, encoding, and one column per field with the field's name.
 */
#ifndef LIANZE_RECORD_RECORD_H
#define LIANZE_RECORD_RECORD_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/civil.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "messages.h"

struct record_head {
	int64_t jurisdiction_id; /* 0 for global records (account, jurisdiction) */
	int64_t id;
	int64_t revision; /* 1 for the first version; a stale one is -ERR_CONFLICT */
	int64_t encoding; /* record_type.encoding that the last commitment used */
};

enum field_type {
	FIELD_TEXT,	 /* struct str    TEXT    '' when absent */
	FIELD_INTEGER,	 /* int64_t       INTEGER */
	FIELD_DECIMAL,	 /* struct decimal INTEGER, ten-thousandths */
	FIELD_DAY,	 /* int32_t       INTEGER; CIVIL_NO_DAY is NULL */
	FIELD_INSTANT,	 /* int64_t       INTEGER, ms since 1970 UTC; 0 is NULL */
	FIELD_BOOLEAN,	 /* bool          INTEGER 0/1 */
	FIELD_CHOICE,	 /* int (an enum) TEXT, the choice's name */
	/* int64_t, INTEGER, id of another record; 0 is NULL. Without `reference` (a field
	 * "subject_id"), the CHOICE field "subject" beside it names the record type. */
	FIELD_REFERENCE,
	FIELD_BYTES,	 /* struct str    BLOB */
	FIELD_TYPE_COUNT
};

struct field_choice {
	const char *name;   /* stored, in JSON and CSV: stable */
	enum message label; /* shown */
};

enum field_flag {
	FIELD_REQUIRED = 1 << 0, /* empty input is refused */
	FIELD_KEY = 1 << 1,	 /* part of the natural key */
	FIELD_LIST = 1 << 2,	 /* shown in lists */
	FIELD_FILTER = 1 << 3,	 /* lists filter by it */
	FIELD_SORT = 1 << 4,	 /* lists sort by it */
	FIELD_FORM = 1 << 5,	 /* asked in forms */
	FIELD_FIXED = 1 << 6,	 /* never changes after creation */
	FIELD_DERIVED = 1 << 7,	 /* made by the program (sort keys): not committed, not exported */
	FIELD_SECRET = 1 << 8,	 /* never leaves the database in any output */
	/* Found by the search (store/search_index.h), TEXT only: */
	FIELD_SEARCH_CODE = 1 << 9,   /* a code: whole or by its beginning */
	FIELD_SEARCH_NAME = 1 << 10,  /* a name: also by its pinyin */
	FIELD_SEARCH_PERSON = 1 << 11,/* a person's name: likewise, beginning with a surname */
	FIELD_SEARCH_TEXT = 1 << 12,  /* a sentence: by its words */
	FIELD_FILE = 1 << 13,	      /* BYTES: the SHA-256 of a file (store/blob.h), or empty */
	FIELD_LINES = 1 << 14	      /* TEXT: may have several lines; of others they are refused */
};

struct record_type;

struct field {
	const char *name; /* column, JSON and English CSV name: snake_case */
	enum field_type type;
	unsigned flags;
	size_t offset;	     /* offsetof(struct …, …) */
	enum message label;  /* full label, both languages; also the Chinese CSV header */
	enum message help;   /* MESSAGE_NONE: no help text */
	int64_t minimum;     /* TEXT: code points; INTEGER: value; DECIMAL: ten-thousandths */
	int64_t maximum;     /* 0 with minimum 0: no bound but 1,000 code points for TEXT */
	const struct field_choice *choices; /* CHOICE: in enum order, ends with a NULL name */
	const struct record_type *reference; /* REFERENCE: to what */
	int since;	     /* encoding in which the field appeared (1 = from the start) */
};

struct record_type {
	const char *name;	    /* "unit"; also its table */
	enum message label;	    /* singular */
	size_t size;		    /* sizeof the struct */
	const struct field *fields;
	size_t field_count;
	int encoding;		    /* present encoding of the canonical bytes, from 1 */
	/* Statements (enum statement) with parameters and columns named as the fields. */
	int insert;	/* all columns as parameters */
	int update;	/* WHERE jurisdiction_id, id and revision = :expected_revision */
	int remove;	/* WHERE jurisdiction_id, id and revision = :expected_revision; or -1 */
	int get;	/* by :jurisdiction_id, :id: head columns then the fields, in order */
	int all;	/* by :jurisdiction_id, the same columns, ORDER BY id */
	/* Make the DERIVED fields from the others (texts in the arena); NULL when there are none.
	 * Called before every insert and update, so that history can be restored without them. */
	int (*derive)(void *record, struct arena *arena, struct error *err);
};

/* More fields than any type may have: arrays of one row's values live on the stack. */
#define RECORD_FIELDS_MAXIMUM 48

/* The field of that name, or NULL. */
const struct field *record_field(const struct record_type *type, struct str name);

/* Name of a choice value; NULL when out of range. And back: -1 when unknown. */
const char *field_choice_name(const struct field *field, int value);
int field_choice_value(const struct field *field, struct str name);

/*
 * Parse one input text into the record. Trims; accepts the formats of decisions.md 9 (booleans 1/0,
 * yes/no, 是/否, true/false; dates; decimals; a choice by name or by its label in either language).
 * References are not resolved here (they are set by the caller). Refusals are -ERR_INVALID with the
 * field's name, the value found and what is accepted, in both languages.
 */
MUST_USE int field_parse(const struct field *field, struct str input, void *record,
			 struct arena *arena, struct error *err);
/* What field_parse() accepts, in words: "a date such as 2008-07-14". In the arena. */
struct str field_accepted(const struct field *field, enum language language, struct arena *arena);
/* Check required and bounds of a field already in the record. */
MUST_USE int field_check(const struct field *field, const void *record, struct error *err);
MUST_USE int record_check(const struct record_type *type, const void *record, struct error *err);

/* Whether two records have the same value in a field. */
bool field_equal(const struct field *field, const void *a, const void *b);

/* Machine form of a field's value (CSV, hidden inputs): dates ISO, choices by name, ids base32. */
struct str field_format(const struct field *field, const void *record, struct arena *arena);
/* Human form in a language: choice labels, 是/否, decimals short. References give "". */
struct str field_display(const struct field *field, const void *record, enum language language,
			 struct arena *arena);
/* "name": value in the open JSON object. */
void field_json(const struct field *field, const void *record, struct json *json);
/* The whole record as a JSON object: id, revision, fields (not SECRET, not DERIVED). */
void record_json(const struct record_type *type, const void *record, struct json *json);

/*
 * Canonical bytes (decisions.md 2): text, one line per field in table order,
 *     lianze-record 1 LF  type SP encoding LF  jurisdiction_id LF  id LF  revision LF
 *     name ':' length ':' value LF      value in machine form, length in bytes
 * Fields with DERIVED are left out, and those whose `since` is above `encoding`.
 * Two records with equal bytes are equal. Failure: sticky in `out`.
 */
void record_encode(const struct record_type *type, const void *record, int encoding,
		   struct buf *out);
/* Inverse of record_encode for undo and history. -ERR_CORRUPT when the bytes are not canonical;
 * fields newer than the encoding get their zero value. */
MUST_USE int record_decode(const struct record_type *type, struct str bytes, void *record,
			   struct arena *arena, struct error *err);

/* Every record type of the program, for verify, OpenAPI and tests; ends with NULL. Defined in
 * record/registry.c from the rooms' tables. */
extern const struct record_type *const record_registry[];
const struct record_type *record_type_find(struct str name);

#endif
