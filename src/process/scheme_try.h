/*
 * scheme_try.h - what stands between a draft scheme and the marks of a past year: indicators that it adds,
 * drops, widens or weighs differently, and how each is treated when the draft is tried (scheme_try_store.h).
 *
 * Layer:   rules. Pure: two schemes and the marks' codes in, a plan out; no SQL, no clock.
 * Owner:   the plan lives in the arena passed in and borrows from both schemes.
 *
 * The marks of the year were given under the adopted scheme. So
 *   an indicator that the draft adds, and for which nobody has marks, is left out, as if not applicable;
 *   one that the draft drops is ignored, and its marks are counted;
 *   one whose maximum changes keeps the same share of it: 16 of 20 becomes 8 of 10, rounded to four places;
 *   one that the draft extends to further kinds or levels is left out for those.
 * Anything else would make every unit incomplete and the trial say nothing.
 */
#ifndef LIANZE_PROCESS_SCHEME_TRY_H
#define LIANZE_PROCESS_SCHEME_TRY_H

#include "messages.h"
#include "process/scheme.h"

enum scheme_try_kind {
	SCHEME_TRY_ADDED,   /* left out */
	SCHEME_TRY_REMOVED, /* ignored; `marks` of them */
	SCHEME_TRY_SCALED,  /* from `former` to `now` */
	SCHEME_TRY_WIDENED, /* left out for `classes` */
	SCHEME_TRY_KIND_COUNT
};

struct scheme_try_change {
	enum scheme_try_kind kind;
	struct str code;
	struct scheme_text title;
	struct decimal former, now; /* maximum; 0 when there is none */
	struct scheme_text classes; /* WIDENED: their names, joined */
	int64_t marks;		    /* of the indicator in the year */
};

/* How many marks an indicator has in the year. */
struct scheme_try_marks {
	struct str indicator;
	int64_t count;
};

struct scheme_try_input {
	const struct scheme *adopted, *draft;
	const struct scheme_try_marks *marks;
	size_t mark_count;
};

struct scheme_try_plan {
	const struct scheme *adopted, *draft;
	const struct scheme *applied; /* the draft without what is left out */
	const struct decimal *former_maximum; /* by indicator of `applied`; 0: as it is */
	const struct scheme_try_change *changes; /* in the order of the draft, then what it drops */
	size_t change_count;
};

/*
 * -ERR_RULE when nothing of the draft can be tried on these marks, or the subjects differ; -ERR_MEMORY.
 */
MUST_USE int scheme_try_plan(const struct scheme_try_input *input, struct arena *arena,
			     struct scheme_try_plan *out, struct error *err);

/* "added", "removed", "scaled", "widened". */
const char *scheme_try_kind_name(enum scheme_try_kind kind);
/* The change and how it is treated, as a sentence; bytes NULL when memory is out. */
struct str scheme_try_sentence(const struct scheme_try_change *change, enum language language,
			       struct arena *arena);

#endif
