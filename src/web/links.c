/* links.c - see links.h. */
#include "web/links.h"

struct safe_url link_unit(struct page *page, int64_t unit_id)
{
	return safe_url_format(page->arena, "/units/%I", unit_id);
}

struct safe_url link_unit_change(struct page *page, int64_t change_id)
{
	return safe_url_format(page->arena, "/changes/%I", change_id);
}

struct safe_url link_person(struct page *page, int64_t person_id)
{
	return safe_url_format(page->arena, "/persons/%I", person_id);
}

struct safe_url link_account(struct page *page, int64_t account_id)
{
	return safe_url_format(page->arena, "/accounts/%I", account_id);
}

struct safe_url link_scheme(struct page *page, int64_t scheme_id)
{
	return safe_url_format(page->arena, "/schemes/%I", scheme_id);
}

struct safe_url link_calendar(struct page *page, int64_t year)
{
	return safe_url_format(page->arena, "/calendars/%d", year);
}

struct safe_url link_year(struct page *page, int64_t year)
{
	return safe_url_format(page->arena, "/years/%d", year);
}

struct safe_url link_ranking(struct page *page, int64_t year, int64_t group_id, int64_t unit_id)
{
	if (!unit_id)
		return safe_url_format(page->arena, "/years/%d/groups/%I", year, group_id);
	return safe_url_format(page->arena, "/years/%d/groups/%I?unit=%I", year, group_id,
			       unit_id);
}

struct safe_url link_derivation(struct page *page, int64_t year, int64_t unit_id)
{
	return safe_url_format(page->arena, "/years/%d/units/%I", year, unit_id);
}

struct safe_url link_letter(struct page *page, int64_t year, int64_t unit_id)
{
	return safe_url_format(page->arena, "/years/%d/units/%I/letter.pdf", year, unit_id);
}

struct safe_url link_letters(struct page *page, int64_t year, int64_t group_id)
{
	return safe_url_format(page->arena, "/years/%d/groups/%I/letters.pdf", year, group_id);
}

struct safe_url link_scores(struct page *page, int64_t year, int64_t group_id)
{
	return safe_url_format(page->arena, "/years/%d/groups/%I/scores", year, group_id);
}

struct safe_url link_scores_of(struct page *page, int64_t year, int64_t group_id, int64_t unit_id)
{
	return safe_url_format(page->arena, "/years/%d/groups/%I/scores/%I", year, group_id,
			       unit_id);
}

/* `scores`: link_scores_of() of the unit, or empty, which gives none. */
struct safe_url link_score_cell(struct page *page, struct safe_url scores, struct str indicator)
{
	struct safe_url part = safe_url_format(page->arena, "/%S", &indicator);

	if (!scores.text.length)
		return scores;
	return (struct safe_url){ arena_format(page->arena, "%.*s%.*s", STR_ARG(scores.text),
					       STR_ARG(part.text)) };
}

struct safe_url link_proof(struct page *page, const char *record_type, int64_t record_id)
{
	if (!(page->permissions & PERMISSION_LEDGER_READ))
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, "/ledger/proofs/%s/%I", record_type, record_id);
}

struct safe_url link_act(struct page *page, int64_t act_id)
{
	if (!(page->permissions & PERMISSION_ACT_READ))
		return (struct safe_url){ STR_EMPTY };
	return safe_url_format(page->arena, "/acts/%I", act_id);
}
