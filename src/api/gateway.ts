import { resolve } from 'node:path';
import type { AttestationKey } from '../capture/attest.ts';
import { openKey } from '../capture/gateway/keys.ts';
import type { PersonalData, Refused } from '../capture/gateway/desk.ts';
import type { RedactPayload } from '../capture/gateway/door/redact-payload.ts';
import { silentGatewayLog } from '../capture/gateway/log/log.ts';
import type { GatewayLog } from '../capture/gateway/log/log.ts';
import { Receiver } from '../capture/gateway/receiver.ts';
import { SecretBook } from '../capture/gateway/secrets.ts';
import type { VendorSecret } from '../capture/gateway/secrets.ts';
import { startGateway as start } from '../capture/gateway/start-gateway.ts';
import type { RunningGateway } from '../capture/gateway/start-gateway.ts';
import { openStore } from '../capture/store/open-store.ts';
import { isServerStore, storeFile } from '../database/locate.ts';

import { RunError } from '../findings/run-error.ts';
import { loadCheckedContract } from '../checks/load-sound-contract.ts';
import { resolveTargets } from '../checks/targets.ts';
import { readPublicUrl } from '../http/public-url.ts';
import type { Timeouts } from '../http/listen.ts';
import { servedTargets } from './targets.ts';

export type { GatewayLog, PersonalData, RedactPayload, Refused, VendorSecret };

export interface GatewayOptions {
  /** URL of the receiver; without it the gateway answers 204 itself. */
  readonly forward?: string;
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Any that is free when absent, or 0. */
  readonly port?: number;
  /** Port of `/healthz` and `/metrics` on the loopback; none when absent, any that is free when 0. */
  readonly adminPort?: number;
  /** As for `startMock`. An empty list judges nothing. */
  readonly contracts?: readonly string[];
  /** Path of a SQLite file, or a `postgres://` URL; `counterfoil-captures.db` when absent. It is made when there is none. */
  readonly store?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** What is refused; nothing when absent. */
  readonly refuse?: readonly Refused[];
  readonly secrets?: readonly VendorSecret[];
  /** File of further secrets, read anew when it changes. */
  readonly secretFile?: string;
  /** URL in front of all paths as vendors know it; as each request says when absent. */
  readonly publicUrl?: string;
  /** What becomes of deliveries that cannot be recorded: sent on all the same (when absent), or refused. */
  readonly onStoreFailure?: 'forward' | 'refuse';
  /** What becomes of deliveries whose receiver is down: the failure is passed on (when absent), or they are held. */
  readonly onReceiverFailure?: 'pass' | 'hold';
  /** Whether an acknowledgement waits for the disk; `on` when absent. */
  readonly fsync?: 'on' | 'off';
  /** Whether signatures are stored; false when absent. */
  readonly keepSignatures?: boolean;
  /** Headers, and parameters of the query, that hold a credential and are not stored. */
  readonly secretHeaders?: readonly string[];
  readonly secretParameters?: readonly string[];
  /** When absent, it is taken out after 7 days. */
  readonly personalData?: PersonalData;
  /** Takes personal data out of payloads; pseudonyms of the same shape stand for it when absent. */
  readonly redact?: RedactPayload;
  /** How long records are kept, in milliseconds; 30 days when absent, Infinity for ever. */
  readonly maxAge?: number;
  /** How many bytes of records are kept; 10 GiB when absent, Infinity for any number. */
  readonly maxBytes?: number;
  /** 32 bytes that the records are sealed with. */
  readonly encryptionKey?: Uint8Array;
  /** File with the gateway's own key; beside the store when absent. */
  readonly keyFile?: string;
  /** Most bytes of a body; 5 MiB when absent. */
  readonly limit?: number;
  /** Most deliveries a second; any number when absent. */
  readonly rate?: number;
  /** Bytes of bodies in memory before further senders wait; 128 MiB when absent. */
  readonly memory?: number;
  /** Free bytes that the disk keeps; 256 MiB when absent. */
  readonly reserve?: number;
  /** How long the receiver is waited for, in seconds; 30 when absent. */
  readonly receiverTimeout?: number;
  /** How long a delivery waits for the store, in seconds; 5 when absent. */
  readonly storeTimeout?: number;
  /** Which Host the receiver gets: the vendor's (when absent), or its own. */
  readonly hostHeader?: 'keep' | 'receiver';
  readonly log?: GatewayLog;
  /** Seconds that clients are waited for. */
  readonly timeouts?: Timeouts;
  /** Whether `/metrics` also tells of the process; false when absent. */
  readonly processMetrics?: boolean;
  /** Waits between attempts to deliver what is held, in seconds; half a second to 30 when absent. */
  readonly heldPause?: { readonly first: number; readonly longest: number };
  /** Milliseconds between two rounds of removing and redacting; a minute when absent. */
  readonly tidyPause?: number;
}

/** A gateway that takes deliveries. */
export interface Gateway extends RunningGateway {
  /** Ids of the contracts that deliveries are held against. */
  readonly contracts: readonly string[];
  /** Vendors that sign, but whose signatures are not checked. */
  readonly unchecked: readonly string[];
  /** Where records go, for people. */
  readonly store: string;
  /** Id of the key that records are signed with. */
  readonly key: string;
}

const day = 24 * 60 * 60 * 1000;
const mebibyte = 1024 * 1024;

/**
 * Starts a recording proxy between vendors and a receiver. Everything that can be wrong is found out before it listens.
 *
 * @throws {RunError} when a contract is missing or has errors, a secret belongs to nobody, the store cannot be opened, or
 *   an address cannot be listened on
 */
export async function startGateway(options: GatewayOptions = {}): Promise<Gateway> {
  const { store: location = 'counterfoil-captures.db', log = silentGatewayLog } = options;
  const cwd = resolve(options.cwd ?? '');
  const contracts = [];
  for (const path of resolveTargets(targetsOf(options, cwd), cwd))
    contracts.push(await loadCheckedContract(path, cwd, (file) => `${file} cannot be used`));
  const models = contracts.map(({ contract }) => contract);
  const secretFile = options.secretFile === undefined ? undefined : resolve(cwd, options.secretFile);
  const secrets = new SecretBook(models, options.secrets ?? [], secretFile);
  const receiver =
    options.forward === undefined
      ? undefined
      : new Receiver({
          url: options.forward,
          timeout: options.receiverTimeout ?? 30,
          host: options.hostHeader ?? 'keep',
        });
  if (receiver === undefined && options.onReceiverFailure === 'hold')
    throw new RunError('usage', 'Nothing can be held for a receiver when there is none.', {
      help: 'Name one with --forward, or leave out --on-receiver-failure.',
    });
  const publicUrl = readPublicUrl(options.publicUrl, 'vendors could know the gateway by');
  const store = await openStore(location, {
    cwd,
    create: true,
    fsync: options.fsync ?? 'on',
    ...(options.encryptionKey === undefined ? {} : { key: options.encryptionKey }),
  });
  let key: AttestationKey;
  try {
    key = openKey(keyFileOf(location, options.keyFile, cwd));
  } catch (error) {
    await store.close();
    throw error;
  }
  const running = await start({
    host: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    adminPort: options.adminPort,
    contracts,
    secrets,
    store,
    file: storeFile(location, cwd),
    key,
    receiver,
    refuse: new Set(options.refuse),
    onStoreFailure: options.onStoreFailure ?? 'forward',
    onReceiverFailure: options.onReceiverFailure ?? 'pass',
    keepSignatures: options.keepSignatures ?? false,
    secretHeaders: options.secretHeaders ?? [],
    secretParameters: options.secretParameters ?? [],
    personalData: options.personalData ?? { redactAfter: 7 * day },
    ...(options.redact === undefined ? {} : { redact: options.redact }),
    maxAge: finite(options.maxAge ?? 30 * day),
    maxBytes: finite(options.maxBytes ?? 10 * 1024 * mebibyte),
    limit: options.limit ?? 5 * mebibyte,
    rate: options.rate ?? Infinity,
    memory: options.memory ?? 128 * mebibyte,
    reserve: options.reserve ?? 256 * mebibyte,
    storePatience: (options.storeTimeout ?? 5) * 1000,
    publicUrl,
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
    log,
    processMetrics: options.processMetrics ?? false,
    ...(options.heldPause === undefined ? {} : { heldPause: options.heldPause }),
    ...(options.tidyPause === undefined ? {} : { tidyPause: options.tidyPause }),
  });
  const signing = models.filter(({ authentication }) => authentication.kind !== 'none');
  const vendors = [...new Set(signing.map(({ vendor }) => vendor))];
  return {
    ...running,
    contracts: models.map(({ id }) => id),
    unchecked: vendors.filter((vendor) => secrets.of(vendor).length === 0),
    store: store.location,
    key: key.id,
  };
}

/** The file of the key that signs a store's records: beside a file, in the working folder for a server. */
export function keyFileOf(location: string, keyFile: string | undefined, cwd: string): string {
  if (keyFile !== undefined) return resolve(cwd, keyFile);
  if (isServerStore(location)) return resolve(cwd, 'counterfoil-gateway.key');
  return `${storeFile(location, cwd) ?? ''}.key`;
}

function targetsOf({ contracts }: GatewayOptions, cwd: string): readonly string[] {
  return contracts ?? servedTargets([], cwd);
}

function finite(value: number): number | undefined {
  return value === Infinity ? undefined : value;
}
