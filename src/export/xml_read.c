/* xml_read.c - expat over an unpacked part (xml_read.h). */
#include "export/xml_read.h"

#include <expat.h>

struct reading {
	const struct xml_reader *reader;
	XML_Parser parser;
	struct error *err;
	int code;
	int depth;
};

static struct str local_name(const char *name)
{
	const char *colon = strchr(name, ':');

	return str_from(colon ? colon + 1 : name);
}

struct str xml_attribute(const char **attributes, const char *name)
{
	for (; attributes[0]; attributes += 2)
		if (str_equal(local_name(attributes[0]), str_from(name)))
			return str_from(attributes[1]);
	return STR_EMPTY;
}

static void stop(struct reading *reading, int code)
{
	reading->code = code;
	XML_StopParser(reading->parser, XML_FALSE);
}

static int malformed(struct reading *reading)
{
	int code = error_set(reading->err, ERR_INVALID, "", "");

	error_en(reading->err,
		 "The workbook is damaged: one of its parts is not well-formed XML (%s). Open it "
		 "in Excel or WPS and save it again.",
		 XML_ErrorString(XML_GetErrorCode(reading->parser)));
	error_zh(reading->err,
		 "工作簿已损坏：其中的 XML 不完整。请用 Excel 或 WPS 打开后重新保存。");
	return code;
}

static void XMLCALL on_start(void *data, const char *name, const char **attributes)
{
	struct reading *reading = data;
	int code = 0;

	if (++reading->depth > XML_DEPTH_MAXIMUM)
		code = error_set(reading->err, ERR_INVALID, "The workbook is nested too deeply.",
				 "工作簿的结构嵌套过深。");
	else if (reading->reader->start)
		code = reading->reader->start(reading->reader->context, local_name(name),
					      attributes, reading->err);
	if (code)
		stop(reading, code);
}

static void XMLCALL on_end(void *data, const char *name)
{
	struct reading *reading = data;

	reading->depth--;
	if (reading->code || !reading->reader->end)
		return;
	int code = reading->reader->end(reading->reader->context, local_name(name), reading->err);
	if (code)
		stop(reading, code);
}

static void XMLCALL on_text(void *data, const char *text, int length)
{
	struct reading *reading = data;

	if (reading->code || !reading->reader->text)
		return;
	int code = reading->reader->text(reading->reader->context,
					 (struct str){ text, (size_t)length }, reading->err);
	if (code)
		stop(reading, code);
}

static void XMLCALL on_doctype(void *data, const char *name, const char *system,
			       const char *public, int has_internal_subset)
{
	struct reading *reading = data;

	(void)name;
	(void)system;
	(void)public;
	(void)has_internal_subset;
	stop(reading, error_set(reading->err, ERR_INVALID,
				"The workbook declares a document type, which no workbook needs; "
				"it is not read.",
				"工作簿中含有文档类型声明（DTD），正常的工作簿没有，已拒绝读取。"));
}

static int take(void *context, struct str piece, struct error *err)
{
	struct reading *reading = context;

	(void)err;
	if (XML_Parse(reading->parser, piece.bytes, (int)piece.length, XML_FALSE) ==
	    XML_STATUS_ERROR)
		return reading->code ? reading->code : malformed(reading);
	return 0;
}

int xml_read(struct zip_archive *archive, struct str part, const struct xml_reader *reader,
	     struct error *err)
{
	struct reading reading = { .reader = reader, .err = err };
	const struct zip_taker taker = { take, &reading };

	reading.parser = XML_ParserCreate(NULL);
	if (!reading.parser)
		return error_broken(err, ERR_MEMORY, "an XML parser");
	XML_SetUserData(reading.parser, &reading);
	XML_SetElementHandler(reading.parser, on_start, on_end);
	XML_SetCharacterDataHandler(reading.parser, on_text);
	XML_SetStartDoctypeDeclHandler(reading.parser, on_doctype);
	int code = zip_read(archive, part, &taker, err);
	if (!code && XML_Parse(reading.parser, "", 0, XML_TRUE) == XML_STATUS_ERROR)
		code = reading.code ? reading.code : malformed(&reading);
	XML_ParserFree(reading.parser);
	return code;
}
