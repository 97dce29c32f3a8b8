/* SPDX-License-Identifier: EUPL-1.2
 *
 * kommun.yaml was read, settled and resolved before, so an entry found is complete: it is copied as
 * it is. A register is a mapping from id to entry below the root.
 */
#include "tree/register.h"

#include <string.h>

#include "base/text.h"
#include "tree/node.h"

/* A register with more ids than this is not listed in an advice. */
enum { LISTED = 7 };

/* What more entries hold is no name of theirs. */
enum { NAMED_LARGEST = 3 };

/* So many entries are compared with what was typed, and for so many findings: nobody reads more. */
enum { COMPARED_LARGEST = 2000, SUGGESTIONS_LARGEST = 300 };

/* Nobody mistypes a name of more bytes than this, and distances cost their square. */
enum { NAME_LARGEST = 120 };

const xmlNode *register_find(const struct tree *kommun, const char *register_name, const char *id) {
    const xmlNode *entries = node_child(kommun->root, register_name);
    return entries != NULL ? node_child(entries, id) : NULL;
}

/* The least distance from what was typed to one of the entry's texts (namn, kortnamn, titel …). */
static size_t name_distance(const xmlNode *entry, const char *typed, size_t limit) {
    size_t best = limit;
    for (const xmlNode *child = node_first(entry); child != NULL; child = node_next(child)) {
        if (node_kind(child) == NODE_SCALAR && strlen(node_text(child)) < NAME_LARGEST) {
            size_t distance = text_distance(typed, node_text(child), best);
            best = distance < best ? distance : best;
        }
    }
    return best;
}

/* How far off what was typed may be. Of three letters none may differ but in case and marks: "kpi" is
 * another index than "opi". */
static size_t allowed_distance(const char *typed) {
    size_t count = text_count(typed, strlen(typed));
    return count / 4 + (count >= 8);
}

/* The id written as ids are, with hyphens. */
static const char *as_id(struct arena *arena, const char *typed) {
    char *id = arena_string(arena, typed);
    for (char *at = id; (at = strpbrk(at, " _")) != NULL; at++) {
        *at = '-';
    }
    return id;
}

/* The ids that were meant, quoted: the one that looks like what was typed, else those whose entries are
 * called so. NULL: there is none. */
static const char *nearest_ids(struct findings *findings, const xmlNode *entries, const char *typed) {
    if (strlen(typed) >= NAME_LARGEST) {
        return NULL;
    }
    bool english = findings->language == LANGUAGE_EN;
    const char *id = as_id(findings->arena, typed);
    const char *nearest = NULL;
    const char *named = NULL;
    size_t best = allowed_distance(typed) + 1;
    size_t best_name = best;
    size_t named_count = 0;
    size_t compared = 0;
    for (const xmlNode *entry = node_first(entries); entry != NULL && compared < COMPARED_LARGEST;
         entry = node_next(entry), compared++) {
        const char *name = node_name(entry);
        size_t distance = text_distance(id, name, best);
        if (distance < best) {
            best = distance;
            nearest = name;
        }
        distance = name_distance(entry, typed, best_name + 1);
        if (distance < best_name) {
            best_name = distance;
            named = name;
            named_count = 1;
        } else if (distance == 0 && named_count++ < NAMED_LARGEST) {
            named = arena_printf(
                findings->arena, english ? "%s” or “%s" : "%s” eller ”%s", named, name);
        }
    }
    bool is_id = nearest != NULL && best <= best_name;
    return is_id ? nearest : named_count <= NAMED_LARGEST ? named : NULL;
}

/* "a, b och c". */
static char *list_ids(struct arena *arena, const xmlNode *entries, const char *last_word) {
    CLEANUP_BUFFER struct buffer list = BUFFER_EMPTY;
    for (const xmlNode *entry = node_first(entries); entry != NULL; entry = node_next(entry)) {
        if (list.size != 0) {
            buffer_puts(&list, node_next(entry) != NULL ? ", " : last_word);
        }
        buffer_puts(&list, node_name(entry));
    }
    return buffer_take(arena, &list);
}

static void say_unknown(struct arena *arena, const struct tree *kommun, const char *register_name,
    const xmlNode *node, struct findings *findings) {
    const char *id = node_text(node);
    const xmlNode *entries = node_child(kommun->root, register_name);
    struct finding *finding =
        finding_add(findings, REGISTER_ID_UNKNOWN, node_span(node), id, register_name, NULL);
    bool compared = entries != NULL && findings->count <= SUGGESTIONS_LARGEST;
    const char *nearest = compared ? nearest_ids(findings, entries, id) : NULL;
    size_t count = entries != NULL ? node_count(entries) : 0;
    bool english = findings->language == LANGUAGE_EN;
    const char *bare = yaml_unquoted(findings->arena, id);
    if (entries != NULL && bare != id && node_is_plain(node) && node_child(entries, bare) != NULL) {
        finding->replacement = bare;
        finding_advise(findings, finding, "Ta bort citattecknen och skriv %s.",
            "Remove the quotes and write %s.", bare);
    } else if (nearest != NULL) {
        finding_suggest(findings, finding, nearest);
    } else if (count > 0 && count <= LISTED) {
        const char *list = list_ids(arena, entries, english ? " and " : " och ");
        finding->advice =
            arena_printf(findings->arena, english ? "There are %s." : "Det som finns är %s.", list);
    }
    if (entries != NULL) {
        finding_relate(
            findings, finding, node_key_span(entries), english ? "the register" : "registret");
    }
}

void register_resolve(struct arena *arena, const struct tree *kommun, const char *register_name,
    xmlNode *node, struct findings *findings) {
    if (node_kind(node) != NODE_SCALAR) {
        return;
    }
    const xmlNode *entry = register_find(kommun, register_name, node_text(node));
    if (entry == NULL) {
        say_unknown(arena, kommun, register_name, node, findings);
        return;
    }
    if (!node_has_room(node, entry)) {
        finding_add(findings, REGISTER_TOO_LARGE, node_span(node), node_text(node), NULL);
        return;
    }
    node_resolve(node, entry);
}

/* Whether the entry is called so itself: a board's id may be its name. */
static bool is_called(const xmlNode *entry, const char *text) {
    const xmlNode *child = node_first(entry);
    while (child != NULL && !text_equal(node_text(child), text)) {
        child = node_next(child);
    }
    return child != NULL;
}

bool register_is_id(const char *text) {
    bool is_id = text[0] != '\0' && text[0] != '-' && !(text[0] >= '0' && text[0] <= '9');
    for (; *text != '\0' && is_id; text++) {
        is_id = (*text >= 'a' && *text <= 'z') || (*text >= '0' && *text <= '9') || *text == '-'
            || (*text & 0x80) != 0;
    }
    return is_id;
}

void register_tell_id(const struct tree *kommun, const xmlNode *node, struct findings *findings) {
    const char *text = node_text(node);
    bool has_hyphen = strchr(text, '-') != NULL;
    if (!register_is_id(text)) {
        return;
    }
    for (const xmlNode *entries = node_first(kommun->root); entries != NULL; entries = node_next(entries)) {
        /* An id that is a single word may be the word itself, but hardly that of an organisation. */
        bool is_looked_in = has_hyphen || text_equal(node_name(entries), "organisationer");
        const xmlNode *entry = is_looked_in ? node_child(entries, text) : NULL;
        if (entry == NULL || node_kind(entry) != NODE_MAPPING || is_called(entry, text)) {
            continue;
        }
        const xmlNode *name = node_child(entry, "namn");
        name = name != NULL ? name : node_first(entry);
        struct finding *finding = finding_add(findings, REGISTER_ID_TEXT, node_span(node), text, NULL);
        if (name != NULL && node_kind(name) == NODE_SCALAR) {
            finding_advise(findings, finding, "Skriv namnet som det ska stå, ”%s”.",
                "Write the name as it is to be read, “%s”.", node_text(name));
        }
        finding_relate(findings, finding, node_key_span(entry),
            findings->language == LANGUAGE_EN ? "the entry" : "posten");
        return;
    }
}

bool register_is_orgnr(const char *text) {
    int digits[10];
    size_t count = 0;
    for (size_t i = 0; text[i] != '\0'; i++) {
        if (text[i] == '-' && i == 6) {
            continue;
        }
        if (text[i] < '0' || text[i] > '9' || count == 10) {
            return false;
        }
        digits[count++] = text[i] - '0';
    }
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int value = i % 2 == 0 ? digits[i] * 2 : digits[i];
        sum += value / 10 + value % 10;
    }
    return count == 10 && digits[2] >= 2 && sum % 10 == 0;
}
