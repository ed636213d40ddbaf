/*
 * rights.c - the matrix of roles and permissions, and the questions asked of it.
 *
 * One static table holds everything: a row per role, and per row the permissions by how far they
 * reach. Nothing else in the program knows what a role may do.
 */
#include "messages_people.h"
#include "people/rights.h"

#define EVERY_ACCOUNT (PERMISSION_LOGGED_IN | PERMISSION_LEDGER_READ)
#define OPEN_TO_BUSINESS                                                                           \
	(PERMISSION_RESULT_READ | PERMISSION_SCHEME_READ | PERMISSION_DEPUTE | PERMISSION_PLAN_READ | \
	 PERMISSION_MEETING_READ)
/* What a scope gives also beyond its unit when it is about the reader. */
#define READING                                                                                    \
	(PERMISSION_UNIT_READ | PERMISSION_PERSON_READ | PERMISSION_RESULT_READ |                  \
	 PERMISSION_DERIVATION_READ)

/* What nobody does as a deputy in a matter about themself or about the one whom they represent. */
#define DECIDING                                                                                   \
	(PERMISSION_SCORE_WRITE | PERMISSION_ENTRY_WRITE | PERMISSION_RESULT_MANAGE |              \
	 PERMISSION_OBJECTION_RAISE | PERMISSION_PROPOSAL_DECIDE | PERMISSION_PLAN_REVIEW)

/* What a cadre may do in their own matter, whatever the unit. */
#define ABOUT_ONESELF                                                                              \
	(PERMISSION_PERSON_READ | PERMISSION_DERIVATION_READ | PERMISSION_OBJECTION_RAISE)

struct role_row {
	permission_set open;	/* every object of the jurisdiction */
	permission_set scope; /* objects of the grant's unit and below; all for a grant without a unit */
	permission_set self;	/* objects about the person themself */
	bool needs_unit, administrator;
};

static const struct role_row matrix[ROLE_COUNT] = {
	[ROLE_OFFICE] = { .open = OPEN_TO_BUSINESS | PERMISSION_TOKEN,
			  .scope = PERMISSION_UNIT_READ | PERMISSION_UNIT_WRITE |
				   PERMISSION_PERSON_READ | PERMISSION_PERSON_WRITE |
				   PERMISSION_DERIVATION_READ | PERMISSION_SCORE_WRITE |
				   PERMISSION_ENTRY_WRITE | PERMISSION_IMPORT |
				   PERMISSION_SCHEME_ADOPT | PERMISSION_EXPORT |
				   PERMISSION_RESULT_MANAGE | PERMISSION_PROPOSAL_READ |
				   PERMISSION_PLAN_MANAGE | PERMISSION_PLAN_REVIEW |
				   PERMISSION_EVIDENCE_READ | PERMISSION_EVIDENCE_WRITE |
				   PERMISSION_LETTER_READ | PERMISSION_LETTER_MANAGE |
				   PERMISSION_MEETING_MANAGE | PERMISSION_ARCHIVE_READ |
				   PERMISSION_EXAMINATION_MANAGE },
	[ROLE_LEADER] = { .open = OPEN_TO_BUSINESS | PERMISSION_TOKEN,
			  .scope = PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
				   PERMISSION_DERIVATION_READ | PERMISSION_EXPORT |
				   PERMISSION_PROPOSAL_READ | PERMISSION_PROPOSAL_DECIDE |
				   PERMISSION_EVIDENCE_READ | PERMISSION_LETTER_READ |
				   PERMISSION_ARCHIVE_READ },
	[ROLE_UNIT_HEAD] = { .open = OPEN_TO_BUSINESS,
			     .scope = PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
				      PERMISSION_DERIVATION_READ | PERMISSION_OBJECTION_RAISE |
				      PERMISSION_PLAN_RESPOND | PERMISSION_EVIDENCE_READ |
				      PERMISSION_EVIDENCE_WRITE | PERMISSION_LETTER_READ,
			     .self = ABOUT_ONESELF,
			     .needs_unit = true },
	[ROLE_LIAISON] = { .open = OPEN_TO_BUSINESS,
			   .scope = PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
				    PERMISSION_DERIVATION_READ | PERMISSION_OBJECTION_RAISE |
				    PERMISSION_PLAN_RESPOND | PERMISSION_EVIDENCE_READ |
				    PERMISSION_EVIDENCE_WRITE,
			   .self = ABOUT_ONESELF,
			   .needs_unit = true },
	[ROLE_CADRE] = { .open = OPEN_TO_BUSINESS,
			 .scope = PERMISSION_UNIT_READ | PERMISSION_EVIDENCE_READ |
				  PERMISSION_EVIDENCE_WRITE,
			 .self = ABOUT_ONESELF,
			 .needs_unit = true },
	[ROLE_INSPECTOR] = { .open = OPEN_TO_BUSINESS,
			     .scope = PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
				      PERMISSION_DERIVATION_READ | PERMISSION_SCORE_WRITE |
				      PERMISSION_PLAN_REVIEW | PERMISSION_EVIDENCE_READ |
				     PERMISSION_LETTER_READ },
	[ROLE_ORGANISATION] = { .open = OPEN_TO_BUSINESS | PERMISSION_TOKEN,
				.scope = PERMISSION_UNIT_READ | PERMISSION_PERSON_READ |
					 PERMISSION_DERIVATION_READ | PERMISSION_LETTER_READ |
					 PERMISSION_ARCHIVE_READ },
	[ROLE_SYSTEM_ADMINISTRATOR] = { .scope = PERMISSION_SYSTEM, .administrator = true },
	[ROLE_SECURITY_ADMINISTRATOR] = { .scope = PERMISSION_ACCOUNT_READ |
						   PERMISSION_ACCOUNT_WRITE,
					  .administrator = true },
	[ROLE_AUDIT_ADMINISTRATOR] = { .scope = PERMISSION_ACT_READ | PERMISSION_ACCOUNT_READ,
				       .administrator = true },
};

const struct field_choice role_choices[] = {
	[ROLE_OFFICE] = { "office", MESSAGE_ROLE_OFFICE },
	[ROLE_LEADER] = { "leader", MESSAGE_ROLE_LEADER },
	[ROLE_UNIT_HEAD] = { "unit_head", MESSAGE_ROLE_UNIT_HEAD },
	[ROLE_LIAISON] = { "liaison", MESSAGE_ROLE_LIAISON },
	[ROLE_CADRE] = { "cadre", MESSAGE_ROLE_CADRE },
	[ROLE_INSPECTOR] = { "inspector", MESSAGE_ROLE_INSPECTOR },
	[ROLE_ORGANISATION] = { "organisation", MESSAGE_ROLE_ORGANISATION },
	[ROLE_SYSTEM_ADMINISTRATOR] = { "system", MESSAGE_ROLE_SYSTEM },
	[ROLE_SECURITY_ADMINISTRATOR] = { "security", MESSAGE_ROLE_SECURITY },
	[ROLE_AUDIT_ADMINISTRATOR] = { "audit", MESSAGE_ROLE_AUDIT },
	{ NULL, MESSAGE_NONE },
};

permission_set role_permissions(enum role role)
{
	const struct role_row *row = &matrix[role];
	return EVERY_ACCOUNT | row->open | row->scope | row->self;
}

const char *role_name(enum role role)
{
	return role_choices[role].name;
}

enum message role_label(enum role role)
{
	return role_choices[role].label;
}

int role_from_name(struct str name)
{
	for (int role = 0; role < ROLE_COUNT; role++)
		if (str_equal(name, str_from(role_choices[role].name)))
			return role;
	return -1;
}

bool role_is_administrator(enum role role)
{
	return matrix[role].administrator;
}

bool role_needs_unit(enum role role)
{
	return matrix[role].needs_unit;
}

bool role_conflict(enum role a, enum role b)
{
	return a != b && (matrix[a].administrator || matrix[b].administrator);
}

/* What a grant may give of these: all of one's own, of another's only what was delegated; never what an
 * API token withholds, and to a token nothing of another's: a deputy acts in person. */
static permission_set cut(const struct rights *rights, const struct role_scope *grant,
			  permission_set permissions)
{
	if (grant->for_account_id)
		permissions &= rights->withheld ? 0 : grant->only;
	return permissions & ~rights->withheld;
}

/* What the account has without any grant. */
static permission_set always(const struct rights *rights)
{
	return rights->account_id ? EVERY_ACCOUNT & ~rights->withheld : 0;
}

permission_set rights_permissions(const struct rights *rights)
{
	permission_set permissions = always(rights);
	for (size_t i = 0; i < rights->count; i++)
		permissions |= cut(rights, &rights->grants[i],
				   role_permissions(rights->grants[i].role));
	return permissions;
}

/* What a grant gives over the whole jurisdiction. */
static permission_set everywhere(const struct rights *rights, const struct role_scope *grant)
{
	const struct role_row *row = &matrix[grant->role];
	bool whole = !grant->unit_id && !row->needs_unit;
	return cut(rights, grant, EVERY_ACCOUNT | row->open | (whole ? row->scope : 0));
}

bool rights_has_everywhere(const struct rights *rights, permission_set permission)
{
	if (permission == PERMISSION_PUBLIC)
		return true;
	permission_set permissions = always(rights);
	for (size_t i = 0; i < rights->count; i++)
		permissions |= everywhere(rights, &rights->grants[i]);
	return permissions & permission;
}

static bool stands_in(const struct rights_object *object, int64_t unit_id)
{
	for (size_t i = 0; unit_id && i < object->count; i++)
		if (object->units[i] == unit_id)
			return true;
	return false;
}

/* A deputy decides nothing about themself and nothing about the one who is represented. */
static permission_set recused(const struct rights *rights, const struct role_scope *grant,
			const struct rights_object *object)
{
	int64_t about = object->person_id;
	bool concerned = about && (about == rights->person_id || about == grant->for_person_id);
	return grant->for_account_id && concerned ? DECIDING : 0;
}

static permission_set given(const struct rights *rights, const struct role_scope *grant,
		      const struct rights_object *object)
{
	const struct role_row *row = &matrix[grant->role];
	bool self = object->person_id && object->person_id == rights->person_id;
	permission_set permissions = everywhere(rights, grant);
	if (stands_in(object, grant->unit_id))
		permissions |= cut(rights, grant, row->scope);
	if (self && !grant->for_account_id)
		permissions |= cut(rights, grant, row->self | (row->scope & READING));
	return permissions & ~recused(rights, grant, object);
}

const struct role_scope *rights_grant_for(const struct rights *rights, permission_set permission,
					  const struct rights_object *object)
{
	const struct role_scope *represented = NULL;
	for (size_t i = 0; i < rights->count; i++) {
		const struct role_scope *grant = &rights->grants[i];
		if (!(given(rights, grant, object) & permission))
			continue;
		if (!grant->for_account_id)
			return grant;
		if (!represented)
			represented = grant;
	}
	return represented;
}

bool rights_check(const struct rights *rights, permission_set permission,
		  const struct rights_object *object)
{
	if (permission == PERMISSION_PUBLIC || (always(rights) & permission))
		return true;
	return rights_grant_for(rights, permission, object) != NULL;
}

/* The strongest role, of one's own or of those represented, that gives the permission; NULL: none. */
static const struct role_scope *strongest(const struct rights *rights, permission_set permission,
					  bool own)
{
	const struct role_scope *best = NULL;
	for (size_t i = 0; i < rights->count; i++) {
		const struct role_scope *grant = &rights->grants[i];
		if (own == !grant->for_account_id &&
		    (cut(rights, grant, role_permissions(grant->role)) & permission) &&
		    (!best || grant->role < best->role))
			best = grant;
	}
	return best;
}

enum role rights_acting_role(const struct rights *rights, permission_set permission)
{
	const struct role_scope *best = strongest(rights, permission, true);
	if (!best)
		best = strongest(rights, permission, false);
	return best ? best->role : ROLE_COUNT;
}

int64_t rights_acting_for(const struct rights *rights, permission_set permission)
{
	const struct role_scope *represented = strongest(rights, permission, false);
	if (!represented || (always(rights) & permission) ||
	    strongest(rights, permission, true))
		return 0;
	return represented->for_account_id;
}
