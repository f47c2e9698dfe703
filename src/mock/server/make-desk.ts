import type { Contract } from '../../asyncapi/model.ts';
import { RunError } from '../../findings/run-error.ts';
import { SignatureSchemeError } from '../../signatures/signature-scheme-error.ts';
import { nearest } from '../../util/nearest.ts';
import { readPublicUrl } from '../../http/public-url.ts';
import type { Engine } from '../engine.ts';
import type { MockLog } from '../log/log.ts';
import { endpointFinder, endpointOf } from '../openapi/endpoints.ts';
import type { Endpoint } from '../openapi/endpoints.ts';
import type { Faults } from '../spaces/faults.ts';
import { Space } from '../spaces/space.ts';
import type { Secrets } from '../spaces/space.ts';
import { Spaces } from '../spaces/spaces.ts';
import type { SpacesMode } from '../spaces/spaces.ts';
import { checkSecret } from '../../deliveries/authenticate.ts';
import type { Desk } from './desk.ts';
import { createWarningFinder } from './find-warnings.ts';
import { createDeliveryJudge } from './judge-delivery.ts';
import { createMetrics } from './metrics.ts';
import { createBodyReader } from '../../http/read-body.ts';
import { Streams } from './stream.ts';
import { visitorsOf } from '../../http/visitors.ts';

export interface DeskOptions {
  readonly contracts: readonly Contract[];
  readonly engine: Engine;
  readonly log: MockLog;
  readonly secrets?: Secrets;
  /** Environment variables that the secrets stood in, by vendor. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly profile?: 'tolerant' | 'strict';
  /** The strict profile looks for them in any case. */
  readonly warnings?: boolean;
  readonly limit?: number;
  readonly publicUrl?: string;
  /** Address that it will listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  readonly faults?: Faults;
  readonly spaces?: { readonly mode?: SpacesMode; readonly most?: number };
  readonly operatorKey?: string;
  readonly keep?: number;
  readonly processMetrics?: boolean;
}

/** The server's own list: bodies of 16 KiB at most, so that it holds some 16 MiB. */
const usualKeep = 1_000;
const homeCharacters = 16 * 1024 * 1024;
const spaceLimits = { count: 200, characters: 1024 * 1024 } as const;
const mebibyte = 1024 * 1024;

/**
 * Puts together what requests are answered with.
 *
 * @throws {RunError} when a secret belongs to nobody, or cannot be used, or the public URL is none
 */
export function makeDesk(options: DeskOptions): {
  readonly at: (closing: AbortSignal) => Desk;
  readonly home: Space;
  readonly endpoints: readonly Endpoint[];
  readonly unchecked: readonly string[];
} {
  const { contracts, engine, log, profile = 'tolerant', limit = mebibyte, secrets = {} } = options;
  checkSecrets(contracts, secrets);
  const publicUrl = readPublicUrl(options.publicUrl, 'senders could know the mock by');
  const isSearched = profile === 'strict' || options.warnings !== false;
  const warningsOf = isSearched ? createWarningFinder(contracts) : () => [];
  const endpoints = contracts.map(endpointOf);
  const home = new Space(
    undefined,
    { secrets, ...(options.faults === undefined ? {} : { faults: options.faults }) },
    {
      count: options.keep ?? usualKeep,
      characters: homeCharacters,
    },
  );
  const { mode = 'call', most = 100 } = options.spaces ?? {};
  const spaces = new Spaces({ mode, most, base: home, limits: spaceLimits });
  const streams = new Streams();
  const desk: Omit<Desk, 'closing'> = {
    engine: engine.name,
    profile,
    contracts,
    endpoints,
    find: endpointFinder(endpoints),
    judge: createDeliveryJudge({ engine, warningsOf, profile, limit }),
    readBody: createBodyReader(),
    limit,
    publicUrl,
    variables: options.variables ?? {},
    refuseVisit: visitorsOf({ noun: 'mock', publicUrl, ...(options.host === undefined ? {} : { host: options.host }) }),
    home,
    spaces,
    operatorKey: options.operatorKey,
    streams,
    metrics: createMetrics({
      process: options.processMetrics ?? false,
      spaces: () => spaces.count,
      streams: () => streams.count,
    }),
    log,
  };
  return { at: (closing) => ({ ...desk, closing }), home, endpoints, unchecked: uncheckedVendors(contracts, home) };
}

function checkSecrets(contracts: readonly Contract[], secrets: Secrets): void {
  for (const [vendor, values] of Object.entries(secrets)) {
    const own = contracts.filter((contract) => contract.vendor === vendor);
    if (own.length === 0) throw new RunError('usage', ...noSuchVendor(vendor, contracts));
    if (own.every(({ authentication }) => authentication.kind === 'none'))
      throw new RunError('usage', `${vendor} signs nothing, and has no use for a secret.`, { help: 'Leave it out.' });
    for (const contract of own) for (const value of values) check(contract, value);
  }
}

function check(contract: Contract, secret: string): void {
  try {
    checkSecret(contract, secret);
  } catch (error) {
    if (!(error instanceof SignatureSchemeError)) throw error;
    throw new RunError('usage', `The secret of ${contract.vendor} cannot be used: ${error.message}`);
  }
}

function noSuchVendor(vendor: string, contracts: readonly Contract[]): [string, { readonly help: string }] {
  const vendors = [...new Set(contracts.map((contract) => contract.vendor))];
  const meant = nearest(vendor, vendors);
  const help = meant === undefined ? `Served are ${vendors.join(', ')}.` : `Did you mean ${meant}?`;
  return [`There is a secret of ${vendor}, but no contract of it is served.`, { help }];
}

function uncheckedVendors(contracts: readonly Contract[], home: Space): string[] {
  const signing = contracts.filter(({ authentication }) => authentication.kind !== 'none');
  return [...new Set(signing.map(({ vendor }) => vendor))].filter((vendor) => home.secretsOf(vendor).length === 0);
}
