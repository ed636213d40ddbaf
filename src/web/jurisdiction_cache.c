/*
 * jurisdiction_cache.c - the jurisdiction's name and clock, read at most once a second.
 *
 * Every page needs them and they change once in years; one second is what decisions.md 10 allows for
 * anything cached.
 */
#include "web/app.h"

#include <stdio.h>

#define CACHE_MS 1000

static void copy_text(char out[SESSION_NAME_BYTES], struct str text)
{
	struct str cut = utf8_cut(text, SESSION_NAME_BYTES - 1);

	snprintf(out, SESSION_NAME_BYTES, "%.*s", STR_ARG(cut));
}

static int read_jurisdiction(struct db *db, int64_t id, struct app_jurisdiction *out,
			     struct error *err)
{
	struct jurisdiction found;
	struct arena *arena = arena_new(64 * 1024);
	int rc;

	if (!arena)
		return error_broken(err, ERR_MEMORY, "jurisdiction");
	rc = id ? record_get(db, &jurisdiction_record, (struct record_key){ 0, id }, arena,
			     &found, err)
		: jurisdiction_first(db, arena, &found, err);
	if (rc == 0) {
		*out = (struct app_jurisdiction){
			.id = found.head.id,
			.utc_offset_minutes = (int)found.utc_offset_minutes,
			.clock_offset_days = (int)found.clock_offset_days,
			.demonstration = found.demonstration,
		};
		copy_text(out->name, found.name);
		copy_text(out->name_en, found.name_en);
	}
	arena_free(arena);
	return rc;
}

int app_jurisdiction_get(struct app *app, struct db *db, int64_t jurisdiction_id,
			 struct app_jurisdiction *out, struct error *err)
{
	int64_t now = clock_monotonic_ms();
	int rc = 0;

	pthread_mutex_lock(&app->jurisdiction_lock);
	bool fresh = app->jurisdiction.id && now - app->jurisdiction_read_ms < CACHE_MS &&
		     (jurisdiction_id == 0 || jurisdiction_id == app->jurisdiction.id);
	if (!fresh) {
		rc = read_jurisdiction(db, jurisdiction_id, &app->jurisdiction, err);
		app->jurisdiction_read_ms = now;
	}
	if (rc == 0)
		*out = app->jurisdiction;
	else
		app->jurisdiction.id = 0;
	pthread_mutex_unlock(&app->jurisdiction_lock);
	return rc;
}
