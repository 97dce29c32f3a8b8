/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/words.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

static bool letter_at(const char *text) {
    uint32_t c;
    return text_next(text, &c) != 0 && text_is_letter(c);
}

/* The text folded, its line ends as spaces: where the writer broke a line means nothing. */
static const char *fold(struct arena *arena, const char *text) {
    char *folded = text_fold(arena, text);
    for (char *at = strchr(folded, '\n'); at != NULL; at = strchr(at, '\n')) {
        *at = ' ';
    }
    return folded;
}

/* The argument folded. Texts of nodes are folded once, as many as there is room for. */
static const char *folded_at(const struct call *call, size_t place) {
    struct function_context *context = call->context;
    const xmlChar *text = call_node_text(call, place);
    if (text == NULL) {
        return fold(call->arena, call_string(call, place));
    }
    if (context->kept == NULL) {
        context->kept = arena_array(context->arena, FOLDED_KEPT, sizeof *context->kept);
    }
    struct folded *slot = &context->kept[((uintptr_t)text >> 4) % FOLDED_KEPT];
    if (slot->text == NULL) {
        *slot = (struct folded){ text, fold(context->arena, (const char *)text) };
    }
    return slot->text == text ? slot->folded : fold(call->arena, (const char *)text);
}

xmlXPathObject *words_run_contains(const struct call *call) {
    const char *text = folded_at(call, 0);
    const char *word = folded_at(call, 1);
    size_t size = strlen(word);
    bool found = false;
    for (const char *at = text; size != 0 && !found && (at = strstr(at, word)) != NULL; at++) {
        found = text_begins_word(text, (size_t)(at - text)) && !letter_at(at + size);
        if (call_is_late(call)) {
            *call->too_much = true;
            break;
        }
    }
    return xmlXPathNewBoolean(found);
}

static bool node_contains(xmlNode *node, const char *words) {
    const xmlChar *known = function_scalar_text(node);
    xmlChar *text = known == NULL ? xmlXPathCastNodeToString(node) : NULL;
    bool found = strstr((const char *)(known != NULL ? known : text), words) != NULL;
    xmlFree(text);
    return found;
}

/* nodes[contains(., text)] with nothing evaluated for each node: rules ask it of all texts. */
xmlXPathObject *words_run_with_text(const struct call *call) {
    xmlXPathObject *value = call->arguments[0];
    const char *words = call_string(call, 1);
    if (value->type != XPATH_NODESET || value->nodesetval == NULL) {
        return xmlXPathNewNodeSet(NULL);
    }
    xmlNodeSet *set = value->nodesetval;
    int kept = 0;
    for (int i = 0; i < set->nodeNr; i++) {
        if (node_contains(set->nodeTab[i], words)) {
            set->nodeTab[kept++] = set->nodeTab[i];
        }
    }
    set->nodeNr = kept;
    call->arguments[0] = NULL;
    return value;
}

xmlXPathObject *words_run_count(const struct call *call) {
    const char *text = call_string(call, 0);
    size_t count = 0;
    bool inside = false;
    uint32_t c;
    for (size_t length; (length = text_next(text, &c)) != 0; text += length) {
        bool space = c == ' ' || c == '\n' || c == '\t' || c == 0xA0;
        count += !inside && text_is_letter(c);
        inside = !space && (inside || text_is_letter(c));
    }
    return xmlXPathNewFloat((double)count);
}
