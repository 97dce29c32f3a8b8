/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/guidelines.h"

#include <errno.h>

#include "base/file.h"
#include "report/world.h"

/* One guideline: quickly when that is enough and nothing is wrong, else whole, which tells what is. */
static const struct guideline *open_guideline(struct arena *arena, const char *root,
    const char *path, enum guideline_use use, const struct schema **schema,
    struct findings *findings) {
    const struct source *source = read_source(arena, path, findings);
    const struct guideline *guideline = source != NULL && use == GUIDELINE_RULES
        ? guideline_read_rules(arena, source)
        : NULL;
    if (source == NULL || guideline != NULL) {
        return guideline;
    }
    if (*schema == NULL) {
        *schema = workspace_schema(arena, root, "guideline.schema.json", findings);
    }
    size_t errors = findings_count(findings, LEVEL_ERROR);
    guideline = *schema != NULL ? guideline_read(arena, source, *schema, findings) : NULL;
    bool sound = guideline != NULL && findings_count(findings, LEVEL_ERROR) == errors;
    return sound || use != GUIDELINE_PAGES ? guideline : guideline_read_entries(arena, source);
}

const struct guideline *const *guidelines_open(struct arena *arena, const char *root,
    enum guideline_use use, size_t *count, struct findings *findings) {
    const char *folder = workspace_folder(arena, root, "guidelines");
    size_t file_count = 0;
    char **names = folder != NULL ? file_list(arena, folder, ".yaml", &file_count) : NULL;
    if (folder != NULL && names == NULL) {
        finding_add_fault(findings, FOLDER_UNREADABLE, folder, errno);
    }
    const struct schema *schema = NULL;
    const struct guideline **guidelines = arena_array(arena, file_count + 1, sizeof *guidelines);
    *count = 0;
    for (size_t i = 0; i < file_count; i++) {
        const struct guideline *guideline =
            open_guideline(arena, root, path_join(arena, folder, names[i]), use, &schema, findings);
        if (guideline != NULL) {
            guidelines[(*count)++] = guideline;
        }
    }
    return guidelines;
}
