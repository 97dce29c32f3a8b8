/* SPDX-License-Identifier: EUPL-1.2
 *
 * Built as JSON and read back as a tree: so the report's data have the same form, and the same ways to be
 * asked, as everything else that templates see.
 */
#include "check/control.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

static json_t *string(const char *text) {
    json_t *value = text != NULL ? json_string(text) : json_null();
    if (value == NULL) {
        memory_exhausted();
    }
    return value;
}

static const char *outcome_word(enum outcome_kind kind) {
    switch (kind) {
    case OUTCOME_HELD:
        return "uppfylld";
    case OUTCOME_BROKEN:
        return "inte uppfylld";
    case OUTCOME_EXCEPTED:
        return "undantag";
    case OUTCOME_IDLE:
        return "inte aktuell";
    case OUTCOME_GUARANTEED:
        return "hålls av programmet";
    case OUTCOME_UNDECIDED:
        return "avgörs av handläggaren";
    }
    return "";
}

static bool serves(const struct rule *rule, const char *point) {
    const xmlNode *list = node_child(rule->node, "tjänar");
    for (const xmlNode *item = list != NULL ? node_first(list) : NULL; item != NULL;
         item = node_next(item)) {
        if (text_equal(node_text(item), point)) {
            return true;
        }
    }
    return false;
}

static json_t *rule_object(const struct outcome *outcome) {
    const struct rule_info *info = &outcome->rule->info;
    return json_pack("{s:o, s:o, s:o, s:s, s:s, s:o}", "id", string(info->id), "rubrik",
        string(info->title), "källa", string(info->source), "allvar",
        level_name(info->level, LANGUAGE_SV), "utfall", outcome_word(outcome->kind), "motivering",
        string(outcome->motivation));
}

/* What the definition answers to a point of the guideline: the motivation, else the words themselves,
 * else that it is there. */
static const char *answer(const xmlNode *node) {
    if (node == NULL) {
        return NULL;
    }
    const char *motivation =
        node_kind(node) == NODE_MAPPING ? node_child_text(node, "motivering") : NULL;
    if (motivation != NULL) {
        return motivation;
    }
    return node_kind(node) == NODE_SCALAR ? node_text(node) : NULL;
}

static json_t *point_object(struct arena *arena, const xmlNode *point, const struct tree *tree,
    struct query_context *context, const struct outcome *outcomes, size_t count,
    struct findings *unheard) {
    const char *id = node_child_text(point, "id");
    const xmlNode *path = node_child(point, "svar");
    const struct query *query = path != NULL
        ? query_compile(arena, node_text(path), node_span(path), unheard)
        : NULL;
    CLEANUP(xpath) xmlXPathObject *found =
        query != NULL ? query_run(query, context, tree->root, NULL, 0, unheard) : NULL;
    bool there = found != NULL && found->type == XPATH_NODESET
        && !xmlXPathNodeSetIsEmpty(found->nodesetval);
    const xmlNode *node = there ? found->nodesetval->nodeTab[0] : NULL;
    const char *held = node != NULL && node_kind(node) == NODE_MAPPING
        ? node_child_text(node, "uppfyllt")
        : NULL;
    json_t *rules = json_array();
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].rule->kind != RULE_RETIRED && serves(outcomes[i].rule, id)) {
            json_array_append_new(rules, rule_object(&outcomes[i]));
        }
    }
    return json_pack("{s:o, s:o, s:b, s:o, s:o, s:o}", "id", string(id), "rubrik",
        string(node_child_text(point, "rubrik")), "besvarad", there, "uppfyllt", string(held),
        "svar", string(answer(node)), "regler", rules);
}

static json_t *exceptions(const struct outcome *outcomes, size_t count) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i].kind == OUTCOME_EXCEPTED) {
            json_array_append_new(list, rule_object(&outcomes[i]));
        }
    }
    return list;
}

static json_t *finding_list(struct arena *arena, const struct findings *findings) {
    json_t *list = json_array();
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = findings->items[i];
        const char *place = "";
        if (finding->where.source != NULL) {
            struct position at = source_position(finding->where.source, finding->where.offset);
            place = arena_printf(
                arena, "%s, rad %zu", path_name(finding->where.source->name), at.line);
        }
        json_array_append_new(list, json_pack("{s:s, s:o, s:o, s:o, s:o}", "allvar",
            level_name(finding->level, LANGUAGE_SV), "id", string(finding->rule->id), "meddelande",
            string(finding->message), "råd", string(finding->advice), "plats", string(place)));
    }
    return list;
}

static json_t *counts(const struct outcome *outcomes, size_t count) {
    json_int_t by_kind[OUTCOME_UNDECIDED + 1] = { 0 };
    for (size_t i = 0; i < count; i++) {
        by_kind[outcomes[i].kind] += outcomes[i].rule->kind != RULE_RETIRED;
    }
    return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "prövade",
        by_kind[OUTCOME_HELD] + by_kind[OUTCOME_BROKEN] + by_kind[OUTCOME_EXCEPTED], "uppfyllda",
        by_kind[OUTCOME_HELD], "brutna", by_kind[OUTCOME_BROKEN], "undantagna",
        by_kind[OUTCOME_EXCEPTED], "ej_aktuella", by_kind[OUTCOME_IDLE], "garanterade",
        by_kind[OUTCOME_GUARANTEED], "avgörs_inte", by_kind[OUTCOME_UNDECIDED]);
}

void control_graft(struct arena *arena, const struct guideline *guideline, struct tree *tree,
    const struct outcome *outcomes, const struct findings *findings) {
    struct findings *unheard = findings_new(arena, findings->language);
    struct query_context *context = query_context_new(arena, NULL);
    json_t *points = json_array();
    const xmlNode *list = node_child(guideline->tree->root, "punkter");
    for (const xmlNode *point = list != NULL ? node_first(list) : NULL; point != NULL;
         point = node_next(point)) {
        json_array_append_new(points, point_object(arena, point, tree, context, outcomes,
                                          guideline->rule_count, unheard));
    }
    json_t *rules = json_array();
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (outcomes[i].rule->kind != RULE_RETIRED) {
            json_array_append_new(rules, rule_object(&outcomes[i]));
        }
    }
    json_t *root = json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "riktlinje",
        string(guideline->title), "antal", counts(outcomes, guideline->rule_count), "punkter",
        points, "regler", rules, "undantag", exceptions(outcomes, guideline->rule_count), "fynd",
        finding_list(arena, findings));
    char *text = root != NULL ? json_dumps(root, JSON_COMPACT) : NULL;
    if (text == NULL) {
        memory_exhausted();
    }
    const struct source *source = source_new(
        arena, "riktlinjekontroll", arena_string(arena, text), strlen(text));
    free(text);
    json_decref(root);
    const struct tree *control = tree_read(arena, source, TREE_JSON, "kontroll", unheard);
    if (control != NULL) {
        node_graft(tree->root, control->root);
    }
}
