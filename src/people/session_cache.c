/*
 * session_cache.c - sessions and rights in memory, so that a request with a known cookie costs no
 * database statement.
 *
 * A hash table of entries under one mutex; the lock is held for a lookup and a copy, never during
 * database work. Invalidation does not drop entries but marks them to be read again, which keeps
 * their last-seen time. It also raises `version`: a thread that reads the database meanwhile
 * compares the version before and after, and marks what it stores as stale when the two differ.
 * So a change is seen by every lookup that begins after session_cache_invalidate() returned. What
 * another process changed (the command line, another node) is seen within CACHE_MS.
 */
#include "people/session.h"

#include <pthread.h>
#include <stdio.h>

#include "base/civil.h"
#include "people/rights_load.h"
#include "people/security_policy.h"
#include "statements_jurisdiction.h"
#include "statements_role_grant.h"
#include "statements_session.h"

#define CACHE_BUCKETS 4096     /* a power of two */
#define CACHE_MAXIMUM 16384    /* entries; about 10 MB */
#define CACHE_MS 1000	       /* decisions.md 10: at most one second old */
/* Rows are deleted when no policy could keep them; other nodes write last-seen once a minute. */
#define IDLE_LONGEST_MS (MINUTES_MS(SECURITY_POLICY_IDLE_MAXIMUM_MINUTES) + 120 * 1000)
#define ABSOLUTE_LONGEST_MS HOURS_MS(SECURITY_POLICY_ABSOLUTE_MAXIMUM_HOURS)

struct entry {
	struct entry *next;
	struct session session;
	struct rights rights;
	int64_t seen_ms;   /* last request */
	int64_t stored_ms; /* last-seen as the database has it */
	int64_t read_ms;   /* when it was read from the database, monotonic */
	int32_t day;	   /* for which the rights were read */
	int utc_offset_minutes;
	int clock_offset_days;
	int64_t idle_ms, absolute_ms; /* the policy's, of that day */
	int64_t changed_ms;	      /* the password, and whether it must be changed at once */
	bool must_change;
	bool stale;
};

struct session_cache {
	pthread_mutex_t lock;
	struct entry *buckets[CACHE_BUCKETS];
	size_t count;
	uint64_t version;
};

struct session_cache *session_cache_new(void)
{
	struct session_cache *cache = memory_alloc(sizeof(*cache));
	if (cache)
		pthread_mutex_init(&cache->lock, NULL);
	return cache;
}

/* The link that points to the entry, or to the NULL at which it would be added. */
static struct entry **find_link(struct session_cache *cache, const struct hash *token_hash)
{
	size_t bucket = (token_hash->bytes[0] | (size_t)token_hash->bytes[1] << 8) &
			(CACHE_BUCKETS - 1);
	struct entry **link = &cache->buckets[bucket];
	while (*link && !hash_equal(&(*link)->session.token_hash, token_hash))
		link = &(*link)->next;
	return link;
}

static void drop(struct session_cache *cache, struct entry **link)
{
	struct entry *entry = *link;
	*link = entry->next;
	memory_free(entry);
	cache->count--;
}

static bool has_ended(const struct entry *entry, int64_t now_ms)
{
	return now_ms - entry->seen_ms > entry->idle_ms ||
	       now_ms - entry->session.created_ms > entry->absolute_ms;
}

/* Drop the ended entries, or all of them. */
static void sweep(struct session_cache *cache, bool all)
{
	int64_t now_ms = clock_now_ms();
	for (size_t i = 0; i < CACHE_BUCKETS; i++) {
		struct entry **link = &cache->buckets[i];
		while (*link) {
			if (all || has_ended(*link, now_ms))
				drop(cache, link);
			else
				link = &(*link)->next;
		}
	}
}

void session_cache_free(struct session_cache *cache)
{
	if (!cache)
		return;
	sweep(cache, true);
	pthread_mutex_destroy(&cache->lock);
	memory_free(cache);
}

void session_cache_invalidate(struct session_cache *cache, int64_t account_id)
{
	pthread_mutex_lock(&cache->lock);
	cache->version++;
	for (size_t i = 0; i < CACHE_BUCKETS; i++)
		for (struct entry *entry = cache->buckets[i]; entry; entry = entry->next)
			if (!account_id || entry->session.account_id == account_id)
				entry->stale = true;
	pthread_mutex_unlock(&cache->lock);
}

static int32_t business_day(const struct entry *entry, int64_t now_ms)
{
	return clock_day(now_ms, entry->utc_offset_minutes) + entry->clock_offset_days;
}

/* A fresh entry: marks it as seen and copies it. Otherwise false; *out_version is for the reload. */
static bool lookup(struct session_cache *cache, const struct hash *token_hash, int64_t now_ms,
		   struct entry *out, uint64_t *out_version)
{
	pthread_mutex_lock(&cache->lock);
	struct entry *entry = *find_link(cache, token_hash);
	bool fresh = entry && !entry->stale && !has_ended(entry, now_ms) &&
		     clock_monotonic_ms() - entry->read_ms < CACHE_MS &&
		     entry->day == business_day(entry, now_ms);
	if (fresh) {
		entry->seen_ms = now_ms;
		*out = *entry;
	} else if (entry) {
		out->seen_ms = entry->seen_ms; /* newer than the database's */
	}
	*out_version = cache->version;
	pthread_mutex_unlock(&cache->lock);
	return fresh;
}

static int refuse(struct error *err)
{
	return error_set(err, ERR_LOGIN, "Please log in.", "请先登录。");
}

static void copy_text(char out[SESSION_NAME_BYTES], struct str text)
{
	snprintf(out, SESSION_NAME_BYTES, "%.*s", STR_ARG(utf8_cut(text, SESSION_NAME_BYTES - 1)));
}

static void copy_account(struct db_query *query, struct entry *entry)
{
	struct session *session = &entry->session;
	copy_text(session->login, db_query_bytes(query, 4));
	copy_text(session->display_name, db_query_bytes(query, 5));
	session->person_id = db_query_int(query, 6);
	session->has_totp = db_query_int(query, 10);
	entry->changed_ms = db_query_int(query, 11);
	entry->must_change = db_query_int(query, 12);
}

/* The session's row; `entry->seen_ms` keeps the later of memory and database. */
static int load_session(struct db *db, struct entry *entry, struct error *err)
{
	struct session *session = &entry->session;
	struct db_query *query;
	int code = db_query_open(
		db, STATEMENT_SESSION_GET,
		DB_ARGS(db_blob("token_hash", hash_str(&session->token_hash))), &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	struct str secret = code > 0 ? db_query_bytes(query, 1) : STR_EMPTY;
	if (code > 0 && secret.length == sizeof(session->csrf_secret)) {
		session->account_id = db_query_int(query, 0);
		memcpy(session->csrf_secret, secret.bytes, secret.length);
		session->created_ms = db_query_int(query, 2);
		entry->stored_ms = db_query_int(query, 3);
		session->id = db_query_int(query, 7);
		session->stage = str_equal(db_query_bytes(query, 8), STR("code")) ? SESSION_AT_CODE
										   : SESSION_OPEN;
		session->authenticated_ms = db_query_int(query, 9);
		copy_account(query, entry);
	}
	db_query_close(query);
	if (entry->seen_ms < entry->stored_ms)
		entry->seen_ms = entry->stored_ms;
	return code < 0 ? code : 0;
}

static int load_clock(struct db *db, struct entry *entry, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_JURISDICTION_CLOCK,
				 DB_ARGS(db_int("id", entry->session.jurisdiction_id)), &query,
				 err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0) {
		entry->utc_offset_minutes = (int)db_query_int(query, 0);
		entry->clock_offset_days = (int)db_query_int(query, 1);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

static bool is_administrator(const struct rights *rights)
{
	for (size_t i = 0; i < rights->count; i++)
		if (role_is_administrator(rights->grants[i].role))
			return true;
	return false;
}

/* Times and stage by the policy of the account's jurisdiction. */
static int apply_policy(struct db *db, int64_t now_ms, struct entry *entry, struct error *err)
{
	struct session *session = &entry->session;
	struct security_policy policy;
	int code = security_policy_find(db, session->jurisdiction_id, entry->day, &policy, err);
	if (code)
		return code;
	entry->idle_ms = MINUTES_MS(policy.idle_minutes);
	entry->absolute_ms = HOURS_MS(policy.absolute_hours);
	session->reauthentication_ms = MINUTES_MS(policy.reauthentication_minutes);
	if (session->stage == SESSION_AT_CODE)
		entry->idle_ms = entry->absolute_ms = SESSION_AT_CODE_MS;
	else if ((entry->must_change && policy.profile == PASSWORD_DJBH3) ||
		 (policy.rotation_days &&
		  now_ms - entry->changed_ms > DAYS_MS(policy.rotation_days)))
		session->stage = SESSION_AT_PASSWORD;
	else if (is_administrator(&entry->rights) && !session->has_totp)
		session->stage = SESSION_AT_ENROLMENT;
	return 0;
}

/* Everything of an entry from the database. */
static int load(struct db *db, int64_t now_ms, struct entry *entry, struct error *err)
{
	struct session *session = &entry->session;
	entry->read_ms = clock_monotonic_ms();
	int code = load_session(db, entry, err);
	if (code)
		return code;
	if (!session->account_id)
		return refuse(err);
	code = db_get_int(db, STATEMENT_ROLE_GRANT_HOME,
			  DB_ARGS(db_int("account_id", session->account_id)),
			  &session->jurisdiction_id, err);
	if (code && code != -ERR_NOT_FOUND)
		return code;
	code = load_clock(db, entry, err);
	if (code)
		return code;
	entry->day = business_day(entry, now_ms);
	code = rights_load(db, session->jurisdiction_id, session->account_id, entry->day,
			   &entry->rights, err);
	if (!code)
		code = apply_policy(db, now_ms, entry, err);
	if (!code && has_ended(entry, now_ms))
		return refuse(err);
	return code;
}

/* Put a loaded entry into the table in place of an older one. Without memory it is not cached. */
static void store(struct session_cache *cache, const struct entry *loaded, uint64_t version)
{
	pthread_mutex_lock(&cache->lock);
	if (cache->count >= CACHE_MAXIMUM)
		sweep(cache, false);
	if (cache->count >= CACHE_MAXIMUM)
		sweep(cache, true);
	struct entry **link = find_link(cache, &loaded->session.token_hash);
	if (!*link && (*link = memory_alloc(sizeof(**link))))
		cache->count++;
	if (*link) {
		struct entry *next = (*link)->next;
		**link = *loaded;
		(*link)->next = next;
		(*link)->stale = version != cache->version;
	}
	pthread_mutex_unlock(&cache->lock);
}

static void forget(struct session_cache *cache, const struct hash *token_hash)
{
	pthread_mutex_lock(&cache->lock);
	struct entry **link = find_link(cache, token_hash);
	if (*link)
		drop(cache, link);
	pthread_mutex_unlock(&cache->lock);
}

int session_find(struct session_cache *cache, struct db *db, struct str token,
		 struct session *out_session, struct rights *out_rights, struct error *err)
{
	if (token.length != SESSION_TOKEN_BYTES - 1)
		return refuse(err);
	int64_t now_ms = clock_now_ms();
	struct hash token_hash = hash_of(token);
	struct entry entry = { 0 };
	uint64_t version;
	if (!lookup(cache, &token_hash, now_ms, &entry, &version)) {
		entry.session.token_hash = token_hash;
		int code = load(db, now_ms, &entry, err);
		if (code == -ERR_LOGIN)
			forget(cache, &token_hash);
		if (code)
			return code;
		entry.seen_ms = now_ms;
		store(cache, &entry, version);
	}
	*out_session = entry.session;
	*out_rights = entry.rights;
	return 0;
}

struct seen {
	struct hash token_hash;
	int64_t seen_ms;
};

/* The entries whose last-seen the database does not have yet; they count as stored from now on. */
static size_t collect_seen(struct session_cache *cache, struct seen **out)
{
	size_t count = 0;
	pthread_mutex_lock(&cache->lock);
	struct seen *seen = memory_alloc((cache->count + 1) * sizeof(*seen));
	for (size_t i = 0; seen && i < CACHE_BUCKETS; i++)
		for (struct entry *entry = cache->buckets[i]; entry; entry = entry->next) {
			if (entry->seen_ms <= entry->stored_ms)
				continue;
			seen[count++] = (struct seen){ entry->session.token_hash, entry->seen_ms };
			entry->stored_ms = entry->seen_ms;
		}
	pthread_mutex_unlock(&cache->lock);
	*out = seen;
	return count;
}

int session_store_seen(struct session_cache *cache, struct db *db, struct error *err)
{
	struct seen *seen;
	size_t count = collect_seen(cache, &seen);
	if (!seen)
		return error_broken(err, ERR_MEMORY, "last-seen times");
	int code = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = db_run(db, STATEMENT_SESSION_SEEN,
			      DB_ARGS(db_blob("token_hash", hash_str(&seen[i].token_hash)),
				      db_int("seen_ms", seen[i].seen_ms)),
			      NULL, err);
	memory_free(seen);
	int64_t now_ms = clock_now_ms();
	if (!code)
		code = db_run(db, STATEMENT_SESSION_PRUNE,
			      DB_ARGS(db_int("idle_before_ms", now_ms - IDLE_LONGEST_MS),
				      db_int("created_before_ms", now_ms - ABSOLUTE_LONGEST_MS)),
			      NULL, err);
	return code;
}
