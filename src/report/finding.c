/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/finding.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/buffer.h"
#include "base/text.h"

/* Bytes of a quoted value, and of what a guideline says with values in it, that are shown whole. */
enum { ARGUMENTS_LARGEST = 8, QUOTE_LARGEST = 600, MESSAGE_LARGEST = 1500 };

struct findings *findings_new(struct arena *arena, enum language language) {
    struct findings *findings = arena_new_of(arena, struct findings);
    findings->arena = arena;
    findings->language = language;
    return findings;
}

bool findings_are_full(const struct findings *findings) {
    return findings->count >= FINDINGS_LARGEST;
}

static struct finding *add(struct findings *findings, const struct finding *finding) {
    struct finding *copy = arena_new_of(findings->arena, struct finding);
    *copy = *finding;
    if (findings_are_full(findings)) {
        findings->dropped++;
        return copy;
    }
    ARRAY_ADD(findings->arena, *findings, copy);
    return copy;
}

/* Adds a text of at most `largest` bytes whole, of a longer one its beginning and its end: what is quoted
 * may be a value of a megabyte, or a path of which the end tells most. */
static void put_shortened(struct buffer *out, const char *text, size_t largest) {
    size_t size = strlen(text);
    if (size <= largest) {
        buffer_put(out, text, size);
        return;
    }
    size_t head = text_character(text, largest * 3 / 4);
    size_t tail = text_character(text, size - largest / 4);
    buffer_put(out, text, head);
    buffer_puts(out, " … ");
    buffer_put(out, text + tail, size - tail);
}

static char *shortened(struct arena *arena, const char *text, size_t largest) {
    if (text == NULL || strlen(text) <= largest) {
        return arena_string(arena, text);
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    put_shortened(&out, text, largest);
    return arena_copy(arena, out.data, out.size);
}

/* The pattern with {1} … {8} replaced; a number without an argument stays as it is written. */
static char *replace_arguments(
    struct arena *arena, const char *pattern, const char *const *arguments, size_t count) {
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (const char *at = pattern; *at != '\0'; at++) {
        if (at[0] == '{' && at[1] >= '1' && at[1] <= '8' && at[2] == '}'
            && (size_t)(at[1] - '1') < count) {
            put_shortened(&text, arguments[at[1] - '1'], QUOTE_LARGEST);
            at += 2;
        } else {
            buffer_putc(&text, *at);
        }
    }
    return arena_copy(arena, text.data, text.size);
}

struct finding *finding_add(
    struct findings *findings, enum catalogue_id id, struct span where, ...) {
    const char *arguments[ARGUMENTS_LARGEST];
    size_t count = 0;
    va_list list;
    va_start(list, where);
    for (const char *argument; count < ARGUMENTS_LARGEST
         && (argument = va_arg(list, const char *)) != NULL;) {
        arguments[count++] = argument;
    }
    va_end(list);
    const struct rule_info *rule = catalogue_get(id);
    const struct rule_text *text = rule_text(rule, findings->language);
    struct finding finding = { .rule = rule, .level = rule->level, .where = where, .message = "" };
    if (findings_are_full(findings)) {
        return add(findings, &finding);
    }
    finding.message = replace_arguments(findings->arena, text->message, arguments, count);
    if (text->advice != NULL && text->advice[0] != '\0') {
        finding.advice = replace_arguments(findings->arena, text->advice, arguments, count);
    }
    return add(findings, &finding);
}

struct finding *finding_add_rule(struct findings *findings, const struct rule_info *rule,
    struct span where, const char *message, const char *advice) {
    struct finding finding = { .rule = rule,
        .level = rule->level,
        .where = where,
        .message = shortened(findings->arena, message, MESSAGE_LARGEST),
        .advice = shortened(findings->arena, advice, MESSAGE_LARGEST) };
    return add(findings, &finding);
}

void finding_relate(
    struct findings *findings, struct finding *finding, struct span where, const char *note) {
    size_t count = finding->related_count;
    for (size_t i = 0; i < count; i++) {
        const struct related *known = &finding->related[i];
        if (known->where.source == where.source && known->where.offset == where.offset
            && known->where.length == where.length && strcmp(known->note, note) == 0) {
            return;
        }
    }
    struct related *related = arena_array(findings->arena, count + 1, sizeof *related);
    if (count != 0) {
        memcpy(related, finding->related, count * sizeof *related);
    }
    related[count] = (struct related){ where, shortened(findings->arena, note, MESSAGE_LARGEST) };
    finding->related = related;
    finding->related_count = count + 1;
}

void finding_advise(struct findings *findings, struct finding *finding, const char *sv,
    const char *en, const char *text) {
    const char *sentence = findings->language == LANGUAGE_EN ? en : sv;
    const char *place = strstr(sentence, "%s");
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    buffer_put(&out, sentence, place != NULL ? (size_t)(place - sentence) : strlen(sentence));
    if (place != NULL) {
        buffer_puts(&out, text);
        buffer_puts(&out, place + 2);
    }
    finding->advice = buffer_take(findings->arena, &out);
}

void finding_suggest(struct findings *findings, struct finding *finding, const char *nearest) {
    if (nearest != NULL) {
        bool english = findings->language == LANGUAGE_EN;
        finding->advice = arena_printf(findings->arena,
            english ? "Did you mean “%s”?" : "Menade du ”%s”?",
            shortened(findings->arena, nearest, QUOTE_LARGEST));
    }
}

void findings_append(struct findings *to, const struct findings *from) {
    for (size_t i = 0; i < from->count; i++) {
        const struct finding *original = from->items[i];
        struct finding *copy = add(to, original);
        copy->file = arena_string(to->arena, original->file);
        copy->message = arena_string(to->arena, original->message);
        copy->advice = arena_string(to->arena, original->advice);
        copy->replacement = arena_string(to->arena, original->replacement);
        copy->related = NULL;
        copy->related_count = 0;
        for (size_t j = 0; j < original->related_count; j++) {
            finding_relate(to, copy, original->related[j].where, original->related[j].note);
        }
    }
    to->dropped += from->dropped;
}

/* The sources that were copied so far. */
struct moved {
    const struct source *from;
    const struct source *to;
};

struct move {
    struct arena *arena;
    ARRAY_OF(struct moved) sources;
};

static void move_span(struct move *move, struct span *span) {
    const struct source *source = span->source;
    if (source == NULL) {
        return;
    }
    for (size_t i = 0; i < move->sources.count; i++) {
        if (move->sources.items[i].from == source) {
            span->source = move->sources.items[i].to;
            return;
        }
    }
    const char *text = arena_copy(move->arena, source->text, source->size);
    span->source = source_new(move->arena, source->name, text, source->size);
    ARRAY_ADD(move->arena, move->sources, (struct moved){ source, span->source });
}

struct findings *findings_detach(struct arena *arena, const struct findings *findings) {
    struct findings *copy = findings_new(arena, findings->language);
    struct move move = { .arena = arena };
    findings_append(copy, findings);
    for (size_t i = 0; i < copy->count; i++) {
        move_span(&move, &copy->items[i]->where);
        for (size_t j = 0; j < copy->items[i]->related_count; j++) {
            move_span(&move, &copy->items[i]->related[j].where);
        }
    }
    return copy;
}

static int compare_numbers(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int compare_names(const char *a, const char *b, const char *first) {
    int order = strcmp(a, b);
    if (order != 0 && first != NULL && (strcmp(a, first) == 0 || strcmp(b, first) == 0)) {
        return strcmp(a, first) == 0 ? -1 : 1;
    }
    return order;
}

static int compare_findings(const void *left, const void *right, void *first) {
    const struct finding *a = *(const struct finding *const *)left;
    const struct finding *b = *(const struct finding *const *)right;
    int order = 0;
    if ((a->where.source == NULL) != (b->where.source == NULL)) {
        return a->where.source == NULL ? -1 : 1;
    }
    if (a->where.source != NULL) {
        order = compare_names(a->where.source->name, b->where.source->name, first);
        order = order != 0 ? order : compare_numbers(a->where.offset, b->where.offset);
    }
    order = order != 0 ? order : strcmp(a->rule->id, b->rule->id);
    order = order != 0 ? order : strcmp(a->message, b->message);
    return order != 0 ? order : compare_numbers(a->where.length, b->where.length);
}

void findings_sort(struct findings *findings) {
    if (findings->count == 0) {
        return;
    }
    void *first = (void *)findings->first;
    qsort_r(findings->items, findings->count, sizeof *findings->items, compare_findings, first);
    size_t kept = 1;
    for (size_t i = 1; i < findings->count; i++) {
        if (compare_findings(&findings->items[i], &findings->items[kept - 1], first) != 0) {
            findings->items[kept++] = findings->items[i];
        }
    }
    findings->count = kept;
}

size_t findings_count(const struct findings *findings, enum level level) {
    size_t count = level == LEVEL_ERROR ? findings->dropped : 0;
    for (size_t i = 0; i < findings->count; i++) {
        count += findings->items[i]->level == level;
    }
    return count;
}
