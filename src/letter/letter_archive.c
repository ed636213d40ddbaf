/* letter_archive.c - letters and signatures as lines of a person's archive (people/archive_source.h). */
#include "letter/letter.h"
#include "messages_letter.h"
#include "people/archive_source.h"
#include "statements_letter.h"

const struct archive_source letter_person_lines = {
	.kind = "letter", .label = MESSAGE_LETTER_LABEL, .statement = STATEMENT_LETTERS_ARCHIVE,
	.address = "/letters/%I", .words = letter_states,
	.number_label = MESSAGE_LETTER_PAGE_NUMBER_OF, .link_permission = PERMISSION_LETTER_READ,
	.own_link = true,
};
const struct archive_source letter_signature_lines = {
	.kind = "letter_signature", .label = MESSAGE_LETTER_SIGNATURE_LABEL,
	.statement = STATEMENT_LETTERS_ARCHIVE_SIGNED, .address = "/letters/%I",
	.words = letter_signers, .number_label = MESSAGE_LETTER_PAGE_NUMBER_OF,
	.link_permission = PERMISSION_LETTER_READ,
	.own_link = true,
};
