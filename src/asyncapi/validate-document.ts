import type { Finding } from '../findings/finding.ts';
import { text } from './bundled-view.ts';
import type { BundledDocument } from './bundle-document.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import { explainErrors } from './explain-error.ts';
import type { Explained } from './explain-error.ts';
import { errorsOf, precompiled } from './precompiled.ts';
import { report } from './report.ts';
import { documentInvalid } from './rules/document.ts';
import { schemaInvalid } from './rules/schema.ts';
import { locationKey, placeOf, valueAt } from './sources.ts';
import type { Location } from './sources.ts';

/**
 * Holds the bundled document against the JSON Schema of its AsyncAPI version, and schemas that stand in files of their
 * own against its Schema Object. Everything is checked once, where it stands.
 */
export function validateDocument(document: BundledDocument, schemas: BundledSchemas): Finding[] {
  const validators = precompiled(`asyncapi-${text(document.data, 'asyncapi') ?? ''}`);
  const inSchemas = new Set(document.schemas);
  const findings = explainErrors(errorsOf(validators['document'], document.data), document.data).map((error) =>
    finding(error, document.origin(error.pointer), isInside(error.pointer, inSchemas)),
  );
  if (schemas.bundle.dialect !== 'draft-07') return findings;
  const checked = new Set(document.schemas.map((pointer) => locationKey(document.origin(pointer))));
  for (const location of schemas.origins.values()) {
    if (isInside(locationKey(location), checked)) continue;
    const data = valueAt(location) ?? true;
    for (const error of explainErrors(errorsOf(validators['schema'], data), data)) {
      findings.push(finding(error, { source: location.source, pointer: location.pointer + error.pointer }, true));
    }
  }
  return findings;
}

function finding(error: Explained, location: Location, inSchema: boolean): Finding {
  const help = error.help === undefined ? {} : { help: error.help };
  return report(inSchema ? schemaInvalid : documentInvalid, error.message, placeOf(location), {
    ...help,
    evidence: { keyword: error.keyword },
  });
}

/** Whether a pointer, or one above it, is in the set. */
function isInside(pointer: string, set: ReadonlySet<string>): boolean {
  for (let end = pointer.length; end >= 0; end = end === 0 ? -1 : Math.max(pointer.lastIndexOf('/', end - 1), 0)) {
    if (set.has(pointer.slice(0, end))) return true;
  }
  return false;
}
