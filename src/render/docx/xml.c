/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/xml.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

static void close_tag(struct xml *xml) {
    if (xml->in_tag) {
        buffer_putc(xml->out, '>');
        xml->in_tag = false;
    }
}

/* What stands for a byte, or NULL for itself. Tab and newline survive in an attribute only as
 * references, and a carriage return anywhere (XML 1.0, 3.3.3 and 2.11). */
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
    case '\r': /* from a corporate template */
        return "&#13;";
    default:
        assert(byte >= 0x20);
        return NULL;
    }
}

/* Whether escape_of() is NULL for all eight bytes, in an attribute, too. " and &, < and > differ in one bit;
 * subtracting sets a byte's high bit when it becomes less than zero. */
static bool is_plain(const char *text) {
    const uint64_t ones = 0x0101010101010101u;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t quote = (word & ~(ones * 0x04)) ^ ones * '"';
    uint64_t angle = (word & ~(ones * 0x02)) ^ ones * '<';
    uint64_t found = ((quote - ones) & ~quote) | ((angle - ones) & ~angle) | ((word - ones * 0x20) & ~word);
    return (found & ones * 0x80) == 0;
}

static void put_escaped(struct xml *xml, const char *text, bool attribute) {
    const char *end = text + strlen(text);
    const char *start = text;
    for (const char *at = text; at < end;) {
        if (end - at >= 8 && is_plain(at)) {
            at += 8;
            continue;
        }
        const char *stop = end - at < 8 ? end : at + 8;
        for (; at < stop; at++) {
            /* Letters and above need no look: most of any text. */
            const char *escape =
                *at > '>' || (*at & 0x80) ? NULL : escape_of((unsigned char)*at, attribute);
            if (escape != NULL) {
                buffer_put(xml->out, start, (size_t)(at - start));
                buffer_puts(xml->out, escape);
                start = at + 1;
            }
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

void xml_number(struct xml *xml, long value) {
    char digits[24];
    char *end = digits + sizeof digits;
    char *first = end;
    unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;
    do {
        *--first = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        *--first = '-';
    }
    buffer_put(xml->out, first, (size_t)(end - first));
}

void xml_integer(struct xml *xml, const char *name, long value) {
    assert(xml->in_tag);
    buffer_putc(xml->out, ' ');
    buffer_puts(xml->out, name);
    buffer_put(xml->out, "=\"", 2);
    xml_number(xml, value);
    buffer_putc(xml->out, '"');
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

void xml_put(struct xml *xml, const char *markup, size_t size) {
    close_tag(xml);
    buffer_put(xml->out, markup, size);
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
