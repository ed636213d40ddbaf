/* password_pages.c - see password_view.h. */
#include "messages_log_in.h"
#include "people/password_view.h"

struct str password_page_demand(struct page *page, const struct security_policy *policy)
{
	const struct message_value values[] = {
		{ "minimum", page_number(page, policy->minimum_length) },
		{ "maximum", page_number(page, ACCOUNT_PASSWORD_MAXIMUM) },
		{ "history", page_number(page, policy->history_count) },
		{ "days", page_number(page, policy->rotation_days) },
	};

	return page_message(page,
			    policy->profile == PASSWORD_DJBH3 ? MESSAGE_OWN_PASSWORD_DEMAND_DJBH3
							      : MESSAGE_OWN_PASSWORD_DEMAND_ASVS,
			    values, ARRAY_LENGTH(values));
}

int password_page_hash(struct page *page, const struct password_choice *choice,
		       char out[ACCOUNT_HASH_BYTES], struct error *err)
{
	struct str password = form_value(page->form, "password");
	const struct password_demand demand = { choice->policy, choice->login,
						choice->display_name };

	if (!str_equal(password, form_value(page->form, "repeat")))
		return error_invalid(err, "repeat", "", "the new password once more",
				     "与新口令相同的内容");
	int rc = account_check_password(password, &demand, err);
	if (rc == 0)
		rc = account_check_former(page->db, choice->account_id, password,
					  choice->policy->history_count, err);
	return rc < 0 ? rc : account_hash_password(password, out, err);
}
