/* SPDX-License-Identifier: EUPL-1.2
 *
 * $id, $anchor and $ref (JSON Schema Core 8.2). Only what lies in the same file can be referred to,
 * and the schema of schemas, which is at hand: a run never fetches anything. URIs are resolved by
 * RFC 3986, fragments are JSON pointers by RFC 6901 or anchors.
 *
 * Subschemas that apply to the same value must not lead back to themselves (Core 9.4.1), for such a
 * schema has no answer; circles are looked for once, so that a run needs no guard. The same walk finds what
 * types they speak of together.
 */
#include <stdlib.h>
#include <string.h>

#include "check/compile.h"
#include "check/suggest.h"
#include "check/uri.h"

/* The base of a schema without an absolute $id (RFC 3986 5.1.4: any will do). */
#define BASE "schema:///"

const struct resource *resource_enter(
    struct compiler *compiler, const xmlNode *node, const struct resource *outer) {
    const xmlNode *id = node_kind(node) == NODE_MAPPING ? node_child(node, "$id") : NULL;
    if (outer != NULL && id == NULL) {
        return outer;
    }
    const char *base = outer != NULL ? outer->uri : BASE;
    const char *text = id != NULL ? node_text(id) : "";
    const char *uri = uri_resolve(compiler->arena, text, base);
    if (uri == NULL || (id != NULL && strcspn(text, "#") + 1 < strlen(text))) {
        finding_add(compiler->findings, SCHEMA_ID_WRONG, node_span(id), text, NULL);
        uri = base;
    }
    if (map_get(&compiler->resources, uri) != NULL) {
        if (strcmp(uri, base) != 0) {
            finding_add(compiler->findings, SCHEMA_NAME_DOUBLE, node_span(id), text, NULL);
        }
        return outer != NULL ? outer : map_get(&compiler->resources, uri);
    }
    struct resource *resource = arena_new_of(compiler->arena, struct resource);
    *resource = (struct resource){ .uri = uri, .node = node };
    map_put(compiler->arena, &compiler->resources, uri, resource);
    return resource;
}

bool anchor_is_name(const xmlNode *node) {
    const char *name = node_kind(node) == NODE_SCALAR && node_type(node) == TYPE_STRING ? node_text(node) : "";
    for (const char *at = name; *at != '\0'; at++) {
        char c = (char)(*at | 0x20);
        bool inside = at != name && ((*at >= '0' && *at <= '9') || *at == '-' || *at == '.');
        if ((c < 'a' || c > 'z') && *at != '_' && !inside) {
            return false;
        }
    }
    return name[0] != '\0';
}

static const char *anchor_key(
    struct compiler *compiler, const char *name, const struct resource *resource) {
    return arena_printf(compiler->arena, "%s#%s", resource->uri, name);
}

void anchor_add(struct compiler *compiler, const xmlNode *name, const xmlNode *node,
    const struct resource *resource) {
    const char *key = anchor_key(compiler, node_text(name), resource);
    const xmlNode *other = map_get(&compiler->anchors, key);
    if (other != NULL && other != node) {
        finding_add(
            compiler->findings, SCHEMA_NAME_DOUBLE, node_span(name), node_text(name), NULL);
        return;
    }
    map_put(compiler->arena, &compiler->anchors, key, (xmlNode *)(uintptr_t)node);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The fragment with its percent escapes undone. */
static char *decode_fragment(struct arena *arena, const char *fragment) {
    char *text = arena_string(arena, fragment);
    char *out = text;
    for (const char *at = fragment; *at != '\0'; at++) {
        if (*at == '%' && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0) {
            *out++ = (char)(hex_digit(at[1]) * 16 + hex_digit(at[2]));
            at += 2;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
    return text;
}

/* RFC 6901 3: ~1 is a slash, ~0 a tilde. Ends at the next slash. */
static char *read_token(struct arena *arena, const char **pointer) {
    size_t size = strcspn(*pointer, "/");
    char *token = arena_copy(arena, *pointer, size);
    char *out = token;
    for (const char *at = *pointer; at < *pointer + size; at++) {
        if (at[0] == '~' && (at[1] == '0' || at[1] == '1')) {
            *out++ = at[1] == '0' ? '~' : '/';
            at++;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
    *pointer += size;
    return token;
}

/* A mapping of more keys has an index: thousands of references may lead through it. */
enum { KEYS_SOUGHT = 64 };

static const xmlNode *find_child(
    struct compiler *compiler, const xmlNode *mapping, const char *name) {
    size_t i = 0;
    while (i < compiler->indexes.count && compiler->indexes.items[i].mapping != mapping) {
        i++;
    }
    if (i == compiler->indexes.count) {
        if (node_count(mapping) <= KEYS_SOUGHT) {
            return node_child(mapping, name);
        }
        struct key_index index = { .mapping = mapping };
        const xmlNode *child = node_first(mapping);
        for (; child != NULL; child = node_next(child)) {
            map_put(compiler->arena, &index.children, node_name(child),
                (xmlNode *)(uintptr_t)child);
        }
        ARRAY_ADD(compiler->arena, compiler->indexes, index);
    }
    return map_get(&compiler->indexes.items[i].children, name);
}

/* The child of a mapping or the entry of a sequence (RFC 6901 4). */
static const xmlNode *step_into(
    struct compiler *compiler, const xmlNode *node, const char *token) {
    if (node_kind(node) == NODE_MAPPING) {
        return find_child(compiler, node, token);
    }
    bool leading_zero = token[0] == '0' && token[1] != '\0';
    if (node_kind(node) != NODE_SEQUENCE || token[0] == '\0' || leading_zero
        || token[strspn(token, "0123456789")] != '\0' || strlen(token) > 9) {
        return NULL;
    }
    return node_at(node, (size_t)strtoul(token, NULL, 10));
}

/* A pointer that leads nowhere: the token that failed, with the nearest key there. */
static void report_pointer(
    struct compiler *compiler, const xmlNode *reference, const xmlNode *node, const char *token) {
    struct finding *finding = finding_add(compiler->findings, SCHEMA_REFERENCE_UNKNOWN,
        node_span(reference), node_text(reference), NULL);
    struct suggestion suggestion = suggestion_start(token);
    for (const xmlNode *child = node_first(node); child != NULL; child = node_next(child)) {
        suggestion_offer(&suggestion, node_name(child));
    }
    suggestion_advise(compiler->findings, finding, &suggestion);
    finding->replacement = NULL;
}

/* The node that the reference means, and the resource that it lies in. */
static const xmlNode *find_target(
    struct compiler *compiler, const xmlNode *reference, const struct resource **home) {
    const char *text = node_text(reference);
    const char *uri = uri_resolve(compiler->arena, text, (*home)->uri);
    const struct resource *resource = uri == NULL ? NULL : map_get(&compiler->resources, uri);
    if (resource == NULL && uri != NULL && strcmp(uri, METASCHEMA_URI) == 0) {
        resource = metaschema_enter(compiler);
    }
    if (resource == NULL) {
        finding_add(
            compiler->findings, SCHEMA_REFERENCE_REMOTE, node_span(reference), text, NULL);
        return NULL;
    }
    *home = resource;
    const char *fragment = text + strcspn(text, "#");
    fragment = *fragment == '#' ? decode_fragment(compiler->arena, fragment + 1) : "";
    const xmlNode *node = resource->node;
    if (*fragment != '\0' && *fragment != '/') {
        node = map_get(&compiler->anchors, anchor_key(compiler, fragment, resource));
        if (node == NULL) {
            finding_add(
                compiler->findings, SCHEMA_REFERENCE_UNKNOWN, node_span(reference), text, NULL);
        }
        return node;
    }
    while (*fragment == '/') {
        fragment++;
        const char *token = read_token(compiler->arena, &fragment);
        const xmlNode *child = step_into(compiler, node, token);
        if (child == NULL) {
            report_pointer(compiler, reference, node, token);
            return NULL;
        }
        node = child;
    }
    return node;
}

void schema_references_resolve(struct compiler *compiler) {
    /* A target outside the known subschemas is compiled now, and may bring references of its own. */
    for (size_t i = 0; i < compiler->pending.count; i++) {
        struct pending pending = compiler->pending.items[i];
        const xmlNode *node =
            find_target(compiler, pending.constraint->node, &pending.resource);
        pending.constraint->schema = node == NULL
            ? compiler->anything
            : compile_subschema(compiler, node, pending.resource);
    }
}

static size_t measure(struct compiler *compiler, struct compiled *compiled, size_t depth);

/* The height of the chain that begins at the target, or 0 when the edge has to be cut. What the target
 * speaks of, `of` speaks of, too. */
static size_t measure_edge(struct compiler *compiler, struct subschema *of,
    const struct subschema **target, const struct constraint *constraint, size_t depth) {
    struct compiled *next = compiled_find(compiler, (*target)->node);
    if (next == NULL || next->schema != *target) {
        return 0;
    }
    size_t height = next->walk == WALK_OPEN ? 0 : measure(compiler, next, depth + 1);
    if (next->walk == WALK_OPEN) {
        finding_add(compiler->findings, SCHEMA_REFERENCE_CIRCLE, node_span(constraint->node),
            constraint->keyword->name, NULL);
        *target = compiler->anything;
    } else if (depth + height >= CHAIN_LONGEST) {
        if (!compiler->chained) {
            finding_add(compiler->findings, SCHEMA_CHAIN_LONG, node_span(constraint->node), NULL);
        }
        compiler->chained = true;
        *target = compiler->anything;
        height = 0;
    }
    of->texts = of->texts || (*target)->texts;
    of->others = of->others || (*target)->others;
    return height;
}

static size_t measure(struct compiler *compiler, struct compiled *compiled, size_t depth) {
    if (compiled->walk == WALK_DONE || depth > CHAIN_LONGEST) {
        return compiled->walk == WALK_DONE ? compiled->height : CHAIN_LONGEST;
    }
    compiled->walk = WALK_OPEN;
    size_t height = 0;
    struct subschema *of = compiled->schema;
    for (size_t i = 0; i < of->constraint_count; i++) {
        /* The array is ours until compilation ends. */
        struct constraint *constraint = (struct constraint *)&of->constraints[i];
        size_t below = 0;
        if (!constraint->keyword->in_place) {
            continue;
        }
        if (constraint->keyword->kind == KIND_SCHEMAS) {
            for (size_t j = 0; j < constraint->schemas.count; j++) {
                below = measure_edge(compiler, of, &constraint->schemas.items[j], constraint, depth);
                height = below > height ? below : height;
            }
        } else if (constraint->keyword->kind == KIND_MEMBERS) {
            for (size_t j = 0; j < constraint->members.count; j++) {
                struct member *member = (struct member *)&constraint->members.items[j];
                below = measure_edge(compiler, of, &member->schema, constraint, depth);
                height = below > height ? below : height;
            }
        } else {
            below = measure_edge(compiler, of, &constraint->schema, constraint, depth);
        }
        height = below > height ? below : height;
    }
    compiled->walk = WALK_DONE;
    compiled->height = height + 1;
    return compiled->height;
}

void references_cut_circles(struct compiler *compiler) {
    for (size_t i = 0; i < compiler->list.count; i++) {
        measure(compiler, &compiler->list.items[i], 0);
    }
}
