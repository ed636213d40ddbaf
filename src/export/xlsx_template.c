/* xlsx_template.c - see xlsx_template.h. */
#include "export/xlsx_template.h"

#include <stdio.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "export/xlsx_file.h"

#define ROWS_PREPARED 5000
#define COLUMN_WIDTH  16
#define NOTE_WIDTH    60
#define FORMULA_BYTES 128
#define HEADER_COLOUR 0xECE7DE

struct making {
	const struct xlsx_template *template;
	lxw_workbook *workbook;
	lxw_format *heading, *text, *date, *title;
	lxw_worksheet *sheet, *examples, *notes, *lists;
	bool failed;
};

static void note(struct making *making, lxw_error result)
{
	making->failed |= result != LXW_NO_ERROR;
}

static lxw_worksheet *add_sheet(struct making *making, const char *name)
{
	char clean[XLSX_SHEET_NAME_BYTES];

	return workbook_add_worksheet(making->workbook, xlsx_sheet_name(str_from(name), clean));
}

static bool begin(struct making *making)
{
	lxw_workbook *workbook = making->workbook;

	making->heading = workbook_add_format(workbook);
	making->text = workbook_add_format(workbook);
	making->date = workbook_add_format(workbook);
	making->title = workbook_add_format(workbook);
	making->sheet = add_sheet(making, making->template->sheet);
	making->examples = add_sheet(making, making->template->examples);
	making->notes = add_sheet(making, making->template->notes);
	making->lists = add_sheet(making, making->template->lists);
	if (!making->heading || !making->text || !making->date || !making->title ||
	    !making->sheet || !making->examples || !making->notes || !making->lists)
		return false;
	format_set_bold(making->heading);
	format_set_bg_color(making->heading, HEADER_COLOUR);
	format_set_bottom(making->heading, LXW_BORDER_THIN);
	format_set_bold(making->title);
	format_set_num_format(making->text, "@");
	format_set_num_format(making->date, "yyyy-mm-dd");
	return true;
}

static void put(struct making *making, lxw_worksheet *sheet, lxw_row_t row, lxw_col_t column,
		const char *text, lxw_format *format)
{
	if (*text)
		note(making, worksheet_write_string(sheet, row, column, text, format));
}

/* libxlsxwriter 1.1 loses one copy of the formula, some 25 bytes for each drop-down. */
static lxw_error add_rule(struct making *making, lxw_col_t at, lxw_data_validation *rule)
{
	lxw_error result;

#ifdef __SANITIZE_ADDRESS__
	__lsan_disable();
#endif
	result = worksheet_data_validation_range(making->sheet, 1, at, ROWS_PREPARED, at, rule);
#ifdef __SANITIZE_ADDRESS__
	__lsan_enable();
#endif
	return result;
}

/* The choices in a column of the lists' sheet, and a drop-down that refers to them. */
static void add_choices(struct making *making, lxw_col_t at)
{
	const struct xlsx_template_column *column = &making->template->columns[at];
	char letters[8] = { (char)('A' + at) }, formula[FORMULA_BYTES];
	char name[XLSX_SHEET_NAME_BYTES], message[256];
	lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
				     .value_formula = formula,
				     .error_message = message,
				     .show_error = column->others ? LXW_VALIDATION_OFF
								  : LXW_VALIDATION_ON };

	put(making, making->lists, 0, at, column->heading, making->heading);
	for (size_t i = 0; i < column->choice_count; i++)
		put(making, making->lists, (lxw_row_t)i + 1, at, column->choices[i], making->text);
	snprintf(formula, sizeof(formula), "='%s'!$%s$2:$%s$%zu",
		 xlsx_sheet_name(str_from(making->template->lists), name), letters, letters,
		 column->choice_count + 1);
	snprintf(message, sizeof(message), "%s", making->template->choice_message);
	note(making, add_rule(making, at, &rule));
}

static void check_dates(struct making *making, lxw_col_t at)
{
	char message[256];
	lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_DATE,
				     .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
				     .minimum_datetime = { .year = 1900, .month = 1, .day = 1 },
				     .maximum_datetime = { .year = 2199, .month = 12, .day = 31 },
				     .error_message = message };

	snprintf(message, sizeof(message), "%s", making->template->date_message);
	note(making, add_rule(making, at, &rule));
}

static void add_column(struct making *making, lxw_col_t at)
{
	const struct xlsx_template_column *column = &making->template->columns[at];
	lxw_format *format = column->kind == XLSX_TEMPLATE_TEXT	  ? making->text
			     : column->kind == XLSX_TEMPLATE_DATE ? making->date
								  : NULL;

	/* Codes are text from the first keystroke: "001" stays "001". */
	note(making, worksheet_set_column(making->sheet, at, at, COLUMN_WIDTH, format));
	note(making, worksheet_set_column(making->examples, at, at, COLUMN_WIDTH, making->text));
	note(making, worksheet_set_column(making->lists, at, at, COLUMN_WIDTH, NULL));
	put(making, making->sheet, 0, at, column->heading, making->heading);
	put(making, making->examples, 1, at, column->heading, making->heading);
	for (size_t i = 0; i < XLSX_TEMPLATE_EXAMPLES; i++)
		put(making, making->examples, (lxw_row_t)i + 2, at, column->examples[i],
		    making->text);
	put(making, making->notes, at + 1u, 0, column->heading, NULL);
	put(making, making->notes, at + 1u, 1, column->required, NULL);
	put(making, making->notes, at + 1u, 2, column->note, NULL);
	if (column->choice_count)
		add_choices(making, at);
	else if (column->kind == XLSX_TEMPLATE_DATE)
		check_dates(making, at);
}

static void fill(struct making *making)
{
	const struct xlsx_template *template = making->template;
	lxw_col_t count = (lxw_col_t)template->column_count;

	note(making, worksheet_merge_range(making->examples, 0, 0, 0, count - 1,
					   template->examples_title, making->title));
	for (lxw_col_t i = 0; i < 3; i++)
		put(making, making->notes, 0, i, template->notes_heads[i], making->heading);
	note(making, worksheet_set_column(making->notes, 0, 1, COLUMN_WIDTH, NULL));
	note(making, worksheet_set_column(making->notes, 2, 2, NOTE_WIDTH, NULL));
	for (lxw_col_t i = 0; i < count; i++)
		add_column(making, i);
	worksheet_freeze_panes(making->sheet, 1, 0);
}

int xlsx_template_write(const struct xlsx_template *template, struct buf *out, struct error *err)
{
	struct making making = { .template = template };
	struct xlsx_file file;
	int code = xlsx_file_open(false, &file, err);

	if (code)
		return code;
	making.workbook = file.workbook;
	if (begin(&making))
		fill(&making);
	else
		making.failed = true;
	if (!making.failed)
		return xlsx_file_close(&file, out, err);
	xlsx_file_abandon(&file);
	return error_broken(err, ERR_IO, "writing a template");
}
