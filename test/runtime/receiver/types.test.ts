import type { RequestListener } from 'node:http';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import { expectTypeOf } from 'expect-type';
import { it } from 'vitest';
import type {
  Client,
  ContractOf,
  CreateReceiver,
  EventName,
  InvalidEvent,
  Outcome,
  Payload,
  Receiver,
  ReceiverOptions,
  UnknownEvent,
  Validator,
} from '../../../src/runtime/api.ts';

interface Visit {
  readonly type: 'visit.created';
  readonly id: string;
}
interface Message {
  readonly type: 'message.created';
  readonly text: string;
}
interface VisitMoved {
  readonly type: 'visit.moved';
  readonly to: number;
}
interface NewVisit {
  readonly type: 'visit.created';
  readonly id: number;
}

interface V1 {
  readonly id: 'acme@1.0.0';
  readonly events: { 'visit.created': Visit; 'message.created': Message };
  readonly authentication: 'signed-url';
}
interface V2 {
  readonly id: 'acme@2.0.0';
  readonly events: { 'visit.created': NewVisit; 'visit.moved': VisitMoved };
  readonly authentication: 'signed-url';
}
interface Plain {
  readonly id: 'plain@1.0.0';
  readonly events: { ping: { readonly count: number } };
  readonly authentication: 'signed';
}
interface Open {
  readonly id: 'open@1.0.0';
  readonly events: { ping: { readonly count: number } };
  readonly authentication: 'unsigned';
}

declare const createReceiver: CreateReceiver;
declare const v1: Client<V1>;
declare const v2: Client<V2>;
declare const plain: Client<Plain>;
declare const open: Client<Open>;
declare const signed: { readonly secrets: string; readonly url: string };
declare const environment: Readonly<Record<string, string | undefined>>;

/** Never run: what counts is that it compiles, and that what must not does not. */
const checks = {
  'one contract'(): void {
    const receiver = createReceiver(v1, signed);
    expectTypeOf(receiver).toEqualTypeOf<Receiver<V1>>();
    receiver
      .on('visit.created', (event) => {
        expectTypeOf(event.payload).toEqualTypeOf<Visit>();
        expectTypeOf(event.name).toEqualTypeOf<'visit.created'>();
        expectTypeOf(event.contract).toEqualTypeOf<'acme@1.0.0'>();
        expectTypeOf(event.deliveryId).toEqualTypeOf<string>();
        expectTypeOf(event.stale).toEqualTypeOf<boolean | undefined>();
      })
      .on(['visit.created', 'message.created'], (event) => {
        expectTypeOf(event.payload).toEqualTypeOf<Visit | Message>();
        if (event.name === 'message.created') expectTypeOf(event.payload).toEqualTypeOf<Message>();
      })
      .onAny((event) => {
        switch (event.name) {
          case 'visit.created':
            return expectTypeOf(event.payload.id).toEqualTypeOf<string>();
          case 'message.created':
            return expectTypeOf(event.payload.text).toEqualTypeOf<string>();
          default:
            return expectTypeOf(event).toEqualTypeOf<never>();
        }
      })
      .onInvalid((event) => {
        expectTypeOf(event).toEqualTypeOf<InvalidEvent<V1>>();
        expectTypeOf(event.name).toEqualTypeOf<'visit.created' | 'message.created'>();
        expectTypeOf(event.violations[0]?.pointer).toEqualTypeOf<string | undefined>();
      })
      .onUnknownEvent((event) => {
        expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
      });
    // @ts-expect-error no such event
    receiver.on('visit.create', () => {});
    // @ts-expect-error one of them is no event
    receiver.on(['visit.created', 'visit.moved'], () => {});
    // @ts-expect-error the event has another payload
    receiver.on('visit.created', (event) => event.payload.text);
    // @ts-expect-error not narrowed yet
    receiver.onAny((event) => event.payload.id);
  },

  'several versions of a contract'(): void {
    const receiver = createReceiver([v1, v2], signed);
    expectTypeOf(receiver).toEqualTypeOf<Receiver<V1 | V2>>();
    expectTypeOf<ContractOf<readonly [typeof v1, typeof v2]>>().toEqualTypeOf<V1 | V2>();
    expectTypeOf<EventName<V1 | V2>>().toEqualTypeOf<'visit.created' | 'message.created' | 'visit.moved'>();
    receiver.on('visit.created', (event) => {
      expectTypeOf(event.payload).toEqualTypeOf<Visit | NewVisit>();
      if (event.contract === 'acme@2.0.0') expectTypeOf(event.payload).toEqualTypeOf<NewVisit>();
      else expectTypeOf(event.payload).toEqualTypeOf<Visit>();
    });
    receiver.on('visit.moved', (event) => {
      expectTypeOf(event.contract).toEqualTypeOf<'acme@2.0.0'>();
      expectTypeOf(event.payload.to).toEqualTypeOf<number>();
    });
    receiver.onAny((event) => {
      if (event.name === 'message.created') expectTypeOf(event.payload).toEqualTypeOf<Message>();
    });
    const list: readonly Client<V1>[] = [v1];
    expectTypeOf(createReceiver(list, signed)).toEqualTypeOf<Receiver<V1>>();
    // @ts-expect-error an event of neither
    receiver.on('ping', () => {});
  },

  'what authenticates a vendor that signs the URL too'(): void {
    createReceiver(v1, { secrets: environment['SECRET'], url: environment['URL'] });
    createReceiver(v1, { secrets: [{ id: 'a', value: 'b' }, 'c'], url: ['https://a', 'https://b'] });
    createReceiver(v1, { secrets: () => environment['SECRET'], url: (delivery) => delivery.url });
    createReceiver(v1, { secrets: async () => ['a'], url: async () => ['https://a'] });
    createReceiver(v1, { verify: () => true });
    createReceiver(v1, { verify: async ({ body }) => ({ secretId: String(body.length) }), limit: 10 });
    // @ts-expect-error nothing authenticates
    createReceiver(v1, {});
    // @ts-expect-error no options
    createReceiver(v1);
    // @ts-expect-error no url
    createReceiver(v1, { secrets: 'a' });
    // @ts-expect-error no secrets
    createReceiver(v1, { url: 'https://a' });
    // @ts-expect-error the vendor signs
    createReceiver(v1, { auth: 'none' });
    // @ts-expect-error one way alone
    createReceiver(v1, { ...signed, verify: () => true });
    // @ts-expect-error no such option
    createReceiver(v1, { ...signed, secret: 'a' });
    // @ts-expect-error a function that says nothing
    createReceiver(v1, { verify: () => {} });
    // @ts-expect-error rejecting is the only other way
    createReceiver(v1, { ...signed, onInvalid: 'accept' });
  },

  'what authenticates other vendors'(): void {
    createReceiver(plain, { secrets: 'a' });
    createReceiver(plain, { secrets: 'a', url: 'https://a' });
    createReceiver(open, { auth: 'none' });
    createReceiver(open, { auth: { secret: environment['SECRET'] } });
    createReceiver(open, { auth: { header: 'X-Key', secret: async () => ['a', { id: 'b', value: 'c' }] } });
    createReceiver(open, { verify: () => false });
    // @ts-expect-error nothing authenticates
    createReceiver(plain, {});
    // @ts-expect-error nothing authenticates
    createReceiver(open, {});
    // @ts-expect-error the vendor signs nothing
    createReceiver(open, { secrets: 'a' });
    // @ts-expect-error a header without a secret
    createReceiver(open, { auth: { header: 'X-Key' } });
    // @ts-expect-error of several contracts the one that demands most decides
    createReceiver([open, v1], { auth: 'none' });
    createReceiver([open, v1], signed);
    createReceiver([open, plain], { secrets: 'a' });
  },

  async 'an outcome'(receiver: Receiver<V1>, options: ReceiverOptions<V1>): Promise<unknown> {
    expectTypeOf(options).toExtend<object>();
    const outcome = await receiver.verifyAndParse({ method: 'POST', url: '', headers: [], body: new Uint8Array() });
    expectTypeOf(outcome).toEqualTypeOf<Outcome<V1>>();
    switch (outcome.kind) {
      case 'event':
        return outcome.name === 'visit.created' ? outcome.payload.id : outcome.payload.text;
      case 'invalid':
        return outcome.violations;
      case 'unknown-event':
        return outcome.selector;
      case 'handshake':
        return outcome.body;
      case 'refused':
        expectTypeOf(outcome.status).toEqualTypeOf<400 | 401 | 405 | 413 | 415>();
        return outcome.message;
      default:
        return expectTypeOf(outcome).toEqualTypeOf<never>();
    }
  },

  'a client'(value: unknown): void {
    const visit = v1.events['visit.created'];
    if (visit.isValid(value)) expectTypeOf(value).toEqualTypeOf<Visit>();
    expectTypeOf<Payload<V1>>().toEqualTypeOf<Visit | Message>();
    expectTypeOf<Payload<V1 | V2, 'visit.created'>>().toEqualTypeOf<Visit | NewVisit>();
    const parsed = v1.parse(value);
    if (parsed.kind === 'event' && parsed.name === 'message.created')
      expectTypeOf(parsed.payload).toEqualTypeOf<Message>();
    // @ts-expect-error no such event
    void v1.events.visit;
  },

  'clients and requests of other places'(receiver: Receiver<V1>): void {
    /** What a client looks like that carries declarations of its own. */
    const foreign: {
      readonly contract: 'acme@2.0.0';
      readonly vendor: string;
      readonly version: string;
      readonly types?: V2;
    } = v2;
    expectTypeOf(createReceiver([v1, foreign], signed)).toEqualTypeOf<Receiver<V1 | V2>>();
    expectTypeOf(receiver.fetch).returns.toEqualTypeOf<Promise<Response>>();
    expectTypeOf<Request>().toExtend<Parameters<typeof receiver.fetch>[0]>();
    expectTypeOf(receiver.fetch).toExtend<(request: Request) => Promise<Response>>();
    expectTypeOf(receiver.node).toExtend<RequestListener>();
  },
};

it('is held by the compiler', () => {
  expectTypeOf(checks).toBeObject();
});

it('has validators that are Standard Schemas', () => {
  expectTypeOf<Validator<Visit>>().toExtend<StandardSchemaV1<Visit, Visit>>();
  expectTypeOf<StandardSchemaV1.InferOutput<Validator<Visit>>>().toEqualTypeOf<Visit>();
});
