/* trigger_view.c - see trigger_view.h. The sentences are trigger_reasons()'s. */
#include "messages_web.h"
#include "process/trigger_view.h"

static enum message outcome_of(const struct trigger_proposal *proposal)
{
	if (proposal->fires)
		return proposal->undetermined ? MESSAGE_TRIGGER_VIEW_UNDETERMINED
					      : MESSAGE_TRIGGER_VIEW_PROPOSED;
	return proposal->provisional ? MESSAGE_TRIGGER_VIEW_PROVISIONAL
				     : MESSAGE_TRIGGER_VIEW_NOTHING;
}

static struct str title_of(struct page *page, const struct scheme *scheme,
			   const struct scheme_trigger *trigger)
{
	struct message_value values[] = {
		{ "mechanism", trigger->mechanism },
		{ "title",
		  page->language == LANGUAGE_ZH ? trigger->title.zh : trigger->title.en },
		{ "code", scheme->code },
		{ "version", arena_format(page->arena, "%d", scheme->version) },
		{ "article", trigger->article },
	};

	return page_message(page, MESSAGE_TRIGGER_VIEW_BASIS, values, 5);
}

static int put_trigger(struct page *page, const struct scheme *scheme,
		       const struct trigger_proposal *proposal, struct derivation_trigger *out,
		       struct error *err)
{
	const struct str *texts;
	size_t count;
	int rc = trigger_reasons(proposal, page->language, page->arena, &texts, &count, err);

	if (rc < 0)
		return rc;
	out->title = title_of(page, scheme, proposal->trigger);
	out->light = proposal->fires || proposal->provisional ? "light warn" : "light idle";
	out->outcome = str_from(page_text(page, outcome_of(proposal)));
	out->lines.items = ARENA_ARRAY(page->arena, struct derivation_line, count + 1);
	if (!out->lines.items)
		return error_broken(err, ERR_MEMORY, "trigger lines");
	for (size_t i = 0; i < count; i++)
		out->lines.items[out->lines.count++] =
			(struct derivation_line){ .class = "", .text = texts[i] };
	return 0;
}

int trigger_fill(struct page *page, const struct scheme *scheme,
		 const struct trigger_findings *findings, bool firing_only,
		 struct derivation_triggers *out, struct error *err)
{
	int rc = 0;

	out->count = 0;
	out->items = ARENA_ARRAY(page->arena, struct derivation_trigger, findings->count + 1);
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "triggers");
	for (size_t i = 0; rc == 0 && i < findings->count; i++) {
		const struct trigger_proposal *proposal = &findings->items[i].proposal;

		if (!firing_only || proposal->fires || proposal->provisional)
			rc = put_trigger(page, scheme, proposal, &out->items[out->count++], err);
	}
	return rc;
}

int trigger_read(struct page *page, int year, int64_t unit_id, struct trigger_findings *out,
		 struct error *err)
{
	const struct trigger_request request = { .jurisdiction_id = page->jurisdiction_id,
						 .year = year };

	return trigger_load_unit(page->db, &request, unit_id, page->arena, out, err);
}
