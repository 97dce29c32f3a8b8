/* SPDX-License-Identifier: EUPL-1.2
 *
 * underlag fill TEMPLATE DATA: one template, any data. A plain Mustache processor: front matter is
 * text unless it is asked for, and a missing value is nothing.
 */
#include <errno.h>

#include "base/file.h"
#include "base/text.h"
#include "cmd/command.h"
#include "fill/template.h"
#include "report/world.h"

static bool read_escape(const char *word, enum template_escape *escape) {
    static const char *const words[] = {
        [ESCAPE_MARKDOWN] = "markdown", [ESCAPE_HTML] = "html", [ESCAPE_NONE] = "none"
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_equal(word, words[i])) {
            *escape = (enum template_escape)i;
            return true;
        }
    }
    return false;
}

enum status run_fill(struct invocation *invocation) {
    struct arena *arena = invocation->arena;
    struct findings *findings = invocation->findings;
    const char *data_path = invocation->operands[1];
    const char *folder = option_value(invocation, OPTION_PARTIALS, NULL);
    bool with_front_matter = option_given(invocation, OPTION_FRONT_MATTER);
    struct fill_options fill_options = { .escape = ESCAPE_MARKDOWN };
    if (!read_escape(option_value(invocation, OPTION_ESCAPE, "markdown"), &fill_options.escape)) {
        return usage_fault(invocation, "--escape tar markdown, html eller none.",
            "--escape takes markdown, html or none.");
    }
    const struct source *source = read_source(arena, invocation->operands[0], findings);
    const struct source *data = read_source(arena, data_path, findings);
    const struct tree *tree =
        data == NULL ? NULL
                     : tree_read(arena, data, tree_syntax_of(data_path), "definition", findings);
    if (folder != NULL && !file_is_folder(folder)) {
        finding_add_fault(
            findings, FOLDER_UNREADABLE, folder, file_exists(folder) ? ENOTDIR : ENOENT);
    } else if (folder != NULL) {
        fill_options.partials = library_open(arena, folder, with_front_matter, findings);
    }
    bool written = true;
    if (source != NULL && tree != NULL) {
        const struct template *template =
            template_parse(arena, source, with_front_matter, findings);
        if (findings_count(findings, LEVEL_ERROR) == 0) {
            const struct filled *filled =
                template_fill(arena, template, tree, &fill_options, findings);
            written = findings_count(findings, LEVEL_ERROR) != 0
                || print(invocation, filled->text, filled->size);
        }
    }
    enum status status = show_findings(invocation);
    return written ? status : STATUS_FAULT;
}
