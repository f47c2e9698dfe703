import type { Anonymous } from '../api/serve.ts';

/** What the options of `serve` say; what is absent may stand in the environment. */
export interface ServeFlags {
  readonly port?: string;
  readonly host?: string;
  readonly store?: string;
  readonly contract?: readonly string[];
  readonly url?: string;
  readonly anonymous?: Anonymous;
  readonly trustProxy?: readonly string[];
  readonly trustedHeader?: string;
  readonly groupsHeader?: string;
  readonly grant?: readonly string[];
  readonly trustedRole?: 'reader' | 'writer' | 'admin' | 'none';
  readonly scope?: string;
  readonly mocks: boolean;
  readonly mockEngine: 'fast' | 'prism';
  readonly secret?: readonly string[];
  readonly limit?: string;
  readonly rate?: string;
  readonly log?: 'terminal' | 'json';
}
