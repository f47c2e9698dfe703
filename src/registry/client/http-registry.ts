import type { Finding } from '../../findings/finding.ts';
import { RunError } from '../../findings/run-error.ts';
import { isVendorName } from '../../config/lock.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { ask, defaultLimits } from './http.ts';
import type { HttpAnswer, HttpLimits } from './http.ts';
import type { Brought, Registry, RegistryVersion } from './registry.ts';
import { isVersion } from './requests.ts';

/** A contract to be published: one document, and its scenarios. */
export interface Publication {
  readonly vendor: string;
  readonly version: string;
  readonly document: Json;
  readonly scenarios?: Json;
  readonly visibility?: 'private';
}

/** What a registry says to a publication. */
export interface PublishAnswer {
  readonly status: 'published' | 'unchanged' | 'refused';
  /** Why it is refused. */
  readonly detail?: string;
  readonly findings: readonly Finding[];
}

/** A server as a registry. */
export class HttpRegistry implements Registry {
  readonly name: string;
  readonly #base: URL;
  readonly #token: string | undefined;
  readonly #limits: HttpLimits;

  /** @param token sent to the origin of the URL and nowhere else */
  constructor(base: URL, token: string | undefined, limits: HttpLimits = defaultLimits) {
    this.#base = base;
    this.#token = token;
    this.#limits = limits;
    this.name = base.href.replace(/\/$/, '');
  }

  async vendors(): Promise<readonly string[]> {
    const names = (await this.#list('contracts')).map(({ vendor }) => vendor);
    return [...new Set(names)].toSorted();
  }

  async versions(vendor: string): Promise<readonly RegistryVersion[]> {
    return (await this.#list(`contracts/${vendor}`)).filter((each) => each.vendor === vendor);
  }

  async get(vendor: string, version: string): Promise<Brought> {
    const path = `contracts/${vendor}/${encodeURIComponent(version)}`;
    const document = await this.#get(`${path}/asyncapi.json`, 'application/json');
    if (document === undefined) throw new RunError('input', `${this.name} has no ${vendor}@${version} any more.`);
    const scenarios = await this.#get(`${path}/scenarios.yaml`, 'application/yaml');
    return { kind: 'texts', document: document.text, scenarios: scenarios?.text };
  }

  /**
   * Publishes a contract, or asks what would become of it.
   *
   * @throws {RunError} when the registry cannot be asked, or not by us
   */
  async publish(publication: Publication, dryRun: boolean): Promise<PublishAnswer> {
    const { vendor, version, ...body } = publication;
    const url = this.#url(`contracts/${vendor}/${encodeURIComponent(version)}`);
    if (dryRun) url.searchParams.set('dryRun', 'true');
    const answer = await ask(
      { method: 'PUT', url, accept: 'application/json', token: this.#token, body: JSON.stringify(body) },
      this.#limits,
    );
    if (answer.status === 200 || answer.status === 201) {
      const said = this.#json(answer);
      const isNew = answer.status === 201 || (isObject(said) && said['status'] === 'published');
      return { status: isNew ? 'published' : 'unchanged', findings: [] };
    }
    if (answer.status !== 409 && answer.status !== 422) throw this.#failure(answer);
    const { detail, findings } = problemOf(answer);
    return { status: 'refused', findings, ...(detail === undefined ? {} : { detail }) };
  }

  close(): void {}

  async #list(path: string): Promise<readonly RegistryVersion[]> {
    const answer = await this.#get(path, 'application/json');
    if (answer === undefined) return [];
    const said = this.#json(answer);
    const rows = isObject(said) ? said['contracts'] : said;
    if (!Array.isArray(rows)) throw this.#strange();
    return rows.flatMap((row: Json) => summaryOf(row) ?? []);
  }

  /** The answer; undefined when there is no such thing. */
  async #get(path: string, accept: string): Promise<HttpAnswer | undefined> {
    const answer = await ask({ method: 'GET', url: this.#url(path), accept, token: this.#token }, this.#limits);
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw this.#failure(answer);
    return answer;
  }

  #url(path: string): URL {
    return new URL(path, this.#base.href.endsWith('/') ? this.#base.href : `${this.#base.href}/`);
  }

  #json({ text }: HttpAnswer): Json {
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw this.#strange();
    }
  }

  #strange(): RunError {
    return new RunError('input', `${this.name} does not answer like a registry of contracts.`, {
      help: 'Look whether the address is that of counterfoil serve, with the path that it is reached under.',
    });
  }

  #failure(answer: HttpAnswer): RunError {
    const { status } = answer;
    if (status === 401 || status === 403) {
      const why = this.#token === undefined ? 'it wants a token' : 'the token may not do this, or counts no more';
      return new RunError('usage', `${this.name} refuses (${status}): ${why}.`, {
        help: 'Put a token into COUNTERFOIL_TOKEN, or into a variable named with --token-env.',
      });
    }
    const { detail } = problemOf(answer);
    return new RunError('input', `${this.name} answers with ${status}${detail === undefined ? '' : `: ${detail}`}`, {
      help: 'Look whether the address is that of counterfoil serve, with the path that it is reached under.',
    });
  }
}

/** A row of a list, when it says what we must know. Names make paths: others than ours are left out. */
function summaryOf(row: Json): RegistryVersion | undefined {
  if (!isObject(row)) return undefined;
  const { vendor, version, digest, state } = row;
  if (typeof vendor !== 'string' || !isVendorName(vendor)) return undefined;
  if (typeof version !== 'string' || !isVersion(version)) return undefined;
  const known = typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
  if (state !== 'deprecated') return { vendor, version, digest: known };
  return { vendor, version, digest: known, deprecated: { ...textOf(row, 'successor'), ...textOf(row, 'reason') } };
}

function textOf(row: JsonObject, key: string): Readonly<Record<string, string>> {
  const value = row[key];
  return typeof value === 'string' && value.length <= 2000 ? { [key]: value } : {};
}

/** What a refusal says, as RFC 9457 writes it. */
function problemOf({ text }: HttpAnswer): { detail?: string; findings: readonly Finding[] } {
  try {
    const problem = JSON.parse(text) as Json;
    if (!isObject(problem)) return { findings: [] };
    const { detail, findings } = problem;
    return {
      ...(typeof detail === 'string' ? { detail: detail.slice(0, 2000) } : {}),
      findings: Array.isArray(findings) ? findings.slice(0, 500).flatMap((each: Json) => findingOf(each) ?? []) : [],
    };
  } catch {
    return { findings: [] };
  }
}

function findingOf(value: Json): Finding | undefined {
  if (!isObject(value)) return undefined;
  const { rule, severity, message, place, help } = value;
  if (typeof rule !== 'string' || typeof message !== 'string') return undefined;
  const file = isObject(place) && typeof place['file'] === 'string' ? place['file'] : 'the document';
  const pointer = isObject(place) && typeof place['pointer'] === 'string' ? place['pointer'] : undefined;
  return {
    rule,
    severity: severity === 'warning' || severity === 'info' ? severity : 'error',
    message,
    place: { file, ...(pointer === undefined ? {} : { pointer }) },
    ...(typeof help === 'string' ? { help } : {}),
  };
}
