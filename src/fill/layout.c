/* SPDX-License-Identifier: EUPL-1.2
 *
 * Indentation of blocks (the specification's module ~inheritance): it is taken away where content
 * is defined and given where it is expanded. Text tags are single lines, so taking away is moving
 * their beginning.
 */
#include <string.h>

#include "fill/parse.h"

char *layout_indent(struct arena *arena, const struct passage *passage, const struct token *open,
    size_t from, size_t to) {
    const char *text = passage->text;
    while (from < to) {
        size_t at = from;
        while (at < to && (text[at] == ' ' || text[at] == '\t')) {
            at++;
        }
        size_t rest = at;
        while (rest < to && text[rest] == '\r') {
            rest++;
        }
        if (rest < to && text[rest] != '\n') {
            return arena_copy(arena, text + from, at - from);
        }
        from = rest + 1;
    }
    return arena_copy(arena, text + open->line_start, open->start - open->line_start);
}

/* Bytes that the text and the indentation begin with, both. */
static size_t common(const char *text, size_t size, const char *indent) {
    size_t at = 0;
    while (at < size && indent[at] != '\0' && text[at] == indent[at]) {
        at++;
    }
    return at;
}

void layout_dedent(struct tag *tags, size_t count, const char *indent) {
    for (size_t i = 0; i < count; i++) {
        struct tag *tag = &tags[i];
        if (tag->kind == TAG_TEXT && tag->starts_line) {
            size_t cut = common(tag->text, tag->text_size, indent);
            tag->text += cut;
            tag->text_size -= cut;
            tag->where.offset += (uint32_t)(cut < tag->where.length ? cut : tag->where.length);
            tag->where.length -= (uint32_t)(cut < tag->where.length ? cut : tag->where.length);
        }
        bool own = tag->kind == TAG_BLOCK && tag->indent != NULL;
        if (tag->indent != NULL) {
            tag->indent += common(tag->indent, strlen(tag->indent), indent);
        }
        if (!own) {
            layout_dedent(tag->children, tag->child_count, indent);
        }
    }
}
