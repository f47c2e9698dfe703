import { RunError } from '../../findings/run-error.ts';
import type { Finding } from '../../findings/finding.ts';
import { parseSource } from '../../asyncapi/source-map.ts';
import type { SourceDocument } from '../../asyncapi/source-map.ts';

/** What is used of the optional peer. */
interface Converter {
  convert(document: object, version: '3.0.0'): object;
}

/**
 * An AsyncAPI 2 document as one of AsyncAPI 3, by the official converter. Pointers lead into what comes of it.
 *
 * @param load brings the converter; throws when it is not installed
 * @throws {RunError} when the converter is missing or refuses the document
 */
export async function convertAsyncApi2(
  source: SourceDocument,
  load: () => Promise<unknown> = loadConverter,
): Promise<SourceDocument> {
  let converter: Converter;
  try {
    converter = (await load()) as Converter;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new RunError('usage', `${source.file} is of AsyncAPI 2, and @asyncapi/converter is not installed.`, {
      help: 'npm install --save-dev @asyncapi/converter; or convert it elsewhere: npx @asyncapi/cli convert --target-version 3.0.0.',
    });
  }
  let converted: object;
  try {
    converted = converter.convert(structuredClone(source.data) as object, '3.0.0');
  } catch (error) {
    throw new RunError('input', `${source.file} cannot be converted to AsyncAPI 3${reasonOf(error)}.`, {
      help: 'Is it a valid document of AsyncAPI 2? The tools of the AsyncAPI project say what is wrong: npx @asyncapi/cli validate.',
    });
  }
  const findings: Finding[] = [];
  const result = parseSource(`${source.file}.json`, JSON.stringify(converted), findings);
  if (result === undefined)
    throw new RunError('input', `${source.file} cannot be converted to AsyncAPI 3.`, { findings });
  // Lines of what came of it are in no file.
  return { ...result, file: source.file, locate: (pointer) => source.locate(pointer) };
}

/** What the converter says itself; that it stumbled over a part is no help. */
function reasonOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError) ? `: ${error.message.replace(/\.$/, '')}` : '';
}

function loadConverter(): Promise<unknown> {
  return import('@asyncapi/converter');
}
