/* SPDX-License-Identifier: EUPL-1.2 */
#include "tree/strings.h"

#include <libxml/xpathInternals.h>
#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/text.h"

/* Bytes that concat() may make: more than any text of a definition. */
enum { STRING_LARGEST = 1 << 20 };

static xmlXPathObject *give(const char *text) {
    return xmlXPathNewString(BAD_CAST text);
}

xmlXPathObject *strings_run_concat(const struct call *call) {
    CLEANUP_BUFFER struct buffer joined = BUFFER_EMPTY;
    for (size_t i = 0; i < call->count; i++) {
        buffer_puts(&joined, call_string(call, i));
        if (joined.size > STRING_LARGEST) {
            *call->too_much = true;
            return give("");
        }
    }
    return give(joined.size != 0 ? joined.data : "");
}

xmlXPathObject *strings_run_contains(const struct call *call) {
    return xmlXPathNewBoolean(strstr(call_string(call, 0), call_string(call, 1)) != NULL);
}

xmlXPathObject *strings_run_substring_after(const struct call *call) {
    const char *mark = call_string(call, 1);
    const char *found = strstr(call_string(call, 0), mark);
    return give(found != NULL ? found + strlen(mark) : "");
}

xmlXPathObject *strings_run_substring_before(const struct call *call) {
    const char *text = call_string(call, 0);
    const char *found = strstr(text, call_string(call, 1));
    return give(found != NULL ? arena_copy(call->arena, text, (size_t)(found - text)) : "");
}

/* The characters of a string, one after the other. */
struct characters {
    const char **items; /* where each begins, and behind the last */
    size_t count;
};

static struct characters characters_of(struct arena *arena, const char *text) {
    struct characters characters = { arena_array(arena, strlen(text) + 1, sizeof(char *)), 0 };
    uint32_t c;
    for (size_t size; (size = text_next(text, &c)) != 0; text += size) {
        characters.items[characters.count++] = text;
    }
    characters.items[characters.count] = text;
    return characters;
}

/* The place of the character among those, or their count. */
static size_t place_of(const struct characters *characters, const char *text, size_t size) {
    size_t place = 0;
    while (place < characters->count && strncmp(characters->items[place], text, size) != 0) {
        place++;
    }
    return place;
}

xmlXPathObject *strings_run_translate(const struct call *call) {
    const char *text = call_string(call, 0);
    struct characters from = characters_of(call->arena, call_string(call, 1));
    struct characters to = characters_of(call->arena, call_string(call, 2));
    CLEANUP_BUFFER struct buffer made = BUFFER_EMPTY;
    uint32_t c;
    for (size_t size; (size = text_next(text, &c)) != 0; text += size) {
        size_t place = place_of(&from, text, size);
        if (place == from.count) {
            buffer_put(&made, text, size);
        } else if (place < to.count) {
            buffer_put(&made, to.items[place], (size_t)(to.items[place + 1] - to.items[place]));
        }
        if (call_is_late(call)) {
            *call->too_much = true;
            break;
        }
    }
    return give(made.size != 0 ? made.data : "");
}
