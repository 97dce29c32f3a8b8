/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag explain: a rule of the guideline, or a finding of the program's own, whole. With --all every
 * rule and every finding, as the Markdown page docs/rules.md.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "check/guideline.h"
#include "cmd/workspace.h"

enum { LINE_WIDTH = 78, SUGGESTIONS = 5 };

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
    if (!text_is_blank(text)) {
        buffer_printf(out, "\n%s\n", title);
        put_wrapped(out, text, 2);
    }
}

/* The example as it stands in the guideline file, moved to `indent` spaces. */
static void put_example(struct buffer *out, const xmlNode *example, size_t indent) {
    struct span span = node_span(example);
    struct position start = source_position(span.source, span.offset);
    size_t last = source_position(span.source, span.offset + span.length).line;
    size_t margin = start.column - 1;
    for (size_t line = start.line; line <= last; line++) {
        size_t size;
        const char *text = source_line(span.source, line, &size);
        size_t skip = line == start.line ? margin : 0;
        while (skip < size && skip < margin && text[skip] == ' ') {
            skip++;
        }
        if (size > skip) {
            buffer_repeat(out, ' ', indent);
            buffer_put(out, text + skip, size - skip);
        }
        buffer_putc(out, '\n');
    }
}

static void put_examples(
    struct buffer *out, const struct invocation *invocation, const struct rule *rule, size_t indent) {
    const xmlNode *examples = node_child(rule->node, "exempel");
    if (examples == NULL) {
        return;
    }
    const char *titles[] = { say(invocation, "Fel:", "Wrong:"), say(invocation, "Rätt:", "Right:") };
    const char *const keys[] = { "underkänt", "godkänt" };
    for (size_t i = 0; i < 2; i++) {
        const xmlNode *example = node_child(examples, keys[i]);
        if (example != NULL) {
            buffer_printf(out, "\n%s\n", titles[i]);
            if (indent == 0) {
                buffer_puts(out, "\n```yaml\n");
            }
            put_example(out, example, indent);
            if (indent == 0) {
                buffer_puts(out, "```\n");
            }
        }
    }
}

static const char *served(struct arena *arena, const struct rule *rule) {
    const xmlNode *list = node_child(rule->node, "tjänar");
    CLEANUP_BUFFER struct buffer text = BUFFER_EMPTY;
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        buffer_printf(&text, "%s%s", text.size != 0 ? ", " : "", node_text(item));
    }
    return arena_copy(arena, text.data, text.size);
}

/* A rule's message or advice for no finding in particular. */
static const char *without_arguments(const struct invocation *invocation, const char *text) {
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
    if (rule != NULL && served(invocation->arena, rule)[0] != '\0') {
        buffer_printf(out, "%s: %s\n", say(invocation, "prövar", "serves"), served(invocation->arena, rule));
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
        put_examples(out, invocation, rule, 2);
    }
}

static void put_markdown(struct buffer *out, const struct invocation *invocation,
    const struct rule_info *info, const struct rule *rule) {
    const struct rule_text *text = rule_text(info, invocation->language);
    buffer_printf(out, "\n### %s%s%s\n\n%s", info->id, info->title != NULL ? " " : "",
        info->title != NULL ? info->title : "", level_name(info->level, invocation->language));
    if (info->source[0] != '\0') {
        buffer_printf(out, " · %s", info->source);
    }
    if (rule != NULL && served(invocation->arena, rule)[0] != '\0') {
        buffer_printf(out, " · %s", served(invocation->arena, rule));
    }
    buffer_putc(out, '\n');
    if (!text_is_blank(text->message)) {
        buffer_printf(out, "\n> %s\n", without_arguments(invocation, text->message));
    }
    if (!text_is_blank(text->advice)) {
        buffer_printf(out, ">\n> %s\n", without_arguments(invocation, text->advice));
    }
    if (!text_is_blank(text->why)) {
        buffer_printf(out, "\n%s\n", text->why);
    }
    if (rule != NULL && rule->reason != NULL) {
        buffer_printf(out, "\n%s: %s\n",
            rule->kind == RULE_UNDECIDED ? say(invocation, "Avgörs inte", "Not decided")
                                         : say(invocation, "Garanti", "Guarantee"),
            rule->reason);
    }
    if (rule != NULL) {
        put_examples(out, invocation, rule, 0);
    }
}

static void explain_all(struct buffer *out, const struct invocation *invocation,
    const struct workspace *workspace) {
    buffer_puts(out, "# Regler\n\nSidan skrivs av `underlag explain --all`. Ändra inte här: ändra i "
                     "`guidelines/` eller i programmet.\n");
    for (size_t i = 0; i < workspace->guideline_count; i++) {
        const struct guideline *guideline = workspace->guidelines[i];
        buffer_printf(out, "\n## %s\n", guideline->title);
        for (size_t j = 0; j < guideline->rule_count; j++) {
            put_markdown(out, invocation, &guideline->rules[j].info, &guideline->rules[j]);
        }
    }
    buffer_puts(out, "\n## Programmets egna fynd\n");
    for (int i = 0; i < CATALOGUE_COUNT; i++) {
        put_markdown(out, invocation, catalogue_get((enum catalogue_id)i), NULL);
    }
}

/* Ids near to the one typed, nearest first, as a list in words. */
static char *nearest_ids(const struct invocation *invocation, const struct workspace *workspace) {
    const char *typed = invocation->operands[0];
    CLEANUP_BUFFER struct buffer list = BUFFER_EMPTY;
    size_t count = 0;
    for (size_t distance = 0; distance <= 4 && count < SUGGESTIONS; distance++) {
        for (size_t i = 0; i < workspace->guideline_count; i++) {
            const struct guideline *guideline = workspace->guidelines[i];
            for (size_t j = 0; j < guideline->rule_count && count < SUGGESTIONS; j++) {
                const char *id = guideline->rules[j].info.id;
                if (text_distance(typed, id, 5) == distance) {
                    buffer_printf(&list, "%s%s", count++ != 0 ? ", " : "", id);
                }
            }
        }
        for (int i = 0; i < CATALOGUE_COUNT && count < SUGGESTIONS; i++) {
            const char *id = catalogue_get((enum catalogue_id)i)->id;
            if (text_distance(typed, id, 5) == distance) {
                buffer_printf(&list, "%s%s", count++ != 0 ? ", " : "", id);
            }
        }
    }
    return arena_copy(invocation->arena, list.data, list.size);
}

enum status run_explain(struct invocation *invocation) {
    const struct workspace *workspace = workspace_open(invocation, GUIDELINE_WHOLE);
    if (workspace == NULL) {
        return show_findings(invocation);
    }
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    if (option_given(invocation, OPTION_ALL)) {
        explain_all(&out, invocation, workspace);
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
