/* system_view.h - the system administrator's pages. Layer: web. */
#ifndef LIANZE_WEB_SYSTEM_VIEW_H
#define LIANZE_WEB_SYSTEM_VIEW_H

#include "web/table.h"

struct system_part {
	enum message heading;
	struct table_view facts;
};

struct system_parts {
	struct system_part *items;
	size_t count;
};

struct system_view {
	struct system_parts parts;
	struct table_view log;
};

/* One archive in the list, with what may be done to it. */
struct system_backup {
	struct str made, stem, size, verified, id;
	const char *light;
	bool encrypted, removable;
	struct safe_url url_verify, url_remove, url_download;
};

struct system_backups {
	struct system_backup *items;
	size_t count;
};

struct system_backups_view {
	struct str csrf, error;
	const char *class_passphrase, *class_again;
	bool has_folder, has_run, has_last;
	struct str run, last; /* what runs and what ended last, as sentences */
	const char *last_light;
	struct system_backups backups;
};

#endif
