/*
 * result_shown_view.h - which version of a group's result a page shows, and who may see it.
 *
 * Layer: process, pages.
 *
 * By default the newest that is public: in publicity, else final. A draft that nobody published yet is
 * shown to those who may read every derivation; to others it does not exist. The query chooses:
 * ?version=N a version, ?as_of=2009-01-31 the figures as they stood at the end of that day.
 */
#ifndef LIANZE_PROCESS_RESULT_SHOWN_VIEW_H
#define LIANZE_PROCESS_RESULT_SHOWN_VIEW_H

#include "process/result_store.h"
#include "web/page.h"
#include "web/table.h"

struct result_shown {
	struct result_place place;
	struct result_list versions; /* all, the newest first */
	const struct result *latest; /* the newest that was not dropped; NULL: none yet */
	const struct result *result; /* the one that is shown; NULL: a draft without a record */
	enum result_state state;     /* of what is shown */
	bool hidden;		     /* a draft that the asker may not see */
	int32_t as_of_day;	     /* CIVIL_NO_DAY: not asked */
	struct appraisal_request request; /* appraises what is shown */
};

/* -ERR_NOT_FOUND: no such version; -ERR_INVALID: a day that is none, or before the first record. */
MUST_USE int result_shown_load(struct page *page, const struct result_place *place,
			       struct result_shown *out, struct error *err);
/* The same, choosing among versions that were loaded already, without looking at the query. */
void result_shown_default(struct page *page, struct result_shown *shown);
/* -ERR_NOT_FOUND with the sentence "not published yet" when the draft is hidden. */
MUST_USE int result_shown_check(const struct result_shown *shown, struct error *err);
/* May the asker see figures that nobody published? */
bool result_sees_drafts(const struct page *page);

/* "公示中 至 2009-01-12", "已定稿（第 2 版）2009-02-20", "草稿": in the page's language. */
struct str result_state_text(struct page *page, const struct result_shown *shown);
const char *result_state_light(enum result_state state);

/* Where a group's result is managed; where its ranking stands. */
struct safe_url link_result(struct page *page, const struct result_place *place);
struct safe_url link_result_ranking(struct page *page, const struct result_place *place,
				    int64_t version);
/* The ranking as a file (".csv"), or what hangs below it ("/letters.pdf"). */
struct safe_url link_result_file(struct page *page, const struct result_place *place,
				 const char *tail);

/* What a ranking or derivation says above itself. */
struct result_banner {
	const char *light;
	struct str state;     /* what is shown */
	struct str notice;    /* that another version is on its way, that figures are as of a day; or empty */
	struct safe_url url;  /* to the result's own page */
	struct safe_url newest; /* back to what is shown by default, or empty */
};
void result_banner_fill(struct page *page, const struct result_shown *shown,
			struct result_banner *out);

#endif
