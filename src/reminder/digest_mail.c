/* digest_mail.c - see digest_mail.h. */
#include "reminder/digest_mail.h"

#include "base/id.h"
#include "mail/mail_address.h"
#include "messages_reminder.h"
#include "reminder/reminder_words.h"

#define BODY_BYTES ((size_t)256 << 10)

struct str reminder_line_title(const struct reminder_line *line, enum language language)
{
	const struct reminder_source *source = reminder_source_find(str_from(line->source));

	if (line->title.length || !source)
		return line->title;
	return str_from(message_text(source->label, language));
}

struct str reminder_line_open_title(const struct reminder_line *line, enum language language)
{
	if (line->confidential)
		return str_from(message_text(MESSAGE_REMINDER_CONFIDENTIAL, language));
	return reminder_line_title(line, language);
}

static struct str number_text(struct arena *arena, size_t number)
{
	return arena_format(arena, "%zu", number);
}

static void put_line(const struct digest_mail *mail, const struct reminder_line *line, size_t number,
		     enum language language, struct arena *arena, struct buf *out)
{
	const struct message_value values[] = {
		{ "number", number_text(arena, number) },
		{ "title", reminder_line_open_title(line, language) },
		{ "why", language == LANGUAGE_EN ? line->why_en : line->why },
		{ "mark", line->fresh ? str_from(message_text(MESSAGE_REMINDER_MAIL_NEW, language))
				      : STR_EMPTY },
	};

	buf_add_str(out, reminder_words(arena, language, MESSAGE_REMINDER_MAIL_LINE, values,
					ARRAY_LENGTH(values)));
	buf_add_format(out, "\n   %.*s%.*s\n\n", STR_ARG(mail->url), STR_ARG(line->path));
}

static void put_part(struct arena *arena, enum language language, enum message message,
		     const struct message_value *values, size_t count, struct buf *out)
{
	buf_add_str(out, reminder_words(arena, language, message, values, count));
	buf_add_text(out, "\n\n");
}

static int keep(struct buf *body, struct arena *arena, struct digest_text *out, struct error *err)
{
	bool failed = buf_failed(body);

	out->body = failed ? STR_EMPTY : arena_str(arena, buf_str(body));
	buf_release(body);
	return out->body.bytes && out->subject.bytes ? 0
						     : error_broken(err, ERR_MEMORY, "text of a mail");
}

int digest_mail_text(const struct digest_mail *mail, const struct digest *digest,
		     const struct digest_draft *draft, struct arena *arena, struct digest_text *out,
		     struct error *err)
{
	enum language language = draft->reader->language;
	size_t shown = draft->count < DIGEST_MAIL_LINES ? draft->count : DIGEST_MAIL_LINES;
	char day[CIVIL_TEXT_BYTES], id[ID_TEXT_BYTES];
	const struct message_value values[] = {
		{ "day", arena_str(arena, str_from(civil_format(digest->day, day))) },
		{ "fresh", number_text(arena, draft->fresh) },
		{ "lines", number_text(arena, draft->count) },
		{ "more", number_text(arena, draft->count - shown) },
		{ "url", arena_format(arena, "%.*s/reminders/%s", STR_ARG(mail->url),
				      id_format(digest->head.id, id)) },
		{ "account", arena_format(arena, "%.*s/account/mail", STR_ARG(mail->url)) },
	};
	struct buf body;

	buf_init(&body, BODY_BYTES);
	out->subject = reminder_words(arena, language, MESSAGE_REMINDER_MAIL_SUBJECT, values, 3);
	put_part(arena, language, MESSAGE_REMINDER_MAIL_INTRO, values, 3, &body);
	for (size_t i = 0; i < shown; i++)
		put_line(mail, &draft->lines[i], i + 1, language, arena, &body);
	if (draft->count > shown)
		put_part(arena, language, MESSAGE_REMINDER_MAIL_MORE, values, ARRAY_LENGTH(values),
			 &body);
	put_part(arena, language, MESSAGE_REMINDER_MAIL_FOOT, values, ARRAY_LENGTH(values), &body);
	return keep(&body, arena, out, err);
}

int digest_mail_put(struct act *act, const struct digest_mail *mail, const struct digest *digest,
		    const struct digest_draft *draft, struct error *err)
{
	struct mail_owner owner = { .confirmed = false };
	struct digest_text text;
	char id[ID_TEXT_BYTES];
	int code = mail_address_get(act->db, digest->account_id, act->arena, &owner, err);

	if (code || !mail_owner_is_open(&owner))
		return code;
	code = digest_mail_text(mail, digest, draft, act->arena, &text, err);
	if (code)
		return code;
	const struct outbox_mail one = {
		.jurisdiction_id = act->jurisdiction_id,
		.account_id = digest->account_id,
		.key = arena_format(act->arena, "digest.%s", id_format(digest->head.id, id)),
		.recipient = owner.address,
		.subject = text.subject,
		.body = text.body,
	};
	return outbox_put(act->db, &one, act->at_ms, err);
}

int digest_mail_code(const struct digest_mail *mail, enum language language, const char *code_text,
		     struct arena *arena, struct digest_text *out, struct error *err)
{
	const struct message_value values[] = {
		{ "code", str_from(code_text) },
		{ "url", arena_format(arena, "%.*s/account/mail", STR_ARG(mail->url)) },
	};
	struct buf body;

	buf_init(&body, BODY_BYTES);
	out->subject = arena_str(arena,
				 str_from(message_text(MESSAGE_REMINDER_MAIL_CODE_SUBJECT, language)));
	put_part(arena, language, MESSAGE_REMINDER_MAIL_CODE, values, 2, &body);
	return keep(&body, arena, out, err);
}
