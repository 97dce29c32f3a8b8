/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/report.h"

#include <string.h>

const struct report_format report_formats[] = {
    { "text", report_write_text },
    { "json", report_write_json },
    { "sarif", report_write_sarif },
    { "junit", report_write_junit },
    { "github", report_write_github },
    { NULL, NULL },
};

const struct report_format *report_format_find(const char *name) {
    for (const struct report_format *format = report_formats; format->name != NULL; format++) {
        if (strcmp(format->name, name) == 0) {
            return format;
        }
    }
    return NULL;
}
