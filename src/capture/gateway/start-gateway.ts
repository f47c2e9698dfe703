import type { CheckedContract } from '../../checks/checked-contract.ts';
import { listen } from '../../http/listen.ts';
import type { Timeouts } from '../../http/listen.ts';
import { problemAnswer } from '../../http/answer.ts';
import { createBodyReader } from '../../http/read-body.ts';
import { send } from '../../http/send.ts';
import type { AttestationKey } from '../attest.ts';
import type { CaptureStore } from '../store/store.ts';
import { serveAdmin } from './admin.ts';
import type { GatewayDesk, PersonalData, Refused } from './desk.ts';
import { createPayloadRedactor } from './door/redact-payload.ts';
import type { RedactPayload } from './door/redact-payload.ts';
import { createWithholder } from './door/withhold.ts';
import { HeldDeliveries } from './held.ts';
import { Housekeeping } from './housekeeping.ts';
import { createJudge } from './judge.ts';
import { Capacity, RateLimit } from './limits.ts';
import type { GatewayLog } from './log/log.ts';
import { createGatewayMetrics } from './metrics.ts';
import { createPacker } from './parcels.ts';
import type { Receiver } from './receiver.ts';
import { RecordWriter } from './record-writer.ts';
import type { SecretBook } from './secrets.ts';
import { take } from './take.ts';

/** A gateway, with everything that can be wrong about its options found out already. */
export interface GatewaySettings {
  readonly host: string;
  readonly port: number;
  /** Port of `/healthz` and `/metrics`, on the loopback; none when undefined. */
  readonly adminPort: number | undefined;
  readonly contracts: readonly CheckedContract[];
  readonly secrets: SecretBook;
  readonly store: CaptureStore;
  /** The store's file, when it is one. */
  readonly file: string | undefined;
  readonly key: AttestationKey;
  /** Undefined when the gateway answers itself. */
  readonly receiver: Receiver | undefined;
  readonly refuse: ReadonlySet<Refused>;
  readonly onStoreFailure: 'forward' | 'refuse';
  readonly onReceiverFailure: 'pass' | 'hold';
  readonly keepSignatures: boolean;
  readonly secretHeaders: readonly string[];
  readonly secretParameters: readonly string[];
  readonly personalData: PersonalData;
  readonly redact?: RedactPayload;
  /** Milliseconds. */
  readonly maxAge: number | undefined;
  readonly maxBytes: number | undefined;
  /** Most bytes of a body. */
  readonly limit: number;
  /** Most deliveries a second; Infinity for any number. */
  readonly rate: number;
  /** Bytes of bodies in memory, before further ones wait. */
  readonly memory: number;
  /** Free bytes that the disk keeps. */
  readonly reserve: number;
  /** Milliseconds. */
  readonly storePatience: number;
  readonly publicUrl: string | undefined;
  readonly timeouts?: Timeouts;
  readonly log: GatewayLog;
  readonly processMetrics: boolean;
  readonly heldPause?: { readonly first: number; readonly longest: number };
  /** Milliseconds between two rounds of housekeeping. */
  readonly tidyPause?: number;
}

export interface RunningGateway {
  /** Without a slash at its end. */
  readonly url: string;
  readonly adminUrl: string | undefined;
  /** Deliveries that wait for their receiver. */
  readonly held: () => number;
  reloadSecrets(): void;
  /** Lets what is being answered end, and writes what is left to write. */
  close(): Promise<void>;
}

/** How far back deliveries that are the same are looked for: longer than vendors try again. */
const sameWithin = 7 * 24 * 60 * 60 * 1000;
const senderPatience = 10_000;
const mostConnections = 4_096;

/** @throws {RunError} when an address cannot be listened on; everything is closed then */
export async function startGateway(settings: GatewaySettings): Promise<RunningGateway> {
  const { store, receiver, log, host, port, timeouts } = settings;
  const { desk, writer, housekeeping } = await furnish(settings);
  const closeAll = async (): Promise<void> => {
    await desk.held?.close();
    await housekeeping.close();
    await writer.settled();
    receiver?.close();
    await store.close();
  };
  try {
    const admin =
      settings.adminPort === undefined
        ? undefined
        : await serveAdmin(desk, { host: '127.0.0.1', port: settings.adminPort });
    const server = await listen({
      host,
      port,
      mostConnections,
      limit: settings.limit,
      ...(timeouts === undefined ? {} : { timeouts }),
      answer(request, response) {
        take(desk, request, response).catch((error: unknown) => {
          log.bug('A delivery cannot be taken.', error);
          send(request, response, problemAnswer(500, 'The gateway has failed, which is a bug; its log says more.'));
        });
      },
    }).catch(async (error: unknown) => {
      await admin?.close();
      throw error;
    });
    housekeeping.tidy();
    return {
      url: server.url,
      adminUrl: admin?.url,
      held: () => desk.held?.count ?? 0,
      reloadSecrets: () => housekeeping.reloadSecrets(),
      async close() {
        await server.close();
        await closeAll();
        await admin?.close();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function furnish(
  settings: GatewaySettings,
): Promise<{ readonly desk: GatewayDesk; readonly writer: RecordWriter; readonly housekeeping: Housekeeping }> {
  const { store, key, secrets, receiver, log, limit, heldPause, tidyPause } = settings;
  const redact = settings.redact ?? createPayloadRedactor(settings.contracts, key);
  const contracts = settings.contracts.map(({ contract }) => contract);
  const capacity = new Capacity(settings.memory, senderPatience);
  let held: HeldDeliveries | undefined;
  const metrics = createGatewayMetrics({
    process: settings.processMetrics,
    watched: {
      held: () => held?.count ?? 0,
      waiting: () => capacity.waiting,
      body_bytes: () => capacity.held,
      store_up: () => (writer.obstacle === undefined ? 1 : 0),
    },
  });
  const writer = new RecordWriter({
    scribe: await store.openScribe({ key, sameWithin }),
    onCommit: (records, seconds) => metrics.commit(records, seconds),
  });
  const packer = createPacker(key);
  if (receiver !== undefined && settings.onReceiverFailure === 'hold') {
    const pause = heldPause === undefined ? {} : { pause: heldPause };
    held = await HeldDeliveries.start({ store, writer, receiver, packer, log, ...pause });
  }
  const desk: GatewayDesk = {
    ...settings,
    contracts,
    judge: createJudge(settings.contracts, limit),
    withhold: createWithholder({ ...settings, contracts, isSecret: (value) => secrets.has(value) }),
    redact,
    writer,
    held,
    packer,
    readBody: createBodyReader(settings.memory * 2),
    capacity,
    rate: new RateLimit(settings.rate),
    metrics,
  };
  const housekeeping = new Housekeeping({
    ...settings,
    writer,
    contracts,
    redact,
    sameWithin,
    ...(tidyPause === undefined ? {} : { pause: tidyPause }),
  });
  return { desk, writer, housekeeping };
}
