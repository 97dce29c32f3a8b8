/* SPDX-License-Identifier: EUPL-1.2
 *
 * The door: what no reader should have to think about is refused here. YAML takes more characters
 * for line breaks than anyone else (U+0085, U+2028, a lone carriage return); they are among the
 * control characters that are refused, so that lines are the same for all.
 */
#include "tree/tree.h"

#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "tree/kind.h"
#include "tree/read.h"
#include "tree/slip.h"

enum { CONTROLS_TOLD = 10, DIRECTIVES_LARGEST = 20 };

static struct span one_at(const struct source *source, size_t offset, size_t length) {
    return (struct span){ source, (uint32_t)offset, (uint32_t)length };
}

/* The next refused character of a YAML text from `at`, or the size. CR is fine before LF. */
static size_t next_control(const struct source *source, size_t at) {
    for (;;) {
        at += text_control(source->text + at, source->size - at);
        bool break_of_two =
            at + 1 < source->size && source->text[at] == '\r' && source->text[at + 1] == '\n';
        if (!break_of_two) {
            return at;
        }
        at += 2;
    }
}

static bool has_controls(
    struct arena *arena, const struct source *source, struct findings *findings) {
    size_t told = 0;
    size_t at = next_control(source, 0);
    while (at < source->size && told < CONTROLS_TOLD) {
        uint32_t c;
        size_t length = text_next(source->text + at, &c);
        length = length != 0 ? length : 1;
        if (c == '\r') { /* then most lines end so */
            finding_add(findings, TEXT_LINES, one_at(source, at, length), NULL);
            return true;
        }
        const size_t first = at;
        /* A run of them is one slip: a file that was not written to its end is filled up with U+0000. */
        for (at += length; at + length <= source->size
             && memcmp(source->text + at, source->text + first, length) == 0; at += length) {
        }
        finding_add(findings, TEXT_CONTROL, one_at(source, first, at - first),
            arena_printf(arena, "U+%04X", (unsigned)c), NULL);
        told++;
        at = next_control(source, at);
    }
    return told != 0;
}

/* Whether there are more directives than anyone writes: libyaml holds each one against all before it, a
 * whole document's before its first event. */
static bool has_many_directives(
    struct arena *arena, const struct source *source, struct findings *findings) {
    static const char opening[] = "%TAG";
    const size_t length = sizeof opening - 1;
    const char *const end = source->text + source->size;
    size_t count = 0;
    for (const char *at = source->text; (at = memchr(at, '%', (size_t)(end - at))) != NULL; at++) {
        bool starts_line = at == source->text || at[-1] == '\n';
        if (starts_line && text_starts(at, opening) && ++count > DIRECTIVES_LARGEST) {
            size_t offset = (size_t)(at - source->text);
            finding_add(findings, YAML_DIRECTIVES, one_at(source, offset, length),
                arena_printf(arena, "%d", DIRECTIVES_LARGEST), NULL);
            return true;
        }
    }
    return false;
}

/* Whether the text may be read at all. */
static bool is_readable(struct arena *arena, const struct source *source, enum tree_syntax syntax,
    struct findings *findings) {
    if (source->size > TREE_SOURCE_LARGEST) {
        finding_add(findings, TREE_FILE_TOO_LARGE, one_at(source, 0, 0),
            arena_printf(arena, "%zu", TREE_SOURCE_LARGEST >> 20), NULL);
        return false;
    }
    if (kind_say_other(source, findings)) {
        return false;
    }
    return syntax == TREE_JSON
        || (!has_controls(arena, source, findings)
            && !has_many_directives(arena, source, findings));
}

/* Nearly every text is plain; libyaml reads the others, and says what there is to say of them. */
static struct tree *read_yaml(struct arena *arena, const struct source *source,
    const struct excerpt *excerpt, const char *root_name, struct findings *findings) {
    struct tree *tree = plain_read(arena, source, excerpt, root_name);
    return tree != NULL ? tree : yaml_read(arena, source, excerpt, root_name, findings);
}

struct tree *tree_read(struct arena *arena, const struct source *source, enum tree_syntax syntax,
    const char *root_name, struct findings *findings) {
    if (!is_readable(arena, source, syntax, findings)) {
        return NULL;
    }
    if (syntax == TREE_YAML) {
        slip_look_invisible(findings, source);
    }
    const struct excerpt whole = { source->text, source->size, NULL, 0 };
    return syntax == TREE_JSON ? json_read(arena, source, root_name, findings)
                               : read_yaml(arena, source, &whole, root_name, findings);
}

struct tree *tree_read_lines(struct arena *arena, const struct source *source,
    const uint32_t *lines, size_t line_count, const char *root_name, struct findings *findings) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < line_count; i++) {
        size_t start = source->lines[lines[i]];
        size_t end =
            lines[i] + 1 < source->line_count ? source->lines[lines[i] + 1] : source->size;
        buffer_put(&text, source->text + start, end - start);
    }
    const struct source shown = { .name = source->name, .text = text.data, .size = text.size };
    const struct excerpt some = { text.data, text.size, lines, line_count };
    struct findings *unheard = findings_new(arena, findings->language); /* they point into `shown` */
    return is_readable(arena, &shown, TREE_YAML, unheard)
        ? read_yaml(arena, source, &some, root_name, findings)
        : NULL;
}

size_t tree_size(const struct tree *tree) {
    const struct document_info *document = tree->doc->_private;
    return document->node_count;
}

enum tree_syntax tree_syntax_of(const char *path) {
    return text_ends(path, ".json") ? TREE_JSON : TREE_YAML;
}
