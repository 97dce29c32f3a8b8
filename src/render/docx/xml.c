/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/xml.h"

#include <assert.h>
#include <string.h>

static void close_tag(struct xml *xml) {
    if (xml->in_tag) {
        buffer_putc(xml->out, '>');
        xml->in_tag = false;
    }
}

/* What stands for a byte, or NULL for itself. Tab and newline survive in an attribute only as
 * references (XML 1.0, 3.3.3). */
static const char *escape_of(unsigned char byte, bool attribute) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return attribute ? "&quot;" : NULL;
    case '\t':
        return attribute ? "&#9;" : NULL;
    case '\n':
        return attribute ? "&#10;" : NULL;
    default:
        assert(byte >= 0x20 && byte != 0x7F);
        return NULL;
    }
}

static void put_escaped(struct xml *xml, const char *text, bool attribute) {
    const char *start = text;
    const char *end = text;
    for (; *end != '\0'; end++) {
        /* Letters and above need no look: most of any text. */
        const char *escape =
            *end > '>' || (*end & 0x80) ? NULL : escape_of((unsigned char)*end, attribute);
        if (escape != NULL) {
            buffer_put(xml->out, start, (size_t)(end - start));
            buffer_puts(xml->out, escape);
            start = end + 1;
        }
    }
    buffer_put(xml->out, start, (size_t)(end - start));
}

void xml_begin(struct xml *xml, struct buffer *out) {
    xml->out = out;
    xml->depth = 0;
    xml->in_tag = false;
    buffer_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
}

void xml_finish(const struct xml *xml) {
    assert(xml->depth == 0);
    (void)xml;
}

void xml_start(struct xml *xml, const char *name) {
    close_tag(xml);
    assert(xml->depth < XML_DEPTH);
    xml->open[xml->depth++] = name;
    buffer_putc(xml->out, '<');
    buffer_puts(xml->out, name);
    xml->in_tag = true;
}

void xml_attribute(struct xml *xml, const char *name, const char *value) {
    assert(xml->in_tag);
    buffer_putc(xml->out, ' ');
    buffer_puts(xml->out, name);
    buffer_put(xml->out, "=\"", 2);
    put_escaped(xml, value, true);
    buffer_putc(xml->out, '"');
}

void xml_integer(struct xml *xml, const char *name, long value) {
    char digits[24];
    char *first = digits + sizeof digits - 1;
    unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;
    *first = '\0';
    do {
        *--first = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        *--first = '-';
    }
    xml_attribute(xml, name, first);
}

void xml_text(struct xml *xml, const char *text) {
    close_tag(xml);
    put_escaped(xml, text, false);
}

void xml_end(struct xml *xml) {
    assert(xml->depth > 0);
    const char *name = xml->open[--xml->depth];
    if (xml->in_tag) {
        buffer_put(xml->out, "/>", 2);
        xml->in_tag = false;
        return;
    }
    buffer_put(xml->out, "</", 2);
    buffer_puts(xml->out, name);
    buffer_putc(xml->out, '>');
}

void xml_empty(struct xml *xml, const char *name) {
    xml_start(xml, name);
    xml_end(xml);
}

void xml_value(struct xml *xml, const char *name, const char *value) {
    xml_start(xml, name);
    xml_attribute(xml, "w:val", value);
    xml_end(xml);
}

void xml_value_integer(struct xml *xml, const char *name, long value) {
    xml_start(xml, name);
    xml_integer(xml, "w:val", value);
    xml_end(xml);
}

void xml_element(struct xml *xml, const char *name, const char *text) {
    xml_start(xml, name);
    xml_text(xml, text);
    xml_end(xml);
}

void xml_raw(struct xml *xml, const char *markup) {
    close_tag(xml);
    buffer_puts(xml->out, markup);
}

bool xml_drop_empty(struct xml *xml) {
    const char *name = xml->open[xml->depth - 1];
    size_t size = strlen(name) + 1;
    if (!xml->in_tag || xml->out->size < size || xml->out->data[xml->out->size - size] != '<') {
        return false;
    }
    buffer_truncate(xml->out, xml->out->size - size);
    xml->in_tag = false;
    xml->depth--;
    return true;
}
