/* SPDX-License-Identifier: EUPL-1.2 */
#include "cmd/guidelines.h"

#include <errno.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/definitions.h"
#include "cmd/workspace.h"
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

/* Tells of an id that an earlier guideline has, and of one that is not the file's name. */
static void check_id(struct arena *arena, const struct guideline *guideline,
    const struct guideline *const *earlier, size_t count, enum guideline_use use,
    struct findings *findings) {
    const xmlNode *id = node_child(guideline->tree->root, "id");
    const char *name = path_stem(arena, guideline->tree->source->name);
    if (id == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const xmlNode *other = node_child(earlier[i]->tree->root, "id");
        if (other != NULL && text_equal(node_text(id), node_text(other))) {
            struct finding *finding =
                finding_add(findings, GUIDELINE_TWICE, node_span(id), node_text(id), NULL);
            finding_relate(findings, finding, node_span(other),
                findings->language == LANGUAGE_EN ? "first here" : "först här");
            return;
        }
    }
    if (use == GUIDELINE_WHOLE && !text_equal(node_text(id), name)) {
        finding_add(findings, GUIDELINE_NAME, node_span(id), node_text(id), name, NULL);
    }
}

/* A guideline that would not be read because of its name. */
static void check_suffix(
    struct arena *arena, const char *folder, const char *name, struct findings *findings) {
    const char *stem = wrong_suffix_stem(arena, name, ".yaml");
    const char *path = path_join(arena, folder, name);
    if (stem != NULL) {
        finding_add(findings, GUIDELINE_SUFFIX, (struct span){ 0 }, path, stem, NULL)->file = path;
    }
}

const struct guideline *const *guidelines_open(struct arena *arena, const char *root,
    enum guideline_use use, size_t *count, struct findings *findings) {
    const char *folder = workspace_folder(arena, root, "guidelines");
    size_t file_count = 0;
    char **names = folder != NULL ? file_list(arena, folder, "", &file_count) : NULL;
    if (folder != NULL && names == NULL) {
        finding_add_fault(findings, FOLDER_UNREADABLE, folder, errno);
    }
    const struct schema *schema = NULL;
    const struct guideline **guidelines = arena_array(arena, file_count + 1, sizeof *guidelines);
    *count = 0;
    for (size_t i = 0; i < file_count; i++) {
        if (!text_ends(names[i], ".yaml")) {
            check_suffix(arena, folder, names[i], findings);
            continue;
        }
        const struct guideline *guideline =
            open_guideline(arena, root, path_join(arena, folder, names[i]), use, &schema, findings);
        if (guideline != NULL && use != GUIDELINE_PAGES) {
            check_id(arena, guideline, guidelines, *count, use, findings);
        }
        if (guideline != NULL) {
            guidelines[(*count)++] = guideline;
        }
    }
    return guidelines;
}
