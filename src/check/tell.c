/* SPDX-License-Identifier: EUPL-1.2
 *
 * What a broken rule tells: its texts, filled, and the place that they are about.
 */
#include <libxml/xpathInternals.h>
#include <string.h>

#include "base/text.h"
#include "check/trial.h"

/* The rule's text, filled with the node as context and the variables as names; NULL for none. The arena
 * is the finding's own: what it takes to fill a text is many times the text. */
static const char *fill_text(struct arena *arena, const struct trial *trial, const xmlNode *text,
    const xmlNode *node, size_t variables) {
    if (text == NULL) {
        return NULL;
    }
    const struct template *template =
        template_parse_node(arena, node_span(text).source, text, trial->findings);
    const struct fill_options options = { .escape = ESCAPE_NONE,
        .unmapped = true,
        .markers = trial->input->unsound,
        .context = node,
        .names = trial->variables,
        .name_count = variables };
    return text_trim(
        arena, template_fill(arena, template, trial->input->tree, &options, trial->texts)->text);
}

/* The node that a finding points to: the rule's `plats` if it leads anywhere, else the scope's. */
static const xmlNode *finding_node(
    const struct trial *trial, const xmlNode *node, size_t variables) {
    if (trial->rule->place == NULL) {
        return node;
    }
    CLEANUP(xpath) xmlXPathObject *place = trial_run(trial, trial->rule->place, node, variables);
    bool found = place != NULL && place->type == XPATH_NODESET
        && !xmlXPathNodeSetIsEmpty(place->nodesetval);
    return found ? place->nodesetval->nodeTab[0] : node;
}

/* Where to point for a node: its value; a mapping or the root by its key alone, so that the excerpt is
 * not a whole file; an entry of a register by the id that led to it. */
static struct span node_place(const struct trial *trial, const xmlNode *node) {
    while (node_parent(node) != NULL && node_key_span(node).source != trial->input->tree->source
        && node_span(node).source != trial->input->tree->source) {
        node = node_parent(node);
    }
    if (node_parent(node) == NULL) {
        return (struct span){ trial->input->tree->source, node_span(node).offset, 0 };
    }
    const xmlNode *id = node_kind(node) == NODE_MAPPING ? node_child(node, "id") : NULL;
    if (id != NULL && node_span(id).source == trial->input->tree->source) {
        return node_span(id);
    }
    return node_kind(node) == NODE_SCALAR ? node_span(node) : node_key_span(node);
}

/* Bytes of `text` that the words take at its beginning; 0 when they are not there. */
static size_t words_length(const char *text, const char *words) {
    size_t at = 0;
    while (*words != '\0') {
        size_t space = text_space(words);
        size_t gap = 0;
        for (size_t length; (length = text_space(text + at + gap)) != 0; gap += length) {
        }
        if (space != 0 ? gap == 0 : *words != text[at]) {
            return 0;
        }
        at += space != 0 ? gap : 1;
        words += space != 0 ? space : 1;
    }
    return at;
}

/* Where the words first stand in the text, whole, in any case of ASCII and Latin-1, any white space between
 * them; `length` is how many bytes they take there. NULL when they are not there. */
static const char *find_words(const char *text, const char *words, size_t *length) {
    struct arena *arena = arena_new();
    size_t sizes[] = { strlen(text), strlen(words) };
    char *lower = arena_copy(arena, text, sizes[0]);
    char *wanted = arena_copy(arena, words, sizes[1]);
    text_lower_latin(lower, text, sizes[0]);
    text_lower_latin(wanted, words, sizes[1]);
    const char *found = NULL;
    uint32_t before = ' ';
    for (size_t at = 0; sizes[1] != 0 && found == NULL && at < sizes[0];) {
        uint32_t c;
        size_t step = text_next(lower + at, &c);
        *length = text_is_letter(before) && text_is_letter(c) ? 0 : words_length(lower + at, wanted);
        found = *length != 0 ? text + at : NULL;
        before = c;
        at += step;
    }
    arena_free(arena);
    return found;
}

/* The place of the node, or of the rule's `vid` in its text, if it is there. */
static struct span place_of_words(
    const struct trial *trial, const xmlNode *node, size_t variables) {
    if (trial->rule->words == NULL || node_kind(node) != NODE_SCALAR
        || node_span(node).source != trial->input->tree->source) {
        return node_place(trial, node);
    }
    CLEANUP(xpath) xmlXPathObject *value = trial_run(trial, trial->rule->words, node, variables);
    const char *words = value != NULL ? query_string(trial->arena, value) : "";
    size_t length = 0;
    const char *found = find_words(node_text(node), words, &length);
    return found != NULL ? node_text_span(node, (size_t)(found - node_text(node)), length)
                         : node_place(trial, node);
}

static void add_places(struct arena *arena, struct trial *trial, struct finding *finding,
    const xmlNode *node, size_t variables) {
    const struct rule_texts *texts = rule_texts(trial->rule);
    for (size_t i = 0; i < texts->place_count; i++) {
        const struct rule_place *place = &texts->places[i];
        CLEANUP(xpath) xmlXPathObject *found = trial_run(trial, place->place, node, variables);
        if (found == NULL || found->type != XPATH_NODESET || found->nodesetval == NULL) {
            continue;
        }
        for (int j = 0; j < found->nodesetval->nodeNr; j++) {
            const xmlNode *other = found->nodesetval->nodeTab[j];
            struct span where = node_span(other).source == trial->input->tree->source
                ? node_place(trial, other)
                : node_span(other);
            finding_relate(trial->findings, finding, where,
                fill_text(arena, trial, place->note, other, variables));
        }
    }
}

/* Adds the finding at the place, with the rule's texts. */
static struct finding *tell(
    struct trial *trial, struct span where, const xmlNode *node, size_t variables) {
    const struct rule *rule = trial->rule;
    if (findings_are_full(trial->findings)) {
        return finding_add_rule(trial->findings, &rule->info, where, "", NULL);
    }
    const struct rule_texts *texts = rule_texts(rule);
    struct arena *arena = arena_new();
    const char *message = fill_text(arena, trial, texts->message, node, variables);
    const char *advice = fill_text(arena, trial, texts->advice, node, variables);
    struct finding *finding = finding_add_rule(
        trial->findings, &rule->info, where, message != NULL ? message : rule->info.title, advice);
    add_places(arena, trial, finding, node, variables);
    arena_free(arena);
    return finding;
}

void trial_tell(struct trial *trial, const xmlNode *node, size_t variables) {
    trial->count++;
    if (!trial->silent) {
        struct span where = place_of_words(trial, finding_node(trial, node, variables), variables);
        tell(trial, where, node, variables);
    }
}

/* Where a hit lies in words of a template and a value of the definition together, the value is the
 * place: it is what the writer can mend. */
static struct span place_in_paper(const struct trial *trial, const struct hit *hit) {
    const struct sourcemap *map = &hit->text->paper->map;
    const size_t end = hit->offset + hit->length;
    size_t at = hit->offset;
    const struct stretch *stretch = sourcemap_find(map, at);
    while (stretch != NULL && at < end) {
        if ((stretch->origin == ORIGIN_FACT || stretch->origin == ORIGIN_PROSE)
            && stretch->where.source == trial->input->tree->source) {
            return sourcemap_span(map, at, end - at);
        }
        at = stretch->offset + stretch->length;
        stretch = sourcemap_find(map, at);
    }
    return sourcemap_span(map, hit->offset, hit->length);
}

static struct span place_of_hit(const struct trial *trial, const struct hit *hit) {
    const struct text *text = hit->text;
    return text->field != NULL ? node_text_span(text->field, hit->offset, hit->length)
                               : place_in_paper(trial, hit);
}

void trial_tell_more(struct trial *trial, const struct hit *hit, size_t told) {
    finding_add(trial->findings, RULE_MORE, place_of_hit(trial, hit), trial->rule->info.id,
        arena_printf(trial->arena, "%zu", told), NULL);
}

void trial_tell_hit(
    struct trial *trial, const struct hit *hit, const xmlNode *node, size_t variables) {
    struct finding *finding = tell(trial, place_of_hit(trial, hit), node, variables);
    if (hit->better != NULL && !hit->is_in_doubt && hit->text->field != NULL) {
        finding->replacement = arena_string(trial->findings->arena, hit->better);
    }
}
