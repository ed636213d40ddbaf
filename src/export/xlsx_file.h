/* xlsx_file.h - a workbook of libxlsxwriter that ends up in memory. Layer: export; used by xlsx_*.c only. */
#ifndef LIANZE_EXPORT_XLSX_FILE_H
#define LIANZE_EXPORT_XLSX_FILE_H

#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/error.h"

#define XLSX_SHEET_NAME_BYTES 128

struct xlsx_file {
	lxw_workbook *workbook;
	int memory; /* descriptor of what is written */
};

/* `constant`: rows go to a temporary file and must come in order. */
MUST_USE int xlsx_file_open(bool constant, struct xlsx_file *out, struct error *err);
/* Close the workbook and append its bytes to `out`. */
MUST_USE int xlsx_file_close(struct xlsx_file *file, struct buf *out, struct error *err);
void xlsx_file_abandon(struct xlsx_file *file);
/* A sheet's name as Excel takes it: at most 31 characters, none of []:*?/\. Returns `out`. */
const char *xlsx_sheet_name(struct str name, char out[XLSX_SHEET_NAME_BYTES]);

#endif
