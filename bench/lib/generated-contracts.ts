import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes contracts with a model each and `events` events that have one example each, all valid. */
export function writeContracts(folder: string, contracts: number, events: number): void {
  if (existsSync(folder)) return;
  for (let index = 0; index < contracts; index += 1) writeContract(folder, `vendor${index}`, events);
}

function writeContract(folder: string, vendor: string, events: number): void {
  const names = Array.from({ length: events }, (_, index) => `thing${index}.changed`);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write(`asyncapi/${vendor}/1.0.0/asyncapi.yaml`, documentOf(vendor, names));
  write(`schemas/${vendor}/1.0.0/thing.schema.json`, JSON.stringify(thing, undefined, 2));
  for (const name of names) {
    write(`asyncapi/${vendor}/1.0.0/messages/${name}.yaml`, messageOf(vendor, name));
    write(`schemas/${vendor}/1.0.0/events/${name}.schema.json`, JSON.stringify(eventOf(name), undefined, 2));
  }
}

function documentOf(vendor: string, names: readonly string[]): string {
  return `asyncapi: 3.1.0
info: {title: ${vendor} webhooks, version: 1.0.0, description: Generated., x-vendor: ${vendor}}
channels:
  webhook:
    address: null
    title: Webhook
    x-selector: [/type]
    messages:
${names.map((name) => `      ${name}: {$ref: messages/${name}.yaml}`).join('\n')}
operations:
  deliver:
    action: send
    title: Deliver
    summary: Sends an event.
    channel: {$ref: '#/channels/webhook'}
    bindings: {http: {method: POST, bindingVersion: '0.3.0'}}
`;
}

function messageOf(vendor: string, name: string): string {
  return `name: ${name}
title: ${name}
summary: ${name}.
description: Generated.
contentType: application/json
payload: {$ref: ../../../../schemas/${vendor}/1.0.0/events/${name}.schema.json}
examples:
  - name: one
    summary: Generated.
    payload:
      type: ${name}
      data: {id: 7, name: Seven, at: "2025-03-01T09:30:00Z", tags: [a, b], owner: {id: 1, name: One}}
x-source: {kind: other, document: Generated, examples: {one: {repairs: []}}}
`;
}

const described = (description: string, rest: object): object => ({ description, ...rest });

const thing = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  description: 'A thing.',
  type: 'object',
  required: ['id', 'name', 'at'],
  properties: {
    id: described('Id.', { type: 'integer' }),
    name: described('Name.', { type: 'string', 'x-personal-data': 'name' }),
    at: described('When.', { type: 'string', format: 'date-time' }),
    tags: described('Tags.', { type: 'array', items: { type: 'string' } }),
    owner: described('Owner.', {
      type: 'object',
      properties: {
        id: described('Id.', { type: 'integer' }),
        name: described('Name.', { type: 'string', 'x-personal-data': 'name' }),
      },
    }),
  },
};

function eventOf(name: string): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    description: `Payload of ${name}.`,
    type: 'object',
    required: ['type', 'data'],
    properties: {
      type: described('Which event it is.', { type: 'string', const: name }),
      data: { $ref: '../thing.schema.json' },
    },
  };
}
