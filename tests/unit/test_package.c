/* SPDX-License-Identifier: EUPL-1.2
 *
 * Packages: the bytes of a zip file, whatever the surroundings and however many are written at once; what is
 * taken over from an earlier file; and zip files that are not what they say.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <cmocka.h>
#include <libdeflate.h>

#include "render/docx/package.h"
#include "render/docx/unpack.h"

enum { THREADS = 8, TURNS = 200, LOCAL_HEADER = 30, CENTRAL_HEADER = 46, END_RECORD = 22 };

static const char document[] = "word/document.xml";
static const char picture[] = "word/media/bild å.png"; /* not ASCII */
static const char text[] =
    "<a>En text som upprepas, en text som upprepas, en text som upprepas, en text.</a>";

/* A package of two parts, one of them linked, which may take over from `earlier`. */
static void write_package(const char *content, const struct buffer *earlier, struct buffer *out) {
    struct arena *arena = arena_new();
    struct packer *packer = packer_new(arena);
    if (earlier != NULL) {
        packer_reuse(packer, earlier->data, earlier->size);
    }
    struct package *package = package_new(arena, packer);
    struct part *part = package_add(package, document, "application/xml");
    struct part *image = package_add(package, picture, NULL);
    part_fill(part, content, strlen(content));
    part_fill_packed(image, packer_pack(packer_new(arena), picture, text, sizeof text));
    part_relate(part, "image", image);
    package_write(package, out);
    arena_free(arena);
}

static bool same(const struct buffer *a, const struct buffer *b) {
    return a->size == b->size && memcmp(a->data, b->data, a->size) == 0;
}

static unsigned long number(const char *bytes, size_t size) {
    unsigned long value = 0;
    while (size-- != 0) {
        value = value << 8 | (unsigned char)bytes[size];
    }
    return value;
}

/* The directory entry of that place. */
static const char *directory(const struct buffer *zip, size_t place) {
    const char *entry = zip->data + number(zip->data + zip->size - END_RECORD + 16, 4);
    while (place-- != 0) {
        entry += CENTRAL_HEADER + number(entry + 28, 2);
    }
    return entry;
}

static void test_headers(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer zip = BUFFER_EMPTY;
    write_package(text, NULL, &zip);
    const char *end = zip.data + zip.size - END_RECORD;
    assert_memory_equal(end, "PK\5\6\0\0\0\0", 8);
    assert_int_equal(number(end + 8, 2), 4);
    assert_int_equal(number(end + 20, 2), 0); /* no comment */
    const char *local = zip.data;
    for (size_t i = 0; i < 4; i++) {
        const char *entry = directory(&zip, i);
        bool is_ascii = memchr(entry + CENTRAL_HEADER, '\xC3', number(entry + 28, 2)) == NULL;
        assert_memory_equal(entry, "PK\1\2", 4);
        assert_int_equal(number(entry + 8, 2), is_ascii ? 0 : 0x800);
        assert_int_equal(number(entry + 10, 2), 8);       /* deflated */
        assert_int_equal(number(entry + 12, 4), 0x210000); /* 1980-01-01 */
        assert_int_equal(number(entry + 30, 4), 0);       /* no further fields, no comment */
        assert_ptr_equal(zip.data + number(entry + 42, 4), local);
        assert_memory_equal(local, "PK\3\4", 4);
        assert_memory_equal(local + 4, entry + 6, 26); /* says the same */
        local += LOCAL_HEADER + number(local + 18, 4) + number(local + 26, 2);
    }
    assert_ptr_equal(local, directory(&zip, 0));
    assert_ptr_equal(end, directory(&zip, 4));
}

static void test_surroundings(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer first = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer second = BUFFER_EMPTY;
    write_package(text, NULL, &first);
    setenv("TZ", "Pacific/Kiritimati", 1);
    tzset();
    mode_t mask = umask(0777);
    buffer_puts(&second, "before"); /* a package is appended */
    write_package(text, NULL, &second);
    umask(mask);
    assert_int_equal(second.size, first.size + 6);
    assert_memory_equal(second.data + 6, first.data, first.size);
}

static void *write_often(void *context) {
    const struct buffer *wanted = context;
    bool good = true;
    for (size_t i = 0; i < TURNS; i++) {
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        write_package(text, i % 2 == 0 ? NULL : wanted, &out);
        good = good && same(&out, wanted);
    }
    return good ? context : NULL;
}

static void test_threads(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer wanted = BUFFER_EMPTY;
    pthread_t threads[THREADS];
    write_package(text, NULL, &wanted);
    for (size_t i = 0; i < THREADS; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, write_often, &wanted), 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        void *result = NULL;
        pthread_join(threads[i], &result);
        assert_ptr_equal(result, &wanted);
    }
}

/* The same package as another program would deflate it: each part again, at that level. */
static void recompress(struct arena *arena, const struct buffer *zip, int level, struct buffer *out) {
    struct zip_listing listing;
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(level);
    assert_true(zip_list(arena, zip->data, zip->size, 10, &listing));
    for (size_t i = 0; i < listing.count; i++) {
        struct packed *packed = &listing.entries[i].packed;
        char *bytes = arena_alloc(arena, packed->size);
        size_t room = libdeflate_deflate_compress_bound(compressor, packed->size);
        char *again = arena_alloc(arena, room);
        assert_true(zip_inflate(&listing.entries[i], bytes));
        packed->packed_size =
            libdeflate_deflate_compress(compressor, bytes, packed->size, again, room);
        packed->bytes = again;
    }
    libdeflate_free_compressor(compressor);
    zip_write(listing.entries, listing.count, out);
}

static void test_reuse(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer own = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer earlier = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    write_package(text, NULL, &own);
    recompress(arena, &own, 0, &earlier);
    assert_false(same(&own, &earlier));
    write_package(text, &earlier, &out);
    assert_true(same(&out, &earlier));
    /* One part is another now: that one is deflated anew, the others are not. */
    size_t count = 0;
    buffer_truncate(&out, 0);
    write_package("<b/>", &earlier, &out);
    assert_in_range(out.size, own.size, earlier.size - 20);
    const struct unpacked *parts = unpack(arena, out.data, out.size, &count);
    assert_non_null(parts);
    assert_string_equal(unpacked_find(parts, count, document)->bytes, "<b/>");
    assert_string_equal(unpacked_find(parts, count, picture)->bytes, text);
    arena_free(arena);
}

/* Empty blocks before a part's own make it as large as anyone likes. */
static void test_reuse_of_blown_up(void **state) {
    (void)state;
    static const char empty[] = { 0, 0, 0, '\xFF', '\xFF' };
    struct arena *arena = arena_new();
    struct zip_listing listing;
    CLEANUP_BUFFER struct buffer own = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer blown = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer earlier = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
    char inflated[sizeof text];
    write_package(text, NULL, &own);
    assert_true(zip_list(arena, own.data, own.size, 10, &listing));
    struct packed *packed = &listing.entries[1].packed;
    for (size_t i = 0; i < 100; i++) {
        buffer_put(&blown, empty, sizeof empty);
    }
    buffer_put(&blown, packed->bytes, packed->packed_size);
    packed->bytes = blown.data;
    packed->packed_size = blown.size;
    zip_write(listing.entries, listing.count, &earlier);
    assert_true(zip_inflate(&listing.entries[1], inflated));
    write_package(text, &earlier, &out);
    assert_true(same(&out, &own));
    arena_free(arena);
}

/* Each byte of an earlier file changed, and each beginning of it: what comes out holds what it should. */
static void test_reuse_of_damaged(void **state) {
    (void)state;
    CLEANUP_BUFFER struct buffer own = BUFFER_EMPTY;
    CLEANUP_BUFFER struct buffer earlier = BUFFER_EMPTY;
    write_package(text, NULL, &own);
    for (size_t i = 0; i < 2 * own.size; i++) {
        struct arena *arena = arena_new();
        CLEANUP_BUFFER struct buffer out = BUFFER_EMPTY;
        size_t count = 0;
        buffer_truncate(&earlier, 0);
        buffer_put(&earlier, own.data, i < own.size ? own.size : i - own.size);
        if (i < own.size) {
            earlier.data[i] ^= 0x11;
        }
        write_package(text, &earlier, &out);
        assert_false(same(&out, &earlier));
        const struct unpacked *parts = unpack(arena, out.data, out.size, &count);
        assert_int_equal(count, 4);
        assert_string_equal(unpacked_find(parts, count, document)->bytes, text);
        assert_string_equal(unpacked_find(parts, count, picture)->bytes, text);
        arena_free(arena);
    }
}

/* Whether all entries of the changed zip file can be read. */
static bool reads(struct arena *arena, const struct buffer *zip, size_t at, char byte) {
    CLEANUP_BUFFER struct buffer copy = BUFFER_EMPTY;
    size_t count = 0;
    buffer_put(&copy, zip->data, zip->size);
    copy.data[at] = byte;
    return unpack(arena, copy.data, copy.size, &count) != NULL;
}

static void test_lies(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    CLEANUP_BUFFER struct buffer zip = BUFFER_EMPTY;
    write_package(text, NULL, &zip);
    const char *entry = directory(&zip, 1);
    size_t central = (size_t)(entry - zip.data);
    size_t local = number(entry + 42, 4);
    assert_true(reads(arena, &zip, central + 4, 99)); /* who made it */
    for (size_t field = 0; field < 4; field++) {
        static const size_t fields[] = { 16, 20, 24, 42 }; /* checksum, both sizes, place */
        assert_false(reads(arena, &zip, central + fields[field], 77));
    }
    assert_false(reads(arena, &zip, central + 10, 12)); /* another method */
    assert_false(reads(arena, &zip, central + 8, 1));   /* encrypted */
    assert_false(reads(arena, &zip, central + 28, 99)); /* a longer name */
    assert_false(reads(arena, &zip, central + CENTRAL_HEADER + 4, '\0')); /* a name with a NUL */
    assert_false(reads(arena, &zip, local + 8, 0));     /* another method here */
    assert_false(reads(arena, &zip, local + LOCAL_HEADER + sizeof document, 7)); /* content */
    for (size_t size = 0; size < zip.size; size++) {
        size_t count = 0;
        assert_null(unpack(arena, zip.data, size, &count));
    }
    struct zip_listing listing;
    assert_true(zip_list(arena, zip.data, zip.size, 3, &listing));
    assert_null(listing.entries);
    assert_int_equal(listing.count, 4);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_surroundings),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_reuse),
        cmocka_unit_test(test_reuse_of_blown_up),
        cmocka_unit_test(test_reuse_of_damaged),
        cmocka_unit_test(test_lies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
