import { RunError } from '../../findings/run-error.ts';
import { valueAt } from '../../asyncapi/sources.ts';
import type { Location, Sources } from '../../asyncapi/sources.ts';
import type { SourceDocument } from '../../asyncapi/source-map.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { below, follow, membersAt, objectAt, textAt } from '../places.ts';
import type { Taken } from '../taken.ts';
import { sharedInfo } from './format.ts';
import type { DocumentEvent, DocumentExample, DocumentHeader, DocumentParts } from './format.ts';

const methods: ReadonlySet<string> = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** Reads the webhooks of an OpenAPI document (`webhooks`, `x-webhooks`) and the callbacks of its operations. */
export function readOpenApi(source: SourceDocument, sources: Sources, taken: Taken): DocumentParts {
  const root: Location = { source, pointer: '' };
  const reader = new Reader(root, sources, taken);
  const webhooks = [...membersAt(root, 'webhooks'), ...membersAt(root, 'x-webhooks')];
  const events = [
    ...webhooks.flatMap(([name, place]) => reader.pathItem(name, place)),
    ...reader.callbacks().flatMap(([name, place]) => reader.pathItem(name, place)),
  ];
  if (events.length === 0) {
    throw new RunError('input', `${source.file} has no webhooks: nothing in it is sent to a receiver.`, {
      help: 'Webhooks stand under `webhooks` (3.1), `x-webhooks` (3.0) or `callbacks` of an operation. `paths` is what the vendor is asked, not what it sends.',
    });
  }
  const info = below(root, 'info');
  const shared = sharedInfo(objectAt(info));
  taken.takeMembers(root, ['openapi', 'jsonSchemaDialect']);
  taken.takeMembers(info, ['title', 'description', ...shared.names]);
  const isNew = textAt(root, 'openapi')?.startsWith('3.0') !== true;
  return {
    format: isNew ? 'OpenAPI 3.1' : 'OpenAPI 3.0',
    dialect: isNew ? 'newer' : 'openapi-3.0',
    title: textAt(info, 'title'),
    description: textAt(info, 'description'),
    info: shared.info,
    events,
    security: reader.security,
    selector: [],
    delivery: undefined,
    assumptions: [],
  };
}

class Reader {
  readonly #root: Location;
  readonly #sources: Sources;
  readonly #taken: Taken;
  security: DocumentParts['security'];

  constructor(root: Location, sources: Sources, taken: Taken) {
    this.#root = root;
    this.#sources = sources;
    this.#taken = taken;
  }

  /** Path items of callbacks, by the callback's name. */
  callbacks(): [string, Location][] {
    return membersAt(this.#root, 'paths').flatMap(([, path]) =>
      membersAt(this.#follow(path) ?? path)
        .filter(([method]) => methods.has(method))
        .flatMap(([, operation]) => membersAt(operation, 'callbacks'))
        .flatMap(([name, place]) => {
          const callback = this.#follow(place);
          return callback === undefined
            ? []
            : membersAt(callback)
                .filter(([expression]) => !expression.startsWith('x-'))
                .map(([, item]): [string, Location] => [name, item]);
        }),
    );
  }

  /** An event for each method of a path item. */
  pathItem(name: string, place: Location): DocumentEvent[] {
    const item = this.#follow(place);
    if (item === undefined) return [];
    const operations = membersAt(item).filter(([method]) => methods.has(method));
    const shared = this.#headers(item);
    return operations.flatMap(([method, operation]) => {
      const event = this.#operation(operations.length === 1 ? name : `${name}.${method}`, method, operation, shared);
      return event === undefined ? [] : [event];
    });
  }

  #operation(
    name: string,
    method: string,
    operation: Location,
    shared: readonly DocumentHeader[],
  ): DocumentEvent | undefined {
    const body = this.#follow(below(operation, 'requestBody'));
    const contents = body === undefined ? [] : membersAt(body, 'content');
    const content = contents.find(([type]) => /^application\/(?:[\w.-]+\+)?json\b/.test(type));
    if (content === undefined && contents.length > 0) {
      this.#taken.note(
        operation,
        name,
        `Its body is ${contents.map(([type]) => type).join(', ')}, and a contract is about JSON.`,
      );
      return undefined;
    }
    const [contentType, media] = content ?? [undefined, undefined];
    const schema = media === undefined ? undefined : below(media, 'schema');
    const own = this.#headers(operation);
    const headers = [
      ...own,
      ...shared.filter((header) => !own.some((one) => one.name.toLowerCase() === header.name.toLowerCase())),
    ];
    this.#takeSecurity(operation);
    this.#taken.takeMembers(operation, ['summary', 'description']);
    if (body !== undefined) this.#taken.takeMembers(body, ['required']);
    return {
      name,
      title: textAt(operation, 'operationId') === undefined ? undefined : textAt(operation, 'summary'),
      summary: textAt(operation, 'summary'),
      description: textAt(operation, 'description') ?? (body === undefined ? undefined : textAt(body, 'description')),
      method: method.toUpperCase(),
      contentType: contentType?.includes('*') === true ? undefined : contentType,
      place: operation,
      payload: schema !== undefined && valueAt(schema) !== undefined ? schema : undefined,
      headers: headers.length === 0 ? undefined : { each: headers },
      examples: media === undefined ? [] : this.#examples(media, name),
    };
  }

  #examples(media: Location, event: string): DocumentExample[] {
    const single = below(media, 'example');
    const found: DocumentExample[] = [];
    const payload = valueAt(single);
    if (payload !== undefined) {
      this.#taken.take(single);
      found.push({ name: undefined, summary: undefined, payload, place: single });
    }
    for (const [name, place] of membersAt(media, 'examples')) {
      const location = this.#follow(place);
      const value = location === undefined ? undefined : valueAt(below(location, 'value'));
      if (location === undefined || value === undefined) {
        this.#taken.note(place, name, `It has no value: only what stands in the document is read, for ${event}.`);
        continue;
      }
      this.#taken.takeMembers(location, ['value', 'summary', 'description']);
      found.push({
        name,
        summary: textAt(location, 'summary') ?? textAt(location, 'description'),
        payload: value,
        place: location,
      });
    }
    return found;
  }

  #headers(holder: Location): DocumentHeader[] {
    return membersAt(holder, 'parameters').flatMap(([, place]) => {
      const parameter = this.#follow(place);
      const name = parameter === undefined ? undefined : textAt(parameter, 'name');
      if (parameter === undefined || name === undefined || objectAt(parameter)?.['in'] !== 'header') return [];
      this.#taken.takeMembers(parameter, ['name', 'in', 'description', 'required', 'example']);
      const schema = below(parameter, 'schema');
      const example = valueAt(below(parameter, 'example'));
      return [
        {
          name,
          description: textAt(parameter, 'description'),
          required: objectAt(parameter)?.['required'] === true,
          schema: valueAt(schema) === undefined ? undefined : schema,
          example,
        },
      ];
    });
  }

  /** The first key in a header that an event's own `security` asks for. */
  #takeSecurity(operation: Location): void {
    for (const [, requirement] of membersAt(operation, 'security')) {
      for (const [name] of membersAt(requirement)) {
        const scheme = this.#follow(below(this.#root, 'components', 'securitySchemes', name));
        const content = scheme === undefined ? undefined : objectAt(scheme);
        if (scheme === undefined || content?.['type'] !== 'apiKey' || content['in'] !== 'header') continue;
        this.#taken.take(below(requirement, name));
        this.#taken.take(scheme);
        this.security ??= { name: 'configuredHeader', content: headerScheme(content) };
      }
    }
  }

  /** Follows a reference and takes it. */
  #follow(place: Location): Location | undefined {
    const target = follow(place, this.#sources);
    if (target !== undefined && target.pointer !== place.pointer) this.#taken.takeMembers(place, ['$ref']);
    return target;
  }
}

function headerScheme(content: JsonObject): JsonObject {
  const kept = ['description', 'x-signature'].filter((member) => Object.hasOwn(content, member));
  return {
    type: 'httpApiKey',
    in: 'header',
    name: content['name'] ?? '',
    ...Object.fromEntries(kept.map((member): [string, Json] => [member, content[member] ?? null])),
  };
}
