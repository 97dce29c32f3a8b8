/* SPDX-License-Identifier: EUPL-1.2
 *
 * Any text as an expression: compiled, and run twice over one small tree.
 */
#include <libxml/xpathInternals.h>
#include <string.h>

#include "base/text.h"
#include "fuzz.h"
#include "tree/query.h"

static const char yaml[] = "från: 2021-10-01\ntill: 2023-09-30\nmånad: 2022-10\ntom:\n"
                           "insatser: [1000000, 700000, 450000]\ntext: Målgruppen är hemlösa.\n"
                           "part: { insats: 700000, ersättning: { belopp: 500000 }, ändras: [\n"
                           "  { från: 2023-04-01, insats: 900000 }, { från: 2022-10-01, ersättning: 600000 },\n"
                           "  { från: snart, insats: 1 }, { från: 0001-01-01, insats: x }, 7, [] ] }\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct findings *findings = findings_new(arena, LANGUAGE_SV);
    const struct source *source = source_new(arena, "d.yaml", yaml, sizeof yaml - 1);
    const struct tree *tree = tree_read(arena, source, TREE_YAML, "definition", findings);
    const struct source *written = fuzz_part(arena, "x", data, size, 0);
    struct span where = { written, 0, (uint32_t)written->size };
    struct query_variable x = { "x", xmlXPathNewFloat(7) };
    struct query_context *context = query_context_new(arena, fuzz_workspace()->kommun);
    bool is_text = strlen(written->text) == written->size
        && text_fault(written->text, written->size) == written->size;
    const struct query *query =
        is_text ? query_compile(arena, written->text, where, findings) : NULL;
    for (int i = 0; query != NULL && i < 2; i++) {
        CLEANUP(xpath) xmlXPathObject *value =
            query_run(query, context, tree->root, &x, 1, findings);
        if (value != NULL) {
            query_string(arena, value);
        }
    }
    fuzz_report(findings);
    xmlXPathFreeObject(x.value);
    arena_free(arena);
    return 0;
}
