/* workbench_letter.c - see workbench_letter.h. */
#include "web/workbench_letter.h"

#include "letter/letter_view.h"
#include "messages_letter.h"
#include "people/rights.h"

#define SHOWN 8

/* The office: who has not signed in the newest year. Each count is that of the list behind its link. */
static int fill_counts(struct page *page, struct workbench_view *view, struct error *err)
{
	int year = 0, rc = letter_counts_table(page, &view->letter_counts, &year, err);

	if (rc < 0 || !year)
		return rc;
	struct message_value value = { "year", arena_format(page->arena, "%d", year) };
	view->has_letter_counts = view->letter_counts.rows.count > 0;
	view->letters_title = page_message(page, MESSAGE_LETTER_PAGE_YEAR, &value, 1);
	view->url_letters = link_letter_year(page, year);
	return 0;
}

int workbench_letters(struct page *page, struct workbench_view *view, struct error *err)
{
	int64_t count = 0;
	int rc = letter_waiting_table(page, SHOWN, &view->letters, &count, err);

	view->has_letters = rc == 0 && count > 0;
	view->letters_count = page_number(page, count);
	if (rc == 0 && rights_has_everywhere(&page->rights, PERMISSION_LETTER_MANAGE))
		rc = fill_counts(page, view, err);
	return rc;
}
