/* SPDX-License-Identifier: EUPL-1.2 */
#include "report/visible.h"

#include "base/text.h"

void put_visible(struct buffer *out, const char *text, size_t size) {
    size_t valid = 0; /* up to here the bytes are UTF-8 */
    size_t piece = 0; /* up to here they hold no tab or line break */
    for (size_t at = 0; at < size;) {
        if (at >= valid) {
            valid = at + text_fault(text + at, size - at);
        }
        if (at >= piece) {
            for (piece = at; piece < valid && text[piece] != '\t' && text[piece] != '\n'; piece++) {
            }
        }
        size_t good = text_control(text + at, piece - at);
        buffer_put(out, text + at, good);
        at += good;
        if (at == size) {
            break;
        }
        unsigned char byte = (unsigned char)text[at];
        uint32_t c;
        size_t length = at < valid ? text_next(text + at, &c) : 1;
        bool space = byte == '\t' || byte == '\n';
        buffer_codepoint(out, space ? ' ' : byte < 0x20 ? 0x2400u + byte : 0xFFFDu);
        at += length != 0 ? length : 1;
    }
}
