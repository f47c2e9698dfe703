import { extname } from 'node:path';
import type { Finding } from '../findings/finding.ts';
import { captureFinding } from './capture-finding.ts';
import type { CaptureItem } from './capture-finding.ts';
import { captureFormats } from './formats/all.ts';
import type { CaptureFormat, CaptureRun, ReadOptions } from './formats/format.ts';
import { openFile, systemFinding } from './formats/open-file.ts';
import type { OpenFile } from './formats/open-file.ts';

export interface ReadCapturesOptions extends ReadOptions {
  /** Folder that relative paths start from; the working folder when absent. Findings show the paths as given. */
  readonly base?: string;
  /** Formats beside those that come with counterfoil; they are tried first. */
  readonly formats?: readonly CaptureFormat[];
  /** Name of the format that all files have, whatever their extensions say. */
  readonly format?: string;
}

/**
 * Reads captures from files, one after the other, in order. The format follows from the file's extension, else from its
 * first bytes. Nothing that stands in a file, and nothing about the file itself, throws: it becomes a finding of the
 * group `input/capture-*`, and the next file goes on.
 */
export async function* readCaptures(
  files: readonly string[],
  options: ReadCapturesOptions = {},
): AsyncGenerator<CaptureItem> {
  for await (const run of readCaptureRuns(files, options)) {
    for (const item of run) yield item;
  }
}

/**
 * `readCaptures` for the many: yields runs of captures and findings, each to be used up before the next is asked for.
 */
export async function* readCaptureRuns(
  files: readonly string[],
  options: ReadCapturesOptions = {},
): AsyncGenerator<CaptureRun> {
  for (const file of files) yield* readFile(file, options);
}

async function* readFile(file: string, options: ReadCapturesOptions): AsyncGenerator<CaptureRun> {
  const opened = await openFile(file, options.base ?? '');
  if ('rule' in opened) {
    yield [opened];
    return;
  }
  try {
    yield* readContent(opened, file, options);
  } finally {
    await opened.close();
  }
}

async function* readContent(content: OpenFile, file: string, options: ReadCapturesOptions): AsyncGenerator<CaptureRun> {
  const format = formatOf(content, [...(options.formats ?? []), ...captureFormats], options.format);
  if ('rule' in format) {
    yield [format];
    return;
  }
  try {
    yield* format.read(content.source, options);
  } catch (error) {
    yield [systemFinding(error, file)];
  }
}

function formatOf(
  { source: { file }, head, size }: OpenFile,
  formats: readonly CaptureFormat[],
  named: string | undefined,
): CaptureFormat | Finding {
  if (head.length === 0) return captureFinding('empty', 'the file is empty', { file });
  const extension = extname(file).toLowerCase();
  const format =
    formats.find(({ name }) => name === named) ??
    formats.find(({ specialises, detect }) => specialises === extension && detect?.(head) === true) ??
    formats.find(({ extensions }) => extensions.includes(extension)) ??
    formats.find((format) => format.detect?.(head) === true);
  if (format === undefined) {
    const known = formats.flatMap(({ extensions }) => extensions).join(', ');
    return captureFinding('format', `neither the extension nor the first bytes tell the format; known are ${known}`, {
      file,
    });
  }
  if (format.limit === undefined || size <= format.limit) return format;
  return captureFinding(
    'tooLarge',
    `the file has ${megabytes(size)}; ${format.name} files may have ${megabytes(format.limit)}`,
    { file },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`;
}
