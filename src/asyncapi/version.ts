import type { Finding } from '../findings/finding.ts';
import { text, get } from './bundled-view.ts';
import { report } from './report.ts';
import { notAsyncapi, unsupportedVersion } from './rules/document.ts';
import { placeOf } from './sources.ts';
import type { SourceDocument } from './source-map.ts';

/** The versions of AsyncAPI that contracts can be written in. */
export const supportedVersions = ['3.0.0', '3.1.0'] as const;

type SupportedVersion = (typeof supportedVersions)[number];

/** What is wrong with the version of AsyncAPI that a document states; undefined when it is supported. */
export function versionProblem(main: SourceDocument): Finding | undefined {
  const version = text(main.data, 'asyncapi');
  if (version !== undefined && isSupported(version)) return undefined;
  const place = placeOf({ source: main, pointer: '/asyncapi' });
  if (version === undefined) {
    const found =
      main.data === null
        ? 'it is empty'
        : get(main.data, 'asyncapi') === undefined
          ? 'the field "asyncapi" is missing'
          : 'its field "asyncapi" is not a text';
    return report(notAsyncapi, `This is not an AsyncAPI document: ${found}.`, { ...place, pointer: '' });
  }
  const message = `AsyncAPI ${version} is not supported; contracts are written in ${supportedVersions.join(' or ')}.`;
  const help = /^[12]\./.test(version) ? { help: 'Convert the document with @asyncapi/converter first.' } : {};
  return report(unsupportedVersion, message, place, help);
}

function isSupported(version: string): version is SupportedVersion {
  return (supportedVersions as readonly string[]).includes(version);
}
