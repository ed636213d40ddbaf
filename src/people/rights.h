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

/* Bits; a route or a transition names one or several, any of which suffices. */
enum permission {
	PERMISSION_PUBLIC = 0,		  /* no log-in needed */
	PERMISSION_LOGGED_IN = 1u << 0,	  /* any account */
	PERMISSION_UNIT_READ = 1u << 1,	  /* units, groups */
	PERMISSION_UNIT_WRITE = 1u << 2,
	PERMISSION_PERSON_READ = 1u << 3,
	PERMISSION_PERSON_WRITE = 1u << 4,
	PERMISSION_RESULT_READ = 1u << 5, /* rankings */
	PERMISSION_DERIVATION_READ = 1u << 6, /* how a total came about */
	PERMISSION_SCORE_WRITE = 1u << 7,
	PERMISSION_ENTRY_WRITE = 1u << 8,
	PERMISSION_IMPORT = 1u << 9,
	PERMISSION_SCHEME_READ = 1u << 10,
	PERMISSION_SCHEME_ADOPT = 1u << 11,
	PERMISSION_LEDGER_READ = 1u << 12, /* checkpoint, proofs */
	PERMISSION_ACT_READ = 1u << 13,    /* the audit list */
	PERMISSION_ACCOUNT_READ = 1u << 14,
	PERMISSION_ACCOUNT_WRITE = 1u << 15,
	PERMISSION_SYSTEM = 1u << 16,	   /* runtime, backup */
	PERMISSION_EXPORT = 1u << 17,
	PERMISSION_RESULT_MANAGE = 1u << 18, /* publish, finalise, correct; answer objections */
	PERMISSION_OBJECTION_RAISE = 1u << 19,
	PERMISSION_PROPOSAL_READ = 1u << 20,
	PERMISSION_PROPOSAL_DECIDE = 1u << 21,
	PERMISSION_TOKEN = 1u << 22,	   /* API tokens of one's own */
	PERMISSION_DEPUTE = 1u << 23,	   /* name a deputy for oneself */
	PERMISSION_EVIDENCE_READ = 1u << 24, /* as far as its visibility allows: evidence/evidence.h */
	PERMISSION_EVIDENCE_WRITE = 1u << 25,/* add for a unit, withdraw */
	PERMISSION_PLAN_READ = 1u << 26,   /* the published plan */
	PERMISSION_PLAN_MANAGE = 1u << 27, /* draft, assign, publish */
	PERMISSION_PLAN_RESPOND = 1u << 28,/* claim, question, break down, report for a unit */
	PERMISSION_PLAN_REVIEW = 1u << 29  /* accept or return what is reported */
};

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
	unsigned only;
};

/* Whoever asks: an account with the grants that are in force today. Plain value. */
#define RIGHTS_MAXIMUM_GRANTS 16 /* of one's own, and as many again as a deputy */
struct rights {
	int64_t jurisdiction_id;
	int64_t account_id;
	int64_t person_id; /* 0: account without a person */
	struct role_scope grants[2 * RIGHTS_MAXIMUM_GRANTS];
	size_t count;
	unsigned withheld; /* permissions outside the scope of the API token that asks; 0: none */
};

/* Where an object stands: its unit and the units above it, nearest first. */
#define RIGHTS_MAXIMUM_DEPTH 16
struct rights_object {
	int64_t person_id; /* the person it is about, or 0 */
	int64_t units[RIGHTS_MAXIMUM_DEPTH];
	size_t count;	   /* 0: an object of the whole jurisdiction */
};

/* Union of the permissions that any grant gives, whatever its scope: for menus and routes. */
unsigned rights_permissions(const struct rights *rights);
/* True when a grant gives `permission` over the whole jurisdiction. */
bool rights_has_everywhere(const struct rights *rights, enum permission permission);
/* True when a grant gives `permission` for this object: everywhere, through one of its units, or (for
 * reading) because it is about the person themself. `permission` may be several bits, any of which
 * suffices; PERMISSION_PUBLIC is always true. */
bool rights_check(const struct rights *rights, enum permission permission,
		  const struct rights_object *object);
/* The grant by which rights_check() says yes, one's own before a represented one's; NULL when it says no
 * or needs no grant. */
const struct role_scope *rights_grant_for(const struct rights *rights, enum permission permission,
					  const struct rights_object *object);
/* The account for which an act of that permission is done: 0 when a grant of one's own gives it. */
int64_t rights_acting_for(const struct rights *rights, enum permission permission);
/* The role to record with an act of that permission: the strongest of one's own that gives it, else the
 * strongest of those that one represents; ROLE_COUNT if none. */
enum role rights_acting_role(const struct rights *rights, enum permission permission);
/* What a role gives, and names. */
unsigned role_permissions(enum role role);
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
