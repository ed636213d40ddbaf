/*
 * archive_line.h - the time line of a unit or a person: the entries of many sources as one, the newest
 * first.
 *
 * Layer: archive.
 *
 * Each source gives its next few entries by its own statement; they are merged here. The place in the
 * line is day, source (in the order of its table) and id, so a page begins where the last one ended
 * however many sources there are, and costs a statement for each source.
 */
#ifndef LIANZE_ARCHIVE_ARCHIVE_LINE_H
#define LIANZE_ARCHIVE_ARCHIVE_LINE_H

#include "archive/archive_rule.h"
#include "people/archive_source.h"

#define ARCHIVE_SOURCES_MAXIMUM 48

/* Every source of units, of persons; ended by NULL. archive_sources.c. */
extern const struct archive_source *const archive_unit_sources[];
extern const struct archive_source *const archive_person_sources[];

struct archive_row {
	const struct archive_source *source;
	int32_t day;
	int64_t id, link_id;
	struct str title, title_en, note, word;
	bool has_number;
	int64_t number;
	bool secret;
};

/* What may be seen of one source. */
struct archive_view_of {
	bool open, secret;
	/* Under a closure: nothing behind that day, no record newer than that one. */
	int32_t to_day;
	int64_t last_id;
	const struct archive_terms *closing; /* not NULL: that is so for words of these that close only */
};

struct archive_place {
	int32_t day;
	size_t source;
	int64_t id;
};

struct archive_line_request {
	const struct archive_source *const *sources;
	const struct archive_view_of *views; /* one for each source */
	int64_t jurisdiction_id, subject_id;
	int32_t from_day, to_day; /* both included */
	struct str kind; /* one source only, or with "kind:word" one word of it; empty: all */
	struct str text; /* as typed */
	const struct archive_place *after; /* where the last page ended; NULL: from the newest */
	size_t limit;
};

struct archive_line {
	struct archive_row *rows;
	size_t count;
	bool more;
	struct archive_place last; /* of the last row */
};

/* One page. -ERR_MEMORY and database errors. */
MUST_USE int archive_line_read(struct db *db, const struct archive_line_request *request,
			       struct arena *arena, struct archive_line *out, struct error *err);
/* How many entries each source has of the request (its limit is not looked at): out_counts[i]. */
MUST_USE int archive_line_count(struct db *db, const struct archive_line_request *request,
				struct arena *arena, int64_t *out_counts, struct error *err);

size_t archive_source_count(const struct archive_source *const *sources);
/* A place as an address carries it, "2008-07-14.report.0000000000001", and back: false when it is none.
 * */
struct str archive_place_format(const struct archive_source *const *sources,
				const struct archive_place *place, struct arena *arena);
bool archive_place_parse(const struct archive_source *const *sources, struct str text,
			 struct archive_place *out);

#endif
