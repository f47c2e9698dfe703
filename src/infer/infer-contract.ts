import { parseSelector } from '../asyncapi/selector.ts';
import type { SelectorPart } from '../asyncapi/model.ts';
import { RunError } from '../findings/run-error.ts';
import { checkContractSettings } from '../checks/contract-settings.ts';
import type { Capture, Origin } from '../deliveries/capture.ts';
import { isFinding } from '../deliveries/capture-finding.ts';
import type { CaptureRun } from '../deliveries/formats/format.ts';
import { readCaptureRuns } from '../deliveries/read-captures.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { createInference } from '../json-schema/infer/infer.ts';
import type { Doubt, InferredSchemas } from '../json-schema/infer/infer.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { findAuthentication } from './authentication.ts';
import { ExampleChoice } from './contract/examples.ts';
import { sourceOf } from './contract/source.ts';
import { writeContract } from './contract/write-contract.ts';
import type { EventParts } from './contract/write-contract.ts';
import { EventNames, selectorValues } from './event-key.ts';
import type { SelectorValues } from './event-key.ts';
import type { Guess, InferredContract, LeftOut } from './result.ts';
import { whyNotJson } from './not-json.ts';
import { findSelector } from './selector/find-selector.ts';
import type { FoundSelector } from './selector/find-selector.ts';
import { mostFrequent, Survey } from './survey.ts';

export interface InferSettings {
  /** Name of the vendor: lower case, words joined by hyphens. */
  readonly vendor: string;
  /** Version of the contract; `1.0.0` when absent. */
  readonly version?: string;
  /** Entries of `x-selector`; found when absent. */
  readonly selector?: readonly string[];
  /** Secret shared with the vendor: the signature scheme is found by it. */
  readonly secret?: string;
  /** URL registered with the vendor, where it is not the one received. */
  readonly url?: string;
  /** Origin of captures that do not state theirs. */
  readonly origin?: Origin;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Captures that are not in files, such as those of a store; called twice. */
  readonly more?: () => AsyncIterable<CaptureRun>;
}

/** With more events the selector points at an id, or a stranger makes them up. */
const mostEvents = 500;
const mostFindings = 100;

/**
 * A contract from captures. Reads the files twice (once to find out what tells events apart, once for what they hold),
 * and keeps of each place no more than a summary.
 *
 * @param files capture files, absolute or relative to `cwd`
 * @throws {RunError} when a setting is wrong, or no capture can be used
 */
export async function inferContract(files: readonly string[], settings: InferSettings): Promise<InferredContract> {
  const { vendor, version = '1.0.0', secret, url } = settings;
  checkContractSettings(vendor, version, settings.selector);
  const survey = new Survey();
  await readPayloads(files, settings, new Leavings(), (capture, payload) => survey.add(capture, payload));
  const found = settings.selector === undefined ? findSelector(survey.rows.rows) : givenSelector(settings.selector);
  const selector = asWritten(parseSelector(found.parts), survey);
  const written = selector.map((part) => (part.kind === 'header' ? `header:${part.header}` : part.pointer));
  const leavings = new Leavings();
  const events = await gatherEvents(files, settings, selector, leavings);
  if (events.counts.size === 0) throw nothingToInferFrom(leavings, survey);
  const authentication = findAuthentication(survey, secret, url);
  const source = sourceOf(vendor, events.origins);
  const delivery = survey.places.found();
  const apart = selector.flatMap((part) => (part.kind === 'pointer' ? parsePointer(part.pointer).slice(0, 1) : []));
  const schemas = events.inference.schemas({ source, taken: ['events', 'headers'], subject, apart });
  const parts = [...events.counts].map(([name, { values, count, examples }]): EventParts => ({
    name,
    values,
    count,
    examples: examples.choose(name),
  }));
  const sorted = parts.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const contractText = writeContract({
    vendor,
    version,
    selector,
    authentication,
    delivery,
    method: mostFrequent(survey.methods) ?? 'POST',
    contentType: mostFrequent(survey.mediaTypes) ?? 'application/json',
    events: sorted,
    schemas,
    source,
  });
  // What the selector finds there is stated as a constant, whatever was guessed before.
  const selected = new Set(found.parts);
  return {
    id: `${vendor}@${version}`,
    captures: events.used,
    selector: {
      ...found,
      parts: written,
      reason: found.parts.reduce((text, part, index) => text.replace(part, written[index] ?? part), found.reason),
    },
    authentication,
    delivery,
    events: sorted.map(({ name, count, examples }) => ({
      name,
      count,
      properties: countProperties(schemas, name),
      examples: examples.length,
      doubts: doubtsOf(schemas.doubts, name).filter(({ pointer }) => !selected.has(pointer)),
    })),
    models: [...schemas.models.keys()].map((name) => ({
      name,
      count: schemas.modelCounts.get(name) ?? 0,
      doubts: doubtsOf(schemas.doubts, name),
    })),
    leftOut: leavings.leftOut(),
    findings: leavings.findings,
    files: contractText,
  };
}

function givenSelector(parts: readonly string[]): FoundSelector {
  return { parts, reason: `${parts.join(', ')}: as given.`, others: [] };
}

/** Headers with their names as they were sent. */
function asWritten(selector: readonly SelectorPart[], survey: Survey): SelectorPart[] {
  return selector.map((part) =>
    part.kind === 'pointer'
      ? part
      : { ...part, header: survey.headers.get(part.header.toLowerCase())?.name ?? part.header },
  );
}

/** Captures that are not used, counted by the reason. */
class Leavings {
  readonly findings: Finding[] = [];
  readonly #reasons = new Map<string, { count: number; place: Place }>();
  unreadable = 0;

  find(finding: Finding): void {
    this.unreadable++;
    if (this.findings.length < mostFindings) this.findings.push(finding);
  }

  leave(reason: string, place: Place): void {
    const known = this.#reasons.get(reason);
    if (known === undefined) this.#reasons.set(reason, { count: 1, place });
    else known.count++;
  }

  leftOut(): LeftOut[] {
    return [...this.#reasons].map(([reason, { count, place }]) => ({ reason, count, place }));
  }
}

/** Hands on each capture whose body is JSON and that is not said to be of another vendor. */
async function readPayloads(
  files: readonly string[],
  { cwd, url, origin, vendor, more }: InferSettings,
  leavings: Leavings,
  use: (capture: Capture, payload: Json) => void,
): Promise<void> {
  const options = { base: cwd, ...(url === undefined ? {} : { url }), ...(origin === undefined ? {} : { origin }) };
  for await (const run of allRuns(readCaptureRuns(files, options), more?.())) {
    for (const item of run) {
      if (isFinding(item)) {
        leavings.find(item);
        continue;
      }
      if (item.vendor !== undefined && item.vendor !== vendor) {
        leavings.leave(`The record says that it is of ${item.vendor}.`, item.place);
        continue;
      }
      const payload = payloadOf(item);
      if (payload === undefined) leavings.leave(whyNotJson(item.delivery), item.place);
      else use(item, payload);
    }
  }
}

async function* allRuns(
  first: AsyncIterable<CaptureRun>,
  second: AsyncIterable<CaptureRun> | undefined,
): AsyncGenerator<CaptureRun> {
  yield* first;
  if (second !== undefined) yield* second;
}

function payloadOf({ delivery }: Capture): Json | undefined {
  try {
    return delivery.body.text === undefined ? undefined : (JSON.parse(delivery.body.text) as Json);
  } catch {
    return undefined;
  }
}

interface Gathered {
  readonly values: SelectorValues;
  count: number;
  readonly examples: ExampleChoice;
}

async function gatherEvents(
  files: readonly string[],
  settings: InferSettings,
  selector: readonly SelectorPart[],
  leavings: Leavings,
) {
  const inference = createInference();
  const names = new EventNames();
  const counts = new Map<string, Gathered>();
  const origins = new Map<Origin | undefined, number>();
  let used = 0;
  await readPayloads(files, settings, leavings, (capture, payload) => {
    const headers = capture.missing.has('headers') ? undefined : capture.delivery.headers;
    const values = selectorValues(selector, payload, headers);
    if (selector.length > 0 && values[0] === undefined) {
      const [part] = selector;
      const where = part?.kind === 'header' ? `header ${part.header}` : `value at ${part?.pointer ?? ''}`;
      leavings.leave(`It has no ${where}, so nobody can tell which event it is.`, capture.place);
      return;
    }
    const name = names.nameOf(values, mostEvents);
    if (name === undefined) {
      if (settings.selector !== undefined) throw tooManyEvents(selector);
      leavings.leave(`There are ${mostEvents} events already, and it is of another one.`, capture.place);
      return;
    }
    const event = counts.get(name) ?? { values, count: 0, examples: new ExampleChoice() };
    event.count++;
    counts.set(name, event);
    used++;
    origins.set(capture.origin, (origins.get(capture.origin) ?? 0) + 1);
    inference.add(name, payload);
    event.examples.offer(payload, capture.delivery.body.text?.length ?? 0, capture.origin);
  });
  return { inference, counts, origins, used };
}

function tooManyEvents(selector: readonly SelectorPart[]): RunError {
  const text = selector.map((part) => (part.kind === 'header' ? `header:${part.header}` : part.pointer)).join(', ');
  return new RunError(
    'usage',
    `The selector ${text} has more than ${mostEvents} different values: it is no event's name.`,
    {
      help: 'Name with --selector the place that says which event a delivery is.',
    },
  );
}

function nothingToInferFrom(leavings: Leavings, survey: Survey): RunError {
  const reasons = leavings.leftOut().map(({ reason, count }) => `${count}: ${reason}`);
  const message =
    survey.captures === 0 ? 'There is no capture to infer from.' : 'No capture says which event it is by the selector.';
  return new RunError('input', [message, ...reasons].join(' '), {
    help: reasons.some((reason) => reason.includes('a contract describes JSON alone'))
      ? 'Let the vendor send JSON, if it can be set to, and record again. See docs/contract-format.md for what the format cannot express.'
      : 'See docs/captures.md for what capture files hold; --vendor and --selector must be those of the captures.',
    findings: leavings.findings,
  });
}

/** What the events of these groups are about: the first word of all their names. */
function subject(groups: readonly string[]): string | undefined {
  const firsts = new Set(groups.map((group) => group.split(/[._-]/)[0] ?? ''));
  const [first] = firsts;
  return firsts.size === 1 && groups.some((group) => group !== first) ? first : undefined;
}

function doubtsOf(doubts: readonly Doubt[], schema: string): Guess[] {
  return doubts.filter((doubt) => doubt.schema === schema).map(({ pointer, message }) => ({ pointer, message }));
}

/** Properties at all depths of a schema, with those of the models that it leads to. */
function countProperties(schemas: InferredSchemas, event: string): number {
  const visited = new Set<string>();
  const count = (schema: Json | undefined): number => {
    if (Array.isArray(schema)) return (schema as readonly Json[]).reduce<number>((sum, one) => sum + count(one), 0);
    if (!isObject(schema)) return 0;
    const reference = Object.hasOwn(schema, '$ref') ? (schema['$ref'] as string) : undefined;
    if (reference !== undefined) {
      const model = reference.replace(/^\.\.\//, '').replace(/\.schema\.json$/, '');
      if (visited.has(model)) return 0;
      visited.add(model);
      return count(schemas.models.get(model));
    }
    const members = isObject(schema['properties']) ? Object.values(schema['properties']) : [];
    const others = ['items', 'additionalProperties', 'anyOf', 'contentSchema', 'allOf'].map((key) =>
      Object.hasOwn(schema, key) ? schema[key] : undefined,
    );
    return members.length + [...members, ...others].reduce<number>((sum, one) => sum + count(one), 0);
  };
  return count(schemas.groups.get(event));
}
