import { randomBytes } from 'node:crypto';
import { compiled } from '../../database/builder.ts';
import type { Statement } from '../../database/executor.ts';
import type { By } from '../domain/store.ts';
import type { Sql } from './tables.ts';

let written = 0;

/** The line that goes into the transaction of a write. Lines of one process sort as they were written. */
export function auditLine(sql: Sql, at: number, { actor, action, target }: By): Statement {
  written += 1;
  const id = `${written.toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`;
  return compiled(sql.insertInto('registry_audit').values({ at, id, actor, action, target }));
}
