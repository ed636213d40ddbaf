/* zip_read.c - minizip over memory, with bounds (zip_read.h). */
#include "export/zip_read.h"

#include <ioapi.h>
#include <unzip.h>

#define PIECE_BYTES 32768
#define NAME_BYTES  512
#define ENCRYPTED   1u

struct zip_part {
	struct str name;
	unz64_file_pos position;
	uint64_t packed;
	bool encrypted;
};

/* The stream that minizip reads. */
struct memory {
	struct str bytes;
	size_t at;
};

struct zip_archive {
	struct memory memory;
	unzFile file;
	struct zip_part *parts;
	size_t count;
	size_t unpacked; /* bytes so far, of all parts */
};

static int damaged(struct error *err)
{
	return error_set(err, ERR_INVALID,
			 "The file is damaged: it is not a complete ZIP archive (workbooks are). "
			 "Open it in Excel or WPS and save it again.",
			 "文件已损坏：不是完整的压缩包（工作簿是一种压缩包）。请用 Excel 或 WPS 打开后重新保存。");
}

static int too_large(struct error *err)
{
	return error_set(err, ERR_TOO_LARGE,
			 "The workbook unpacks to more than is accepted (256 MiB, or 400 times "
			 "its packed size); split the table.",
			 "工作簿解压后超出限制（256 MiB，或压缩前大小的 400 倍），请拆分。");
}

/* Memory as a file ----------------------------------------------------------------------------- */

static voidpf memory_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return opaque;
}

static uLong memory_read(voidpf opaque, voidpf stream, void *out, uLong size)
{
	struct memory *memory = stream;
	struct str part = str_slice(memory->bytes, memory->at, size);

	(void)opaque;
	if (part.length)
		memcpy(out, part.bytes, part.length);
	memory->at += part.length;
	return part.length;
}

static uLong memory_write(voidpf opaque, voidpf stream, const void *bytes, uLong size)
{
	(void)opaque;
	(void)stream;
	(void)bytes;
	(void)size;
	return 0;
}

static ZPOS64_T memory_tell(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((const struct memory *)stream)->at;
}

static long memory_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct memory *memory = stream;
	size_t base = origin == ZLIB_FILEFUNC_SEEK_CUR	 ? memory->at
		      : origin == ZLIB_FILEFUNC_SEEK_END ? memory->bytes.length
							 : 0;

	(void)opaque;
	if (offset > memory->bytes.length - base)
		return -1;
	memory->at = base + offset;
	return 0;
}

static int memory_close(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

/* The directory -------------------------------------------------------------------------------- */

static bool leaves_folder(struct str name)
{
	while (name.length) {
		struct str step = str_split(&name, '/');

		if (str_equal(step, STR("..")))
			return true;
	}
	return false;
}

static const struct zip_part *find(const struct zip_archive *archive, struct str name)
{
	for (size_t i = 0; i < archive->count; i++)
		if (str_equal_ignore_case(archive->parts[i].name, name))
			return &archive->parts[i];
	return NULL;
}

static int take_part(struct zip_archive *archive, struct arena *arena, struct error *err)
{
	struct zip_part *part = &archive->parts[archive->count];
	char name[NAME_BYTES];
	unz_file_info64 info;

	if (unzGetCurrentFileInfo64(archive->file, &info, name, sizeof(name), NULL, 0, NULL, 0) ||
	    info.size_filename >= sizeof(name))
		return damaged(err);
	for (char *at = name; *at; at++)
		if (*at == '\\')
			*at = '/';
	part->name = arena_str(arena, str_from(name));
	if (!part->name.bytes)
		return error_broken(err, ERR_MEMORY, "names of a ZIP archive");
	if (leaves_folder(part->name) || find(archive, part->name))
		return damaged(err);
	if (unzGetFilePos64(archive->file, &part->position))
		return damaged(err);
	part->packed = info.compressed_size;
	part->encrypted = info.flag & ENCRYPTED;
	archive->count++;
	return 0;
}

static int read_directory(struct zip_archive *archive, struct arena *arena, struct error *err)
{
	unz_global_info64 info;
	int code = 0;

	if (unzGetGlobalInfo64(archive->file, &info))
		return damaged(err);
	if (info.number_entry > ZIP_PARTS_MAXIMUM)
		return error_set(err, ERR_TOO_LARGE, "The archive has more than 4,096 parts.",
				 "压缩包内文件超过 4096 个。");
	archive->parts = ARENA_ARRAY(arena, struct zip_part, info.number_entry + 1);
	if (!archive->parts)
		return error_broken(err, ERR_MEMORY, "directory of a ZIP archive");
	int step = info.number_entry ? unzGoToFirstFile(archive->file) : UNZ_END_OF_LIST_OF_FILE;
	while (!code && step == UNZ_OK && archive->count < info.number_entry) {
		code = take_part(archive, arena, err);
		step = unzGoToNextFile(archive->file);
	}
	if (!code && step != UNZ_OK && step != UNZ_END_OF_LIST_OF_FILE)
		return damaged(err);
	return code;
}

bool zip_is(struct str bytes)
{
	return str_starts_with(bytes, STR("PK\x03\x04")) ||
	       str_starts_with(bytes, STR("PK\x05\x06"));
}

int zip_open(struct arena *arena, struct str bytes, struct zip_archive **out, struct error *err)
{
	struct zip_archive *archive = ARENA_NEW(arena, struct zip_archive);
	zlib_filefunc64_def functions = { .zopen64_file = memory_open,
					  .zread_file = memory_read,
					  .zwrite_file = memory_write,
					  .ztell64_file = memory_tell,
					  .zseek64_file = memory_seek,
					  .zclose_file = memory_close,
					  .zerror_file = memory_close };

	if (!archive)
		return error_broken(err, ERR_MEMORY, "a ZIP archive");
	archive->memory.bytes = bytes;
	functions.opaque = &archive->memory;
	archive->file = unzOpen2_64("memory", &functions);
	if (!archive->file)
		return damaged(err);
	int code = read_directory(archive, arena, err);
	if (code) {
		zip_close(archive);
		return code;
	}
	*out = archive;
	return 0;
}

void zip_close(struct zip_archive *archive)
{
	if (archive && archive->file)
		unzClose(archive->file);
}

bool zip_has(const struct zip_archive *archive, struct str name)
{
	return find(archive, name) != NULL;
}

/* Unpacking ------------------------------------------------------------------------------------ */

static int unpack(struct zip_archive *archive, const struct zip_part *part,
		  const struct zip_taker *taker, struct error *err)
{
	char piece[PIECE_BYTES];
	uint64_t total = 0;

	for (;;) {
		int length = unzReadCurrentFile(archive->file, piece, sizeof(piece));

		if (length == 0)
			return 0;
		if (length < 0)
			return damaged(err);
		total += (uint64_t)length;
		archive->unpacked += (size_t)length;
		if (archive->unpacked > ZIP_UNPACKED_MAXIMUM ||
		    (total > ZIP_RATIO_FREE_BYTES && total / ZIP_RATIO_MAXIMUM > part->packed))
			return too_large(err);
		int code = taker->take(taker->context, (struct str){ piece, (size_t)length }, err);
		if (code)
			return code;
	}
}

int zip_read(struct zip_archive *archive, struct str name, const struct zip_taker *taker,
	     struct error *err)
{
	const struct zip_part *part = find(archive, name);

	if (!part)
		return error_set(err, ERR_NOT_FOUND, "The archive has no such part.",
				 "压缩包内没有该部件。");
	if (part->encrypted)
		return error_set(err, ERR_INVALID,
				 "The archive is protected by a password; save it without one.",
				 "压缩包有密码保护，请取消密码后重新保存。");
	if (unzGoToFilePos64(archive->file, &part->position) ||
	    unzOpenCurrentFile(archive->file))
		return damaged(err);
	int code = unpack(archive, part, taker, err);
	int ending = unzCloseCurrentFile(archive->file); /* compares the checksum */
	return code ? code : ending ? damaged(err) : 0;
}
