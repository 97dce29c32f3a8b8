/* SPDX-License-Identifier: EUPL-1.2
 *
 * The report's data become nodes of the definition's own tree: so they have the same form, and the same
 * ways to be asked, as everything else that templates see.
 */
#include "check/control.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"

/* A text, or null for NULL. */
static void add_text(xmlNode *mapping, const char *key, const char *text) {
    node_add_scalar(mapping, key, text != NULL ? TYPE_STRING : TYPE_NULL, text != NULL ? text : "null");
}

static void add_count(struct arena *arena, xmlNode *mapping, const char *key, size_t count) {
    node_add_scalar(mapping, key, TYPE_INTEGER, arena_printf(arena, "%zu", count));
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
    case OUTCOME_UNTRIED:
        return "inte prövad";
    case OUTCOME_GUARANTEED:
        return "hålls av programmet";
    case OUTCOME_UNDECIDED:
        return "avgörs av handläggaren";
    case OUTCOME_RETIRED:
        return "utgått";
    }
    return "";
}

/* What the rule is, without what came of it. */
static xmlNode *add_title(xmlNode *rules, const struct outcome *outcome) {
    const struct rule_info *info = &outcome->rule->info;
    xmlNode *item = node_add(rules, NULL, NODE_MAPPING);
    add_text(item, "id", info->id);
    add_text(item, "rubrik", info->title);
    add_text(item, "källa", info->source);
    return item;
}

static void add_rule(xmlNode *rules, const struct outcome *outcome) {
    xmlNode *item = add_title(rules, outcome);
    add_text(item, "allvar", level_name(outcome->rule->info.level, LANGUAGE_SV));
    add_text(item, "utfall", outcome_word(outcome->kind));
    add_text(item, "motivering", outcome->motivation);
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

/* What is asked of a definition, and what came of it. */
struct survey {
    const struct guideline *guideline;
    const struct outcome *outcomes;  /* by rule */
    const struct findings *findings;
    const xmlNode **answers;         /* by point; NULL: there is none */
    bool **broken;                   /* by point and place among its rules */
};

/* The first node that the point's expression finds, or NULL. */
static const xmlNode *find_answer(const struct point *point, const struct tree *tree,
    struct query_context *context, struct findings *unheard) {
    CLEANUP(xpath) xmlXPathObject *found = point->answer != NULL
        ? query_run(point->answer, context, tree->root, NULL, 0, unheard)
        : NULL;
    bool there = found != NULL && found->type == XPATH_NODESET
        && !xmlXPathNodeSetIsEmpty(found->nodesetval);
    return there ? found->nodesetval->nodeTab[0] : NULL;
}

static bool stands_in(const struct finding *finding, const xmlNode *answer) {
    struct span span = answer != NULL ? node_span(answer) : (struct span){ 0 };
    return answer != NULL && finding->where.source == span.source
        && finding->where.offset >= span.offset && finding->where.offset < span.offset + span.length;
}

static int compare_places(const void *a, const void *b) {
    const size_t *one = a;
    const size_t *other = b;
    return (*one > *other) - (*one < *other);
}

/* Where it is noted whether the rule is broken at the point; NULL when it does not serve that. */
static bool *flag_of(const struct survey *survey, size_t rule, size_t point) {
    const struct point *served = &survey->guideline->points[point];
    const size_t *place = served->rule_count == 0 ? NULL
        : bsearch(&rule, served->rules, served->rule_count, sizeof rule, compare_places);
    return place != NULL ? &survey->broken[point][place - served->rules] : NULL;
}

/* Notes at which points the rule is broken that the finding is of: at those in whose answer it stands. One
 * that stands in none is about those that have no answer, or about all when all have. */
static void note_finding(const struct survey *survey, const struct finding *finding, size_t rule) {
    const size_t count = survey->guideline->point_count;
    bool has_place = false;
    bool all_answered = true;
    for (size_t i = 0; i < count; i++) {
        if (flag_of(survey, rule, i) != NULL) {
            has_place = has_place || stands_in(finding, survey->answers[i]);
            all_answered = all_answered && survey->answers[i] != NULL;
        }
    }
    for (size_t i = 0; i < count; i++) {
        const xmlNode *answer = survey->answers[i];
        bool is_about = has_place ? stands_in(finding, answer) : all_answered || answer == NULL;
        bool *flag = is_about ? flag_of(survey, rule, i) : NULL;
        if (flag != NULL) {
            *flag = true;
        }
    }
}

/* Notes at which of the points that it serves a broken rule is broken: at all when nothing tells. */
static void note_rule(const struct survey *survey, size_t rule) {
    const struct rule_info *info = &survey->outcomes[rule].rule->info;
    bool told = false;
    for (size_t i = 0; i < survey->findings->count; i++) {
        const struct finding *finding = survey->findings->items[i];
        if (finding->rule == info) {
            note_finding(survey, finding, rule);
            told = true;
        }
    }
    for (size_t i = 0; !told && i < survey->guideline->point_count; i++) {
        bool *flag = flag_of(survey, rule, i);
        if (flag != NULL) {
            *flag = true;
        }
    }
}

/* What the point is, and the definition's answer to it. */
static xmlNode *add_point(
    struct arena *arena, xmlNode *points, const struct point *point, const xmlNode *node) {
    bool mapping = node != NULL && node_kind(node) == NODE_MAPPING;
    xmlNode *item = node_add(points, NULL, NODE_MAPPING);
    add_text(item, "id", point->id);
    add_text(item, "nr", point->id + strspn(point->id, "VA-"));
    add_text(item, "rubrik", point->title);
    add_text(item, "nyckel", node != NULL ? node_path(arena, node) : NULL);
    node_add_scalar(item, "besvarad", TYPE_BOOLEAN, node != NULL ? "true" : "false");
    add_text(item, "uppfyllt", mapping ? node_child_text(node, "uppfyllt") : NULL);
    add_text(item, "svar", answer(node));
    return item;
}

/* How the rules that serve the point ended there. */
static void add_point_rules(xmlNode *item, const struct survey *survey, size_t i) {
    const struct point *point = &survey->guideline->points[i];
    xmlNode *rules = node_add(item, "regler", NODE_SEQUENCE);
    for (size_t rule = 0; rule < point->rule_count; rule++) {
        struct outcome outcome = survey->outcomes[point->rules[rule]];
        bool is_broken = outcome.kind == OUTCOME_BROKEN;
        outcome.kind = is_broken && !survey->broken[i][rule] ? OUTCOME_HELD : outcome.kind;
        if (outcome.kind != OUTCOME_RETIRED) {
            add_rule(rules, &outcome);
        }
    }
}

/* How many points are of the kind whose ids begin so: conditions "V", what the agreement has to say "A". */
static size_t count_points(const struct guideline *guideline, char kind) {
    size_t count = 0;
    for (size_t i = 0; i < guideline->point_count; i++) {
        count += guideline->points[i].id[0] == kind;
    }
    return count;
}

/* The element `kontroll` with what does not depend on the rules but for the points. */
static xmlNode *begin_control(
    struct arena *arena, const struct guideline *guideline, struct tree *tree) {
    xmlNode *control = node_add(tree->root, "kontroll", NODE_MAPPING);
    add_text(control, "riktlinje", guideline->title);
    add_count(arena, control, "antal_villkor", count_points(guideline, 'V'));
    add_count(arena, control, "antal_avtalspunkter", count_points(guideline, 'A'));
    return control;
}

static void add_points(struct arena *arena, xmlNode *control, struct survey *survey,
    const struct tree *tree, struct findings *unheard) {
    const struct guideline *guideline = survey->guideline;
    struct query_context *context = query_context_new(arena, NULL);
    xmlNode *points = node_add(control, "punkter", NODE_SEQUENCE);
    survey->answers = arena_array(arena, guideline->point_count, sizeof *survey->answers);
    survey->broken = arena_array(arena, guideline->point_count, sizeof *survey->broken);
    for (size_t i = 0; i < guideline->point_count; i++) {
        const struct point *point = &guideline->points[i];
        survey->answers[i] = find_answer(point, tree, context, unheard);
        survey->broken[i] = arena_array(arena, point->rule_count, sizeof *survey->broken[i]);
    }
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (survey->outcomes[i].kind == OUTCOME_BROKEN) {
            note_rule(survey, i);
        }
    }
    for (size_t i = 0; i < guideline->point_count; i++) {
        xmlNode *item = add_point(arena, points, &guideline->points[i], survey->answers[i]);
        add_point_rules(item, survey, i);
    }
}

xmlNode *control_graft_points(
    struct arena *arena, const struct guideline *guideline, struct tree *tree) {
    struct query_context *context = query_context_new(arena, NULL);
    struct findings *unheard = findings_new(arena, LANGUAGE_SV);
    xmlNode *control = begin_control(arena, guideline, tree);
    xmlNode *points = node_add(control, "punkter", NODE_SEQUENCE);
    for (size_t i = 0; i < guideline->point_count; i++) {
        const struct point *point = &guideline->points[i];
        add_point(arena, points, point, find_answer(point, tree, context, unheard));
    }
    return control;
}

/* "rad 188" of the definition that the paper is about; of another file, with its name. Papers are Swedish. */
static const char *finding_place(
    struct arena *arena, const struct finding *finding, const struct source *definition) {
    const struct source *source = finding->where.source;
    if (source == NULL) {
        return "utanför definitionen";
    }
    size_t line = source_position(source, finding->where.offset).line;
    return source == definition
        ? arena_printf(arena, "rad %zu", line)
        : arena_printf(arena, "%s, rad %zu", path_name(source->name), line);
}

static void add_finding(struct arena *arena, xmlNode *list, const struct finding *finding,
    const struct source *definition) {
    xmlNode *item = node_add(list, NULL, NODE_MAPPING);
    add_text(item, "allvar", level_name(finding->level, LANGUAGE_SV));
    add_text(item, "id", finding->rule->id);
    add_text(item, "meddelande", finding->message);
    add_text(item, "råd", finding->advice);
    add_text(item, "plats", finding_place(arena, finding, definition));
}

static void add_counts(
    struct arena *arena, xmlNode *control, const struct outcome *outcomes, size_t count) {
    size_t by_kind[OUTCOME_RETIRED + 1] = { 0 };
    for (size_t i = 0; i < count; i++) {
        by_kind[outcomes[i].kind]++;
    }
    xmlNode *counts = node_add(control, "antal", NODE_MAPPING);
    add_count(arena, counts, "prövade",
        by_kind[OUTCOME_HELD] + by_kind[OUTCOME_BROKEN] + by_kind[OUTCOME_EXCEPTED]);
    add_count(arena, counts, "uppfyllda", by_kind[OUTCOME_HELD]);
    add_count(arena, counts, "brutna", by_kind[OUTCOME_BROKEN]);
    add_count(arena, counts, "undantagna", by_kind[OUTCOME_EXCEPTED]);
    add_count(arena, counts, "ej_aktuella", by_kind[OUTCOME_IDLE]);
    add_count(arena, counts, "garanterade", by_kind[OUTCOME_GUARANTEED]);
    add_count(arena, counts, "avgörs_inte", by_kind[OUTCOME_UNDECIDED]);
}

void control_graft(struct arena *arena, const struct guideline *guideline, struct tree *tree,
    const struct outcome *outcomes, const struct findings *findings) {
    xmlNode *control = begin_control(arena, guideline, tree);
    add_counts(arena, control, outcomes, guideline->rule_count);
    struct survey survey = {
        .guideline = guideline, .outcomes = outcomes, .findings = findings
    };
    add_points(arena, control, &survey, tree, findings_new(arena, findings->language));
    xmlNode *held = node_add(control, "uppfyllda", NODE_SEQUENCE);
    xmlNode *exceptions = node_add(control, "undantag", NODE_SEQUENCE);
    xmlNode *undecided = node_add(control, "avgörs_inte", NODE_SEQUENCE);
    for (size_t i = 0; i < guideline->rule_count; i++) {
        if (outcomes[i].kind == OUTCOME_HELD) {
            add_title(held, &outcomes[i]);
        } else if (outcomes[i].kind == OUTCOME_EXCEPTED) {
            add_rule(exceptions, &outcomes[i]);
        } else if (outcomes[i].kind == OUTCOME_UNDECIDED) {
            add_title(undecided, &outcomes[i]);
        }
    }
    xmlNode *list = node_add(control, "fynd", NODE_SEQUENCE);
    for (size_t i = 0; i < findings->count; i++) {
        add_finding(arena, list, findings->items[i], tree->source);
    }
}
