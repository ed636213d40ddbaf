/* unit_archive_view.h - the archive of a unit. Layer: archive, pages. */
#ifndef LIANZE_ARCHIVE_UNIT_ARCHIVE_VIEW_H
#define LIANZE_ARCHIVE_UNIT_ARCHIVE_VIEW_H

#include "archive/archive_shown_view.h"

/* A figure of the year with what stands behind it. */
struct archive_figure {
	enum message label;
	struct str text;
	struct safe_url url; /* empty: may not */
};

struct archive_figures {
	struct archive_figure *items;
	size_t count;
};

struct unit_archive_view {
	struct str name, year, ended; /* ended: since when there is no such unit; or empty */
	struct safe_url unit, before, after, burden;
	struct str year_before, year_after;
	struct archive_count_views counts;
	struct archive_figures figures;
	struct archive_line_view line;
};

#endif
