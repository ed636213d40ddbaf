/* meeting_access_view.c - see meeting_access_view.h. */
#include "meeting/meeting_access_view.h"

#include "messages_meeting.h"

static int64_t me(const struct page *page)
{
	return page->rights.person_id;
}

static bool answers_for(struct page *page, int64_t unit_id)
{
	return unit_id && page_may(page, PERMISSION_PLAN_RESPOND, unit_id, 0);
}

bool meeting_hosts(struct page *page, const struct meeting_topic *topic)
{
	return (topic->host_person_id && topic->host_person_id == me(page)) ||
	       answers_for(page, topic->host_unit_id);
}

static bool takes_part(struct page *page, const struct meeting_whole *whole)
{
	for (size_t i = 0; i < whole->participant_count; i++) {
		const struct meeting_participant *it = &whole->participants[i].participant;
		if (it->person_id ? it->person_id == me(page) : answers_for(page, it->unit_id))
			return true;
	}
	for (size_t i = 0; i < whole->topic_count; i++)
		if (meeting_hosts(page, &whole->topics[i].topic))
			return true;
	return false;
}

struct meeting_rights meeting_rights_of(struct page *page, const struct meeting_whole *whole)
{
	const struct meeting *meeting = &whole->meeting;
	bool office = page_may(page, PERMISSION_MEETING_MANAGE, 0, 0);
	bool chairs = meeting->chair_id && meeting->chair_id == me(page);
	struct meeting_rights rights = { .manage = office || chairs,
					 .permissions = page->permissions };

	if (chairs)
		rights.permissions |= PERMISSION_MEETING_MANAGE;
	rights.minutes = rights.manage || meeting->state == MEETING_MINUTED;
	rights.read = rights.minutes ||
		      (meeting->state != MEETING_PLANNED && takes_part(page, whole));
	return rights;
}

int meeting_open(struct page *page, struct db *db, struct meeting_whole *out,
		 struct meeting_rights *rights, struct error *err)
{
	struct record_key key = { page->jurisdiction_id, 0 };
	int rc = page_parameter_id(page, 0, &key.id, err);

	if (rc == 0)
		rc = meeting_load(db, key, page->arena, out, err);
	if (rc < 0)
		return rc;
	*rights = meeting_rights_of(page, out);
	return rights->read ? 0
			    : error_set(err, ERR_NOT_FOUND, "There is no such meeting.",
					"没有这次会议。");
}

int meeting_open_to_manage(struct page *page, struct db *db, struct meeting_whole *out,
			   struct meeting_rights *rights, struct error *err)
{
	struct error ignored;
	int rc = meeting_open(page, db, out, rights, err);

	if (rc < 0)
		return rc;
	/* The office's right is asked for once more, because that notes for whom a deputy acts. */
	if (rights->manage && page_check(page, PERMISSION_MEETING_MANAGE, 0, 0, &ignored) < 0 &&
	    out->meeting.chair_id != me(page))
		rights->manage = false;
	return rights->manage ? 0
			      : error_set(err, ERR_DENIED,
					  message_text(MESSAGE_MEETING_REFUSED, LANGUAGE_EN),
					  message_text(MESSAGE_MEETING_REFUSED, LANGUAGE_ZH));
}

int meeting_open_topic(struct page *page, struct db *db, struct meeting_whole *out,
		       const struct meeting_topic_row **out_topic, struct error *err)
{
	struct meeting_rights rights;
	int64_t id;
	int at, rc = meeting_open_to_manage(page, db, out, &rights, err);

	if (rc == 0)
		rc = page_parameter_id(page, 1, &id, err);
	if (rc < 0)
		return rc;
	at = meeting_topic_index(out, id);
	if (at < 0)
		return error_set(err, ERR_NOT_FOUND, "The meeting has no such topic.",
				 "会议没有这个议题。");
	*out_topic = &out->topics[at];
	return 0;
}

static int read_revision(struct page *page, int64_t *out, struct error *err)
{
	struct str text = form_value(page->form, "revision");

	*out = 0;
	if (text.length && !str_parse_int(text, 1, INT64_MAX, out))
		return error_invalid(err, "revision", "", "the page's own value", "页面原值");
	return 0;
}

int meeting_read_order(struct page *page, const struct meeting_rights *rights,
		       struct meeting_order *out, struct error *err)
{
	*out = (struct meeting_order){ .permissions = rights->permissions,
				       .person_id = me(page),
				       .language = page->language };
	return read_revision(page, &out->expected_revision, err);
}

int meeting_check_revision(struct page *page, int64_t present, struct error *err)
{
	int64_t typed;
	int rc = read_revision(page, &typed, err);

	if (rc < 0 || !typed || typed == present)
		return rc;
	return error_set(err, ERR_CONFLICT, "Somebody changed this after you opened the page.",
			 "您打开页面后已被他人修改，请刷新后再操作。");
}

int meeting_read_field(struct page *page, const struct record_type *type, const char *name,
		       void *record, struct error *err)
{
	return field_parse(record_field(type, str_from(name)), form_value(page->form, name), record,
			   page->arena, err);
}

/* Links -------------------------------------------------------------------------------------------- */

struct safe_url link_meeting(struct page *page, int64_t meeting_id)
{
	return safe_url_format(page->arena, "/meetings/%I", meeting_id);
}

struct safe_url link_meeting_topic(struct page *page, const struct meeting_topic *topic,
				   const char *what)
{
	struct str text = str_from(what);

	return safe_url_format(page->arena, "/meetings/%I/topics/%I/%S", topic->meeting_id,
			       topic->head.id, &text);
}

struct safe_url link_conclusion(struct page *page, int64_t conclusion_id)
{
	return safe_url_format(page->arena, "/conclusions/%I", conclusion_id);
}
