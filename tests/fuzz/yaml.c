/* SPDX-License-Identifier: EUPL-1.2
 *
 * A definition through the whole house: YAML, schema, rules, templates, documents, all formats.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cmd/flow.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct workspace *workspace = fuzz_workspace();
    char path[64];
    int file = memfd_create("definition", MFD_CLOEXEC);
    if (file < 0 || write(file, data, size) != (ssize_t)size) {
        perror("memfd");
        return 0;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    struct flow *flow = flow_run(workspace, path, &(struct flow_options){ .language = LANGUAGE_SV });
    for (size_t i = 0; flow_is_clean(flow) && i < flow->paper_count; i++) {
        fuzz_render(flow->papers[i].document);
    }
    fuzz_report(flow->findings);
    flow_free(flow);
    close(file);
    return 0;
}
