import type { Finding } from '../findings/finding.ts';
import { canonicalize } from '../json-schema/canonicalize.ts';
import { at, child } from '../json-schema/pointer.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { BundledDocument } from './bundle-document.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import { get, objectsIn, text } from './bundled-view.ts';
import type { EventNode } from './events.ts';
import { explainErrors } from './explain-error.ts';
import { kinds } from './grammar.ts';
import type { Kind } from './grammar.ts';
import { errorsOf, precompiled } from './precompiled.ts';
import { report } from './report.ts';
import { extensionConflict, extensionInvalid, extensionMisplaced } from './rules/extension.ts';
import { placeOf, valueAt } from './sources.ts';
import type { Location } from './sources.ts';

/** The kinds of objects that each extension stands on, with the name of the schema that states its shape there. */
const homes: Readonly<Record<string, Readonly<Partial<Record<Kind, string>>>>> = {
  'x-vendor': { info: 'x-vendor' },
  'x-corrections': { info: 'x-corrections' },
  'x-contradictions': { info: 'x-contradictions' },
  'x-endpoint-url': { server: 'x-endpoint-url' },
  'x-signature': { securityScheme: 'x-signature' },
  'x-selector': { channel: 'x-selector' },
  'x-delivery': { operation: 'x-delivery' },
  'x-source': { message: 'x-source', schema: 'x-schema-source' },
  'x-personal-data': { schema: 'x-personal-data' },
};

const kindNames: Readonly<Partial<Record<Kind, string>>> = {
  info: 'info',
  server: 'a server',
  securityScheme: 'a security scheme',
  channel: 'a channel',
  operation: 'an operation',
  message: 'a message',
  schema: 'a payload schema',
};

/** Holds every extension of ours against its schema where it stands. Extensions of others are ignored. */
export function checkExtensions(
  document: BundledDocument,
  schemas: BundledSchemas,
  events: readonly EventNode[],
): Finding[] {
  const inDocument = kinds.flatMap((kind) =>
    kind === 'schema'
      ? []
      : document
          .nodes(kind)
          .flatMap((pointer) => checkObject(at(document.data, pointer), kind, document.origin(pointer))),
  );
  const inSchemas = [...new Set(schemas.origins.values())].flatMap(checkSchema);
  return [...inDocument, ...inSchemas, ...conflicts(document, events)];
}

function checkSchema(root: Location): Finding[] {
  const value = valueAt(root);
  const findings: Finding[] = [];
  if (!isObject(value)) return findings;
  walkSchema(value, (schema, pointer) => {
    if (isObject(schema))
      findings.push(...checkObject(schema, 'schema', { source: root.source, pointer: root.pointer + pointer }));
  });
  return findings;
}

function checkObject(value: Json | undefined, kind: Kind, location: Location): Finding[] {
  if (!isObject(value)) return [];
  return Object.keys(value)
    .filter((name) => Object.hasOwn(homes, name))
    .flatMap((name) =>
      checkExtension(name, value, kind, { source: location.source, pointer: child(location.pointer, name) }),
    );
}

function checkExtension(name: string, holder: JsonObject, kind: Kind, location: Location): Finding[] {
  const home = homes[name] ?? {};
  const schema = home[kind];
  if (schema === undefined) {
    const places = Object.keys(home).map((each) => kindNames[each as Kind] ?? each);
    return [
      report(extensionMisplaced, `"${name}" is not read here; it stands on ${places.join(' or ')}.`, placeOf(location)),
    ];
  }
  if (name === 'x-signature' && (text(holder, 'type') !== 'httpApiKey' || text(holder, 'in') !== 'header')) {
    return [
      report(
        extensionMisplaced,
        '"x-signature" stands on a security scheme of type httpApiKey in a header.',
        placeOf(location),
      ),
    ];
  }
  const value = holder[name] ?? null;
  return explainErrors(errorsOf(precompiled('extensions')[schema], value), value).map((error) => {
    const message = error.pointer === '' ? error.message.replace('The document', `"${name}"`) : error.message;
    const place = placeOf({ source: location.source, pointer: location.pointer + error.pointer });
    return report(extensionInvalid, message, place, error.help === undefined ? {} : { help: error.help });
  });
}

/** Extensions that the contract has once, stated more than once and not alike. */
function conflicts(document: BundledDocument, events: readonly EventNode[]): Finding[] {
  const channels = events.map((event) => event.channel);
  const operations = events.flatMap((event) => event.operation ?? []);
  const servers = objectsIn(document, '/servers').map(({ node }) => node);
  const stated = { 'x-selector': channels, 'x-delivery': operations, 'x-endpoint-url': servers };
  return Object.entries(stated).flatMap(([name, holders]) => {
    const found = holders.filter(({ value }) => get(value, name) !== undefined);
    const [first] = found;
    const text = canonicalize(get(first?.value, name) ?? null);
    const other = found.find(({ value }) => canonicalize(get(value, name) ?? null) !== text);
    if (other === undefined) return [];
    const place = placeOf(document.origin(child(other.pointer, name)));
    return [report(extensionConflict, `"${name}" stands twice in this contract, with different content.`, place)];
  });
}
