/* request_token.c - see request_token.h. */
#include "web/request_token.h"

#include "base/log.h"
#include "people/token.h"
#include "web/app.h"

struct str request_token(const struct http_exchange *http)
{
	struct str rest = str_trim(http_header(http, "Authorization"));
	struct str scheme = str_split(&rest, ' ');

	return str_equal_ignore_case(scheme, STR("Bearer")) ? str_trim(rest) : STR_EMPTY;
}

/* The day of last use is written once a day and token, behind the request that sees it first. */
struct use {
	int64_t token_id;
	int32_t day;
};

static int store_use(struct db *db, void *context, struct error *err)
{
	const struct use *use = context;

	return token_used(db, use->token_id, use->day, err);
}

static void use_stored(void *context, int code, const struct error *err)
{
	if (code < 0)
		log_write_detail(LOG_LEVEL_WARNING, "web", err->detail,
				 "a token's last use: %s", err->en);
	memory_free(context);
}

static void note_use(struct app *app, int64_t token_id, int32_t used_day)
{
	struct writer_job job = { .run = store_use, .done = use_stored };
	struct error ignored; /* a full queue: the next request will do */
	int32_t today = token_today();
	struct use *use = used_day == today ? NULL : memory_alloc(sizeof(*use));

	if (!use)
		return;
	*use = (struct use){ token_id, today };
	job.context = use;
	if (writer_submit(app->writer, &job, &ignored) < 0)
		memory_free(use);
}

static int refuse_for(struct page *page, int seconds, struct error *err)
{
	struct str text = arena_format(page->arena, "%d", seconds);

	page->http->status = 429;
	if (text.bytes)
		http_add_header(page->http, "Retry-After", text.bytes);
	return error_set(err, ERR_BUSY, "Too many wrong tokens from this network: wait a minute.",
			 "本网络发送的错误令牌过多，请稍候一分钟。");
}

static int check_line(const struct page *page, struct error *err)
{
	if (http_cookie(page->http, "__Host-session").length)
		return error_set(err, ERR_INVALID,
				 "Send either a token or a session cookie, not both.",
				 "令牌与登录会话不能同时使用。");
	if (!page->http->secure)
		return error_set(err, ERR_RULE,
				 "A token needs an encrypted connection. Ask the operator to set up "
				 "TLS, or use http://127.0.0.1 on the machine itself.",
				 "使用令牌需要加密连接。请联系运维人员配置 TLS，或在本机使用 http://127.0.0.1 访问。");
	return 0;
}

int request_load_token(struct page *page, struct str token, struct error *err)
{
	struct token_guard *guard = page->app->token_guard;
	struct str network = page->http->remote;
	struct hash hash = hash_of(token);
	int32_t used_day;
	int rc = check_line(page, err);
	int seconds = rc == 0 ? token_guard_wait(guard, network, &hash) : 0;

	if (seconds)
		return refuse_for(page, seconds, err);
	if (rc == 0)
		rc = token_find(page->db, token, &page->session, &page->rights, &used_day, err);
	if (rc == -ERR_LOGIN) {
		token_guard_failed(guard, network);
		http_add_header(page->http, "WWW-Authenticate",
				"Bearer realm=\"lianze\", error=\"invalid_token\"");
	}
	if (rc < 0)
		return rc;
	token_guard_worked(guard, &hash);
	note_use(page->app, page->session.token_id, used_day);
	page->permissions = rights_permissions(&page->rights);
	return 0;
}
