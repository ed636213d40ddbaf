/*
 * rights.h - roles, permissions, and the one place that decides who may do what to which object.
 *
 * Layer:   people, pure.
 *
 * A role grant gives a role in a jurisdiction, for the whole of it (unit 0) or for one unit and
 * those below it, from a day to a day. The three administrators are kept apart: nobody holds two
 * of them, and none of them acts in the business (domain.md section 3). Rights are read on every
 * request.
 *
 * How far a permission of a role reaches (the matrix in rights.c): "open" reaches every object of
 * the jurisdiction, whatever unit the grant names (rankings, schemes, the ledger); "scope"
 * reaches the grant's unit and those below it, or everything for a grant over the whole
 * jurisdiction; "self" reaches only what is about the person themself. Every account, also one
 * without a grant, has PERMISSION_LOGGED_IN and PERMISSION_LEDGER_READ.
 */
#ifndef LIANZE_PEOPLE_RIGHTS_H
#define LIANZE_PEOPLE_RIGHTS_H

#include "record/permission_set.h"
#include "record/record.h"

enum role {
	ROLE_OFFICE,	   /* responsibility-system office */
	ROLE_LEADER,	   /* leader of the discipline body, members of the leading body */
	ROLE_UNIT_HEAD,
	ROLE_LIAISON,
	ROLE_CADRE,
	ROLE_INSPECTOR,
	ROLE_ORGANISATION, /* organisation department */
	ROLE_SYSTEM_ADMINISTRATOR,
	ROLE_SECURITY_ADMINISTRATOR,
	ROLE_AUDIT_ADMINISTRATOR,
	ROLE_COUNT
};

/* Bits of a permission_set; a route or a transition names one or several, any of which suffices. */
#define PERMISSION_PUBLIC ((permission_set)0) /* no log-in needed */
#define PERMISSION_LOGGED_IN ((permission_set)1 << 0) /* any account */
#define PERMISSION_UNIT_READ ((permission_set)1 << 1) /* units, groups */
#define PERMISSION_UNIT_WRITE ((permission_set)1 << 2)
#define PERMISSION_PERSON_READ ((permission_set)1 << 3)
#define PERMISSION_PERSON_WRITE ((permission_set)1 << 4)
#define PERMISSION_RESULT_READ ((permission_set)1 << 5) /* rankings */
#define PERMISSION_DERIVATION_READ ((permission_set)1 << 6) /* how a total came about */
#define PERMISSION_SCORE_WRITE ((permission_set)1 << 7)
#define PERMISSION_ENTRY_WRITE ((permission_set)1 << 8)
#define PERMISSION_IMPORT ((permission_set)1 << 9)
#define PERMISSION_SCHEME_READ ((permission_set)1 << 10)
#define PERMISSION_SCHEME_ADOPT ((permission_set)1 << 11)
#define PERMISSION_LEDGER_READ ((permission_set)1 << 12) /* checkpoint, proofs */
#define PERMISSION_ACT_READ ((permission_set)1 << 13) /* the audit list */
#define PERMISSION_ACCOUNT_READ ((permission_set)1 << 14)
#define PERMISSION_ACCOUNT_WRITE ((permission_set)1 << 15)
#define PERMISSION_SYSTEM ((permission_set)1 << 16) /* runtime, backup */
#define PERMISSION_EXPORT ((permission_set)1 << 17)
#define PERMISSION_RESULT_MANAGE ((permission_set)1 << 18) /* publish, finalise, correct; answer objections */
#define PERMISSION_OBJECTION_RAISE ((permission_set)1 << 19)
#define PERMISSION_PROPOSAL_READ ((permission_set)1 << 20)
#define PERMISSION_PROPOSAL_DECIDE ((permission_set)1 << 21)
#define PERMISSION_TOKEN ((permission_set)1 << 22) /* API tokens of one's own */
#define PERMISSION_DEPUTE ((permission_set)1 << 23) /* name a deputy for oneself */
#define PERMISSION_EVIDENCE_READ ((permission_set)1 << 24) /* cut further by evidence/evidence.h */
#define PERMISSION_EVIDENCE_WRITE ((permission_set)1 << 25) /* add for a unit, withdraw */
#define PERMISSION_PLAN_READ ((permission_set)1 << 26) /* the published plan */
#define PERMISSION_PLAN_MANAGE ((permission_set)1 << 27) /* draft, assign, publish */
#define PERMISSION_PLAN_RESPOND ((permission_set)1 << 28) /* claim, question, break down, report for a unit */
#define PERMISSION_PLAN_REVIEW ((permission_set)1 << 29) /* accept or return what is reported */
#define PERMISSION_LETTER_READ ((permission_set)1 << 30) /* letters of others; one's own needs none */
#define PERMISSION_LETTER_MANAGE ((permission_set)1 << 31) /* generate, withdraw */
#define PERMISSION_MEETING_READ ((permission_set)1 << 32)
#define PERMISSION_MEETING_MANAGE ((permission_set)1 << 33) /* call, minute, conclude */
#define PERMISSION_ARCHIVE_READ ((permission_set)1 << 34) /* a person's archive, for a purpose */
#define PERMISSION_EXAMINATION_MANAGE ((permission_set)1 << 35)

/*
 * A grant of the account's own, or (for_account_id set) one of an account that it is a deputy of: then it
 * gives only the permissions in `only`, nothing about oneself, and no decision in a matter about the
 * deputy or the one who is represented (people/deputy.h).
 */
struct role_scope {
	enum role role;
	int64_t unit_id; /* 0: the whole jurisdiction */
	int64_t for_account_id; /* 0: own */
	int64_t for_person_id;
	permission_set only;
};

/* Whoever asks: an account with the grants that are in force today. Plain value. */
#define RIGHTS_MAXIMUM_GRANTS 16 /* of one's own, and as many again as a deputy */
struct rights {
	int64_t jurisdiction_id;
	int64_t account_id;
	int64_t person_id; /* 0: account without a person */
	struct role_scope grants[2 * RIGHTS_MAXIMUM_GRANTS];
	size_t count;
	permission_set withheld; /* permissions outside the scope of the API token that asks; 0: none */
};

/* Where an object stands: its unit and the units above it, nearest first. */
#define RIGHTS_MAXIMUM_DEPTH 16
struct rights_object {
	int64_t person_id; /* the person it is about, or 0 */
	int64_t units[RIGHTS_MAXIMUM_DEPTH];
	size_t count;	   /* 0: an object of the whole jurisdiction */
};

/* Union of the permissions that any grant gives, whatever its scope: for menus and routes. */
permission_set rights_permissions(const struct rights *rights);
/* True when a grant gives `permission` over the whole jurisdiction. */
bool rights_has_everywhere(const struct rights *rights, permission_set permission);
/* True when a grant gives `permission` for this object: everywhere, through one of its units, or (for
 * reading) because it is about the person themself. `permission` may be several bits, any of which
 * suffices; PERMISSION_PUBLIC is always true. */
bool rights_check(const struct rights *rights, permission_set permission,
		  const struct rights_object *object);
/* The grant by which rights_check() says yes, one's own before a represented one's; NULL when it says no
 * or needs no grant. */
const struct role_scope *rights_grant_for(const struct rights *rights, permission_set permission,
					  const struct rights_object *object);
/* The account for which an act of that permission is done: 0 when a grant of one's own gives it. */
int64_t rights_acting_for(const struct rights *rights, permission_set permission);
/* The role to record with an act of that permission: the strongest of one's own that gives it, else the
 * strongest of those that one represents; ROLE_COUNT if none. */
enum role rights_acting_role(const struct rights *rights, permission_set permission);
/* What a role gives, and names. */
permission_set role_permissions(enum role role);
const char *role_name(enum role role);
enum message role_label(enum role role);
extern const struct field_choice role_choices[];
int role_from_name(struct str name); /* -1 when unknown */
/* Two of the three administrators, or an administrator with any business role. */
bool role_conflict(enum role a, enum role b);
bool role_is_administrator(enum role role);
/* Roles that mean nothing without a unit: unit head, liaison, cadre. A grant without one gives only
 * what is open or about themself. */
bool role_needs_unit(enum role role);

#endif
