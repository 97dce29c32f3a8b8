/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/jsontext.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

json_t *json_text(const char *text) {
    if (text == NULL) {
        return json_null();
    }
    size_t size = strlen(text);
    CLEANUP_BUFFER struct buffer mended = BUFFER_EMPTY;
    for (size_t at = 0; at < size;) {
        size_t good = text_fault(text + at, size - at);
        buffer_put(&mended, text + at, good);
        at += good;
        if (at < size) {
            buffer_codepoint(&mended, 0xFFFD);
            at++;
        }
    }
    json_t *string = json_stringn(mended.data, mended.size);
    if (string == NULL) {
        memory_exhausted();
    }
    return string;
}

void json_put(json_t *value, struct buffer *out) {
    char *text = value != NULL ? json_dumps(value, JSON_INDENT(2)) : NULL;
    if (text == NULL) {
        memory_exhausted();
    }
    buffer_puts(out, text);
    buffer_putc(out, '\n');
    free(text);
    json_decref(value);
}
