/* asset.c - see asset.h. A dozen files: a linear search is enough. */
#include "web/asset.h"

const struct embedded_file *asset_find(struct str path)
{
	for (int i = 0; i < embedded_file_count; i++)
		if (str_equal(str_from(embedded_files[i].path), path))
			return &embedded_files[i];
	return NULL;
}

struct safe_url asset_url(struct arena *arena, const char *path)
{
	const struct embedded_file *file = asset_find(str_from(path));
	struct safe_url url = { str_from(path) };

	return file ? safe_url_with(arena, url, "v", str_from(file->etag)) : url;
}
