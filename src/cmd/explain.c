/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag explain: a rule of the guideline, or a finding of the program's own, whole; with --all the page
 * of all of them (rulepage.c).
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check/guideline.h"
#include "cmd/rulepage.h"
#include "cmd/workspace.h"

enum { LINE_WIDTH = 78, SUGGESTIONS = 5, DISTANCE_TOO_FAR = 5 };

/* Writes the text broken at spaces, each line behind `indent` spaces. */
static void put_wrapped(struct buffer *out, const char *text, size_t indent) {
    size_t column = 0;
    while (*text != '\0') {
        size_t space = strspn(text, " \n");
        text += space;
        size_t length = strcspn(text, " \n");
        if (length == 0) {
            break;
        }
        size_t width = text_width(text, length);
        if (column != 0 && column + 1 + width > LINE_WIDTH - indent) {
            buffer_putc(out, '\n');
            column = 0;
        }
        if (column == 0) {
            buffer_repeat(out, ' ', indent);
        } else {
            buffer_putc(out, ' ');
            column++;
        }
        buffer_put(out, text, length);
        column += width;
        text += length;
    }
    buffer_putc(out, '\n');
}

static void put_section(struct buffer *out, const char *title, const char *text) {
    if (text != NULL && !text_is_blank(text)) {
        buffer_printf(out, "\n%s\n", title);
        put_wrapped(out, text, 2);
    }
}

static void put_examples(
    struct buffer *out, const struct invocation *invocation, const struct rule *rule) {
    const xmlNode *wrong = rule_example(rule, "underkänt");
    const xmlNode *right = rule_example(rule, "godkänt");
    if (wrong != NULL) {
        buffer_printf(out, "\n%s\n", say(invocation, "Fel", "Wrong"));
        put_example(out, wrong, 2);
    }
    if (right != NULL) {
        buffer_printf(out, "\n%s\n", say(invocation, "Rätt", "Right"));
        put_example(out, right, 2);
    }
}

/* A rule's message or advice for no finding in particular; "" when it has none. */
static const char *without_arguments(const struct invocation *invocation, const char *text) {
    if (text == NULL) {
        return "";
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    message_put(&out, text);
    return buffer_take(invocation->arena, &out);
}

static void explain(struct buffer *out, const struct invocation *invocation,
    const struct rule_info *info, const struct rule *rule) {
    const struct rule_text *text = rule_text(info, invocation->language);
    buffer_printf(out, "%s%s%s\n", info->id, info->title != NULL ? ": " : "",
        info->title != NULL ? info->title : "");
    buffer_printf(out, "%s: %s\n", say(invocation, "allvar", "level"),
        level_name(info->level, invocation->language));
    if (info->source[0] != '\0') {
        buffer_printf(out, "%s: %s\n", say(invocation, "källa", "source"), info->source);
    }
    const char *served = rule != NULL ? rule_serves(invocation->arena, rule) : "";
    if (served[0] != '\0') {
        buffer_printf(out, "%s: %s\n", say(invocation, "prövar", "serves"), served);
    }
    put_section(out, say(invocation, "Meddelande", "Message"),
        without_arguments(invocation, text->message));
    put_section(out, say(invocation, "Råd", "Advice"),
        without_arguments(invocation, text->advice));
    put_section(out, say(invocation, "Varför", "Why"), text->why);
    if (rule != NULL) {
        put_section(out, rule->kind == RULE_UNDECIDED ? say(invocation, "Avgörs inte", "Not decided")
                                                      : say(invocation, "Garanti", "Guarantee"),
            rule->reason);
        put_examples(out, invocation, rule);
    }
}

/* The ids that were perhaps meant, as a list in words: those that are nearly what was typed, nearest
 * first, then those that hold it. */
struct nearest {
    struct buffer list;
    size_t count;
};

static void offer(struct nearest *nearest, const char *typed, const char *id, size_t distance) {
    bool is_near = text_distance(typed, id, DISTANCE_TOO_FAR - 1) == distance;
    bool is_far = distance == DISTANCE_TOO_FAR;
    if (nearest->count < SUGGESTIONS && is_near && (!is_far || strstr(id, typed) != NULL)) {
        buffer_printf(&nearest->list, "%s%s", nearest->count++ != 0 ? ", " : "", id);
    }
}

static char *nearest_ids(const struct invocation *invocation, const struct workspace *workspace) {
    const char *typed = invocation->operands[0];
    struct nearest nearest = { BUFFER_EMPTY, 0 };
    for (size_t distance = 0; distance <= DISTANCE_TOO_FAR; distance++) {
        for (size_t i = 0; i < workspace->guideline_count; i++) {
            const struct guideline *guideline = workspace->guidelines[i];
            for (size_t j = 0; j < guideline->rule_count; j++) {
                offer(&nearest, typed, guideline->rules[j].info.id, distance);
            }
        }
        for (int i = 0; i < CATALOGUE_COUNT; i++) {
            offer(&nearest, typed, catalogue_get((enum catalogue_id)i)->id, distance);
        }
    }
    return buffer_take(invocation->arena, &nearest.list);
}

enum status run_explain(struct invocation *invocation) {
    const struct workspace *workspace = workspace_open(invocation, GUIDELINE_WHOLE);
    if (workspace == NULL) {
        return show_findings(invocation);
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    if (option_given(invocation, OPTION_ALL)) {
        rule_page(&out, invocation, workspace);
        return print(invocation, out.data, out.size) ? STATUS_OK : STATUS_FAULT;
    }
    if (invocation->operand_count == 0) {
        return usage_fault(invocation, "ange en regel, eller --all.", "name a rule, or --all.");
    }
    const char *id = invocation->operands[0];
    const struct rule *rule = NULL;
    for (size_t i = 0; rule == NULL && i < workspace->guideline_count; i++) {
        rule = guideline_find(workspace->guidelines[i], id);
    }
    const struct rule_info *info = rule != NULL ? &rule->info : catalogue_find(id);
    if (info == NULL) {
        const char *near = nearest_ids(invocation, workspace);
        struct arena *arena = invocation->arena;
        return near[0] == '\0'
            ? usage_fault(invocation, arena_printf(arena, "det finns ingen regel ”%s”.", id),
                  arena_printf(arena, "there is no rule “%s”.", id))
            : usage_fault(invocation,
                  arena_printf(arena, "det finns ingen regel ”%s”. Närmast: %s.", id, near),
                  arena_printf(arena, "there is no rule “%s”. Nearest: %s.", id, near));
    }
    explain(&out, invocation, info, rule);
    return print(invocation, out.data, out.size) ? STATUS_OK : STATUS_FAULT;
}
