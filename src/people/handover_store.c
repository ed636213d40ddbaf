/*
 * handover_store.c - see handover_store.h.
 */
#include "people/handover_store.h"

#include "people/person.h"
#include "statements_handover.h"

static struct handover_scope scope_of(struct db *db, const struct handover *handover, int32_t day,
				      struct arena *arena)
{
	return (struct handover_scope){ .db = db,
					.arena = arena,
					.jurisdiction_id = handover->head.jurisdiction_id,
					.person_id = handover->from_person_id,
					.unit_id = handover->unit_id,
					.day = day };
}

/* Persons ------------------------------------------------------------------------------------ */

int handover_person_get(struct db *db, struct record_key person, struct arena *arena,
			struct handover_person *out, struct error *err)
{
	struct db_query *query;
	int code = db_query_open(db, STATEMENT_HANDOVER_PERSON,
				 DB_ARGS(db_int("jurisdiction_id", person.jurisdiction_id),
					 db_int("id", person.id)),
				 &query, err);
	if (code)
		return code;
	code = db_query_step(query, err);
	if (code > 0)
		*out = (struct handover_person){
			.code = db_query_copy(query, 0, arena),
			.name = db_query_copy(query, 1, arena),
			.left_day = db_query_is_null(query, 2) ? CIVIL_NO_DAY
							       : (int32_t)db_query_int(query, 2),
			.has_account = db_query_int(query, 3) > 0,
		};
	db_query_close(query);
	if (code < 0)
		return code;
	return code ? 0
		    : error_set(err, ERR_NOT_FOUND, "There is no such person.", "没有这名人员。");
}

int handover_asker_fill(struct db *db, const struct handover *handover, struct arena *arena,
			struct handover_asker *asker, struct error *err)
{
	struct handover_person giver, receiver = { .has_account = false };
	struct record_key key = { handover->head.jurisdiction_id, handover->from_person_id };
	int code = handover_person_get(db, key, arena, &giver, err);
	key.id = handover->to_person_id;
	if (!code && key.id)
		code = handover_person_get(db, key, arena, &receiver, err);
	if (code)
		return code;
	asker->giver_gone = giver.left_day != CIVIL_NO_DAY || !giver.has_account;
	asker->receiver_ready = key.id && receiver.left_day == CIVIL_NO_DAY && receiver.has_account;
	return 0;
}

/* The receiver is somebody else who is in service; without a log-in they can be named already. */
static int check_receiver(struct act *act, const struct handover *handover, struct error *err)
{
	struct handover_person receiver;
	int code;
	if (!handover->to_person_id)
		return 0;
	if (handover->to_person_id == handover->from_person_id)
		return error_set(err, ERR_RULE, "Nobody hands over to themself.",
				 "接收人不能是移交人本人。");
	code = handover_person_get(act->db,
				   (struct record_key){ act->jurisdiction_id, handover->to_person_id },
				   act->arena, &receiver, err);
	if (code || receiver.left_day == CIVIL_NO_DAY)
		return code;
	return error_set(err, ERR_RULE, "Whoever takes over has left.", "接收人已离任。");
}

/* Opening ------------------------------------------------------------------------------------ */

/* `except`: a list that does not count, or 0. */
static int is_elsewhere(const struct handover_scope *scope, int64_t except,
			const struct handover_matter *matter, bool *out, struct error *err)
{
	return handover_has_row(scope, STATEMENT_HANDOVER_ITEM_ELSEWHERE,
				DB_ARGS(db_int("jurisdiction_id", scope->jurisdiction_id),
					db_text("kind", str_from(matter->source->kind)),
					db_int("subject_id", matter->subject_id),
					db_int("person_id", scope->person_id),
					db_int("handover_id", except)),
				out, err);
}

static int keep(const struct handover_scope *scope, int64_t except, bool leaves,
		struct handover_matters *matters, struct error *err)
{
	size_t kept = 0;
	for (size_t i = 0; i < matters->count; i++) {
		const struct handover_matter *matter = &matters->items[i];
		bool open = false, elsewhere = false;
		int code = 0;
		if (!leaves || !matter->source->ends_with_person)
			code = matter->source->is_open(scope, matter->subject_id, &open, err);
		if (!code && open)
			code = is_elsewhere(scope, except, matter, &elsewhere, err);
		if (code)
			return code;
		if (open && !elsewhere)
			matters->items[kept++] = *matter;
	}
	matters->count = kept;
	return 0;
}

int handover_keep(const struct handover_scope *scope, bool leaves, struct handover_matters *matters,
		  struct error *err)
{
	return keep(scope, 0, leaves, matters, err);
}

static struct handover_item item_of(const struct handover *handover,
				    const struct handover_matter *matter)
{
	return (struct handover_item){ .handover_id = handover->head.id,
				       .kind = str_from(matter->source->kind),
				       .subject_id = matter->subject_id,
				       .title = matter->title.length ? matter->title : STR("—"),
				       .title_en = matter->title_en,
				       .address = matter->address,
				       .unit_id = matter->unit_id,
				       .due_day = matter->due_day,
				       .state = HANDOVER_ITEM_PENDING,
				       .decided_day = CIVIL_NO_DAY };
}

static int create_list(struct act *act, struct handover *handover, struct error *err)
{
	handover->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	handover->state = HANDOVER_OPEN;
	handover->opened_day = act->day;
	handover->handed_day = handover->confirmed_day = CIVIL_NO_DAY;
	return act_create(act, &handover_record, handover, err);
}

static int create_item(struct act *act, struct handover_item *item, struct error *err)
{
	item->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	return act_create(act, &handover_item_record, item, err);
}

int handover_open(struct act *act, struct handover *handover,
		  const struct handover_matters *matters, struct error *err)
{
	struct handover_matters kept = *matters;
	struct handover_scope scope;
	int code = check_receiver(act, handover, err);
	handover->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	scope = scope_of(act->db, handover, act->day, act->arena);
	if (!code)
		code = keep(&scope, 0, false, &kept, err);
	if (code || !kept.count)
		return code;
	code = create_list(act, handover, err);
	for (size_t i = 0; !code && i < kept.count; i++) {
		struct handover_item item = item_of(handover, &kept.items[i]);
		code = create_item(act, &item, err);
	}
	return code;
}

static int check_plan(struct act *act, struct handover *handover, struct error *err)
{
	char found[CIVIL_TEXT_BYTES];
	struct handover_person giver;
	handover->opened_day = act->day;
	int code = record_check(&handover_record, handover, err);
	if (code)
		return code;
	if (handover->last_day == CIVIL_NO_DAY || handover->last_day < act->day)
		return error_invalid(err, "last_day",
				     handover->last_day == CIVIL_NO_DAY
					     ? ""
					     : civil_format(handover->last_day, found),
				     "today or a later day: a change that was is entered on the "
				     "person's page",
				     "今天或以后的日期（已发生的变动请在人员页面登记）");
	code = handover_person_get(act->db,
				   (struct record_key){ act->jurisdiction_id,
							handover->from_person_id },
				   act->arena, &giver, err);
	if (code || giver.left_day == CIVIL_NO_DAY)
		return code;
	return error_set(err, ERR_RULE, "This person has left already.", "该人员已离任。");
}

int handover_plan(struct act *act, struct handover *handover, struct error *err)
{
	struct handover_matters matters;
	struct handover_scope scope;
	int code = check_plan(act, handover, err);
	handover->head = (struct record_head){ .jurisdiction_id = act->jurisdiction_id };
	scope = scope_of(act->db, handover, act->day, act->arena);
	if (!code)
		code = handover_collect(&scope, &matters, err);
	if (!code)
		code = handover_open(act, handover, &matters, err);
	if (code || handover->head.id)
		return code;
	return error_set(err, ERR_RULE,
			 "This person has nothing open here that is not on a list already.",
			 "该人员在此范围内没有尚未列入清单的未了事项。");
}

/* Listing again ------------------------------------------------------------------------------ */

#define ENTRIES_MAXIMUM (2 * HANDOVER_MATTERS_MAXIMUM)

static int read_items(struct db *db, const struct handover *handover, struct arena *arena,
		      struct handover_listing *out, struct error *err)
{
	struct db_query *query;
	int code;
	*out = (struct handover_listing){ .items = ARENA_ARRAY(arena, struct handover_entry,
							       ENTRIES_MAXIMUM) };
	if (!out->items)
		return error_broken(err, ERR_MEMORY, "items of a handover list");
	code = db_query_open(db, STATEMENT_HANDOVER_ITEM_OF_LIST,
			     DB_ARGS(db_int("jurisdiction_id", handover->head.jurisdiction_id),
				     db_int("handover_id", handover->head.id)),
			     &query, err);
	if (code)
		return code;
	while (out->count < ENTRIES_MAXIMUM && (code = db_query_step(query, err)) > 0) {
		struct handover_entry *entry = &out->items[out->count++];
		*entry = (struct handover_entry){ .closed = false };
		code = record_read(query, &handover_item_record, arena, &entry->item, err);
		if (code)
			break;
		entry->unit_name = db_query_copy(query, 15, arena);
	}
	db_query_close(query);
	return code < 0 ? code : 0;
}

/* Which pending items are closed; a kind that no source has any more stays as it is. */
static int mark_closed(const struct handover_scope *scope, struct handover_listing *listing,
		       struct error *err)
{
	for (size_t i = 0; i < listing->count; i++) {
		struct handover_entry *entry = &listing->items[i];
		const struct handover_source *source = handover_source_find(entry->item.kind);
		bool open = true;
		if (entry->item.state != HANDOVER_ITEM_PENDING)
			continue;
		if (source) {
			int code = source->is_open(scope, entry->item.subject_id, &open, err);
			if (code)
				return code;
		}
		entry->closed = !open;
		listing->pending += open;
	}
	return 0;
}

static bool is_listed(const struct handover_listing *listing, const struct handover_matter *matter)
{
	for (size_t i = 0; i < listing->count; i++)
		if (listing->items[i].item.subject_id == matter->subject_id &&
		    str_equal(listing->items[i].item.kind, str_from(matter->source->kind)))
			return true;
	return false;
}

/* What the giver got in hand since; no more pending ones than a list holds. */
static int add_new(const struct handover_scope *scope, const struct handover *handover,
		   struct handover_listing *listing, struct error *err)
{
	struct handover_matters matters;
	int code = handover_collect(scope, &matters, err);
	if (!code)
		code = keep(scope, handover->head.id, false, &matters, err);
	listing->more = !code && matters.more;
	for (size_t i = 0; !code && i < matters.count; i++) {
		if (is_listed(listing, &matters.items[i]))
			continue;
		if (listing->count == ENTRIES_MAXIMUM ||
		    listing->pending == HANDOVER_MATTERS_MAXIMUM) {
			listing->more = true;
			break;
		}
		listing->items[listing->count++] = (struct handover_entry){
			.item = item_of(handover, &matters.items[i])
		};
		listing->pending++;
	}
	return code;
}

int handover_list(struct db *db, const struct handover *handover, int32_t day, struct arena *arena,
		  struct handover_listing *out, struct error *err)
{
	const struct handover_scope scope = scope_of(db, handover, day, arena);
	int code = read_items(db, handover, arena, out, err);
	if (!code && (handover->state == HANDOVER_OPEN || handover->state == HANDOVER_HANDED))
		code = mark_closed(&scope, out, err);
	/* Returned matters travel by themselves: whoever gave them has them no more. */
	if (!code && handover->state == HANDOVER_OPEN && !handover->previous_id)
		code = add_new(&scope, handover, out, err);
	return code;
}

/* Moving ------------------------------------------------------------------------------------- */

/* Write what a new listing found: closed items are done, new ones are put on the list. */
static int keep_listing(struct act *act, const struct handover *handover,
			struct handover_listing *listing, struct error *err)
{
	static const struct handover_asker program = { .permissions = PERMISSION_LOGGED_IN,
						       .is_program = true };
	int code = 0;
	for (size_t i = 0; !code && i < listing->count; i++) {
		struct handover_item *item = &listing->items[i].item;
		if (!item->head.id) {
			code = create_item(act, item, err);
			continue;
		}
		if (!listing->items[i].closed)
			continue;
		item->decided_day = act->day;
		code = handover_item_apply(item, handover, HANDOVER_ITEM_CLOSE, &program, err);
		if (!code)
			code = act_update(act, &handover_item_record, item, err);
	}
	return code;
}

/* Returned items on a next list, for the giver and the office to hand on. */
static int open_next(struct act *act, const struct handover *handover,
		     const struct handover_listing *listing, int64_t *out_next, struct error *err)
{
	struct handover next = *handover;
	int code = 0;
	*out_next = 0;
	for (size_t i = 0; !code && i < listing->count; i++) {
		struct handover_item item = listing->items[i].item;
		if (item.state != HANDOVER_ITEM_RETURNED)
			continue;
		if (!*out_next) {
			next.to_person_id = 0;
			next.previous_id = handover->head.id;
			next.note = STR_EMPTY;
			code = create_list(act, &next, err);
			*out_next = next.head.id;
		}
		item.handover_id = next.head.id;
		item.state = HANDOVER_ITEM_PENDING;
		item.decided_day = CIVIL_NO_DAY;
		if (!code)
			code = create_item(act, &item, err);
	}
	return code;
}

static int get_list(struct act *act, int64_t id, int64_t expected_revision, struct handover *out,
		    struct error *err)
{
	int code = record_get(act->db, &handover_record,
			      (struct record_key){ act->jurisdiction_id, id }, act->arena, out, err);
	if (!code && expected_revision && expected_revision != out->head.revision)
		return error_set(err, ERR_CONFLICT,
				 "The list was changed after you opened the page. Nothing was done; look "
				 "at it again.",
				 "您打开页面后，该清单已有变动。未作任何更改，请重新核对。");
	return code;
}

int handover_move(struct act *act, int64_t handover_id, const struct handover_order *order,
		  struct handover *out, int64_t *out_next, struct error *err)
{
	struct handover_asker asker = order->asker;
	struct handover_listing listing;
	int code = get_list(act, handover_id, order->expected_revision, out, err);
	*out_next = 0;
	if (!code)
		code = handover_asker_fill(act->db, out, act->arena, &asker, err);
	if (!code)
		code = handover_list(act->db, out, act->day, act->arena, &listing, err);
	if (code)
		return code;
	asker.pending = listing.pending;
	if (order->event == HANDOVER_TAKE_BACK || order->event == HANDOVER_CANCEL)
		out->note = order->note;
	/* Items are closed while the list still is in the state that lets them. */
	if (order->event == HANDOVER_HAND_OVER || order->event == HANDOVER_CONFIRM)
		code = keep_listing(act, out, &listing, err);
	if (!code)
		code = handover_apply(out, order->event, &asker, err);
	if (code)
		return code;
	if (order->event == HANDOVER_HAND_OVER)
		out->handed_day = act->day;
	if (order->event == HANDOVER_TAKE_BACK)
		out->handed_day = CIVIL_NO_DAY;
	if (order->event == HANDOVER_CONFIRM)
		out->confirmed_day = act->day;
	code = act_update(act, &handover_record, out, err);
	if (!code && order->event == HANDOVER_CONFIRM)
		code = open_next(act, out, &listing, out_next, err);
	return code;
}

/* Items and the receiver ----------------------------------------------------------------------- */

static int decide_one(struct act *act, const struct handover *handover,
		      const struct handover_asker *asker, const struct handover_decision *decision,
		      struct error *err)
{
	struct handover_item item;
	const struct handover_source *source;
	int code = record_get(act->db, &handover_item_record,
			      (struct record_key){ act->jurisdiction_id, decision->item_id },
			      act->arena, &item, err);
	if (!code && item.handover_id != handover->head.id)
		code = error_set(err, ERR_NOT_FOUND, "There is no such item on this list.",
				 "清单中没有这一项。");
	if (code)
		return code;
	item.note = decision->note;
	item.decided_day = act->day;
	code = handover_item_apply(&item, handover, decision->event, asker, err);
	if (!code)
		code = act_update(act, &handover_item_record, &item, err);
	source = handover_source_find(item.kind);
	if (code || decision->event != HANDOVER_ITEM_ACCEPT || !source || !source->accept)
		return code;
	return source->accept(act, item.subject_id, err);
}

int handover_decide(struct act *act, struct handover *handover, const struct handover_asker *asker,
		    const struct handover_decision *decisions, size_t count, struct error *err)
{
	int code = 0;
	for (size_t i = 0; !code && i < count; i++)
		code = decide_one(act, handover, asker, &decisions[i], err);
	return code;
}

int handover_name(struct act *act, struct handover *handover, const struct handover_asker *asker,
		  int64_t person_id, struct error *err)
{
	int code;
	if (!asker->is_office)
		return error_set(err, ERR_RULE, "The office names who takes over.",
				 "接收人由办公室指定。");
	if (handover->state != HANDOVER_OPEN)
		return error_set(err, ERR_STATE,
				 "The list is on its way: take it back first to name somebody else.",
				 "清单已移交；如需更换接收人，请先收回。");
	handover->to_person_id = person_id;
	code = check_receiver(act, handover, err);
	return code ? code : act_update(act, &handover_record, handover, err);
}
