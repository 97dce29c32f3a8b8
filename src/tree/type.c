/* SPDX-License-Identifier: EUPL-1.2
 *
 * The regular expressions of YAML 1.2.2, 10.3.2, by hand. Whether a number is whole is told from
 * its digits, so 1e400 is an integer although no double holds it.
 */
#include "tree/type.h"

#include <string.h>

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_octal(char c) {
    return c >= '0' && c <= '7';
}

static bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_one_of(const char *text, size_t size, const char *const *words) {
    for (; *words != NULL; words++) {
        if (strlen(*words) == size && memcmp(*words, text, size) == 0) {
            return true;
        }
    }
    return false;
}

/* Whether a prefix ("0x") and at least one digit of its kind is all there is. */
static bool is_prefixed(const char *text, size_t size, const char *prefix, bool (*is_kind)(char)) {
    if (size < 3 || memcmp(text, prefix, 2) != 0) {
        return false;
    }
    for (size_t i = 2; i < size; i++) {
        if (!is_kind(text[i])) {
            return false;
        }
    }
    return true;
}

/* A decimal number in its parts. */
struct decimal {
    const char *whole, *fraction;
    size_t whole_size, fraction_size;
    long exponent; /* held within ±1 000 000 000 */
};

static size_t digits(const char *text, size_t size) {
    size_t count = 0;
    while (count < size && is_digit(text[count])) {
        count++;
    }
    return count;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool read_decimal(const char *text, size_t size, struct decimal *decimal) {
    size_t at = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    *decimal = (struct decimal){ .whole = text + at, .fraction = text + at };
    decimal->whole_size = digits(text + at, size - at);
    at += decimal->whole_size;
    if (at < size && text[at] == '.') {
        at++;
        decimal->fraction = text + at;
        decimal->fraction_size = digits(text + at, size - at);
        at += decimal->fraction_size;
    }
    if (decimal->whole_size + decimal->fraction_size == 0) {
        return false;
    }
    if (at < size && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        bool negative = at < size && text[at] == '-';
        at += at < size && (text[at] == '-' || text[at] == '+');
        size_t count = digits(text + at, size - at);
        for (size_t i = 0; i < count && decimal->exponent < 1000000000; i++) {
            decimal->exponent = decimal->exponent * 10 + (text[at + i] - '0');
        }
        decimal->exponent = negative ? -decimal->exponent : decimal->exponent;
        at += count;
        if (count == 0) {
            return false;
        }
    }
    return at == size;
}

/* Zeros at the end. */
static size_t trailing_zeros(const char *text, size_t size) {
    size_t count = 0;
    while (count < size && text[size - count - 1] == '0') {
        count++;
    }
    return count;
}

static bool is_whole(const struct decimal *number) {
    size_t zeros = trailing_zeros(number->fraction, number->fraction_size);
    long needed = (long)(number->fraction_size - zeros);
    if (needed == 0) {
        zeros = trailing_zeros(number->whole, number->whole_size);
        needed = zeros == number->whole_size ? -1000000001 : -(long)zeros;
    }
    return number->exponent >= needed;
}

enum node_type type_of_number(const char *text, size_t size) {
    struct decimal number;
    return read_decimal(text, size, &number) && is_whole(&number) ? TYPE_INTEGER : TYPE_NUMBER;
}

enum node_type type_of_plain(const char *text, size_t size) {
    static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const booleans[] = { "true", "True", "TRUE", "false", "False", "FALSE",
        NULL };
    static const char *const floats[] = { ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF",
        "-.inf", "-.Inf", "-.INF", ".nan", ".NaN", ".NAN", NULL };
    struct decimal number;
    if (size != 0 && strchr("~nNtTfF+-.0123456789", text[0]) == NULL) {
        return TYPE_STRING; /* as nearly always */
    }
    if (is_one_of(text, size, nulls)) {
        return TYPE_NULL;
    }
    if (is_one_of(text, size, booleans)) {
        return TYPE_BOOLEAN;
    }
    if (is_prefixed(text, size, "0o", is_octal) || is_prefixed(text, size, "0x", is_hexadecimal)) {
        return TYPE_INTEGER;
    }
    if (read_decimal(text, size, &number)) {
        return is_whole(&number) ? TYPE_INTEGER : TYPE_NUMBER;
    }
    return is_one_of(text, size, floats) ? TYPE_NUMBER : TYPE_STRING;
}
