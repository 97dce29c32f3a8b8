/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/html_writer.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

static void put_escaped(struct buffer *out, const char *text) {
    for (size_t plain; *text != '\0'; text += plain) {
        plain = strcspn(text, "&<>\"");
        buffer_put(out, text, plain);
        switch (text[plain]) {
        case '&':
            buffer_puts(out, "&amp;");
            break;
        case '<':
            buffer_puts(out, "&lt;");
            break;
        case '>':
            buffer_puts(out, "&gt;");
            break;
        case '"':
            buffer_puts(out, "&quot;");
            break;
        default:
            continue;
        }
        plain++;
    }
}

static void put_tag(struct html_writer *writer, const char *name, va_list attributes) {
    buffer_putc(writer->out, '<');
    buffer_puts(writer->out, name);
    for (const char *key; (key = va_arg(attributes, const char *)) != NULL;) {
        const char *value = va_arg(attributes, const char *);
        if (value == NULL) {
            continue;
        }
        buffer_putc(writer->out, ' ');
        buffer_puts(writer->out, key);
        if (value[0] != '\0' || strcmp(key, "alt") == 0 || strcmp(key, "href") == 0
            || strcmp(key, "src") == 0) {
            buffer_puts(writer->out, "=\"");
            put_escaped(writer->out, value);
            buffer_putc(writer->out, '"');
        }
    }
}

void html_open(struct html_writer *writer, const char *name, ...) {
    va_list attributes;
    va_start(attributes, name);
    put_tag(writer, name, attributes);
    va_end(attributes);
    buffer_putc(writer->out, '>');
    assert(writer->open_count < HTML_OPEN_MOST);
    writer->open[writer->open_count++] = name;
}

void html_close(struct html_writer *writer, const char *name) {
    assert(writer->open_count > 0 && strcmp(writer->open[writer->open_count - 1], name) == 0);
    writer->open_count--;
    buffer_put(writer->out, "</", 2);
    buffer_puts(writer->out, name);
    buffer_putc(writer->out, '>');
}

void html_void(struct html_writer *writer, const char *name, ...) {
    va_list attributes;
    va_start(attributes, name);
    put_tag(writer, name, attributes);
    va_end(attributes);
    /* The specifications' examples close void elements; pages need not. */
    buffer_puts(writer->out, writer->is_fragment ? " />" : ">");
}

void html_element(
    struct html_writer *writer, const char *name, const char *class_name, const char *text) {
    html_open(writer, name, "class", class_name, NULL);
    html_text(writer, text);
    html_close(writer, name);
}

void html_text(struct html_writer *writer, const char *text) {
    put_escaped(writer->out, text);
}

void html_line(struct html_writer *writer) {
    buffer_putc(writer->out, '\n');
}

void html_fresh_line(struct html_writer *writer) {
    struct buffer *out = writer->out;
    if (out->size != 0 && out->data[out->size - 1] != '\n') {
        buffer_putc(out, '\n');
    }
}

void html_address(struct buffer *out, const char *address) {
    for (; *address != '\0'; address++) {
        unsigned char byte = (unsigned char)*address;
        bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z')
                        || (byte >= 'a' && byte <= 'z')
                        || strchr("-_.!~*'();/?:@&=+$,#%", byte) != NULL;
        if (is_plain) {
            buffer_putc(out, (char)byte);
        } else {
            buffer_printf(out, "%%%02X", byte);
        }
    }
}
