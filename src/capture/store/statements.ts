import type { Generated, Kysely } from 'kysely';
import { builderFor } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';

/** Table of the records. Texts that tell something are labels of the codec; times are in the id. */
export interface CaptureTable {
  id: string;
  vendor: string | null;
  contract: string | null;
  event: string | null;
  verdict: string;
  /** Bytes of `content`. */
  size: number;
  /** 1 when personal data has been taken out, else 0. */
  redacted: number;
  /** A keyed hash. */
  sameness: number | null;
  /** 1 when answered with a status from 200 to 299, 0 with another, null when not answered. */
  succeeded: number | null;
  /** JSON. */
  answer: string | null;
  /** JSON. */
  attestation: string | null;
  delivery: string | null;
  parcel: Uint8Array | null;
  owner: string | null;
  content: Uint8Array;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface ClaimTable {
  task: string;
  holder: string;
  /** Milliseconds since 1970. */
  until: Generated<number>;
}

export interface Tables {
  counterfoil_captures: CaptureTable;
  counterfoil_meta: MetaTable;
  counterfoil_claims: ClaimTable;
}

/** Writes statements on the tables of captures. */
export function statementsFor(dialect: Executor['dialect']): Kysely<Tables> {
  return builderFor(dialect);
}
