import { request } from 'node:http';
import type { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { RegistryRecords } from './registry-records.ts';

export interface VisitorOptions {
  readonly url: string;
  readonly agent: Agent;
  readonly records: RegistryRecords;
  /** May administer. */
  readonly token: string;
  readonly name: string;
  readonly random: () => number;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

const shared = 12;

/** Somebody who reads and writes as it comes, and remembers what they were told. */
export class RegistryVisitor {
  readonly #options: VisitorOptions;
  /** Versions of a subject of their own: oldest first. */
  #own: number[] = [];
  #isOver = (): boolean => false;

  constructor(options: VisitorOptions) {
    this.#options = options;
  }

  /** Does one thing. Whether the visit is over may be asked at any time: from then on nothing needs to be answered. */
  async act(isOver: () => boolean): Promise<void> {
    this.#isOver = isOver;
    const { random } = this.#options;
    const dice = random();
    if (dice < 0.5) return this.#readSchema();
    if (dice < 0.65) return this.#readLatest();
    if (dice < 0.85) return this.#register(`shared-${Math.floor(random() * shared)}`);
    if (this.#own.length < 3 || dice < 0.93) return this.#registerOwn();
    return this.#deleteOwn();
  }

  async #readSchema(): Promise<void> {
    const { ids } = this.#options.records;
    const id = ids[Math.floor(this.#options.random() * ids.length)] ?? 1;
    const answer = await this.#call('GET', `/schemas/ids/${id}`);
    if (answer?.status === 200) this.#options.records.sawSchema(id, memberOf(answer, 'schema', ''));
  }

  async #readLatest(): Promise<void> {
    const subject = `shared-${Math.floor(this.#options.random() * shared)}`;
    const answer = await this.#call('GET', `/subjects/${subject}/versions/latest`);
    if (answer?.status === 200) this.#sawVersion(subject, answer);
  }

  async #register(subject: string): Promise<void> {
    // Some are the same for several, some are new.
    const value = this.#options.random() < 0.3 ? Math.floor(this.#options.random() * 50) : crypto.randomUUID();
    await this.#send(subject, String(value));
  }

  async #registerOwn(): Promise<void> {
    const { name } = this.#options;
    const id = await this.#send(name, crypto.randomUUID());
    if (id === undefined) return;
    const answer = await this.#call('GET', `/subjects/${name}/versions/latest`);
    if (answer?.status !== 200) return;
    this.#sawVersion(name, answer);
    const version = memberOf(answer, 'version', 0);
    if (memberOf(answer, 'id', 0) !== id)
      this.#options.records.complain(`${name} has ${answer.text}, not the id ${id}`);
    this.#own.push(version);
    this.#options.records.became(name, version, 'there');
  }

  /** First as one deletes, then for good. */
  async #deleteOwn(): Promise<void> {
    const { name, records } = this.#options;
    const version = this.#own.shift() ?? 0;
    for (const [query, fate] of [
      ['', 'deleted'],
      ['?permanent=true', 'gone'],
    ] as const) {
      records.became(name, version, undefined);
      const answer = await this.#call('DELETE', `/subjects/${name}/versions/${version}${query}`);
      if (answer === undefined) return;
      records.became(name, version, fate);
    }
  }

  async #send(subject: string, value: string): Promise<number | undefined> {
    const schema = JSON.stringify({ const: value });
    const answer = await this.#call('POST', `/subjects/${subject}/versions`, { schemaType: 'JSON', schema });
    if (answer?.status !== 200) return undefined;
    const id = memberOf(answer, 'id', 0);
    this.#options.records.registered(subject, id, schema);
    return id;
  }

  #sawVersion(subject: string, answer: Answer): void {
    const { records } = this.#options;
    const id = memberOf(answer, 'id', 0);
    records.sawVersion(subject, memberOf(answer, 'version', 0), id);
    records.sawSchema(id, memberOf(answer, 'schema', ''));
  }

  /** Asks. What is no success, and not that there is nothing, is an error, as long as the visit is not over. */
  async #call(method: string, path: string, body?: object): Promise<Answer | undefined> {
    const { url, agent, records, token } = this.#options;
    const { promise, resolve } = Promise.withResolvers<Answer | Error>();
    const headers = {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/vnd.schemaregistry.v1+json' }),
    };
    const sent = request(`${url}${path}`, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', resolve);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', resolve);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const answer = await promise;
    if (answer instanceof Error) {
      if (!this.#isOver()) records.complain(`${method} ${path}: ${answer.message}`);
      await wait(5);
      return undefined;
    }
    const isExpected = answer.status === 200 || (method === 'GET' && answer.status === 404);
    if (!isExpected) records.complain(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }
}

function memberOf<T extends string | number>({ text }: Answer, name: string, none: T): T {
  const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[name];
  return typeof value === typeof none ? (value as T) : none;
}
