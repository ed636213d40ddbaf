/*
 * xlsx_file.c - libxlsxwriter 1.1 writes to a file by name only; the name given to it leads to
 * memory of the kernel's (xlsx_file.h).
 */
#include "export/xlsx_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define NAME_CHARACTERS 31
#define PIECE_BYTES	65536

int xlsx_file_open(bool constant, struct xlsx_file *out, struct error *err)
{
	lxw_workbook_options options = { .constant_memory = constant };
	char path[64];

	out->memory = memfd_create("workbook", MFD_CLOEXEC);
	if (out->memory < 0)
		return error_broken(err, ERR_IO, "memfd_create: errno %d", errno);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", out->memory);
	out->workbook = workbook_new_opt(path, &options);
	if (out->workbook)
		return 0;
	close(out->memory);
	return error_broken(err, ERR_MEMORY, "a workbook");
}

static int take_back(int memory, struct buf *out, struct error *err)
{
	char piece[PIECE_BYTES];
	ssize_t length;
	off_t at = 0;

	while ((length = pread(memory, piece, sizeof(piece), at)) > 0) {
		buf_add(out, piece, (size_t)length);
		at += length;
	}
	if (length < 0)
		return error_broken(err, ERR_IO, "reading a workbook back: errno %d", errno);
	return buf_failed(out) ? error_broken(err, ERR_MEMORY, "a workbook does not fit") : 0;
}

int xlsx_file_close(struct xlsx_file *file, struct buf *out, struct error *err)
{
	lxw_error result = workbook_close(file->workbook); /* frees it */
	int code = 0;

	if (result)
		code = error_broken(err, ERR_IO, "libxlsxwriter: %s", lxw_strerror(result));
	else
		code = take_back(file->memory, out, err);
	close(file->memory);
	return code;
}

void xlsx_file_abandon(struct xlsx_file *file)
{
	lxw_workbook_free(file->workbook);
	close(file->memory);
}

const char *xlsx_sheet_name(struct str name, char out[XLSX_SHEET_NAME_BYTES])
{
	size_t at = 0, length = 0;

	for (int count = 0; count < NAME_CHARACTERS && at < name.length; count++) {
		size_t start = at;

		if (utf8_next(name, &at) < 0)
			continue;
		if (at - start == 1 && strchr("[]:*?/\\'", name.bytes[start]))
			out[length++] = '-';
		else
			for (size_t i = start; i < at; i++)
				out[length++] = name.bytes[i];
	}
	if (!length)
		out[length++] = '1';
	out[length] = '\0';
	return out;
}
