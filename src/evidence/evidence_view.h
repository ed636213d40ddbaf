/* evidence_view.h - a piece of evidence and its forms, as templates print them. Layer: evidence, pages. */
#ifndef LIANZE_EVIDENCE_EVIDENCE_VIEW_H
#define LIANZE_EVIDENCE_EVIDENCE_VIEW_H

#include "evidence/evidence_uses_view.h"
#include "evidence/evidence.h"
#include "web/list_page.h"
#include "web/picker.h"

struct evidence_form_view {
	struct str csrf, error, heading, about;
	struct safe_url action, back;
	bool is_new, is_file, is_record, is_document;
	int64_t revision; /* of a piece that is changed */
	struct str file_name, file_facts, upload;
	struct safe_url same; /* the file is here already, in this piece */
	struct str same_title;
	const char *class_record, *class_document, *class_title, *class_from, *class_to, *class_remark;
	struct str record, document_number, title, shows_from, shows_to, today, remark;
	struct list_options visibilities;
	struct picker_view unit; /* of a new piece */
};

struct evidence_link {
	struct str text, note;
	struct safe_url url;
};

struct evidence_links {
	struct evidence_link *items;
	size_t count;
};

struct evidence_page_view {
	struct str title, about, csrf, error, kind, period, visibility, unit, remark, added, state;
	const char *light;
	struct safe_url unit_url, proof, history, edit;
	bool has_file, is_shown; /* is_shown: the browser may open it */
	struct str file_name, file_facts, sha256;
	struct safe_url open, download;
	struct str document_number, record;
	struct safe_url record_url;
	bool is_withdrawn;
	struct str reason, withdrawn;
	struct evidence_links same, story;
	struct evidence_uses uses;
	struct str hidden_uses; /* "and 2 further ones"; empty: none */
	struct safe_url sameness; /* the page that compares texts; empty: nothing to compare */
	bool may_withdraw, may_restore;
	int64_t revision;
	struct str typed_reason;
	const char *class_reason;
	struct safe_url action;
};

/* "PDF · 1.2 MB" */
struct str evidence_file_facts(struct page *page, struct str media_type, int64_t bytes);
/* The cited record's own page; empty when it has none. */
struct safe_url evidence_cited_url(struct page *page, const struct evidence *evidence);

#endif
