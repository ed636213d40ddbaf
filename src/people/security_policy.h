/*
 * security_policy.h - what a jurisdiction asks of passwords, slips and sessions, from a day on.
 *
 * Layer: people. Data with dates, set by the security administrator; the one in force is the latest that
 * has begun, and before the first one SECURITY_POLICY_DEFAULT. Days are business days; the
 * periods themselves (rotation, idle time …) run in real time (decisions.md 7).
 *
 * Two profiles contradict each other, so the operator chooses (design.md section 9):
 *   djbh3   as assessors ask for GB/T 22239 level 3: three of four kinds of characters, a new password
 *           every so many days, none of the last ones again;
 *   asvs    as OWASP ASVS 5.0 asks (6.2.5, 6.2.10): length, none of the commonest, no composition and
 *           no rotation.
 * Both refuse the commonest passwords and those with the person's names.
 */
#ifndef LIANZE_PEOPLE_SECURITY_POLICY_H
#define LIANZE_PEOPLE_SECURITY_POLICY_H

#include "record/record.h"
#include "store/db.h"

enum password_profile { PASSWORD_ASVS, PASSWORD_DJBH3, PASSWORD_PROFILE_COUNT };

struct security_policy {
	struct record_head head;
	int32_t from_day;
	int profile;		/* enum password_profile */
	int64_t minimum_length; /* characters */
	int64_t rotation_days;	/* 0: a password never expires */
	int64_t history_count;	/* so many of the last passwords are refused, the present one among them */
	int64_t slip_days;	/* validity of activation and reset slips */
	int64_t idle_minutes, absolute_hours; /* of a session */
	int64_t reauthentication_minutes; /* how long "it is me" holds for sensitive acts */
};

extern const struct record_type security_policy_record;
extern const struct field_choice password_profiles[];

/* In force where nobody has set one, and for accounts of no jurisdiction. */
extern const struct security_policy SECURITY_POLICY_DEFAULT;

#define SECURITY_POLICY_IDLE_MAXIMUM_MINUTES 60
#define SECURITY_POLICY_ABSOLUTE_MAXIMUM_HOURS 24
#define MINUTES_MS(minutes) ((minutes) * INT64_C(60000))
#define HOURS_MS(hours) ((hours) * INT64_C(3600000))
#define DAYS_MS(days) ((days) * INT64_C(86400000))

/* Of how many of the four kinds (capitals, small letters, digits, others) a password must be. */
int password_profile_kinds(enum password_profile profile);

/* Pure: -ERR_INVALID naming the field whose value the profile does not allow (djbh3 needs rotation
 * and history, asvs has neither), or whose bounds are broken. */
MUST_USE int security_policy_check(const struct security_policy *policy, struct error *err);

/* The policy in force in a jurisdiction on a business day. */
MUST_USE int security_policy_find(struct db *db, int64_t jurisdiction_id, int32_t day,
				  struct security_policy *out, struct error *err);

#endif
