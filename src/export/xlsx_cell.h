/*
 * xlsx_cell.h - what a stored number of a workbook means: a number, a date, a padded code.
 *
 * Layer: export; pure. Used by the reader of workbooks only.
 *
 * A workbook stores a date as a count of days and says by the cell's number format that it is one.
 * Day 60 of the 1900 system is 1900-02-29, a day that never was (Lotus 1-2-3 thought so and Excel
 * followed); the 1904 system of old Macintosh files begins at 1904-01-01.
 */
#ifndef LIANZE_EXPORT_XLSX_CELL_H
#define LIANZE_EXPORT_XLSX_CELL_H

#include "base/arena.h"

enum xlsx_format {
	XLSX_NUMBER,
	XLSX_DATE,	/* has a day */
	XLSX_DATE_TIME, /* has a day and a time */
	XLSX_TIME,	/* has only a time */
	XLSX_YEAR,	/* shows the year alone: yyyy"年" */
	XLSX_PADDED	/* "0000": a number shown with leading zeros */
};

struct xlsx_style {
	enum xlsx_format format;
	int digits; /* of XLSX_PADDED */
};

/* Of a format that workbooks do not spell out, by its number: 14–22, 27–36, 45–47, 50–58. */
struct xlsx_style xlsx_style_builtin(int id);
/* Of a format code such as yyyy"年"m"月"d"日"; only its first section counts. */
struct xlsx_style xlsx_style_of(struct str code);

/*
 * The text of a stored number as people see it: at most 15 significant digits (so that a stored
 * 8.3000000000000007 is "8.3"), without exponent; dates as 2008-07-14, with the time behind when
 * there is one. What is no number or no day of 1900 … 2199 comes back as stored. bytes NULL
 * when memory is out.
 */
struct str xlsx_number_text(struct arena *arena, struct str stored, struct xlsx_style style,
			    bool since_1904);
/* "2008-07-14T00:00:00Z" as "2008-07-14": for cells that hold a date in ISO 8601. */
struct str xlsx_iso_text(struct arena *arena, struct str stored);

#endif
