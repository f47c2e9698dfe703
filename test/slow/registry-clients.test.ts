import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { selfContained } from '../../src/asyncapi/self-contained.ts';
import { createAnalyst } from '../../src/isolation/analyst.ts';
import { createWorkerPool } from '../../src/isolation/worker-pool.ts';
import type { Analyst } from '../../src/registry/domain/analyst.ts';
import { registerContractSubjects } from '../../src/registry/domain/subjects/contract-subjects.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import type { Json } from '../../src/util/json.ts';
import { admin, anonymous, startServer } from '../registry/confluent/server.ts';
import type { TestServer } from '../registry/confluent/server.ts';
import { newFolder } from '../support/fresh-clone.ts';

const root = join(import.meta.dirname, '../..');
const peers = createRequire(join(root, 'test/peers/package.json'));

/** What of `@kafkajs/confluent-schema-registry` is used here. */
interface KafkaJs {
  readonly SchemaRegistry: new (
    config: { readonly host: string },
    options?: object,
  ) => {
    register(schema: object, options: object): Promise<{ readonly id: number }>;
    getLatestSchemaId(subject: string): Promise<number>;
    getRegistryId(subject: string, version: number): Promise<number>;
    getRegistryIdBySchema(subject: string, schema: object): Promise<number>;
    encode(id: number, payload: unknown): Promise<Buffer>;
    decode(message: Buffer): Promise<unknown>;
  };
  readonly SchemaType: { readonly JSON: string };
}

/** What of `@confluentinc/schemaregistry` is used here. */
interface Confluent {
  readonly SchemaRegistryClient: new (config: object) => {
    register(subject: string, schema: object, normalize?: boolean): Promise<number>;
    getBySubjectAndId(subject: string, id: number): Promise<{ readonly schema: string }>;
    getId(subject: string, schema: object): Promise<number>;
    getVersion(subject: string, schema: object): Promise<number>;
    getLatestSchemaMetadata(subject: string): Promise<{ readonly id: number; readonly version: number }>;
    getSchemaMetadata(subject: string, version: number): Promise<{ readonly id: number }>;
    getAllSubjects(): Promise<string[]>;
    getAllVersions(subject: string): Promise<number[]>;
    testSubjectCompatibility(subject: string, schema: object): Promise<boolean>;
    getCompatibility(subject: string): Promise<string>;
    updateCompatibility(subject: string, level: string): Promise<string>;
    deleteSubjectVersion(subject: string, version: number, permanent?: boolean): Promise<number>;
    deleteSubject(subject: string, permanent?: boolean): Promise<number[]>;
    close(): Promise<void>;
  };
  readonly JsonSerializer: new (
    client: object,
    type: string,
    options: object,
  ) => {
    serialize(topic: string, message: unknown): Promise<Buffer>;
  };
  readonly JsonDeserializer: new (
    client: object,
    type: string,
    options: object,
  ) => {
    deserialize(topic: string, message: Buffer): Promise<unknown>;
  };
}

/** As docs/registry-subjects.md has it. */
const options = { strict: false, formats: fullFormats };

/** The subject is the event's own name, whatever the topic. */
const subject = 'ombori.v2.positionCreated';

const aDate: Json = { $schema: 'http://json-schema.org/draft-07/schema#', type: 'string', format: 'date' };

const folder = newFolder('registry-clients');
let analyst: Analyst;
let server: TestServer;
let host: string;
let schema: Json;
let payload: Json;

beforeAll(async () => {
  const { contract, document } = await loadContract('asyncapi/ombori/2.0.0/asyncapi.yaml', { cwd: root });
  if (contract === undefined) throw new Error('The contract of ombori cannot be read.');
  const example = contract.events.find(({ name }) => name === 'positionCreated')?.examples[0];
  if (example === undefined) throw new Error('There is no example.');
  payload = example.payload;
  analyst = createAnalyst(createWorkerPool({ size: 2, deadline: 30_000 }));
  const { subjects } = await analyst.readContract({ document: selfContained(contract, document) });
  server = startServer(await openRegistryStore(join(folder.path, 'registry.db'), { create: true }), analyst);
  const { conflicts } = await registerContractSubjects(server.desk, subjects, 'the operator');
  if (conflicts.length > 0) throw new Error(JSON.stringify(conflicts));
  schema = subjects.get(subject) as Json;
  host = await server.app.listen({ host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.close();
  await server.desk.store.close();
  await analyst.close();
  folder.remove();
});

test('the schema says more than the clients know: own keywords and formats', () => {
  const text = JSON.stringify(schema);
  expect(text).toMatch(/"x-[a-z-]+":/);
  expect(text).toMatch(/"format":/);
});

describe('@kafkajs/confluent-schema-registry', () => {
  const { SchemaRegistry, SchemaType } = peers('@kafkajs/confluent-schema-registry') as KafkaJs;
  const open = (more?: object) =>
    new SchemaRegistry({ host }, more === undefined ? undefined : { [SchemaType.JSON]: more });

  test('fetches, encodes and decodes without a token', async () => {
    server.actAs(anonymous);
    const registry = open(options);
    const id = await registry.getLatestSchemaId(subject);
    const message = await registry.encode(id, payload);
    expect([message.readUInt8(0), message.readInt32BE(1)]).toEqual([0, id]);
    expect(await open(options).decode(message)).toEqual(payload);
    expect(await registry.getRegistryId(subject, 1)).toBe(id);
    const same = { type: SchemaType.JSON, schema: JSON.stringify(schema, null, 2) };
    expect(await registry.getRegistryIdBySchema(subject, same)).toBe(id);
    await expect(registry.encode(id, { type: 7 })).rejects.toThrow(/invalid/i);
    server.actAs(admin);
  });

  test('with its default options it throws on our keywords, then on formats', async () => {
    const registry = open();
    const id = await registry.getLatestSchemaId(subject);
    await expect(registry.encode(id, payload)).rejects.toThrow(/strict mode: unknown keyword: "x-/);
    const { id: dated } = await server.register('acme.v1.dated', aDate);
    await expect(registry.encode(dated, 'today')).rejects.toThrow('unknown format "date"');
    // Without the formats, which it then says on the console, they are not looked at.
    const lax = open({ strict: false, logger: false });
    expect(await lax.decode(await lax.encode(dated, 'today'))).toBe('today');
    await expect(open(options).encode(dated, 'today')).rejects.toThrow('invalid payload');
  });

  test('registers what is there and what is new, when it is told the level', async () => {
    const registry = open(options);
    const same = { type: SchemaType.JSON, schema: JSON.stringify(schema) };
    const id = await registry.getLatestSchemaId(subject);
    expect(await registry.register(same, { subject, compatibility: 'FORWARD' })).toMatchObject({ id });
    // Unless it is told, it takes BACKWARD for granted.
    await expect(registry.register(same, { subject })).rejects.toThrow('BACKWARD != FORWARD');
    const own = { type: SchemaType.JSON, schema: '{"type":"object","title":"own"}' };
    await registry.register(own, { subject: 'acme.v1.own', compatibility: 'FORWARD' });
    // A subject without a level of its own is given the one that the client takes for granted, or is told.
    expect((await server.call('GET', '/config/acme.v1.own')).body).toEqual({ compatibilityLevel: 'FORWARD' });
    await registry.register(own, { subject: 'acme.v1.other', updateConfig: false });
    expect((await server.call('GET', '/config/acme.v1.other')).status).toBe(404);
    await registry.register(own, { subject: 'acme.v1.third' });
    expect((await server.call('GET', '/config/acme.v1.third')).body).toEqual({ compatibilityLevel: 'BACKWARD' });
  });

  test('with a token that may write but not configure, it needs updateConfig: false', async () => {
    server.actAs({ name: 'writer', role: 'writer', known: true });
    const registry = open(options);
    const own = { type: SchemaType.JSON, schema: '{"type":"object","title":"written"}' };
    await expect(registry.register(own, { subject: 'acme.v1.denied' })).rejects.toThrow('may not');
    await registry.register(own, { subject: 'acme.v1.written', updateConfig: false });
    server.actAs(admin);
  });

  test('tells why a schema is refused', async () => {
    const registry = open(options);
    const broken = { type: SchemaType.JSON, schema: '{"type":"string"}' };
    const attempt = registry.register(broken, { subject, compatibility: 'FORWARD' });
    await expect(attempt).rejects.toThrow('Not FORWARD compatible with version 1');
  });
});

describe('@confluentinc/schemaregistry', () => {
  const { SchemaRegistryClient, JsonSerializer, JsonDeserializer } = peers('@confluentinc/schemaregistry') as Confluent;
  const connect = () => new SchemaRegistryClient({ baseURLs: [host], maxRetries: 0 });
  const named = { ...options, validate: true, subjectNameStrategy: async () => subject };

  test('fetches, encodes and decodes with the name of the event as the subject', async () => {
    server.actAs(anonymous);
    const client = connect();
    const serializer = new JsonSerializer(client, 'VALUE', { ...named, useLatestVersion: true });
    const message = await serializer.serialize('visits', payload);
    expect(message.readInt32BE(1)).toBe((await client.getLatestSchemaMetadata(subject)).id);
    expect(await new JsonDeserializer(connect(), 'VALUE', named).deserialize('visits', message)).toEqual(payload);
    await expect(serializer.serialize('visits', { type: 7 })).rejects.toThrow('Invalid message');
    server.actAs(admin);
  });

  test('with its default options it throws: no such subject, our keywords, formats', async () => {
    const client = connect();
    const serialize = (more: object) =>
      new JsonSerializer(client, 'VALUE', { useLatestVersion: true, validate: true, ...more }).serialize(
        'visits',
        payload,
      );
    await expect(serialize({})).rejects.toThrow("Subject 'visits-value' not found");
    const { subjectNameStrategy } = named;
    await expect(serialize({ subjectNameStrategy })).rejects.toThrow(/strict mode: unknown keyword: "x-/);
    await server.register('acme.v1.dated', aDate);
    const dated = { subjectNameStrategy: async () => 'acme.v1.dated' };
    const date = (more: object) =>
      new JsonSerializer(client, 'VALUE', { useLatestVersion: true, validate: true, ...dated, ...more }).serialize(
        'visits',
        'today',
      );
    await expect(date({})).rejects.toThrow('unknown format "date"');
    await expect(date(options)).rejects.toThrow('Invalid message');
  });

  test('registers, checks, configures and deletes', async () => {
    const client = connect();
    const of = (value: Json) => ({ schemaType: 'JSON', schema: JSON.stringify(value) });
    const name = 'acme.v1.ümlaut';
    const first = of({ type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false });
    const second = of({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      additionalProperties: false,
    });
    const id = await client.register(name, first);
    expect((await client.getBySubjectAndId(name, id)).schema).toBe(first.schema);
    expect(await client.getId(name, first)).toBe(id);
    expect(await client.getVersion(name, first)).toBe(1);
    expect(await client.testSubjectCompatibility(name, second)).toBe(true);
    expect(await client.updateCompatibility(name, 'FORWARD')).toBe('FORWARD');
    expect(await client.getCompatibility(name)).toBe('FORWARD');
    expect(await connect().testSubjectCompatibility(name, second)).toBe(false);
    await expect(client.register(name, second)).rejects.toMatchObject({ status: 409, errorCode: 409 });
    await client.updateCompatibility(name, 'BACKWARD');
    expect(await client.register(name, second, true)).toBe(id + 1);
    expect(await client.getAllVersions(name)).toEqual([1, 2]);
    expect(await client.getAllSubjects()).toContain(name);
    expect((await client.getSchemaMetadata(name, 2)).id).toBe(id + 1);
    expect(await client.deleteSubjectVersion(name, 2)).toBe(2);
    expect(await client.deleteSubject(name)).toEqual([1]);
    expect(await client.deleteSubject(name, true)).toEqual([1, 2]);
    await expect(connect().getAllVersions(name)).rejects.toMatchObject({ status: 404, errorCode: 40401 });
  });

  test('follows references', async () => {
    const client = connect();
    const draft7 = { $schema: 'http://json-schema.org/draft-07/schema#' };
    await client.register('acme.v1.name', {
      schemaType: 'JSON',
      schema: JSON.stringify({ ...draft7, type: 'string' }),
    });
    const references = [{ name: 'name.json', subject: 'acme.v1.name', version: 1 }];
    const holder = JSON.stringify({ ...draft7, properties: { name: { $ref: 'name.json' } }, required: ['name'] });
    await client.register('acme.v1.holder', { schemaType: 'JSON', schema: holder, references });
    const strategy = {
      ...options,
      validate: true,
      useLatestVersion: true,
      subjectNameStrategy: async () => 'acme.v1.holder',
    };
    const serializer = new JsonSerializer(connect(), 'VALUE', strategy);
    const message = await serializer.serialize('any', { name: 'Ada' });
    expect(await new JsonDeserializer(connect(), 'VALUE', strategy).deserialize('any', message)).toEqual({
      name: 'Ada',
    });
    await expect(serializer.serialize('any', { name: 7 })).rejects.toThrow('Invalid message');
  });
});
