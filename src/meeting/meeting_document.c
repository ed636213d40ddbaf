/* meeting_document.c - see meeting_document.h. */
#include "meeting/meeting_document.h"

#include "messages_meeting.h"

struct writer {
	struct buf *out;
	enum language language;
};

static void word(const struct writer *to, enum message message)
{
	buf_add_text(to->out, message_text(message, to->language));
}

static const char *colon(const struct writer *to)
{
	return to->language == LANGUAGE_ZH ? "：" : ": ";
}

static const char *comma(const struct writer *to)
{
	return to->language == LANGUAGE_ZH ? "、" : ", ";
}

/* What somebody typed, line by line, so that none reads as a heading. */
static void typed(const struct writer *to, struct str text)
{
	struct str rest = str_trim(text);

	while (rest.length) {
		struct str line = str_trim(str_split(&rest, '\n'));
		if (!line.length)
			continue;
		if (line.bytes[0] == '#' || line.bytes[0] == '-')
			buf_add_text(to->out, "\xe3\x80\x80"); /* an ideographic space */
		buf_add_str(to->out, line);
		buf_add_text(to->out, "\n");
	}
}

/* The same in one line, for a list. */
static void joined(const struct writer *to, struct str text)
{
	struct str rest = str_trim(text);

	while (rest.length) {
		buf_add_str(to->out, str_trim(str_split(&rest, '\n')));
		if (rest.length)
			buf_add_text(to->out, " ");
	}
}

static void fact(const struct writer *to, enum message label, struct str value)
{
	if (!value.length)
		return;
	word(to, label);
	buf_add_text(to->out, colon(to));
	buf_add_str(to->out, value);
	buf_add_text(to->out, "\n");
}

static void day(const struct writer *to, int32_t day_number)
{
	char text[CIVIL_TEXT_BYTES];

	buf_add_text(to->out, civil_format(day_number, text));
}

static void head(const struct writer *to, const struct meeting_whole *whole, enum message what)
{
	const struct meeting *meeting = &whole->meeting;

	buf_add_text(to->out, "# ");
	buf_add_str(to->out, meeting->title);
	buf_add_text(to->out, to->language == LANGUAGE_ZH ? "" : ": ");
	word(to, what);
	buf_add_text(to->out, "\n");
	word(to, MESSAGE_MEETING_DOCUMENT_WHEN);
	buf_add_text(to->out, colon(to));
	day(to, meeting->day);
	buf_add_text(to->out, meeting->starts.length ? " " : "");
	buf_add_str(to->out, meeting->starts);
	buf_add_text(to->out, "\n");
	fact(to, MESSAGE_MEETING_PLACE, meeting->place);
	fact(to, MESSAGE_MEETING_CHAIR_ID, whole->chair_name);
}

/* Names of those of one attendance; nothing is written when there is nobody. */
static void attended(const struct writer *to, const struct meeting_whole *whole, int attendance,
		     enum message label)
{
	size_t count = 0;

	for (size_t i = 0; i < whole->participant_count; i++) {
		const struct meeting_participant_row *row = &whole->participants[i];
		const struct meeting_participant *it = &row->participant;
		if (it->attendance != attendance)
			continue;
		if (!count++) {
			word(to, label);
			buf_add_text(to->out, colon(to));
		} else {
			buf_add_text(to->out, comma(to));
		}
		buf_add_str(to->out, it->person_id ? row->person_name : row->unit_name);
		if (attendance == MEETING_PRESENT && it->people != 1)
			buf_add_format(to->out, " × %lld", (long long)it->people);
		if (it->note.length) {
			buf_add_text(to->out, to->language == LANGUAGE_ZH ? "（" : " (");
			joined(to, it->note);
			buf_add_text(to->out, to->language == LANGUAGE_ZH ? "）" : ")");
		}
	}
	if (count)
		buf_add_text(to->out, "\n");
}

static void topic_head(const struct writer *to, const struct meeting_topic_row *row, size_t number)
{
	buf_add_format(to->out, "## %zu. ", number);
	buf_add_str(to->out, row->topic.title);
	buf_add_text(to->out, "\n");
	word(to, MESSAGE_MEETING_DOCUMENT_REPORTS);
	buf_add_text(to->out, colon(to));
	buf_add_str(to->out, row->unit_name);
	buf_add_text(to->out, row->unit_name.length && row->person_name.length ? " " : "");
	buf_add_str(to->out, row->person_name);
	buf_add_text(to->out, "\n");
}

static void conclusion(const struct writer *to, const struct conclusion_row *row)
{
	buf_add_format(to->out, "- %lld. ", (long long)row->conclusion.number);
	joined(to, row->conclusion.text);
	buf_add_text(to->out, to->language == LANGUAGE_ZH ? "（" : " (");
	buf_add_str(to->out, row->unit_name);
	buf_add_text(to->out, comma(to));
	day(to, row->conclusion.due_day);
	buf_add_text(to->out, to->language == LANGUAGE_ZH ? "）" : ")");
}

/* What became of it, as far as everybody who reads the minutes may know. */
static void carried(const struct writer *to, const struct conclusion_row *row)
{
	conclusion(to, row);
	buf_add_text(to->out, to->language == LANGUAGE_ZH ? " —— " : " - ");
	word(to, conclusion_states[row->conclusion.state].label);
	if (row->conclusion.note.length) {
		buf_add_text(to->out, colon(to));
		joined(to, row->conclusion.note);
	}
	buf_add_text(to->out, "\n");
}

static void carried_all(const struct writer *to, const struct meeting_whole *whole)
{
	if (!whole->carried.count)
		return;
	buf_add_text(to->out, "## ");
	word(to, MESSAGE_MEETING_DOCUMENT_CARRIED);
	buf_add_text(to->out, "\n");
	for (size_t i = 0; i < whole->carried.count; i++)
		carried(to, &whole->carried.items[i]);
}

void meeting_write_agenda(const struct meeting_whole *whole, enum language language, struct buf *out)
{
	const struct writer to = { out, language };

	head(&to, whole, MESSAGE_MEETING_DOCUMENT_AGENDA);
	attended(&to, whole, MEETING_INVITED, MESSAGE_MEETING_DOCUMENT_INVITED);
	attended(&to, whole, MEETING_EXCUSED, MESSAGE_MEETING_DOCUMENT_EXCUSED);
	carried_all(&to, whole);
	for (size_t i = 0; i < whole->topic_count; i++)
		topic_head(&to, &whole->topics[i], i + 1);
}

void meeting_write_minutes(const struct meeting_whole *whole, enum language language,
			   struct buf *out)
{
	const struct writer to = { out, language };

	head(&to, whole, MESSAGE_MEETING_DOCUMENT_MINUTES);
	attended(&to, whole, MEETING_PRESENT, MESSAGE_MEETING_DOCUMENT_PRESENT);
	attended(&to, whole, MEETING_EXCUSED, MESSAGE_MEETING_DOCUMENT_EXCUSED);
	attended(&to, whole, MEETING_ABSENT, MESSAGE_MEETING_DOCUMENT_ABSENT);
	carried_all(&to, whole);
	for (size_t i = 0; i < whole->topic_count; i++) {
		const struct meeting_topic_row *row = &whole->topics[i];
		topic_head(&to, row, i + 1);
		typed(&to, row->topic.minutes);
		for (size_t j = 0; j < whole->conclusions.count; j++) {
			const struct conclusion_row *it = &whole->conclusions.items[j];
			if (it->conclusion.topic_id != row->topic.head.id)
				continue;
			conclusion(&to, it);
			buf_add_text(out, "\n");
		}
	}
}

bool document_next(struct str *rest, struct document_line *out)
{
	static const struct {
		struct str mark;
		enum document_line_kind kind;
	} kinds[] = { { STR_INIT("## "), DOCUMENT_HEADING },
		      { STR_INIT("# "), DOCUMENT_TITLE },
		      { STR_INIT("- "), DOCUMENT_ENTRY } };
	struct str line = STR_EMPTY;

	while (rest->length && !line.length)
		line = str_split(rest, '\n');
	if (!line.length)
		return false;
	*out = (struct document_line){ DOCUMENT_PARAGRAPH, line };
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (str_starts_with(line, kinds[i].mark)) {
			*out = (struct document_line){
				kinds[i].kind,
				str_slice(line, kinds[i].mark.length, line.length)
			};
			break;
		}
	return true;
}
