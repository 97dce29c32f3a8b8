/* SPDX-License-Identifier: EUPL-1.2
 *
 * XML into a buffer: a stack of open elements, escaping, and nothing else. libxml2's xmlTextWriter
 * does the same in three times the time (measured; it copies each name, and writes through an
 * output layer), and a Word part is little but names; it also lets control characters through,
 * which here end the program: text was cleaned at the door, so one here is our fault.
 *
 * Names are string literals with their prefix ("w:pPr"); they are kept by pointer, never copied.
 */
#ifndef UNDERLAG_RENDER_DOCX_XML_H
#define UNDERLAG_RENDER_DOCX_XML_H

#include <stdbool.h>

#include "base/buffer.h"

/* Deepest nesting of elements: what DOCUMENT_DEPTH inlines and our own wrappers can reach. */
#define XML_DEPTH 512

struct xml {
    struct buffer *out;
    const char *open[XML_DEPTH];
    int depth;
    bool in_tag; /* the last start tag still lacks its ">" */
};

/* Begins a document in `out` with the XML declaration. */
void xml_begin(struct xml *xml, struct buffer *out);

/* Ends it; all elements must be closed. */
void xml_finish(const struct xml *xml);

/* An element: its start tag, attributes (directly after it), text, end tag. */
void xml_start(struct xml *xml, const char *name);
void xml_attribute(struct xml *xml, const char *name, const char *value);
void xml_integer(struct xml *xml, const char *name, long value);
void xml_text(struct xml *xml, const char *text);
void xml_end(struct xml *xml);

/* Whole elements: empty; with the attribute w:val; with text. */
void xml_empty(struct xml *xml, const char *name);
void xml_value(struct xml *xml, const char *name, const char *value);
void xml_value_integer(struct xml *xml, const char *name, long value);
void xml_element(struct xml *xml, const char *name, const char *text);

/* Takes the open element back if it has neither attributes nor content, and says so. */
bool xml_drop_empty(struct xml *xml);

/* Markup that is constant in the source, balanced; it may stand in pieces round a number. */
void xml_put(struct xml *xml, const char *markup, size_t size);
void xml_number(struct xml *xml, long value);

/* Inline, so that the length of what is constant is, too. */
static inline void xml_raw(struct xml *xml, const char *markup) {
    xml_put(xml, markup, strlen(markup));
}

#endif
