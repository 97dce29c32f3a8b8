/* SPDX-License-Identifier: EUPL-1.2 */
#include "fill/parse.h"

const char *in_language(const struct findings *findings, const char *swedish, const char *english) {
    return findings->language == LANGUAGE_EN ? english : swedish;
}
