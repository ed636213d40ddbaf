/*
 * letter_reminders.c - responsibility letters that wait for one's signature: as the person, the superior, the
 * countersigner. A letter is personal, so nobody else hears of it.
 */
#include "base/id.h"
#include "letter/letter_waiting.h"
#include "messages_reminder.h"
#include "reminder/reminder_source.h"

static void say(const struct reminder_scope *scope, const struct letter_waiting *one,
		struct reminder_line *line)
{
	enum message as = letter_signers[one->signer].label;
	char day[CIVIL_TEXT_BYTES], id[ID_TEXT_BYTES];
	struct str zh, en;

	civil_format(one->since_day, day);
	reminder_cite(scope, scope->rule->steps[REMIND_WAITING].article, &zh, &en);
	line->title = arena_format(scope->arena, "%d · %.*s（%.*s）", one->year, STR_ARG(one->person_name),
				   STR_ARG(one->unit_name));
	line->why = arena_format(scope->arena, "自 %s 起待您签署（%s）%.*s", day,
				 message_text(as, LANGUAGE_ZH), STR_ARG(zh));
	line->why_en = arena_format(scope->arena, "waits for your signature since %s (%s)%.*s", day,
				    message_text(as, LANGUAGE_EN), STR_ARG(en));
	line->path = arena_format(scope->arena, "/letters/%s", id_format(one->letter_id, id));
}

static int add_letter(const struct reminder_scope *scope, const struct reminder_source *self,
		      const struct reminder_reader *reader, const struct letter_waiting *one,
		      struct reminder_lines *out, struct error *err)
{
	struct reminder_line line = { .source = self->name, .account_id = reader->account_id,
				      .step = REMIND_WAITING, .subject_id = one->letter_id,
				      .checkpoint = CIVIL_NO_DAY, .due = CIVIL_NO_DAY };
	int code = reminder_since(scope, REMIND_WAITING, one->since_day, &line.since_day, err);

	if (code || line.since_day == CIVIL_NO_DAY)
		return code;
	say(scope, one, &line);
	return reminder_add(scope, &line, out, err);
}

static int list_letters(const struct reminder_scope *scope, const struct reminder_source *self,
			struct reminder_lines *out, struct error *err)
{
	int code = 0;

	for (size_t i = 0; !code && i < scope->reader_count; i++) {
		const struct reminder_reader *reader = &scope->readers[i];
		struct letter_waiting *waiting;
		size_t count = 0;

		if (!reader->person_id)
			continue;
		code = letter_waiting_load(scope->db,
					   (struct record_key){ scope->jurisdiction_id, reader->person_id },
					   scope->arena, &waiting, &count, err);
		for (size_t j = 0; !code && j < count; j++)
			code = add_letter(scope, self, reader, &waiting[j], out, err);
	}
	return code;
}

const struct reminder_source letter_reminders = { "letter", MESSAGE_REMINDER_SOURCE_LETTER, "/letters/%I",
						  list_letters };
