/* SPDX-License-Identifier: EUPL-1.2
 *
 * What draft 2020-12 demands of a schema, keyword by keyword (Core 8–11, Validation 6–9), as a schema.
 * It is said in one piece: the vocabularies of the published one are joined by $dynamicRef, which is
 * only of use to those who add vocabularies of their own.
 */
#include <string.h>

#include "check/compile.h"

static const char text[] =
    "{ \"$id\": \"" METASCHEMA_URI "\", \"type\": [\"object\", \"boolean\"],\n"
    "  \"$defs\": {\n"
    "    \"count\": { \"type\": \"integer\", \"minimum\": 0 },\n"
    "    \"name\": { \"type\": \"string\", \"pattern\": \"^[A-Za-z_][-A-Za-z0-9._]*$\" },\n"
    "    \"names\": { \"type\": \"array\", \"items\": { \"type\": \"string\" }, \"uniqueItems\": true },\n"
    "    \"list\": { \"type\": \"array\", \"minItems\": 1, \"items\": { \"$ref\": \"#\" } },\n"
    "    \"members\": { \"type\": \"object\", \"additionalProperties\": { \"$ref\": \"#\" } },\n"
    "    \"kind\": { \"enum\": [\"array\", \"boolean\", \"integer\", \"null\", \"number\", \"object\", \"string\"] }\n"
    "  },\n"
    "  \"properties\": {\n"
    "    \"$id\": { \"type\": \"string\", \"pattern\": \"^[^#]*#?$\" },\n"
    "    \"$schema\": { \"type\": \"string\" },\n"
    "    \"$ref\": { \"type\": \"string\" },\n"
    "    \"$dynamicRef\": { \"type\": \"string\" },\n"
    "    \"$anchor\": { \"$ref\": \"#/$defs/name\" },\n"
    "    \"$dynamicAnchor\": { \"$ref\": \"#/$defs/name\" },\n"
    "    \"$vocabulary\": { \"type\": \"object\", \"additionalProperties\": { \"type\": \"boolean\" } },\n"
    "    \"$comment\": { \"type\": \"string\" },\n"
    "    \"$defs\": { \"$ref\": \"#/$defs/members\" },\n"
    "    \"definitions\": { \"$ref\": \"#/$defs/members\" },\n"
    "    \"allOf\": { \"$ref\": \"#/$defs/list\" },\n"
    "    \"anyOf\": { \"$ref\": \"#/$defs/list\" },\n"
    "    \"oneOf\": { \"$ref\": \"#/$defs/list\" },\n"
    "    \"prefixItems\": { \"$ref\": \"#/$defs/list\" },\n"
    "    \"not\": { \"$ref\": \"#\" },\n"
    "    \"if\": { \"$ref\": \"#\" },\n"
    "    \"then\": { \"$ref\": \"#\" },\n"
    "    \"else\": { \"$ref\": \"#\" },\n"
    "    \"items\": { \"$ref\": \"#\" },\n"
    "    \"contains\": { \"$ref\": \"#\" },\n"
    "    \"additionalProperties\": { \"$ref\": \"#\" },\n"
    "    \"propertyNames\": { \"$ref\": \"#\" },\n"
    "    \"unevaluatedItems\": { \"$ref\": \"#\" },\n"
    "    \"unevaluatedProperties\": { \"$ref\": \"#\" },\n"
    "    \"contentSchema\": { \"$ref\": \"#\" },\n"
    "    \"properties\": { \"$ref\": \"#/$defs/members\" },\n"
    "    \"patternProperties\": { \"$ref\": \"#/$defs/members\" },\n"
    "    \"dependentSchemas\": { \"$ref\": \"#/$defs/members\" },\n"
    "    \"dependentRequired\": { \"type\": \"object\", \"additionalProperties\": { \"$ref\": \"#/$defs/names\" } },\n"
    "    \"type\": { \"anyOf\": [{ \"$ref\": \"#/$defs/kind\" },\n"
    "      { \"type\": \"array\", \"minItems\": 1, \"items\": { \"$ref\": \"#/$defs/kind\" }, \"uniqueItems\": true }] },\n"
    "    \"const\": true,\n"
    "    \"enum\": { \"type\": \"array\" },\n"
    "    \"multipleOf\": { \"type\": \"number\", \"exclusiveMinimum\": 0 },\n"
    "    \"maximum\": { \"type\": \"number\" },\n"
    "    \"exclusiveMaximum\": { \"type\": \"number\" },\n"
    "    \"minimum\": { \"type\": \"number\" },\n"
    "    \"exclusiveMinimum\": { \"type\": \"number\" },\n"
    "    \"maxLength\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"minLength\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"pattern\": { \"type\": \"string\" },\n"
    "    \"maxItems\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"minItems\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"uniqueItems\": { \"type\": \"boolean\" },\n"
    "    \"maxContains\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"minContains\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"maxProperties\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"minProperties\": { \"$ref\": \"#/$defs/count\" },\n"
    "    \"required\": { \"$ref\": \"#/$defs/names\" },\n"
    "    \"title\": { \"type\": \"string\" },\n"
    "    \"description\": { \"type\": \"string\" },\n"
    "    \"default\": true,\n"
    "    \"deprecated\": { \"type\": \"boolean\" },\n"
    "    \"readOnly\": { \"type\": \"boolean\" },\n"
    "    \"writeOnly\": { \"type\": \"boolean\" },\n"
    "    \"examples\": { \"type\": \"array\" },\n"
    "    \"format\": { \"type\": \"string\" },\n"
    "    \"contentEncoding\": { \"type\": \"string\" },\n"
    "    \"contentMediaType\": { \"type\": \"string\" }\n"
    "  }\n"
    "}\n";

void draft_report(struct compiler *compiler, const xmlNode *node) {
    const char *uri = node_kind(node) == NODE_SCALAR ? node_text(node) : "";
    size_t size = strcspn(uri, "#"); /* the older ones end in an empty fragment */
    if (size != sizeof METASCHEMA_URI - 1 || strncmp(uri, METASCHEMA_URI, size) != 0) {
        finding_add(compiler->findings, SCHEMA_DRAFT_OTHER, node_span(node), uri, NULL);
    }
}

const struct resource *metaschema_enter(struct compiler *compiler) {
    const struct source *source =
        source_new(compiler->arena, METASCHEMA_URI, text, sizeof text - 1);
    const struct tree *tree =
        tree_read(compiler->arena, source, TREE_JSON, "schema", compiler->findings);
    const struct resource *resource = resource_enter(compiler, tree->root, NULL);
    compile_subschema(compiler, tree->root, resource);
    return resource;
}
