/*
 * security_policy.c - the record of a policy, its profiles as a table, and the one in force.
 */
#include "messages_log_in.h"
#include "people/security_policy.h"
#include "statements_security_policy.h"

#include <stdio.h>

#define ANY_DAYS 365

const struct field_choice password_profiles[] = {
	[PASSWORD_ASVS] = { "asvs", MESSAGE_SECURITY_POLICY_PROFILE_ASVS },
	[PASSWORD_DJBH3] = { "djbh3", MESSAGE_SECURITY_POLICY_PROFILE_DJBH3 },
	{ NULL, MESSAGE_NONE },
};

/* What a profile allows. */
static const struct profile {
	int kinds;
	int64_t rotation_from, rotation_to; /* days */
	int64_t history_from, history_to;
} profiles[PASSWORD_PROFILE_COUNT] = {
	[PASSWORD_ASVS] = { .kinds = 0 },
	[PASSWORD_DJBH3] = { .kinds = 3, .rotation_from = 1, .rotation_to = 180,
			     .history_from = 1, .history_to = 24 },
};

const struct security_policy SECURITY_POLICY_DEFAULT = {
	.from_day = CIVIL_NO_DAY,
	.profile = PASSWORD_ASVS,
	.minimum_length = 12,
	.slip_days = 7,
	.idle_minutes = 15,
	.absolute_hours = 8,
	.reauthentication_minutes = 10,
};

#define NUMBER_FIELD(member, text, explained, least, most)                                         \
	{ .name = #member, .type = FIELD_INTEGER, .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM, \
	  .offset = offsetof(struct security_policy, member), .label = text,                       \
	  .help = explained, .minimum = least, .maximum = most, .since = 1 }

static const struct field fields[] = {
	{ .name = "from_day",
	  .type = FIELD_DAY,
	  .flags = FIELD_REQUIRED | FIELD_KEY | FIELD_LIST | FIELD_SORT | FIELD_FORM | FIELD_FIXED,
	  .offset = offsetof(struct security_policy, from_day),
	  .label = MESSAGE_SECURITY_POLICY_FROM_DAY,
	  .since = 1 },
	{ .name = "profile",
	  .type = FIELD_CHOICE,
	  .flags = FIELD_REQUIRED | FIELD_LIST | FIELD_FORM,
	  .offset = offsetof(struct security_policy, profile),
	  .label = MESSAGE_SECURITY_POLICY_PROFILE,
	  .help = MESSAGE_SECURITY_POLICY_PROFILE_HELP,
	  .choices = password_profiles,
	  .since = 1 },
	NUMBER_FIELD(minimum_length, MESSAGE_SECURITY_POLICY_MINIMUM_LENGTH,
		     MESSAGE_SECURITY_POLICY_MINIMUM_LENGTH_HELP, 8, 64),
	NUMBER_FIELD(rotation_days, MESSAGE_SECURITY_POLICY_ROTATION_DAYS,
		     MESSAGE_SECURITY_POLICY_ROTATION_DAYS_HELP, 0, ANY_DAYS),
	NUMBER_FIELD(history_count, MESSAGE_SECURITY_POLICY_HISTORY_COUNT,
		     MESSAGE_SECURITY_POLICY_HISTORY_COUNT_HELP, 0, 24),
	NUMBER_FIELD(slip_days, MESSAGE_SECURITY_POLICY_SLIP_DAYS,
		     MESSAGE_SECURITY_POLICY_SLIP_DAYS_HELP, 1, 90),
	NUMBER_FIELD(idle_minutes, MESSAGE_SECURITY_POLICY_IDLE_MINUTES,
		     MESSAGE_SECURITY_POLICY_IDLE_MINUTES_HELP, 1, SECURITY_POLICY_IDLE_MAXIMUM_MINUTES),
	NUMBER_FIELD(absolute_hours, MESSAGE_SECURITY_POLICY_ABSOLUTE_HOURS,
		     MESSAGE_SECURITY_POLICY_ABSOLUTE_HOURS_HELP, 1, SECURITY_POLICY_ABSOLUTE_MAXIMUM_HOURS),
	NUMBER_FIELD(reauthentication_minutes, MESSAGE_SECURITY_POLICY_REAUTHENTICATION_MINUTES,
		     MESSAGE_SECURITY_POLICY_REAUTHENTICATION_MINUTES_HELP, 1, 60),
};

const struct record_type security_policy_record = {
	.name = "security_policy",
	.label = MESSAGE_SECURITY_POLICY_LABEL,
	.size = sizeof(struct security_policy),
	.fields = fields,
	.field_count = ARRAY_LENGTH(fields),
	.encoding = 1,
	.insert = STATEMENT_SECURITY_POLICY_INSERT,
	.update = STATEMENT_SECURITY_POLICY_UPDATE,
	.remove = STATEMENT_SECURITY_POLICY_REMOVE,
	.get = STATEMENT_SECURITY_POLICY_GET,
	.all = STATEMENT_SECURITY_POLICY_ALL,
};

int password_profile_kinds(enum password_profile profile)
{
	return profiles[profile].kinds;
}

static int refuse(const char *field, int64_t found, const char *en, const char *zh,
		  struct error *err)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)found);
	return error_invalid(err, field, text, en, zh);
}

int security_policy_check(const struct security_policy *policy, struct error *err)
{
	int rc = record_check(&security_policy_record, policy, err);

	if (rc < 0)
		return rc;
	const struct profile *profile = &profiles[policy->profile];
	bool rotates = profile->rotation_to > 0;
	if (policy->rotation_days < profile->rotation_from ||
	    policy->rotation_days > profile->rotation_to)
		return refuse("rotation_days", policy->rotation_days,
			      rotates ? "1 to 180 days in profile djbh3" : "0 in profile asvs",
			      rotates ? "等保三级口令规则下为 1 至 180 天"
				      : "ASVS 口令规则下为 0",
			      err);
	if (policy->history_count < profile->history_from ||
	    policy->history_count > profile->history_to)
		return refuse("history_count", policy->history_count,
			      rotates ? "1 to 24 in profile djbh3" : "0 in profile asvs",
			      rotates ? "等保三级口令规则下为 1 至 24" : "ASVS 口令规则下为 0",
			      err);
	return 0;
}

static void read_policy(struct db_query *query, struct security_policy *out)
{
	struct str profile = db_query_bytes(query, 1);

	*out = (struct security_policy){
		.from_day = (int32_t)db_query_int(query, 0),
		.profile = str_equal(profile, str_from(password_profiles[PASSWORD_DJBH3].name))
				   ? PASSWORD_DJBH3
				   : PASSWORD_ASVS,
		.minimum_length = db_query_int(query, 2),
		.rotation_days = db_query_int(query, 3),
		.history_count = db_query_int(query, 4),
		.slip_days = db_query_int(query, 5),
		.idle_minutes = db_query_int(query, 6),
		.absolute_hours = db_query_int(query, 7),
		.reauthentication_minutes = db_query_int(query, 8),
	};
}

int security_policy_find(struct db *db, int64_t jurisdiction_id, int32_t day,
			 struct security_policy *out, struct error *err)
{
	struct db_query *query;
	int rc = db_query_open(db, STATEMENT_SECURITY_POLICY_IN_FORCE,
			       DB_ARGS(db_int("jurisdiction_id", jurisdiction_id),
				       db_int("day", day)),
			       &query, err);

	if (rc < 0)
		return rc;
	rc = db_query_step(query, err);
	if (rc > 0)
		read_policy(query, out);
	else if (rc == 0)
		*out = SECURITY_POLICY_DEFAULT;
	db_query_close(query);
	return rc < 0 ? rc : 0;
}
