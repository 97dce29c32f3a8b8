/* SPDX-License-Identifier: EUPL-1.2
 *
 * Debian's static libxml2 asks ICU to read XML in encodings that it does not know itself. The parts of a
 * Word file are UTF-8 or UTF-16, which it does (ECMA-376 Part 2, 8.1.4), so that ICU would only make the
 * program nine times as large, with a C++ library and tables that are never read. These functions stand in
 * its place, and know no encoding.
 */
#include <unicode/ucnv.h>

UConverter *ucnv_open(const char *name, UErrorCode *error) {
    (void)name;
    *error = U_UNSUPPORTED_ERROR;
    return NULL;
}

void ucnv_close(UConverter *converter) {
    (void)converter;
}

void ucnv_convertEx(UConverter *target_converter, UConverter *source_converter, char **target,
    const char *target_end, const char **source, const char *source_end, UChar *pivot_start,
    UChar **pivot_source, UChar **pivot_target, const UChar *pivot_end, UBool reset, UBool flush,
    UErrorCode *error) {
    (void)target_converter, (void)source_converter, (void)target, (void)target_end, (void)source;
    (void)source_end, (void)pivot_start, (void)pivot_source, (void)pivot_target, (void)pivot_end;
    (void)reset, (void)flush;
    *error = U_UNSUPPORTED_ERROR;
}

void ucnv_setToUCallBack(UConverter *converter, UConverterToUCallback action, const void *context,
    UConverterToUCallback *old_action, const void **old_context, UErrorCode *error) {
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *error = U_UNSUPPORTED_ERROR;
}

void ucnv_setFromUCallBack(UConverter *converter, UConverterFromUCallback action, const void *context,
    UConverterFromUCallback *old_action, const void **old_context, UErrorCode *error) {
    (void)converter, (void)action, (void)context, (void)old_action, (void)old_context;
    *error = U_UNSUPPORTED_ERROR;
}

void UCNV_TO_U_CALLBACK_STOP(const void *context, UConverterToUnicodeArgs *arguments, const char *units,
    int32_t length, UConverterCallbackReason reason, UErrorCode *error) {
    (void)context, (void)arguments, (void)units, (void)length, (void)reason;
    *error = U_UNSUPPORTED_ERROR;
}

void UCNV_FROM_U_CALLBACK_STOP(const void *context, UConverterFromUnicodeArgs *arguments,
    const UChar *units, int32_t length, UChar32 character, UConverterCallbackReason reason,
    UErrorCode *error) {
    (void)context, (void)arguments, (void)units, (void)length, (void)character, (void)reason;
    *error = U_UNSUPPORTED_ERROR;
}
