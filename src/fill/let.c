/* SPDX-License-Identifier: EUPL-1.2
 *
 * Reading a `let:`. An expression that does not depend on the context node
 * ("sum(/definition//insats)" and most others) is marked, so that it is evaluated once for a paper
 * and not once for each turn of a section.
 */
#include <string.h>

#include "base/digest.h"
#include "fill/parse.h"

/* Whether the value is the same wherever it is asked for, as are those of the variables. One that is not
 * among the earlier lets is of the template that takes this one in. */
static bool is_absolute(const struct query *query, const struct let *earlier, size_t count) {
    bool absolute = query_is_rooted(query);
    for (const char *const *name = query_variables(query); *name != NULL; name++) {
        size_t i = count;
        while (i > 0 && strcmp(earlier[i - 1].name, *name) != 0) {
            i--;
        }
        absolute = absolute && i > 0 && earlier[i - 1].absolute;
    }
    return absolute;
}

uint32_t name_hash(const char *name) {
    return (uint32_t)digest_hash(0, name, strlen(name));
}

/* XPath's $name is an NCName, and a tag splits names at dots. */
static bool is_let_name(const char *name) {
    return xmlValidateNCName(BAD_CAST name, 0) == 0 && strchr(name, '.') == NULL;
}

static void read_let(struct arena *arena, const struct source *source, const xmlNode *node,
    struct let *lets, size_t index, struct findings *findings) {
    struct let *let = &lets[index];
    let->name = arena_string(arena, node_name(node));
    let->hash = name_hash(let->name);
    let->where = passage_key_span(source, node);
    if (node_kind(node) != NODE_SCALAR) {
        finding_add(findings, TEMPLATE_FRONT_VALUE, let->where, let->name,
            in_language(findings, "ett XPath-uttryck", "an XPath expression"), NULL);
        return;
    }
    struct span where = node_span(node);
    where.source = source;
    let->query = query_compile(arena, node_text(node), where, findings);
    let->absolute = let->query != NULL && is_absolute(let->query, lets, index);
}

const struct let *let_read_from(struct arena *arena, const struct source *source,
    const xmlNode *mapping, size_t *count, struct findings *findings) {
    *count = 0;
    if (node_kind(mapping) != NODE_MAPPING) {
        finding_add(findings, TEMPLATE_FRONT_VALUE, passage_key_span(source, mapping),
            node_name(mapping),
            in_language(findings, "en grupp av namn, vart och ett med ett XPath-uttryck",
                "a group of names, each with an XPath expression"),
            NULL);
        return NULL;
    }
    struct let *lets = arena_array(arena, TEMPLATE_LETS, sizeof *lets);
    for (const xmlNode *node = node_first(mapping); node != NULL; node = node_next(node)) {
        struct span where = passage_key_span(source, node);
        if (*count == TEMPLATE_LETS) {
            const char *names = in_language(findings, "namn i let", "names in let");
            finding_add(findings, TEMPLATE_LARGE, where,
                arena_printf(arena, "%d %s", TEMPLATE_LETS, names), NULL);
            break;
        }
        if (!is_let_name(node_name(node))) {
            finding_add(findings, TEMPLATE_LET_NAME, where, node_name(node), NULL);
            continue;
        }
        read_let(arena, source, node, lets, (*count)++, findings);
    }
    return lets;
}

const struct let *let_read(
    struct arena *arena, const xmlNode *mapping, size_t *count, struct findings *findings) {
    return let_read_from(arena, node_span(mapping).source, mapping, count, findings);
}
