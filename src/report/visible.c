/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/visible.h"

#include "base/text.h"

void put_visible(struct buffer *out, const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        size_t left = size - at;
        size_t valid = text_fault(text + at, left);
        size_t good = text_control(text + at, valid);
        for (size_t i = 0; i < good; i++) {
            good = text[at + i] == '\t' || text[at + i] == '\n' ? i : good;
        }
        buffer_put(out, text + at, good);
        at += good;
        if (good == left) {
            break;
        }
        unsigned char byte = (unsigned char)text[at];
        uint32_t c;
        size_t length = good < valid ? text_next(text + at, &c) : 1;
        bool space = byte == '\t' || byte == '\n';
        buffer_codepoint(out, space ? ' ' : byte < 0x20 ? 0x2400u + byte : 0xFFFDu);
        at += length != 0 ? length : 1;
    }
}
