/* archive_shown_view.c - see archive_shown_view.h. */
#include "archive/archive_shown_view.h"

#include "export/csv.h"
#include "messages_archive.h"
#include "messages_common.h"

#define SHOWN 50
#define IN_FILE 500 /* entries read at a time */

/* Who sees what ------------------------------------------------------------------------------------ */

static bool may(struct page *page, const struct archive_shown *shown, permission_set permissions)
{
	return page_may(page, permissions, shown->unit_id, shown->person_id);
}

void archive_shown_open(struct page *page, struct archive_shown *shown)
{
	bool own = shown->person_id && shown->person_id == page->rights.person_id;

	for (size_t i = 0; shown->sources[i]; i++) {
		const struct archive_source *source = shown->sources[i];
		permission_set everywhere = source->secret_everywhere;

		shown->views[i] = (struct archive_view_of){
			.open = !source->permission || may(page, shown, source->permission),
			.secret = (source->secret_permission &&
				   may(page, shown, source->secret_permission)) ||
				  (everywhere && rights_has_everywhere(&page->rights, everywhere)),
			.to_day = civil_year_end(CIVIL_LAST_YEAR),
			.last_id = INT64_MAX,
		};
		shown->linked[i] = source->address &&
				   (!source->link_permission || (own && source->own_link) ||
				    may(page, shown, source->link_permission));
	}
}

int archive_shown_rule(struct page *page, struct archive_shown *shown, struct error *err)
{
	int rc = archive_rule_load(page->db, page->jurisdiction_id, page->today, page->arena,
				   &shown->rule, err);

	if (rc != -ERR_NOT_FOUND)
		return rc;
	error_clear(err);
	shown->rule = (struct archive_rule){ .version = 0 };
	return 0;
}

/* The query ---------------------------------------------------------------------------------------- */

static int read_year(struct page *page, struct archive_shown *shown, struct error *err)
{
	struct str text = str_trim(form_value(page->query, "year"));
	int64_t year = 0;

	if (text.length && !str_parse_int(text, CIVIL_FIRST_YEAR, CIVIL_LAST_YEAR, &year))
		return error_invalid(err, "year", arena_text(page->arena, text),
				     "a year such as 2008", "如 2008 的年度");
	shown->year = (int)year;
	return 0;
}

static int read_kind(struct page *page, struct archive_shown *shown, struct error *err)
{
	struct str kind = str_trim(form_value(page->query, "kind")), front = kind;

	shown->kind = kind;
	if (!kind.length)
		return 0;
	front = str_split(&kind, ':');
	for (size_t i = 0; shown->sources[i]; i++)
		if (str_equal(front, str_from(shown->sources[i]->kind)))
			return 0;
	return error_invalid(err, "kind", arena_text(page->arena, shown->kind),
			     "a kind of the list", "列表中的类别");
}

static int read_place(struct page *page, struct archive_shown *shown, struct error *err)
{
	struct str text = form_value(page->query, "after");

	if (!text.length)
		return 0;
	if (!archive_place_parse(shown->sources, text, &shown->after))
		return error_invalid(err, "after", arena_text(page->arena, text),
				     "the address of a further page", "页面给出的下一页地址");
	shown->request.after = &shown->after;
	return 0;
}

int archive_shown_begin(struct page *page, struct archive_shown *shown, struct error *err)
{
	int rc = read_year(page, shown, err);

	shown->text = str_trim(form_value(page->query, "text"));
	shown->request = (struct archive_line_request){
		.sources = shown->sources,
		.views = shown->views,
		.jurisdiction_id = page->jurisdiction_id,
		.subject_id = shown->unit_id ? shown->unit_id : shown->person_id,
		.from_day = civil_year_start(shown->year ? shown->year : CIVIL_FIRST_YEAR),
		.to_day = civil_year_end(shown->year ? shown->year : CIVIL_LAST_YEAR),
		.text = shown->text,
		.limit = SHOWN,
	};
	if (rc == 0)
		rc = read_kind(page, shown, err);
	shown->request.kind = shown->kind;
	return rc < 0 ? rc : read_place(page, shown, err);
}

/* Addresses ---------------------------------------------------------------------------------------- */

static struct safe_url with(struct page *page, struct safe_url url, const char *name,
			    struct str value)
{
	return value.length ? safe_url_with(page->arena, url, name, value) : url;
}

static struct str year_text(struct page *page, int year)
{
	return year ? arena_format(page->arena, "%d", year) : STR_EMPTY;
}

/* The same line as another format: ".csv" behind its path. */
static struct safe_url filtered_url(struct page *page, const struct archive_shown *shown,
				    const char *format)
{
	struct safe_url url = { arena_format(page->arena, "%.*s%s", STR_ARG(shown->self.text),
					     format) };

	url = with(page, url, "kind", shown->kind);
	url = with(page, url, "year", year_text(page, shown->year));
	return with(page, url, "text", shown->text);
}

static struct safe_url next_url(struct page *page, const struct archive_shown *shown,
				const struct archive_line *line, const char *format)
{
	if (!line->more)
		return (struct safe_url){ STR_EMPTY };
	return with(page, filtered_url(page, shown, format), "after",
		    archive_place_format(shown->sources, &line->last, page->arena));
}

/* Words -------------------------------------------------------------------------------------------- */

static size_t source_index(const struct archive_shown *shown, const struct archive_source *source)
{
	size_t at = 0;

	while (shown->sources[at] != source)
		at++;
	return at;
}

static struct str word_text(struct page *page, const struct archive_shown *shown,
			    const struct archive_row *row)
{
	if (row->source->rule_words)
		return archive_term_title(&shown->rule.kinds, row->word, page->language);
	if (!row->source->words || !row->word.length)
		return STR_EMPTY;
	return str_from(page_text(page, list_page_word(row->source->words, row->word)));
}

static struct str number_text(struct page *page, const struct archive_row *row)
{
	struct message_value value = { "number", STR_EMPTY };

	if (!row->has_number)
		return STR_EMPTY;
	if (row->source->number_label == MESSAGE_NONE) {
		value.text = page_points(page, (struct decimal){ row->number }, 2);
		return page_message(page, MESSAGE_ARCHIVE_NUMBER_POINTS, &value, 1);
	}
	value.text = row->source->day_number ? page_day(page, (int32_t)row->number)
					     : page_number(page, row->number);
	return page_message(page, row->source->number_label, &value, 1);
}

static struct str title_text(const struct page *page, const struct archive_row *row)
{
	return page->language == LANGUAGE_EN && row->title_en.length ? row->title_en : row->title;
}

static struct safe_url row_url(struct page *page, const struct archive_shown *shown,
			       const struct archive_row *row)
{
	if (!shown->linked[source_index(shown, row->source)])
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, row->source->address, row->link_id,
			       shown->request.subject_id);
}

/* The page ----------------------------------------------------------------------------------------- */

static void kind_options(struct page *page, const struct archive_shown *shown,
			 struct list_options *out)
{
	for (size_t i = 0; shown->sources[i]; i++) {
		const struct archive_source *source = shown->sources[i];
		struct str label = str_from(page_text(page, source->label));

		if (!shown->views[i].open)
			continue;
		list_option_add(page, out, "kind", str_from(source->kind), label);
		for (size_t j = 0; source->rule_words && j < shown->rule.kinds.count; j++) {
			const struct archive_term *term = &shown->rule.kinds.items[j];
			struct str name = page->language == LANGUAGE_ZH ? term->zh : term->en;

			list_option_add(page, out, "kind",
					arena_format(page->arena, "%s:%.*s", source->kind,
						     STR_ARG(term->code)),
					arena_format(page->arena, "%.*s · %.*s", STR_ARG(label),
						     STR_ARG(name)));
		}
	}
}

static void fill_entry(struct page *page, const struct archive_shown *shown,
		       const struct archive_row *row, struct archive_entry_view *out)
{
	*out = (struct archive_entry_view){
		.day = page_day(page, row->day),
		.kind = str_from(page_text(page, row->source->label)),
		.title = title_text(page, row),
		.note = row->note,
		.word = word_text(page, shown, row),
		.number = number_text(page, row),
		.url = row_url(page, shown, row),
		.secret = row->secret,
	};
}

int archive_shown_fill(struct page *page, const struct archive_shown *shown,
		       struct archive_line_view *out, struct error *err)
{
	struct archive_line line;
	int rc = archive_line_read(page->db, &shown->request, page->arena, &line, err);

	if (rc < 0)
		return rc;
	*out = (struct archive_line_view){
		.self = shown->self,
		.csv = filtered_url(page, shown, ".csv"),
		.xlsx = filtered_url(page, shown, ".xlsx"),
		.json = filtered_url(page, shown, ".json"),
		.next = next_url(page, shown, &line, ""),
		.year = year_text(page, shown->year),
		.text = shown->text,
		.filtered = shown->kind.length || shown->year || shown->text.length,
	};
	if (shown->request.after)
		out->first = filtered_url(page, shown, "");
	kind_options(page, shown, &out->kinds);
	out->entries.items = ARENA_ARRAY(page->arena, struct archive_entry_view, line.count + 1);
	if (!out->entries.items)
		return error_broken(err, ERR_MEMORY, "%zu entries", line.count);
	for (size_t i = 0; i < line.count; i++)
		fill_entry(page, shown, &line.rows[i], &out->entries.items[out->entries.count++]);
	return 0;
}

/* Files -------------------------------------------------------------------------------------------- */

static void write_row(struct page *page, const struct archive_shown *shown,
		      const struct archive_row *row, struct csv_writer *csv)
{
	csv_write_cell(csv, page_day(page, row->day));
	csv_write_cell(csv, str_from(page_text(page, row->source->label)));
	csv_write_cell(csv, word_text(page, shown, row));
	csv_write_cell(csv, title_text(page, row));
	csv_write_cell(csv, number_text(page, row));
	csv_write_cell(csv, row->note);
	csv_write_cell(csv, row_url(page, shown, row).text);
	csv_write_row_end(csv);
}

static void write_header(struct page *page, struct csv_writer *csv)
{
	const enum message heads[] = {
		MESSAGE_COMMON_DATE,	       MESSAGE_ARCHIVE_PAGE_KIND,   MESSAGE_ARCHIVE_PAGE_WORD,
		MESSAGE_ARCHIVE_PAGE_ENTRY,    MESSAGE_ARCHIVE_PAGE_NUMBER, MESSAGE_ARCHIVE_PAGE_NOTE,
		MESSAGE_ARCHIVE_PAGE_ADDRESS,
	};

	for (size_t i = 0; i < ARRAY_LENGTH(heads); i++)
		csv_write_cell(csv, str_from(page_text(page, heads[i])));
	csv_write_row_end(csv);
}

static int write_rows(struct page *page, const struct archive_shown *shown, struct csv_writer *csv,
		      struct error *err)
{
	struct archive_line_request request = shown->request;
	struct archive_line line = { .more = true };
	struct archive_place last;
	int rc = 0;

	request.limit = IN_FILE;
	while (rc == 0 && line.more) {
		rc = archive_line_read(page->db, &request, page->arena, &line, err);
		for (size_t i = 0; rc == 0 && i < line.count; i++)
			write_row(page, shown, &line.rows[i], csv);
		last = line.last;
		request.after = &last;
	}
	return rc;
}

static void row_json(struct page *page, const struct archive_shown *shown,
		     const struct archive_row *row, struct json *json)
{
	struct safe_url url = row_url(page, shown, row);

	json_object_begin(json);
	json_name(json, "day"), json_day(json, row->day);
	json_name(json, "kind"), json_text(json, row->source->kind);
	json_name(json, "word"), json_str(json, row->word);
	json_name(json, "title"), json_str(json, title_text(page, row));
	json_name(json, "number"), json_str(json, number_text(page, row));
	json_name(json, "note"), json_str(json, row->note);
	json_name(json, "confidential"), json_bool(json, row->secret);
	json_name(json, "address");
	if (url.text.length)
		json_str(json, url.text);
	else
		json_null(json);
	json_object_end(json);
}

static int write_json(struct page *page, const struct archive_shown *shown, struct error *err)
{
	struct archive_line line;
	struct safe_url next;
	struct json json;
	int rc = archive_line_read(page->db, &shown->request, page->arena, &line, err);

	if (rc < 0)
		return rc;
	next = next_url(page, shown, &line, ".json");
	page_begin_json(page, &json);
	json_object_begin(&json);
	json_name(&json, "items"), json_array_begin(&json);
	for (size_t i = 0; i < line.count; i++)
		row_json(page, shown, &line.rows[i], &json);
	json_array_end(&json);
	json_name(&json, "next");
	if (next.text.length)
		json_str(&json, next.text);
	else
		json_null(&json);
	json_object_end(&json);
	return 0;
}

int archive_shown_file(struct page *page, const struct archive_shown *shown, struct error *err)
{
	struct csv_writer csv;
	int rc;

	if (page->format == PAGE_JSON)
		return write_json(page, shown, err);
	rc = page_begin_table(page, shown->file_name, &csv, err);
	if (rc < 0)
		return rc;
	write_header(page, &csv);
	rc = write_rows(page, shown, &csv, err);
	return page_end_table(page, &csv, rc, err);
}

/* A year at a glance ------------------------------------------------------------------------------- */

int archive_shown_count(struct page *page, const struct archive_shown *shown, int year,
			struct archive_count_views *out, struct error *err)
{
	int64_t counts[ARCHIVE_SOURCES_MAXIMUM];
	struct archive_line_request request = shown->request;
	int rc;

	request.from_day = civil_year_start(year);
	request.to_day = civil_year_end(year);
	request.kind = request.text = STR("");
	request.after = NULL;
	rc = archive_line_count(page->db, &request, page->arena, counts, err);
	out->items = ARENA_ARRAY(page->arena, struct archive_count_view,
				 archive_source_count(shown->sources) + 1);
	if (rc == 0 && !out->items)
		return error_broken(err, ERR_MEMORY, "a year at a glance");
	for (size_t i = 0; rc == 0 && shown->sources[i]; i++) {
		struct safe_url url = with(page, shown->self, "kind",
					   str_from(shown->sources[i]->kind));

		if (shown->views[i].open && counts[i])
			out->items[out->count++] = (struct archive_count_view){
				.label = shown->sources[i]->label,
				.count = page_number(page, counts[i]),
				.url = with(page, url, "year", year_text(page, year)),
			};
	}
	return rc;
}
