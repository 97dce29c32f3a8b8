/* SPDX-License-Identifier: EUPL-1.2
 *
 * A number is kept as its significant digits and the power of ten before them, so that 1.0, 1 and 1e0
 * are the same struct and comparing needs no arithmetic. Divisibility is modular arithmetic on the
 * digits: neither 1e308 nor a number of a thousand digits is ever written out.
 */
#include "check/number.h"

#include <string.h>

/* Beyond this an exponent only says "very large" or "very small". */
#define EXPONENT_LARGEST INT64_C(1000000000000)

enum { INTEGER_DIGITS = 40 };

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static int digit_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
}

/* "0x1F" and "0o17" of YAML, written out in decimal digits. */
static char *from_base(struct arena *arena, const char *text, int base) {
    size_t size = strlen(text) * 2 + 2;
    char *digits = arena_alloc(arena, size);
    size_t count = 1;
    digits[0] = 0;
    for (; *text != '\0'; text++) {
        int carry = digit_value(*text);
        if (carry >= base) {
            return NULL;
        }
        for (size_t i = 0; i < count; i++) {
            carry += digits[i] * base;
            digits[i] = (char)(carry % 10);
            carry /= 10;
        }
        for (; carry != 0; carry /= 10) {
            digits[count++] = (char)(carry % 10);
        }
    }
    char *written = arena_alloc(arena, count + 1);
    for (size_t i = 0; i < count; i++) {
        written[i] = (char)('0' + digits[count - 1 - i]);
    }
    return written;
}

static bool read_exponent(const char *text, int64_t *exponent) {
    bool negative = *text == '-';
    int64_t value = 0;
    if (*text == '-' || *text == '+') {
        text++;
    }
    if (!is_digit(*text)) {
        return false;
    }
    for (; is_digit(*text); text++) {
        value = value < EXPONENT_LARGEST ? value * 10 + (*text - '0') : value;
    }
    *exponent = negative ? -value : value;
    return *text == '\0';
}

/* Sets the digits without their outer zeros; `whole` of them stand before the point. */
static void set_digits(struct decimal *number, const char *digits, size_t count, int64_t whole) {
    while (count > 0 && *digits == '0') {
        digits++;
        count--;
        whole--;
    }
    while (count > 0 && digits[count - 1] == '0') {
        count--;
    }
    number->digits = digits;
    number->count = count;
    number->exponent = count == 0 ? 0 : whole;
    number->negative = number->negative && count != 0;
}

bool decimal_parse(struct arena *arena, const char *text, struct decimal *number) {
    *number = (struct decimal){ .negative = *text == '-' };
    if (*text == '-' || *text == '+') {
        text++;
    }
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'o')) {
        /* The time grows with the square of the digits, and no one counts in 1 000 of these. */
        if (text[2] == '\0' || strlen(text) > 1000) {
            return false;
        }
        text = from_base(arena, text + 2, text[1] == 'x' ? 16 : 8);
        if (text == NULL) {
            return false;
        }
    }
    size_t whole = strspn(text, "0123456789");
    size_t fraction = text[whole] == '.' ? strspn(text + whole + 1, "0123456789") : 0;
    const char *rest = text + whole + (text[whole] == '.' ? 1 + fraction : 0);
    int64_t exponent = 0;
    if (whole + fraction == 0
        || (*rest != '\0' && ((*rest | 0x20) != 'e' || !read_exponent(rest + 1, &exponent)))) {
        return false;
    }
    const char *digits = text;
    if (fraction != 0) {
        char *joined = arena_alloc(arena, whole + fraction);
        memcpy(joined, text, whole);
        memcpy(joined + whole, text + whole + 1, fraction);
        digits = joined;
    }
    set_digits(number, digits, whole + fraction, (int64_t)whole + exponent);
    return true;
}

/* Compares without the signs. */
static int compare_sizes(const struct decimal *a, const struct decimal *b) {
    if (a->count == 0 || b->count == 0) {
        return (a->count != 0) - (b->count != 0);
    }
    if (a->exponent != b->exponent) {
        return a->exponent < b->exponent ? -1 : 1;
    }
    size_t common = a->count < b->count ? a->count : b->count;
    int order = memcmp(a->digits, b->digits, common);
    if (order != 0) {
        return order < 0 ? -1 : 1;
    }
    return (a->count > b->count) - (a->count < b->count);
}

int decimal_compare(const struct decimal *a, const struct decimal *b) {
    if (a->negative != b->negative) {
        return a->negative ? -1 : 1;
    }
    return a->negative ? compare_sizes(b, a) : compare_sizes(a, b);
}

__extension__ typedef unsigned __int128 wide; /* what gcc and clang have beyond ISO C */

static uint64_t multiply_modulo(uint64_t a, uint64_t b, uint64_t modulus) {
    return (uint64_t)((wide)a * b % modulus);
}

static uint64_t power_of_ten_modulo(uint64_t exponent, uint64_t modulus) {
    uint64_t result = 1 % modulus;
    uint64_t base = 10 % modulus;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) {
            result = multiply_modulo(result, base, modulus);
        }
        base = multiply_modulo(base, base, modulus);
    }
    return result;
}

bool decimal_is_multiple(const struct decimal *number, const struct decimal *divisor) {
    if (number->count == 0) {
        return true;
    }
    uint64_t modulus = 0;
    for (size_t i = 0; i < divisor->count; i++) {
        modulus = modulus * 10 + (uint64_t)(divisor->digits[i] - '0');
    }
    /* number / divisor = digits / modulus × 10^scale, digits and modulus whole. */
    int64_t scale = (number->exponent - (int64_t)number->count)
        - (divisor->exponent - (int64_t)divisor->count);
    if (scale < 0) {
        /* The digits would have to hold a factor of ten, and they end in no zero. */
        return false;
    }
    uint64_t rest = 0;
    for (size_t i = 0; i < number->count; i++) {
        rest = (multiply_modulo(rest, 10, modulus) + (uint64_t)(number->digits[i] - '0')) % modulus;
    }
    return multiply_modulo(rest, power_of_ten_modulo((uint64_t)scale, modulus), modulus) == 0;
}

bool decimal_count(const struct decimal *number, uint64_t *count) {
    *count = 0;
    if (number->negative || number->exponent > 18 || number->exponent < (int64_t)number->count) {
        return number->count == 0;
    }
    for (int64_t i = 0; i < number->exponent; i++) {
        int digit = (size_t)i < number->count ? number->digits[i] - '0' : 0;
        *count = *count * 10 + (uint64_t)digit;
    }
    return true;
}

char *decimal_integer(struct arena *arena, const struct decimal *number) {
    if (number->count == 0) {
        return arena_string(arena, "0");
    }
    if (number->exponent < (int64_t)number->count || number->exponent > INTEGER_DIGITS) {
        return NULL;
    }
    char digits[INTEGER_DIGITS + 1];
    memset(digits, '0', sizeof digits);
    memcpy(digits, number->digits, number->count);
    return arena_printf(
        arena, "%s%.*s", number->negative ? "-" : "", (int)number->exponent, digits);
}
