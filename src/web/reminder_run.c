/* reminder_run.c - see reminder_run.h. */
#include "web/reminder_run.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#include "base/log.h"
#include "mail/mail_message.h"
#include "mail/outbox.h"
#include "people/jurisdiction.h"
#include "people/record_find.h"
#include "reminder/digest_mail.h"
#include "statements_jurisdiction.h"

#define ARENA_BYTES ((size_t)512 << 20)
#define MAIL_BYTES  ((size_t)2 << 20)
#define PLACES_MAXIMUM 64
#define RULE_KEPT_MS 30000
#define MAILS_A_ROUND 20
#define DAY_MINUTES (24 * 60)

/* A jurisdiction as this thread sees it. */
struct place {
	int64_t id;
	int utc_offset_minutes;
	int32_t day, minute, made_day; /* made_day: whose digests are made */
	int64_t read_ms;	       /* when `rule` was read; monotonic */
	int32_t read_day;
	bool worked;		       /* a rule is in force and the day is worked */
	int open_minute, close_minute;
	int32_t told_day;	       /* whose problem was written to the log */
};

struct reminder_runner {
	struct reminder_options options;
	struct db *db;
	struct arena *arena; /* of a round */
	struct place places[PLACES_MAXIMUM];
	size_t place_count;
	int64_t tidied_ms;
	pthread_t thread;
	pthread_mutex_t lock; /* guards what follows */
	pthread_cond_t changed;
	bool woken;
	atomic_bool stopping;
};

static void complain(const char *what, const struct error *err)
{
	log_write_detail(LOG_LEVEL_WARNING, "reminder", err->detail, "%s: %s", what, err->en);
}

/* Places ------------------------------------------------------------------------------------------- */

static struct place *place_of(struct reminder_runner *runner, int64_t id)
{
	for (size_t i = 0; i < runner->place_count; i++)
		if (runner->places[i].id == id)
			return &runner->places[i];
	if (runner->place_count == PLACES_MAXIMUM)
		return NULL;
	runner->places[runner->place_count] =
		(struct place){ .id = id, .made_day = CIVIL_NO_DAY, .told_day = CIVIL_NO_DAY };
	return &runner->places[runner->place_count++];
}

static int read_places(struct reminder_runner *runner, struct error *err)
{
	const struct record_query query = { &jurisdiction_record, STATEMENT_JURISDICTION_ALL,
					    DB_ARGS(db_int("jurisdiction_id", 0)) };
	struct jurisdiction *all = NULL;
	size_t count = 0;
	int64_t now = clock_now_ms();
	int code = record_find_all(runner->db, &query, runner->arena, &all, &count, err);

	for (size_t i = 0; !code && i < count; i++) {
		struct place *place = place_of(runner, all[i].head.id);
		int offset = (int)all[i].utc_offset_minutes;

		if (!place)
			break;
		place->utc_offset_minutes = offset;
		place->day = clock_day(now, offset) + (int32_t)all[i].clock_offset_days;
		place->minute = (int32_t)((now / 60000 + offset) % DAY_MINUTES);
	}
	return code;
}

/* The day's rule and whether it is worked, looked up again now and then. */
static int read_rule(struct reminder_runner *runner, struct place *place, struct error *err)
{
	struct workday_calendar calendar = { .count = 0 };
	struct reminder_rule rule;
	enum reminder_window window = REMINDER_DAY_OFF;
	int year = civil_from_day(place->day).year;
	int code = reminder_rule_load(runner->db, place->id, place->day, runner->arena, &rule, err);

	place->worked = false;
	if (code || !rule.present)
		return code;
	code = calendar_load(runner->db, year, year + 1, runner->arena, &calendar, err);
	if (!code)
		code = reminder_window_at(&rule, &calendar, place->day, 0, &window, err);
	place->worked = !code && window != REMINDER_DAY_OFF;
	place->open_minute = rule.open_minute;
	place->close_minute = rule.close_minute;
	return code;
}

static bool is_open(struct reminder_runner *runner, struct place *place)
{
	int64_t now = clock_monotonic_ms();
	struct error err;

	if (place->read_day != place->day || !place->read_ms || now - place->read_ms > RULE_KEPT_MS) {
		if (read_rule(runner, place, &err) < 0 && place->told_day != place->day) {
			place->told_day = place->day;
			complain("no digests today", &err);
		}
		place->read_ms = now;
		place->read_day = place->day;
	}
	return place->worked && place->minute >= place->open_minute &&
	       place->minute < place->close_minute;
}

/* Digests ------------------------------------------------------------------------------------------ */

struct batch {
	struct reminder_runner *runner;
	const struct digest_day *day;
	size_t from;
	struct arena *arena;
};

static int write_batch(struct db *db, void *context, struct error *err)
{
	struct batch *batch = context;
	const struct reminder_options *options = &batch->runner->options;
	struct digest_mail mail = { options->mail ? options->mail->url : STR_EMPTY };
	const struct act_start start = { .db = db,
					 .arena = batch->arena,
					 .heads = options->heads,
					 .jurisdiction_id = batch->day->jurisdiction_id,
					 .role = "program",
					 .kind = "digest.make" };
	const struct digest_part part = { batch->day, batch->from, batch->from + DIGEST_BATCH,
					  options->mail ? &mail : NULL };
	size_t made;
	struct act act;
	int code = act_begin(&act, &start, err);

	if (!code)
		code = digest_write(&act, &part, &made, err);
	return code ? code : act_finish(&act, false, err);
}

static int write_finish(struct db *db, void *context, struct error *err)
{
	const struct batch *batch = context;

	return digest_finish(db, batch->day, clock_now_ms(), err);
}

static int write_all(struct reminder_runner *runner, const struct digest_day *day, struct error *err)
{
	struct batch batch = { .runner = runner, .day = day, .arena = runner->arena };
	struct writer_job job = { .run = write_batch, .context = &batch };
	int code = 0;

	for (; !code && batch.from < day->count; batch.from += DIGEST_BATCH) {
		if (atomic_load(&runner->stopping))
			return error_set(err, ERR_BUSY, "The server stops.", "服务正在停止。");
		code = writer_run(runner->options.writer, &job, err);
	}
	job.run = write_finish;
	return code ? code : writer_run(runner->options.writer, &job, err);
}

static int make_digests(struct reminder_runner *runner, const struct place *place, struct error *err)
{
	struct digest_day day = { .count = 0 };
	bool made = false;
	int64_t began = clock_monotonic_ms();
	int code = db_begin_read(runner->db, err);

	if (code)
		return code;
	code = digest_is_made(runner->db, place->id, place->day, &made, err);
	if (!code && !made)
		code = digest_collect(runner->db, place->id, place->day, runner->arena, &day, err);
	db_rollback(runner->db);
	if (code || made)
		return code;
	if (day.problem.code)
		complain("some reminders are left out", &day.problem);
	code = write_all(runner, &day, err);
	if (!code)
		log_write(LOG_LEVEL_INFO, "reminder", "%zu digests in %lld ms", day.count,
			  (long long)(clock_monotonic_ms() - began));
	return code;
}

static void round_digests(struct reminder_runner *runner, struct place *place)
{
	struct error err;

	if (runner->options.no_digests || place->made_day == place->day)
		return;
	if (make_digests(runner, place, &err) == 0)
		place->made_day = place->day;
	else if (!atomic_load(&runner->stopping))
		complain("digests", &err);
}

/* Mails -------------------------------------------------------------------------------------------- */

struct sending {
	const struct outbox_mail *mail;
	bool claimed, sent;
	struct mail_outcome outcome;
};

static int claim(struct db *db, void *context, struct error *err)
{
	struct sending *it = context;

	return outbox_claim(db, it->mail, clock_now_ms(), &it->claimed, err);
}

static int settle(struct db *db, void *context, struct error *err)
{
	struct sending *it = context;

	if (it->sent)
		return outbox_sent(db, it->mail, clock_now_ms(), err);
	return outbox_failed(db, it->mail, &it->outcome, clock_now_ms(), err);
}

/* 0: taken or not, which it->sent says; -ERR_BUSY: broken off, somebody sends it later. */
static int hand_over(struct reminder_runner *runner, struct sending *it, int utc_offset_minutes,
		     struct error *err)
{
	const struct mail_settings *settings = runner->options.mail;
	const struct mail_message message = {
		.from = settings->from,
		.from_name = settings->name,
		.to = it->mail->recipient,
		.subject = it->mail->subject,
		.body = it->mail->body,
		.key = it->mail->key,
		.at_ms = clock_now_ms(),
		.utc_offset_minutes = utc_offset_minutes,
	};
	struct buf wire;
	int code;

	buf_init(&wire, MAIL_BYTES);
	mail_message_write(&message, &wire);
	code = buf_failed(&wire) ? error_broken(err, ERR_MEMORY, "a mail")
				 : mail_send(settings, message.to, buf_str(&wire),
					     &runner->stopping, &it->outcome, err);
	buf_release(&wire);
	it->sent = code == 0;
	if (atomic_load(&runner->stopping) && code)
		return error_set(err, ERR_BUSY, "The server stops.", "服务正在停止。");
	return code == -ERR_MEMORY ? code : 0;
}

static int send_one(struct reminder_runner *runner, const struct outbox_mail *mail,
		    int utc_offset_minutes, struct error *err)
{
	struct sending it = { .mail = mail };
	struct writer_job job = { .run = claim, .context = &it };
	int code = writer_run(runner->options.writer, &job, err);

	if (code || !it.claimed)
		return code;
	code = hand_over(runner, &it, utc_offset_minutes, err);
	if (code)
		return code;
	if (!it.sent)
		log_write(LOG_LEVEL_WARNING, "mail", "attempt %lld: %s",
			  (long long)mail->attempts + 1, it.outcome.reason);
	job.run = settle;
	return writer_run(runner->options.writer, &job, err);
}

/* *out_more: as many as fit were sent, there may be further ones. */
static int send_due(struct reminder_runner *runner, const struct place *place, bool open,
		    bool *out_more, struct error *err)
{
	struct outbox_mail mails[MAILS_A_ROUND];
	const struct outbox_question question = { clock_now_ms(), open ? place->id : 0,
						  ARRAY_LENGTH(mails) };
	size_t count = 0;
	int code = outbox_due(runner->db, &question, runner->arena, mails, &count, err);

	for (size_t i = 0; !code && i < count && !atomic_load(&runner->stopping); i++)
		code = send_one(runner, &mails[i], place->utc_offset_minutes, err);
	*out_more = !code && count == ARRAY_LENGTH(mails);
	return code;
}

static void round_mails(struct reminder_runner *runner, const struct place *place, bool open)
{
	struct error err;
	bool more = runner->options.mail != NULL;

	while (more && !atomic_load(&runner->stopping))
		if (send_due(runner, place, open, &more, &err) < 0) {
			if (!atomic_load(&runner->stopping))
				complain("mail", &err);
			return;
		}
}

static int tidy(struct db *db, void *context, struct error *err)
{
	(void)context;
	return outbox_tidy(db, clock_now_ms(), err);
}

/* Once an hour. */
static void round_tidy(struct reminder_runner *runner)
{
	struct writer_job job = { .run = tidy };
	int64_t now = clock_monotonic_ms();
	struct error err;

	if (runner->tidied_ms && now - runner->tidied_ms < 3600 * 1000)
		return;
	runner->tidied_ms = now;
	if (writer_run(runner->options.writer, &job, &err) < 0)
		complain("old mails", &err);
}

/* The thread --------------------------------------------------------------------------------------- */

static void work(struct reminder_runner *runner)
{
	struct error err;

	arena_reset(runner->arena);
	if (read_places(runner, &err) < 0) {
		complain("jurisdictions", &err);
		return;
	}
	for (size_t i = 0; i < runner->place_count && !atomic_load(&runner->stopping); i++) {
		struct place *place = &runner->places[i];
		bool open = is_open(runner, place);

		if (open)
			round_digests(runner, place);
		round_mails(runner, place, open);
	}
	round_tidy(runner);
}

static bool wait_for_round(struct reminder_runner *runner)
{
	struct timespec until;

	pthread_mutex_lock(&runner->lock);
	clock_gettime(CLOCK_MONOTONIC, &until); /* lint: a moment to wait for, not a time of day */
	until.tv_sec += REMINDER_ROUND_SECONDS;
	while (!runner->woken && !atomic_load(&runner->stopping))
		if (pthread_cond_timedwait(&runner->changed, &runner->lock, &until))
			break;
	runner->woken = false;
	pthread_mutex_unlock(&runner->lock);
	return !atomic_load(&runner->stopping);
}

static void *run(void *context)
{
	struct reminder_runner *runner = context;

	do {
		work(runner);
	} while (wait_for_round(runner));
	return NULL;
}

static int start_thread(struct reminder_runner *runner, struct error *err)
{
	pthread_condattr_t monotonic;
	sigset_t all, before;

	pthread_mutex_init(&runner->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&runner->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	sigfillset(&all); /* signals are the main thread's */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int result = pthread_create(&runner->thread, NULL, run, runner);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return result ? error_broken(err, ERR_MEMORY, "reminders: %s", strerror(result)) : 0;
}

static void release(struct reminder_runner *runner)
{
	db_close(runner->db);
	arena_free(runner->arena);
	memory_free(runner);
}

int reminder_runner_start(const struct reminder_options *options, struct reminder_runner **out,
			  struct error *err)
{
	struct reminder_runner *runner = memory_alloc(sizeof(*runner));
	int code = 0;

	if (!runner)
		return error_broken(err, ERR_MEMORY, "reminders");
	runner->options = *options;
	runner->arena = arena_new(ARENA_BYTES);
	if (!runner->arena)
		code = error_broken(err, ERR_MEMORY, "reminders");
	if (!code)
		code = db_open(options->where, DB_READ_ONLY, &runner->db, err);
	if (!code)
		code = start_thread(runner, err);
	if (code) {
		release(runner);
		return code;
	}
	*out = runner;
	return 0;
}

void reminder_runner_wake(struct reminder_runner *runner)
{
	if (!runner)
		return;
	pthread_mutex_lock(&runner->lock);
	runner->woken = true;
	pthread_cond_broadcast(&runner->changed);
	pthread_mutex_unlock(&runner->lock);
}

void reminder_runner_stop(struct reminder_runner *runner)
{
	if (!runner)
		return;
	pthread_mutex_lock(&runner->lock);
	atomic_store(&runner->stopping, true);
	pthread_cond_broadcast(&runner->changed);
	pthread_mutex_unlock(&runner->lock);
	pthread_join(runner->thread, NULL);
	pthread_cond_destroy(&runner->changed);
	pthread_mutex_destroy(&runner->lock);
	release(runner);
}
