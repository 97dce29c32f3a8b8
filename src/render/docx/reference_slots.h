/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the placeholders of a corporate template can be for, and by what they are known: a content
 * control by its tag, its title or the property it is bound to, a field by its instruction.
 */
#ifndef UNDERLAG_RENDER_DOCX_REFERENCE_SLOTS_H
#define UNDERLAG_RENDER_DOCX_REFERENCE_SLOTS_H

#include <libxml/tree.h>

#include "base/arena.h"
#include "document/document.h"

enum slot {
    SLOT_NONE,
    SLOT_REGISTRY_NUMBER,
    SLOT_TITLE,
    SLOT_OFFICER,
    SLOT_DATE,
    SLOT_BOARD,
    SLOT_SUBJECT,
    SLOT_STATUS,
    SLOT_VERSION,
    SLOT_CREATOR,
    SLOT_EMPTY, /* what stood there was the template's own */
};

/* What the control (w:sdt), the field with this instruction, is for. */
enum slot slot_of_control(struct arena *arena, const xmlNode *control);
enum slot slot_of_field(struct arena *arena, const char *instruction);

/* What a tag or a document property of this name is for, in any case. */
enum slot slot_named(struct arena *arena, const char *name);

/* The first word of a field's instruction, folded ("docproperty"), and what follows it, without the
 * quotation marks. */
const char *field_command(struct arena *arena, const char *instruction);
const char *field_argument(struct arena *arena, const char *instruction);

/* The document's words for it; "" when it has none. */
const char *slot_words(const struct document *document, enum slot slot);

#endif
