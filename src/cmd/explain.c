/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag explain: a rule of the guideline, or a finding of the program's own, whole; of a family
 * ("IOP-E", "mall") a list; with --all the page of all of them (rulepage.c). Whoever asks has often
 * just met a fault, so none in a guideline stands in the way of what can still be read.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"
#include "check/guideline.h"
#include "cmd/guidelines.h"
#include "cmd/rulepage.h"

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

/* `guideline`: the id of the one that the rule is of, when others have a rule of that id; else NULL. */
static void explain(struct buffer *out, const struct invocation *invocation,
    const struct rule_info *info, const struct rule *rule, const char *guideline) {
    const struct rule_text *text = rule_text(info, invocation->language);
    buffer_printf(out, "%s%s%s\n", info->id, info->title != NULL ? ": " : "",
        info->title != NULL ? info->title : "");
    if (guideline != NULL) {
        buffer_printf(out, "%s: %s\n", say(invocation, "riktlinje", "guideline"), guideline);
    }
    buffer_printf(out, "%s: %s\n", say(invocation, "allvar", "level"),
        level_name(info->level, invocation->language));
    if (info->source[0] != '\0') {
        buffer_printf(out, "%s: %s\n", say(invocation, "källa", "source"), info->source);
    }
    const char *served = rule != NULL ? rule_serves(invocation->arena, rule) : "";
    if (served[0] != '\0') {
        buffer_printf(out, "%s: %s\n", say(invocation, "prövar", "serves"), served);
    }
    const char *retired = rule != NULL ? node_child_text(rule->node, "utgått") : NULL;
    if (retired != NULL) {
        buffer_printf(out, "%s: %s\n", say(invocation, "utgått med version", "retired in version"), retired);
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

/* All that can be explained: the guidelines' rules in their order, then the program's findings. */
struct topic {
    const struct rule_info *info;
    const struct rule *rule; /* NULL: a finding of the program */
    const char *guideline;   /* the rule's */
};

struct topics {
    struct arena *arena;
    ARRAY_OF(struct topic) items;
};

static struct topics gather_topics(
    struct arena *arena, const struct guideline *const *guidelines, size_t count) {
    struct topics topics = { .arena = arena };
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < guidelines[i]->rule_count; j++) {
            const struct rule *rule = &guidelines[i]->rules[j];
            ARRAY_ADD(arena, topics.items, (struct topic){ &rule->info, rule, guidelines[i]->id });
        }
    }
    for (int i = 0; i < CATALOGUE_COUNT; i++) {
        ARRAY_ADD(arena, topics.items, (struct topic){ catalogue_get((enum catalogue_id)i), NULL, NULL });
    }
    return topics;
}

static bool has_id(const struct topics *topics, size_t index, const char *typed) {
    return text_equal(text_fold(topics->arena, topics->items.items[index].info->id), typed);
}

/* Explains what has that id, in whatever case it is typed: of rules, those of all guidelines. False: nothing has. */
static bool explain_id(struct buffer *out, const struct invocation *invocation,
    const struct topics *topics, const char *typed) {
    size_t count = 0;
    for (size_t i = 0; i < topics->items.count; i++) {
        count += has_id(topics, i, typed);
    }
    for (size_t i = 0; i < topics->items.count; i++) {
        const struct topic *topic = &topics->items.items[i];
        if (has_id(topics, i, typed)) {
            buffer_puts(out, out->size != 0 ? "\n" : "");
            explain(out, invocation, topic->info, topic->rule, count > 1 ? topic->guideline : NULL);
        }
    }
    return count != 0;
}

/* Whether the id is of the family: "IOP-E" of IOP-E01, "IOP" of both IOP-E01 and IOP-V01, "mall" of
 * mall-namn-okänt. */
static bool is_of_family(const char *id, const char *family) {
    size_t size = strlen(family);
    size -= size > 0 && family[size - 1] == '-';
    return size > 0 && strncmp(id, family, size) == 0
        && (id[size] == '-' || (id[size] >= '0' && id[size] <= '9'));
}

/* One line for each of the family; false when it has none. */
static bool list_family(struct buffer *out, const struct invocation *invocation,
    const struct topics *topics, const char *family) {
    bool found = false;
    for (size_t i = 0; i < topics->items.count; i++) {
        const struct rule_info *info = topics->items.items[i].info;
        const struct rule *rule = topics->items.items[i].rule;
        if (is_of_family(text_fold(topics->arena, info->id), family)) {
            const char *title = info->title != NULL
                ? info->title
                : without_arguments(invocation, rule_text(info, invocation->language)->message);
            const char *weight = rule != NULL ? rule_weight(invocation, rule)
                                              : level_name(info->level, invocation->language);
            buffer_printf(out, "%s (%s): %s\n", info->id, weight, title);
            found = true;
        }
    }
    return found;
}

/* The ids that were perhaps meant, as a list in words: those that are nearly what was typed, nearest
 * first, then those that hold it. */
static char *nearest_ids(const struct topics *topics, const char *typed) {
    CLEANUP_BUFFER struct buffer list = BUFFER_EMPTY;
    size_t count = 0;
    for (size_t distance = 0; distance <= DISTANCE_TOO_FAR; distance++) {
        for (size_t i = 0; i < topics->items.count && count < SUGGESTIONS; i++) {
            const char *id = topics->items.items[i].info->id;
            const char *folded = text_fold(topics->arena, id);
            bool is_near = text_distance(typed, folded, DISTANCE_TOO_FAR - 1) == distance;
            bool is_far = distance == DISTANCE_TOO_FAR;
            if (is_near && (!is_far || strstr(folded, typed) != NULL)) {
                buffer_printf(&list, "%s%s", count++ != 0 ? ", " : "", id);
            }
        }
    }
    return buffer_take(topics->arena, &list);
}

static enum status unknown_id(struct invocation *invocation, const char *id, const char *near) {
    struct arena *arena = invocation->arena;
    return near[0] == '\0'
        ? usage_fault(invocation, arena_printf(arena, "det finns ingen regel ”%s”.", id),
              arena_printf(arena, "there is no rule “%s”.", id))
        : usage_fault(invocation,
              arena_printf(arena, "det finns ingen regel ”%s”. Närmast: %s.", id, near),
              arena_printf(arena, "there is no rule “%s”. Nearest: %s.", id, near));
}

/* The same where there are no rules but the program's own. */
static enum status no_guideline(struct invocation *invocation, const char *id) {
    return usage_fault(invocation,
        arena_printf(invocation->arena,
            "programmet har ingen regel ”%s”, och här finns ingen riktlinje. Stå i mappen med kommun.yaml eller "
            "under den, eller ange den med --root.",
            id),
        arena_printf(invocation->arena,
            "the program has no rule “%s”, and there is no guideline here. Work in the folder with kommun.yaml or "
            "below it, or name it by --root.",
            id));
}

/* What is wrong with the guidelines comes behind what was asked for. */
static enum status finish(struct invocation *invocation, const struct buffer *out) {
    bool printed = print(invocation, out->data, out->size);
    enum status status = show_findings(invocation);
    return printed ? status : STATUS_FAULT;
}

enum status run_explain(struct invocation *invocation) {
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    bool all = option_given(invocation, OPTION_ALL);
    const char *id = invocation->operand_count != 0 ? invocation->operands[0] : "";
    if (!all && text_is_blank(id)) {
        return usage_fault(invocation, "ange en regel, eller --all.", "name a rule, or --all.");
    }
    const struct rule_info *own = all ? NULL : catalogue_find(id);
    if (own != NULL) {
        explain(&out, invocation, own, NULL, NULL);
        return finish(invocation, &out);
    }
    size_t count = 0;
    const struct guideline *const *guidelines = guidelines_open(invocation->arena,
        workspace_root(invocation), GUIDELINE_PAGES, &count, invocation->findings);
    if (all) {
        rule_page(&out, invocation, guidelines, count);
        return finish(invocation, &out);
    }
    const struct topics topics = gather_topics(invocation->arena, guidelines, count);
    bool is_text = text_fault(id, strlen(id)) == strlen(id);
    const char *folded = is_text ? text_fold(invocation->arena, id) : id;
    if (!explain_id(&out, invocation, &topics, folded) && !list_family(&out, invocation, &topics, folded)) {
        const char *near = nearest_ids(&topics, folded);
        bool outside = near[0] == '\0' && count == 0
            && findings_count(invocation->findings, LEVEL_ERROR) == 0;
        enum status status = outside ? no_guideline(invocation, id) : unknown_id(invocation, id, near);
        show_findings(invocation);
        return status;
    }
    return finish(invocation, &out);
}
