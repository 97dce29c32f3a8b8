/* SPDX-License-Identifier: EUPL-1.2
 *
 * Anchors: what `&name` stands before, for the aliases `*name`. Who begins a text with an ampersand
 * ("&c", "&Co") has no alias in mind, and the word is gone from the text: it is told of.
 */
#include <string.h>

#include "base/text.h"
#include "tree/reader.h"
#include "tree/remedy.h"

struct anchor {
    xmlNode *node;
    struct span text; /* a plain text with its properties; else no source */
    bool is_used;
};

/* Whether several words, up to `stop`, begin behind the name on its line; a tag or a comment is none. */
static bool is_sentence(const char *text, const char *stop) {
    const char *words = text + strspn(text, " \t");
    bool is_beside = words > text && words < stop && strchr("!#\r\n", words[0]) == NULL;
    return is_beside && words + strcspn(words, " \t\r\n") < stop;
}

static void say_unused(struct reader *reader, const char *name, struct span text) {
    struct findings *findings = reader->findings;
    const char *begin = text.source->text + text.offset;
    const char *mark = memchr(begin, '&', text.length);
    const char *end = mark != NULL ? mark + 1 + strlen(name) : NULL;
    if (mark == NULL || (end < begin + text.length && strchr(" \t\r\n", *end) == NULL)) {
        return; /* libyaml ends a name before some signs, which is told of (strict.c) */
    }
    struct span where = { text.source, text.offset + (uint32_t)(mark - begin),
        (uint32_t)(end - mark) };
    const char *written = arena_copy(findings->arena, mark, where.length);
    struct finding *finding = finding_add(findings, YAML_ANCHOR_UNUSED, where, written, NULL);
    if (is_sentence(end, begin + span_trimmed(text).length)) {
        finding->level = LEVEL_ERROR; /* it would lose its first word */
    }
    bool is_one_line = memchr(begin, '\n', text.length) == NULL;
    size_t size = span_trimmed(text).length - (size_t)(mark - begin);
    const char *all = is_one_line ? remedy_quoted(findings->arena, mark, size) : NULL;
    remedy_advise(findings, finding,
        is_one_line ? "Ta bort det. Hör det till texten, så sätt citattecken runt allt: %s"
                    : "Ta bort det. Hör det till texten, så skriv ”|” efter kolonet och texten på "
                      "raderna under.",
        is_one_line ? "Remove it. If it belongs to the text, put quotes round all of it: %s"
                    : "Remove it. If it belongs to the text, write “|” after the colon and the "
                      "text on the lines below.",
        all);
}

static void tell(struct reader *reader, const char *name, const struct anchor *anchor) {
    if (!anchor->is_used && anchor->text.source != NULL) {
        say_unused(reader, name, anchor->text);
    }
}

void reader_remember(
    struct reader *reader, const yaml_char_t *name, xmlNode *node, struct span text) {
    if (name == NULL || node == NULL) {
        return;
    }
    struct arena *arena = reader->builder.arena;
    const struct anchor *earlier = map_get(&reader->anchors, (const char *)name);
    if (earlier != NULL) {
        tell(reader, (const char *)name, earlier);
    }
    struct anchor *anchor = arena_new_of(arena, struct anchor);
    *anchor = (struct anchor){ .node = node, .text = text };
    map_put(arena, &reader->anchors, (const char *)name, anchor);
}

const xmlNode *reader_recall(struct reader *reader, const char *name) {
    struct anchor *anchor = map_get(&reader->anchors, name);
    if (anchor == NULL) {
        return NULL;
    }
    anchor->is_used = true;
    return anchor->node;
}

void reader_tell_unused(struct reader *reader) {
    /* An alias that is misspelt has been told of, and may be meant for any of them. */
    for (size_t i = 0; i < reader->anchors.count && reader->unknown_count == 0; i++) {
        tell(reader, reader->anchors.entries[i].name, reader->anchors.entries[i].value);
    }
}
