import type { Contract } from '../../asyncapi/model.ts';
import { createFastEngine } from '../fast/create-fast-engine.ts';
import type { Engine, JudgedDelivery, JudgedViolation, Judgement } from '../engine.ts';
import { endpointOf, newestOfMajor } from '../openapi/endpoints.ts';
import { describedHeaders } from '../openapi/header-schema.ts';
import { serveByPrism } from './operations.ts';
import { ownKeywords, plainContract } from './plain-contract.ts';
import { loadPrism } from './prism-http.ts';
import { readDiagnostics } from './read-diagnostics.ts';

export { prismIsInstalled } from './prism-http.ts';

/**
 * An engine that asks Prism. What Prism reads differently than JSON Schema does, or not at all (formats, JSON inside a
 * text, multiples of fractions, patterns that can run away, bodies that are `null`, `false`, 0 or empty), our validators
 * decide; they also judge everything else, and where they differ from Prism the judgement says so.
 *
 * @throws {RunError} when Prism is not installed, or a schema cannot be used by it or by us
 */
export async function createPrismEngine(contracts: readonly Contract[]): Promise<Engine> {
  const prism = await loadPrism();
  const whole = createFastEngine(contracts);
  const served = newestOfMajor(contracts).newest;
  const plainOf = new Map(served.map((contract) => [contract, plainContract(contract)]));
  const plain = createFastEngine([...plainOf.values()]);
  const ask = await serveByPrism(prism, [...plainOf.values()]);
  const routes = new Map(served.map((contract) => [contract, createRoute(contract)]));

  async function judge(delivery: JudgedDelivery): Promise<Judgement> {
    const { contract, payload } = delivery;
    const own = whole.judge(delivery);
    const route = routes.get(contract);
    if (!payload || route === undefined) return own;
    const inCommon = plain.judge({ ...delivery, contract: plainOf.get(contract) ?? contract });
    const { path, method, headers } = route(delivery);
    const outcome = await ask(path, method, headers, payload);
    if ('left' in outcome) return { ...own, disagreement: `Prism fails: ${outcome.left.message}` };
    const found = readDiagnostics(outcome.right.validations.input, payload, own.violations);
    if (own.accepted !== inCommon.accepted) return own;
    if (own.accepted === (found.length === 0)) return { accepted: own.accepted, violations: withOwn(found, own) };
    return { accepted: found.length === 0, violations: found, disagreement: describe(delivery, own, found) };
  }

  return { name: 'prism', judge };
}

/** What Prism is told of a delivery. */
type Route = (delivery: JudgedDelivery) => {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The endpoint that says most, and the headers that the contract speaks of: others are nobody's business. */
function createRoute(contract: Contract): Route {
  const endpoint = endpointOf(contract);
  const byName = new Map(endpoint.events.map(({ event, path }) => [event.name, { path, event }]));
  const paths = new Set(endpoint.events.map(({ path }) => path));
  const known = new Set([
    ...contract.selector.flatMap((part) => (part.kind === 'header' ? [part.header.toLowerCase()] : [])),
    ...contract.events.flatMap((event) => [...describedHeaders(contract, event).keys()]),
  ]);
  return ({ event, path, headers }) => {
    const found = event === undefined ? undefined : byName.get(event);
    const values = new Map<string, string>([['content-type', 'application/json']]);
    for (const [given, value] of headers) {
      const name = given.toLowerCase();
      if (name === 'content-type' || !known.has(name)) continue;
      const former = values.get(name);
      values.set(name, former === undefined ? value : `${former}, ${value}`);
    }
    return {
      path: paths.has(path) ? path : (found?.path ?? endpoint.path),
      method: (found?.event.method ?? 'POST').toLowerCase(),
      headers: Object.fromEntries(values),
    };
  };
}

/** Prism's violations, and those of keywords that it leaves to us. */
function withOwn(found: readonly JudgedViolation[], { violations }: Judgement): readonly JudgedViolation[] {
  const more = violations.filter(
    ({ keyword = '', inner, in: where, pointer }) =>
      (ownKeywords.has(keyword) || inner !== undefined || keyword === 'pattern') &&
      !found.some((one) => one.in === where && one.pointer === pointer && one.keyword === keyword),
  );
  return [...found, ...more];
}

function describe({ contract, event }: JudgedDelivery, own: Judgement, found: readonly JudgedViolation[]): string {
  const [first] = own.accepted ? found : own.violations;
  const who = own.accepted ? 'Prism refuses what our validators accept' : 'Prism accepts what our validators refuse';
  const place = `${first?.in ?? 'body'} ${first?.pointer ?? ''} (${first?.keyword ?? 'schema'})`;
  return `${who}: ${contract.id} ${event ?? 'of an unknown event'}, ${place}`;
}
