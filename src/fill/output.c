/* SPDX-License-Identifier: EUPL-1.2
 *
 * Indentation is owed, not written, when a line begins: a line on which nothing is written keeps no
 * trailing spaces in Markdown. (The specification says "each line", and in the other modes each
 * line has it.)
 */
#include "fill/output.h"

#include <stdlib.h>
#include <string.h>

#include "fill/prose.h"

void output_init(
    struct output *output, struct arena *arena, enum template_escape escape, bool mapped) {
    *output = (struct output){ .arena = arena,
        .escape = escape,
        .mapped = mapped,
        .text = BUFFER_EMPTY,
        .at_line_start = true,
        .indents = BUFFER_EMPTY };
}

void output_done(struct output *output) {
    buffer_done(&output->text);
    buffer_done(&output->indents);
    free(output->stretches);
}

void output_take(struct output *output, struct filled *filled) {
    filled->size = output->text.size;
    filled->text = buffer_take(output->arena, &output->text);
    filled->map.count = output->count;
    filled->map.stretches =
        output->stretches != NULL ? arena_own(output->arena, output->stretches, free) : NULL;
    output->stretches = NULL;
}

/* Notes that the text since `offset` came from there. Words that follow one another in the template
 * are one stretch. */
static void note(struct output *output, size_t offset, const struct stretch *from) {
    size_t length = output->text.size - offset;
    if (!output->mapped || length == 0) {
        return;
    }
    struct stretch *last = output->count != 0 ? &output->stretches[output->count - 1] : NULL;
    bool goes_on = last != NULL && from->origin == ORIGIN_TEMPLATE
                   && last->origin == ORIGIN_TEMPLATE && last->where.source == from->where.source
                   && last->length == last->where.length
                   && last->where.offset + last->where.length == from->where.offset;
    if (goes_on) {
        last->length += length;
        last->where.length += from->where.length;
        return;
    }
    if (output->count == output->capacity) {
        output->capacity = output->capacity < 64 ? 64 : output->capacity * 2;
        output->stretches =
            memory_resize(output->stretches, output->capacity * sizeof *output->stretches);
    }
    struct stretch *stretch = &output->stretches[output->count++];
    *stretch = *from;
    stretch->offset = offset;
    stretch->length = length;
}

void output_enter(struct output *output, const char *indent) {
    output->indents.size = output->indent.end;
    buffer_puts(&output->indents, indent);
    output->indent.end = output->indents.size;
}

void output_indent(struct output *output, const struct tag *tag) {
    struct indent indent = output->indent;
    if (output->at_line_start && indent.end > indent.start) {
        size_t offset = output->text.size;
        buffer_put(&output->text, output->indents.data + indent.start, indent.end - indent.start);
        note(output, offset,
            &(struct stretch){ .where = { tag->where.source, tag->where.offset, 0 } });
    }
    output->at_line_start = false;
}

/* Whether the value closes a sentence that it stands last in. */
static bool ends_sentence(const char *value) {
    static const char *const ends[] = { ".", "!", "?", "…", ".”", "!”", "?”" };
    size_t size = strlen(value);
    while (size > 0 && value[size - 1] == '\n') {
        size--;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t length = strlen(ends[i]);
        if (size >= length && memcmp(value + size - length, ends[i], length) == 0) {
            return true;
        }
    }
    return false;
}

/* The full stop that the text begins with and that is one too many: 1 or 0 bytes. "..." and ".pdf" are none. */
static size_t second_stop(const struct output *output, const struct tag *tag) {
    bool stop = output->at_sentence_end && output->escape == ESCAPE_MARKDOWN && tag->text[0] == '.'
        && (tag->text_size == 1 || strchr(" \r\n", tag->text[1]) != NULL);
    return stop ? 1 : 0;
}

void output_text(struct output *output, const struct tag *tag) {
    const struct buffer *text = &output->text;
    bool line_is_empty = text->size == 0 || text->data[text->size - 1] == '\n';
    if (tag->text_size == 0 || (tag->ends_line && line_is_empty)) {
        return;
    }
    bool blank = tag->text[0] == '\n' || (tag->text[0] == '\r' && tag->text_size == 2);
    if (!tag->ends_line && !(blank && output->escape == ESCAPE_MARKDOWN)) {
        output_indent(output, tag);
    }
    size_t offset = output->text.size;
    size_t left_out = second_stop(output, tag);
    output->at_sentence_end = false;
    buffer_put(&output->text, tag->text + left_out, tag->text_size - left_out);
    struct span where = tag->where;
    where.offset += left_out;
    where.length -= left_out;
    note(output, offset, &(struct stretch){ .where = where });
    output->at_line_start = tag->text[tag->text_size - 1] == '\n';
}

void output_value(struct output *output, const struct tag *tag, const char *value,
    const struct stretch *stretch) {
    size_t offset = output->text.size;
    enum template_escape escape =
        tag->kind == TAG_UNESCAPED && stretch->origin != ORIGIN_MARK ? ESCAPE_NONE : output->escape;
    switch (escape) {
    case ESCAPE_MARKDOWN:
        escape_markdown(&output->text, &output->line, value);
        break;
    case ESCAPE_HTML:
        escape_html(&output->text, value);
        break;
    case ESCAPE_NONE:
        buffer_puts(&output->text, value);
        break;
    }
    output->at_sentence_end = ends_sentence(value);
    note(output, offset, stretch);
}

void output_prose(
    struct output *output, const char *value, const xmlNode *node, const struct stretch *stretch) {
    size_t offset = output->text.size;
    struct stretch noted = *stretch;
    if (output->escape != ESCAPE_MARKDOWN) {
        buffer_puts(&output->text, value);
    } else {
        line_update(&output->line, &output->text);
        struct prose prose = { .arena = output->mapped ? output->arena : NULL,
            .value = value,
            .node = node,
            .where = stretch->where };
        prose_put(&prose, &output->line, &output->text);
        noted.lines = prose.lines.items;
        noted.line_count = prose.lines.count;
        noted.in_row = output->line.table;
    }
    output->at_sentence_end = ends_sentence(value);
    note(output, offset, &noted);
}
