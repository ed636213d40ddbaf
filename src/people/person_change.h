/*
 * person_change.h - what happens to a person by a document: posts, transfers, leaving, returning.
 *
 * Layer: people.
 *
 * Each act writes a person_change (kind, day, reason, document, post) beside what it changes. The day is
 * never after today: what is still to come is entered when it comes.
 *   begin     a post from the day on
 *   end       a post's last day is the day; roles for its unit end now, unless another post is held there
 *   transfer  one post ends the day before, another begins on the day
 *   leave     the last day in service: all posts end, all roles, deputies, sessions and log-in at once
 *   return    in service again from the day on, under the same code; log-in and roles are given anew by the
 *             security administrator, posts by a post of their own
 * What ends, transfers or leaves opens a handover list in the same act when something is open: of the post's
 * unit (unless another post is held there), or of the whole person who leaves (people/handover.h).
 */
#ifndef LIANZE_PEOPLE_PERSON_CHANGE_H
#define LIANZE_PEOPLE_PERSON_CHANGE_H

#include "people/account.h"
#include "people/handover_source.h"
#include "people/person.h"
#include "people/post.h"
#include "people/role_grant.h"

enum person_change_kind {
	PERSON_POST_BEGIN,
	PERSON_POST_END,
	PERSON_TRANSFER,
	PERSON_LEAVE,
	PERSON_RETURN,
	PERSON_CHANGE_KIND_COUNT
};

struct person_change {
	struct record_head head;
	int64_t person_id;
	int kind; /* enum person_change_kind */
	int32_t day;
	struct str reason;
	struct str reference;
	int64_t post_id; /* 0: none */
	/* Not stored: who takes over what is open (0: named later), and the handover list that was opened
	 * (0: nothing was open). */
	int64_t receiver_id, handover_id;
};

extern const struct record_type person_change_record;
extern const struct field_choice person_change_kinds[];

/* What ends with a post (unit_id of it) or with everything (0): roles of the person's accounts. */
struct person_grants {
	struct role_grant *items;
	struct str *units; /* names beside them; empty for the whole jurisdiction */
	size_t count;
};
MUST_USE int person_grants_of(struct act *act, int64_t person_id, int64_t unit_id,
			      struct person_grants *out, struct error *err);

/* What is put on a handover list when the person leaves (`post` NULL) or the post ends, on `day`. */
MUST_USE int person_matters_of(struct act *act, int64_t person_id, const struct post *post, int32_t day,
			       struct handover_matters *out, struct error *err);

/* What a leaving person still holds after `day`. */
struct person_posts {
	struct post *items;
	struct str *units;
	size_t count;
};
MUST_USE int person_posts_after(struct act *act, int64_t person_id, int32_t day,
				struct person_posts *out, struct error *err);

/*
 * Each writes `change` (its kind, person_id and post_id are set here). -ERR_INVALID names "day", "reason"
 * or "reference"; -ERR_RULE says which rule of posts, units or service refuses it. Nothing is written
 * then.
 */
MUST_USE int person_post_begin(struct act *act, struct post *post, struct person_change *change,
			       struct error *err);
MUST_USE int person_post_end(struct act *act, struct post *post, struct person_change *change,
			     struct error *err);
MUST_USE int person_transfer(struct act *act, struct post *from, struct post *to,
			     struct person_change *change, struct error *err);
/* The asker's own person is refused, and the last security administrator. Sessions end within this act:
 * forget the cached ones behind it. */
MUST_USE int person_leave(struct act *act, struct person *person, struct person_change *change,
			  struct error *err);
MUST_USE int person_return(struct act *act, struct person *person, struct person_change *change,
			   struct error *err);

#endif
