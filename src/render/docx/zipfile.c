/* SPDX-License-Identifier: EUPL-1.2 */
#include "render/docx/zipfile.h"

#include <libdeflate.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <stdlib.h>
#include <string.h>

#include "base/cleanup.h"

DEFINE_CLEANUP(listed, unzFile, unzClose)

enum {
    NAME_LARGEST = UINT16_MAX, /* bytes: the directory's field has 16 bits */
    ENCRYPTED = 1 << 0,        /* flags of an entry (APPNOTE.TXT, 4.4.4) */
    UTF8_NAME = 1 << 11,
    CENTRAL_HEADER = 46, /* bytes of a directory entry without its name */
    CENTRAL_SPARE = 32,  /* that minizip asks for besides */
};
#define DOS_1980_01_01 (0x21UL << 16)
#define MADE_BY (3UL << 8 | 63)          /* Unix, and the format's version 6.3 */
#define PLAIN_FILE (0100666UL << 16)     /* the mode that unzip on Unix gives the file */

/* A file as minizip sees it: bytes to read, or a buffer that is written to. */
struct memory {
    const char *bytes;
    size_t size;
    struct buffer *out; /* NULL when reading */
    size_t begin;       /* where in `out` */
    size_t offset;
    bool ended;         /* the last reading went beyond the end */
};

static void *memory_open(void *opaque, const void *name, int mode) {
    (void)name;
    (void)mode;
    return opaque;
}

static uLong memory_read(void *opaque, void *stream, void *bytes, uLong size) {
    (void)opaque;
    struct memory *memory = stream;
    size_t left = memory->size - memory->offset;
    size_t taken = size < left ? size : left;
    if (taken != 0) {
        memcpy(bytes, memory->bytes + memory->offset, taken);
    }
    memory->offset += taken;
    memory->ended = taken < size;
    return taken;
}

/* Over what is there, as far as that reaches. */
static uLong memory_write(void *opaque, void *stream, const void *bytes, uLong size) {
    (void)opaque;
    struct memory *memory = stream;
    struct buffer *out = memory->out;
    size_t left = memory->size - memory->offset;
    size_t over = size < left ? size : left;
    if (over != 0) {
        memcpy(out->data + memory->begin + memory->offset, bytes, over);
    }
    buffer_put(out, (const char *)bytes + over, size - over);
    memory->offset += size;
    memory->size = out->size - memory->begin;
    return size;
}

static ZPOS64_T memory_tell(void *opaque, void *stream) {
    (void)opaque;
    return ((struct memory *)stream)->offset;
}

static long memory_seek(void *opaque, void *stream, ZPOS64_T offset, int origin) {
    (void)opaque;
    struct memory *memory = stream;
    /* An offset backwards is a negative one that was converted: the sum wraps round to what is meant. */
    ZPOS64_T from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? memory->offset
                    : origin == ZLIB_FILEFUNC_SEEK_END ? memory->size
                                                       : 0;
    if (from + offset > memory->size) {
        return -1;
    }
    memory->offset = (size_t)(from + offset);
    return 0;
}

/* Without this, minizip takes what lies beyond the end for zeros. */
static int memory_fault(void *opaque, void *stream) {
    (void)opaque;
    return ((struct memory *)stream)->ended;
}

static int memory_close(void *opaque, void *stream) {
    (void)opaque;
    (void)stream;
    return 0;
}

static zlib_filefunc64_def memory_functions(struct memory *memory) {
    return (zlib_filefunc64_def){
        .zopen64_file = memory_open,
        .zread_file = memory_read,
        .zwrite_file = memory_write,
        .ztell64_file = memory_tell,
        .zseek64_file = memory_seek,
        .zclose_file = memory_close,
        .zerror_file = memory_fault,
        .opaque = memory,
    };
}

static void need(bool good) {
    if (!good) {
        memory_exhausted();
    }
}

/* Where the bytes of the entry at hand lie, or NULL. */
static const char *find_bytes(unzFile file, const unz_file_info64 *info, const struct memory *memory) {
    int method;
    int result = unzOpenCurrentFile2(file, &method, NULL, 1);
    need(result != UNZ_INTERNALERROR); /* which here is no memory */
    if (result != UNZ_OK) {
        return NULL;
    }
    ZPOS64_T offset = unzGetCurrentFileZStreamPos64(file);
    unzCloseCurrentFile(file);
    bool inside = offset <= memory->size && info->compressed_size <= memory->size - offset;
    return inside && (method == 0 || method == Z_DEFLATED) ? memory->bytes + offset : NULL;
}

static bool list_entry(
    struct arena *arena, unzFile file, const struct memory *memory, struct zip_entry *entry) {
    char name[NAME_LARGEST + 1];
    unz_file_info64 info;
    if (unzGetCurrentFileInfo64(file, &info, name, sizeof name, NULL, 0, NULL, 0) != UNZ_OK) {
        return false;
    }
    *entry = (struct zip_entry){
        .name = arena_copy(arena, name, info.size_filename),
        .name_size = info.size_filename,
        .packed = { .bytes = find_bytes(file, &info, memory),
            .packed_size = info.compressed_size,
            .size = info.uncompressed_size,
            .crc = (uint32_t)info.crc },
        .deflated = info.compression_method == Z_DEFLATED,
        .encrypted = (info.flag & ENCRYPTED) != 0,
    };
    return true;
}

bool zip_list(struct arena *arena, const char *bytes, size_t size, size_t most,
    struct zip_listing *listing) {
    struct memory memory = { .bytes = bytes, .size = size };
    zlib_filefunc64_def functions = memory_functions(&memory);
    unz_global_info64 about;
    CLEANUP(listed) unzFile file = unzOpen2_64("", &functions);
    if (file == NULL || unzGetGlobalInfo64(file, &about) != UNZ_OK) {
        return false;
    }
    *listing = (struct zip_listing){ .count = about.number_entry };
    if (listing->count > most) {
        return true;
    }
    listing->entries = arena_array(arena, listing->count + 1, sizeof *listing->entries);
    for (size_t i = 0; i < listing->count; i++) {
        if ((i != 0 && unzGoToNextFile(file) != UNZ_OK)
            || !list_entry(arena, file, &memory, &listing->entries[i])) {
            return false;
        }
    }
    return true;
}

static bool inflate_all(const struct packed *packed, char *out) {
    struct libdeflate_decompressor *decompressor = libdeflate_alloc_decompressor();
    if (decompressor == NULL) {
        memory_exhausted();
    }
    size_t used = 0;
    enum libdeflate_result result = libdeflate_deflate_decompress_ex(
        decompressor, packed->bytes, packed->packed_size, out, packed->size, &used, NULL);
    libdeflate_free_decompressor(decompressor);
    return result == LIBDEFLATE_SUCCESS && used == packed->packed_size;
}

bool zip_inflate(const struct zip_entry *entry, char *out) {
    const struct packed *packed = &entry->packed;
    if (packed->bytes == NULL || entry->encrypted) {
        return false;
    }
    if (!entry->deflated) {
        if (packed->packed_size != packed->size) {
            return false;
        }
        memcpy(out, packed->bytes, packed->size);
    } else if (!inflate_all(packed, out)) {
        return false;
    }
    return libdeflate_crc32(0, out, packed->size) == packed->crc;
}

/* minizip does not ask whether it got the memory for a directory entry. So as much is got and given back
 * before: the C library has it at hand then. */
static void reserve_header(const char *name) {
    free(memory_get(CENTRAL_HEADER + CENTRAL_SPARE + strlen(name)));
}

static bool is_ascii(const char *name) {
    while ((unsigned char)*name - 1U < 0x7F) {
        name++;
    }
    return *name == '\0';
}

/* What minizip refuses in writing is memory, or our own misuse of it. */
static void write_entry(zipFile file, const struct zip_entry *entry) {
    const struct packed *packed = &entry->packed;
    const zip_fileinfo info = { .dosDate = DOS_1980_01_01, .external_fa = PLAIN_FILE };
    reserve_header(entry->name);
    need(zipOpenNewFileInZip4_64(file, entry->name, &info, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 0, 1,
             -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, NULL, 0, MADE_BY,
             is_ascii(entry->name) ? 0 : UTF8_NAME, 0)
         == ZIP_OK);
    need(zipWriteInFileInZip(file, packed->bytes, (unsigned)packed->packed_size) == ZIP_OK);
    need(zipCloseFileInZipRaw64(file, packed->size, packed->crc) == ZIP_OK);
}

void zip_write(const struct zip_entry *entries, size_t count, struct buffer *out) {
    struct memory memory = { .out = out, .begin = out->size };
    zlib_filefunc64_def functions = memory_functions(&memory);
    zipFile file = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &functions);
    need(file != NULL);
    for (size_t i = 0; i < count; i++) {
        write_entry(file, &entries[i]);
    }
    need(zipClose(file, NULL) == ZIP_OK);
}
