/*
 * pdf_font.c - which font family a document is set in, and whether it can be printed at all.
 *
 * Fontconfig always answers with some font. So the family's name is looked up among the installed ones,
 * and a common Chinese character is laid out to see whether any font draws it: else a letter of empty boxes
 * would leave the house.
 */
#include "export/pdf_internal.h"

#include <fontconfig/fontconfig.h>

static const char probe[] = "责";

PangoFontMap *pdf_font_map_new(void)
{
	PangoFontMap *fonts = pango_cairo_font_map_new();

	if (fonts) /* one point of a font is one unit of the page */
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
	return fonts;
}

static bool has_family(PangoFontMap *fonts, const char *name, int *out_count)
{
	PangoFontFamily **families = NULL;
	bool found = false;

	*out_count = 0;
	pango_font_map_list_families(fonts, &families, out_count);
	for (int i = 0; i < *out_count && !found; i++)
		found = str_equal_ignore_case(str_from(pango_font_family_get_name(families[i])),
					      str_from(name));
	g_free(families);
	return found;
}

/* Whether some font, the family's own or a substitute, draws the probe. */
static bool draws_chinese(PangoFontMap *fonts, const char *family)
{
	PangoContext *context = pango_font_map_create_context(fonts);
	PangoFontDescription *description = pango_font_description_new();
	PangoLayout *layout = pango_layout_new(context);

	pango_font_description_set_family(description, family);
	pango_layout_set_font_description(layout, description);
	pango_layout_set_text(layout, probe, -1);
	bool drawn = pango_layout_get_unknown_glyphs_count(layout) == 0;
	g_object_unref(layout);
	pango_font_description_free(description);
	g_object_unref(context);
	return drawn;
}

static int not_installed(const char *family, struct error *err)
{
	error_set(err, ERR_STATE, "", "");
	error_en(err,
		 "The font family “%s” is not installed on the server, so no PDF can be made. Install it, "
		 "or name another one (--pdf-font, LIANZE_PDF_FONT).",
		 family);
	error_zh(err, "服务器未安装字体“%s”，无法生成 PDF。请安装该字体，或改用其他字体（--pdf-font、LIANZE_PDF_FONT）。",
		 family);
	return -ERR_STATE;
}

static int no_chinese(struct error *err)
{
	return error_set(err, ERR_STATE,
			 "No font with Chinese characters is installed on the server, so no PDF can be "
			 "made. Install the package fonts-noto-cjk, or any other Chinese font.",
			 "服务器未安装中文字体，无法生成 PDF。请安装 fonts-noto-cjk 或其他中文字体。");
}

int pdf_font_choose(PangoFontMap *fonts, const char *wanted, const char **out, struct error *err)
{
	const char *family = wanted && *wanted ? wanted : PDF_FAMILY;
	int count;
	bool found = has_family(fonts, family, &count);

	if (count == 0) /* Pango does not survive a layout without any font */
		return no_chinese(err);
	if (!found && wanted && *wanted)
		return not_installed(family, err);
	if (!draws_chinese(fonts, family))
		return no_chinese(err);
	*out = family;
	return 0;
}

int pdf_check_fonts(const char *family, struct error *err)
{
	PangoFontMap *fonts = pdf_font_map_new();
	const char *chosen;
	int rc = fonts ? pdf_font_choose(fonts, family, &chosen, err)
		       : error_broken(err, ERR_BROKEN, "no font map");

	if (fonts)
		g_object_unref(fonts);
	return rc;
}

/*
 * Fontconfig keeps its caches for the process. FcFini() would give them back, but it aborts while one of
 * Pango's own threads still looks at a font, which cannot be waited for (seen once in some runs). So
 * they stay, and the leak checker of the test builds is told that they may.
 */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\nleak:libpangoft2\n";
}
