import type { IncomingMessage } from 'node:http';
import type { Contract } from '../../asyncapi/model.ts';
import type { Space } from '../spaces/space.ts';
import type { Faults } from '../spaces/faults.ts';
import { curlFor } from './curl.ts';
import type { Desk } from './desk.ts';
import { baseOf } from '../../http/request.ts';
import type { SignatureState } from './verdict.ts';

/** What `GET /` tells of a mock, or of one of its spaces. */
export interface Overview {
  readonly engine: string;
  readonly profile: string;
  readonly space: string | undefined;
  readonly faults: Faults;
  readonly quota: number | undefined;
  /** URL in front of the paths. */
  readonly url: string;
  readonly contracts: readonly OverviewOfContract[];
}

export interface OverviewOfContract {
  readonly id: string;
  readonly title: string;
  /** Takes all events. */
  readonly url: string;
  /** `checked` with a secret; `none` when the vendor signs nothing. */
  readonly signatures: 'checked' | Extract<SignatureState, 'not-checked' | 'none'>;
  /** Where the credential itself is sent: the environment variable that the command lines read it from. */
  readonly variable?: string;
  readonly events: readonly {
    readonly name: string;
    readonly title: string | undefined;
    /** Takes this event alone. */
    readonly url: string;
    /** A command line that sends a documented example, signed when there is a secret. */
    readonly curl: string | undefined;
  }[];
}

export function overview(desk: Desk, space: Space, request: IncomingMessage): Overview {
  const url = `${baseOf(request, desk.publicUrl)}${space.prefix}`;
  return {
    engine: desk.engine,
    profile: desk.profile,
    space: space.name,
    faults: space.faults,
    quota: space.quota,
    url,
    contracts: desk.endpoints.map(({ contract, path, events }) => {
      const [secret] = space.secretsOf(contract.vendor);
      const variable = variableOf(desk, contract, secret);
      return {
        id: contract.id,
        title: contract.title,
        url: url + path,
        signatures: signaturesOf(contract, secret),
        ...(contract.authentication.kind === 'header' && secret !== undefined ? { variable } : {}),
        events: events.map(({ event, path: eventPath }) => ({
          name: event.name,
          title: event.title,
          url: url + eventPath,
          curl: curlFor(contract, event, url + path, secret, variable),
        })),
      };
    }),
  };
}

/** The name that the mock was given; of a space's own secret, whose name nobody has told, one made of the vendor's. */
function variableOf({ home, variables }: Desk, { vendor }: Contract, secret: string | undefined): string {
  const told = secret === home.secretsOf(vendor)[0] ? variables[vendor] : undefined;
  if (told !== undefined && /^[A-Za-z_]\w*$/.test(told)) return told;
  return `${vendor
    .toUpperCase()
    .replaceAll(/\W/g, '_')
    .replace(/^(?=\d)/, '_')}_SECRET`;
}

function signaturesOf({ authentication }: Contract, secret: string | undefined): OverviewOfContract['signatures'] {
  if (authentication.kind === 'none') return 'none';
  return secret === undefined ? 'not-checked' : 'checked';
}
