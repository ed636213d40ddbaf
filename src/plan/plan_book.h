/*
 * plan_book.h - from what people write to who is meant: units by code, name or group, persons by code or
 * name.
 *
 * Layer:   plan.
 * Owner:   the book lives in the arena but for its maps: plan_book_release().
 *
 * A text names units as offices do: "T01；乙局；组:镇区甲组". Parts are separated by ; ； , ， 、 or a line
 * end; each is a code, a full name of the year, or 组: (考核组:, group:) and the name of a group of the
 * year, which stands for all its units. A co-unit may have its part in brackets: 乙局（提供数据）.
 */
#ifndef LIANZE_PLAN_PLAN_BOOK_H
#define LIANZE_PLAN_PLAN_BOOK_H

#include "base/map.h"
#include "plan/plan_store.h"

struct plan_book {
	struct arena *arena;
	struct map units, unit_names;	  /* → struct plan_book_entry */
	struct map groups;		  /* name → struct plan_book_group */
	struct map persons, person_names; /* → struct plan_book_entry */
};

/* Load what can be named in the plan of `year`. -ERR_MEMORY. Release it also after a failure. */
MUST_USE int plan_book_load(struct db *db, int64_t jurisdiction_id, int year, struct arena *arena,
			    struct plan_book *out, struct error *err);
void plan_book_release(struct plan_book *book);

struct plan_named_unit {
	int64_t unit_id;
	struct str part; /* of a co-unit; empty: not said */
};

struct plan_named_units {
	struct plan_named_unit *items; /* each unit once, in the text's order */
	size_t count;
};

/* -ERR_INVALID names `field`, the part that names nobody, or several, and what is accepted. */
MUST_USE int plan_book_units(const struct plan_book *book, const char *field, struct str text,
			     struct plan_named_units *out, struct error *err);
/* A person by code or name; 0 for an empty text. -ERR_INVALID. */
MUST_USE int plan_book_person(const struct plan_book *book, const char *field, struct str text,
			      int64_t *out, struct error *err);

#endif
