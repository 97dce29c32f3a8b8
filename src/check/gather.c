/* SPDX-License-Identifier: EUPL-1.2
 *
 * What rules look at is gathered before the first of them is tried: walking the definition once for all
 * costs less than once a rule.
 */
#include "check/trial.h"

#include <libxml/xpathInternals.h>

#include "base/text.h"
#include "check/doubt.h"
#include "check/vocabulary.h"

static void add_variable(struct trial *trial, const char *name, const xmlNode *node) {
    xmlXPathObject *set = xmlXPathNewNodeSet((xmlNode *)(uintptr_t)node);
    trial->variables[trial->variable_count++] =
        (struct query_variable){ name, query_own(trial->arena, set) };
}

/* Whether a text of which no one knows what it is is a sentence: short ones may be ids or amounts. */
static bool is_sentence(const char *text) {
    enum { SENTENCE_SHORTEST = 40 };
    size_t spaces = 0;
    size_t size = 0;
    for (; text[size] != '\0'; size++) {
        spaces += text[size] == ' ';
    }
    return spaces >= 4 && size >= SENTENCE_SHORTEST;
}

/* Every field with words that the writer wrote: prose, and plain texts of a line. Ids and typed values
 * are no words; what a reference brought from the register is not the writer's. Where something is wrong
 * (`astray`) the schema has not told which is which. */
static void gather_fields(
    struct trial *trial, struct corpus_builder *builder, const xmlNode *node, bool astray) {
    if (node_kind(node) == NODE_SCALAR) {
        bool words = astray
            ? is_sentence(node_text(node))
            : node_is_prose(node) || (node_format(node) == NULL && node_type(node) == TYPE_STRING);
        if (words && node_span(node).source == trial->input->tree->source
            && !text_equal(node_name(node), "id") && !text_is_blank(node_text(node))) {
            corpus_add_field(builder, node);
        }
        return;
    }
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        bool exceptions = node_parent(child) == trial->input->tree->root
            && text_equal(node_name(child), "undantag");
        if (!exceptions) {
            gather_fields(
                trial, builder, child, astray || doubts_hold_node(trial->input->doubts, child));
        }
    }
}

/* $texter: the fields with words, so that rules need not look for them each by itself. */
static void add_texts(struct trial *trial) {
    add_variable(trial, "texter", NULL);
    xmlXPathObject *set = trial->variables[trial->variable_count - 1].value;
    for (size_t i = 0; i < trial->corpus->text_count; i++) {
        const xmlNode *field = trial->corpus->texts[i].field;
        if (field != NULL) {
            xmlXPathNodeSetAddUnique(set->nodesetval, (xmlNode *)(uintptr_t)field);
        }
    }
}

/* How many variables a rule may see: $kommun, $tidigare, $texter, $träff, $bättre, the tables, and the most
 * that any rule has of its own. */
static size_t count_variables(const struct guideline *guideline) {
    size_t most = 0;
    for (size_t i = 0; i < guideline->rule_count; i++) {
        const struct rule *rule = &guideline->rules[i];
        for (size_t j = 0; j < rule->case_count; j++) {
            size_t own = rule->let_count + rule->cases[j].count;
            most = own > most ? own : most;
        }
    }
    return 5 + guideline->table_count + most;
}

void trial_gather(struct trial *trial) {
    const struct rules_input *input = trial->input;
    const xmlNode *none = NULL;
    trial->variables =
        arena_array(trial->arena, count_variables(trial->guideline), sizeof *trial->variables);
    add_variable(trial, "kommun", input->kommun != NULL ? input->kommun->root : none);
    add_variable(trial, "tidigare", input->earlier != NULL ? input->earlier->root : none);
    for (size_t i = 0; i < trial->guideline->table_count; i++) {
        trial->variables[trial->variable_count++] = trial->guideline->tables[i];
    }
    struct corpus_builder *builder = corpus_builder_new(trial->arena);
    gather_fields(trial, builder, input->tree->root, false);
    /* The papers of a definition that is not sound have holes, and words around a hole prove nothing. */
    for (size_t i = 0; !input->unsound && i < input->paper_count; i++) {
        corpus_add_paper(builder, input->papers[i]);
    }
    trial->corpus = corpus_finish(builder);
    add_texts(trial);
    trial->vocabulary = vocabulary_gather(trial->arena, trial->guideline, input);
}
