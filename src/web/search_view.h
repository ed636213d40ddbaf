/* search_view.h - the page of search results. Layer: web. */
#ifndef LIANZE_WEB_SEARCH_VIEW_H
#define LIANZE_WEB_SEARCH_VIEW_H

#include "store/search_text.h"
#include "web/html.h"

struct search_hit {
	struct safe_url url;
	struct search_pieces code, name;
	struct str detail; /* what tells hits of one name apart; may be empty */
};

struct search_hits {
	struct search_hit *items;
	size_t count;
};

struct search_group {
	enum message label;
	struct str count;
	struct search_hits hits;
	struct safe_url all;  /* every hit of this kind; empty: all are shown */
	struct safe_url next; /* the next page; empty: none */
	struct safe_url first;
};

struct search_groups {
	struct search_group *items;
	size_t count;
};

struct search_view {
	struct str query;
	bool asked;	 /* something was typed */
	bool has_words;	 /* and it has letters or digits */
	bool cut;	 /* only its beginning was searched for */
	bool single;	 /* one kind only */
	struct safe_url back;
	struct str total;
	struct search_groups groups; /* those with hits */
	struct safe_url json;
};

#endif
