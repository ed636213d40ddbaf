/* xlsx_book.h - the parts of a workbook around its sheets. Layer: export; used by xlsx_read.c only. */
#ifndef LIANZE_EXPORT_XLSX_BOOK_H
#define LIANZE_EXPORT_XLSX_BOOK_H

#include "export/xlsx_cell.h"
#include "export/xlsx_read.h"
#include "export/xml_read.h"

struct xlsx_sheet {
	struct str name;
	struct str relationship; /* its id in the workbook's relationships */
	struct str part;	 /* path in the archive */
	bool hidden;
};

struct xlsx_book {
	struct arena *arena;
	struct zip_archive *archive;
	struct str part;	   /* of the workbook: "xl/workbook.xml" */
	struct str strings_part, styles_part; /* empty: none */
	struct xlsx_sheet *sheets;
	size_t sheet_count;
	bool since_1904;
	struct str *strings; /* shared */
	size_t string_count, string_capacity;
	struct xlsx_style *styles; /* of cell formats, by index */
	size_t style_count, style_capacity;
};

/* Read everything but the sheets; the caller closes book->archive, also on failure. */
MUST_USE int xlsx_book_open(struct arena *arena, struct str bytes, struct xlsx_book *out,
			    struct error *err);

/* A copy of a cell's text in the arena, in which _x000D_ is the character that it stands for; bytes
 * NULL when memory is out. */
struct str xlsx_unescaped(struct arena *arena, struct str text);
#endif
