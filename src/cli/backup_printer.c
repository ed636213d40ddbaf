/* backup_printer.c - see backup_printer.h. */
#include "cli/backup_printer.h"

#include <inttypes.h>
#include <stdio.h>

#define PASSPHRASE_MINIMUM 12
#define PASSPHRASE_MAXIMUM 4096

int backup_passphrase(struct call *call, struct str *out, struct error *err)
{
	const char *path = call_option(call, "passphrase-file");
	struct str text, line;
	int rc;

	*out = STR_EMPTY;
	if (!path)
		return 0;
	rc = call_read_file(call, path, PASSPHRASE_MAXIMUM, &text, err);
	if (rc < 0)
		return rc;
	line = str_split(&text, '\n');
	if (str_ends_with(line, STR("\r")))
		line.length--;
	if (line.length < PASSPHRASE_MINIMUM)
		return error_invalid(err, "passphrase-file", "",
				     "a first line of at least 12 characters",
				     "首行不少于 12 个字符");
	*out = line;
	return 0;
}

void backup_print(const struct backup_report *report)
{
	const struct manifest *manifest = &report->manifest;

	printf("made %.*s by lianze %.*s from %.*s, %zu migrations%s\n", STR_ARG(manifest->made),
	       STR_ARG(manifest->program), STR_ARG(manifest->engine), manifest->migration_count,
	       report->encrypted ? ", encrypted" : "");
	printf("%zu tables, %" PRId64 " rows, %" PRId64 " leaves, %" PRId64 " files, %" PRId64
	       " bytes\n",
	       manifest->tables.count, report->rows, report->leaves, report->files, report->bytes);
	for (size_t i = 0; i < manifest->ledger_count; i++) {
		const struct manifest_ledger *ledger = &manifest->ledgers[i];
		char root[HASH_HEX_BYTES];

		hex_encode(hash_str(&ledger->root), root);
		printf("tree %" PRId64 ": size %" PRId64 ", root %s\n", ledger->jurisdiction_id,
		       ledger->size, root);
	}
}
