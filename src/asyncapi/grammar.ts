/** A kind of object of an AsyncAPI 3 document that can stand behind a `$ref`, or hold one that can. */
export type Kind =
  | 'document'
  | 'info'
  | 'components'
  | 'server'
  | 'serverVariable'
  | 'securityScheme'
  | 'channel'
  | 'parameter'
  | 'message'
  | 'messageTrait'
  | 'correlationId'
  | 'operation'
  | 'operationTrait'
  | 'reply'
  | 'replyAddress'
  | 'serverBinding'
  | 'channelBinding'
  | 'operationBinding'
  | 'messageBinding'
  | 'httpMessageBinding'
  | 'httpOperationBinding'
  | 'externalDoc'
  | 'tag'
  | 'schema';

/** What a field holds: one object, a map of objects by name, or a list of them. */
export interface Field {
  readonly kind: Kind;
  readonly many: 'one' | 'map' | 'list';
}

const described = { tags: list('tag'), externalDocs: one('externalDoc') };

/**
 * The fields of each kind of object that hold other objects. Fields that are not listed hold plain data. Source:
 * AsyncAPI 3.1.0, section "Schema".
 */
const fields: Readonly<Record<Kind, Readonly<Record<string, Field>>>> = {
  document: {
    info: one('info'),
    servers: map('server'),
    channels: map('channel'),
    operations: map('operation'),
    components: one('components'),
  },
  info: described,
  components: {
    schemas: map('schema'),
    servers: map('server'),
    serverVariables: map('serverVariable'),
    securitySchemes: map('securityScheme'),
    channels: map('channel'),
    parameters: map('parameter'),
    messages: map('message'),
    messageTraits: map('messageTrait'),
    correlationIds: map('correlationId'),
    operations: map('operation'),
    operationTraits: map('operationTrait'),
    replies: map('reply'),
    replyAddresses: map('replyAddress'),
    serverBindings: map('serverBinding'),
    channelBindings: map('channelBinding'),
    operationBindings: map('operationBinding'),
    messageBindings: map('messageBinding'),
    externalDocs: map('externalDoc'),
    tags: map('tag'),
  },
  server: {
    variables: map('serverVariable'),
    security: list('securityScheme'),
    bindings: one('serverBinding'),
    ...described,
  },
  serverVariable: {},
  securityScheme: {},
  channel: {
    messages: map('message'),
    servers: list('server'),
    parameters: map('parameter'),
    bindings: one('channelBinding'),
    ...described,
  },
  parameter: {},
  message: {
    payload: one('schema'),
    headers: one('schema'),
    correlationId: one('correlationId'),
    bindings: one('messageBinding'),
    traits: list('messageTrait'),
    ...described,
  },
  messageTrait: {
    headers: one('schema'),
    correlationId: one('correlationId'),
    bindings: one('messageBinding'),
    ...described,
  },
  correlationId: {},
  operation: {
    channel: one('channel'),
    messages: list('message'),
    reply: one('reply'),
    security: list('securityScheme'),
    bindings: one('operationBinding'),
    traits: list('operationTrait'),
    ...described,
  },
  operationTrait: { security: list('securityScheme'), bindings: one('operationBinding'), ...described },
  reply: { address: one('replyAddress'), channel: one('channel'), messages: list('message') },
  replyAddress: {},
  serverBinding: {},
  channelBinding: {},
  operationBinding: { http: one('httpOperationBinding') },
  messageBinding: { http: one('httpMessageBinding') },
  httpOperationBinding: { query: one('schema') },
  httpMessageBinding: { headers: one('schema') },
  externalDoc: {},
  tag: { externalDocs: one('externalDoc') },
  schema: {},
};

/** The places of a document where an object of each kind is at home, as patterns of a pointer's tokens (`*`: any name). */
const homes: Readonly<Partial<Record<Kind, readonly (readonly string[])[]>>> = {
  server: [['servers', '*']],
  channel: [['channels', '*']],
  operation: [['operations', '*']],
  message: [
    ['channels', '*', 'messages', '*'],
    ['components', 'channels', '*', 'messages', '*'],
  ],
};

/** All kinds of objects. */
export const kinds = Object.keys(fields) as readonly Kind[];

/** The field `name` of an object of a kind; undefined when it holds plain data. */
export function fieldOf(kind: Kind, name: string): Field | undefined {
  return Object.hasOwn(fields[kind], name) ? fields[kind][name] : undefined;
}

/** Whether a reference can stand for an object of `kind`. */
export function isReferable(kind: Kind): boolean {
  return kind !== 'document' && kind !== 'info' && kind !== 'components';
}

/**
 * Whether an object of `kind` is at home at the place of the AsyncAPI document that `tokens` lead to, so that a
 * reference to it can stay a reference: it is read and checked there.
 */
export function isHome(kind: Kind, tokens: readonly string[]): boolean {
  if (tokens.length === 3 && tokens[0] === 'components') {
    const field = fieldOf('components', tokens[1] ?? '');
    return field?.kind === kind;
  }
  return (homes[kind] ?? []).some(
    (pattern) =>
      pattern.length === tokens.length && pattern.every((part, index) => part === '*' || part === tokens[index]),
  );
}

function one(kind: Kind): Field {
  return { kind, many: 'one' };
}

function map(kind: Kind): Field {
  return { kind, many: 'map' };
}

function list(kind: Kind): Field {
  return { kind, many: 'list' };
}
