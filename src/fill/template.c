/* SPDX-License-Identifier: EUPL-1.2
 *
 * A template from a file, or from a text in one.
 */
#include "fill/template.h"

#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "fill/parse.h"
#include "report/world.h"

/* Whether the text may be read at all: size, UTF-8, control characters. */
static bool is_readable(
    struct arena *arena, const struct source *source, struct findings *findings) {
    if (source->size > TEMPLATE_LARGEST) {
        finding_add(findings, TEMPLATE_LARGE, (struct span){ source, 0, 0 },
            arena_printf(arena, "%zu MB", TEMPLATE_LARGEST >> 20), NULL);
        return false;
    }
    size_t fault = text_fault(source->text, source->size);
    if (fault != source->size) {
        finding_add_encoding(findings, (struct span){ source, (uint32_t)fault, 1 },
            source->text[fault]);
        return false;
    }
    for (size_t at = 0; at < source->size; at++) {
        at += text_control(source->text + at, source->size - at);
        bool line_break =
            at + 1 < source->size && source->text[at] == '\r' && source->text[at + 1] == '\n';
        if (at < source->size && !line_break) {
            uint32_t c = 0;
            size_t length = text_next(source->text + at, &c);
            finding_add(findings, TEXT_CONTROL,
                (struct span){ source, (uint32_t)at, (uint32_t)(length != 0 ? length : 1) },
                arena_printf(arena, "U+%04X", (unsigned)c), NULL);
            return false;
        }
    }
    return true;
}

/* The text with characters composed and, of a paper's template, with lines that end in "\n": what a text of
 * Windows has besides would be taken for a control character of the paper. A plain Mustache processor
 * writes line ends as they are. */
static const char *settle(struct arena *arena, const struct source *source, bool is_paper) {
    const char *text = source->text;
    if (is_paper && memchr(text, '\r', source->size) != NULL) {
        char *out = arena_copy(arena, text, source->size);
        text = out;
        for (const char *at = text; *at != '\0'; at++) {
            if (*at != '\r' || at[1] != '\n') {
                *out++ = *at;
            }
        }
        *out = '\0';
    }
    return text_nfc(arena, text);
}

const struct template *template_parse(struct arena *arena, const struct source *source,
    bool with_front_matter, struct findings *findings) {
    struct template *template = arena_new_of(arena, struct template);
    template->source = source;
    template->name = path_stem(arena, source->name);
    if (!is_readable(arena, source, findings)) {
        template->cut = template->front.broken = true;
        return template;
    }
    const char *text = settle(arena, source, with_front_matter);
    if (text != source->text) {
        source = source_new(arena, source->name, text, strlen(text));
        template->source = source;
    }
    struct passage passage = { .source = source,
        .text = source->text,
        .size = source->size,
        .is_plain = !with_front_matter };
    if (with_front_matter) {
        passage.start = front_matter_read(arena, source, &template->front, findings);
        template->cut = template->front.broken;
    }
    passage_parse(arena, &passage, template, findings);
    return template;
}

const struct template *template_parse_node(struct arena *arena, const struct source *source,
    const xmlNode *node, struct findings *findings) {
    struct template *template = arena_new_of(arena, struct template);
    template->source = source;
    template->name = path_stem(arena, source->name);
    struct passage passage = { .source = source,
        .places = node_text_places(arena, node),
        .text = node_text(node),
        .size = strlen(node_text(node)) };
    passage_parse(arena, &passage, template, findings);
    return template;
}
