import { createHash } from 'node:crypto';
import { sql as raw } from 'kysely';
import type { RawBuilder } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Executor, Snapshot } from '../../database/executor.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { auditOf } from './audit.ts';
import { entryOf, textsOf } from './contracts.ts';
import { packageOf } from './packages.ts';
import { configOf, schemaOf, versionOf } from './read-subjects.ts';
import type { Row } from './rows.ts';
import type { Sql, Tables } from './tables.ts';

/** Moves when lines are written otherwise. */
export const exportFormat = 1;

/** Rows of one kind: which, in what order, and the lines that are made of them. */
interface Part {
  readonly from: keyof Tables;
  readonly join?: RawBuilder<unknown>;
  readonly where?: RawBuilder<unknown>;
  /** Columns of the key, which the rows are sorted by. */
  readonly key: readonly string[];
  /** Rows that are read at once. */
  readonly page: number;
  readonly line: (row: Row) => JsonObject;
}

const parts: readonly Part[] = [
  {
    from: 'registry_schemas',
    key: ['id'],
    page: 200,
    line: (row) => ({ kind: 'schema', ...(schemaOf(row) as unknown as JsonObject) }),
  },
  {
    from: 'registry_subjects',
    key: ['subject'],
    page: 500,
    line: (row) => ({
      kind: 'subject',
      subject: String(row['subject']),
      revision: Number(row['revision']),
      lastVersion: Number(row['last_version']),
      config: { ...configOf(row) },
    }),
  },
  {
    from: 'registry_versions',
    key: ['subject', 'version'],
    page: 500,
    line: (row) => ({ kind: 'version', ...versionOf(row) }),
  },
  {
    from: 'registry_vendors',
    key: ['vendor'],
    page: 500,
    line: (row) => ({ kind: 'vendor', vendor: String(row['vendor']), revision: Number(row['revision']) }),
  },
  {
    from: 'registry_contracts',
    join: raw`join registry_texts using (vendor, version)`,
    key: ['vendor', 'version'],
    page: 10,
    line: (row) => ({ kind: 'contract', entry: { ...entryOf(row) }, texts: { ...textsOf(row) } }),
  },
  {
    from: 'registry_packages',
    key: ['name', 'version'],
    page: 10,
    line(row) {
      const { tarball, ...rest } = packageOf(row);
      return { kind: 'package', ...rest, tarball: Buffer.from(tarball).toString('base64') };
    },
  },
  {
    from: 'registry_audit',
    where: raw`own = 0`,
    key: ['at', 'id'],
    page: 500,
    line: (row) => ({ kind: 'audit', ...auditOf(row) }),
  },
];

/** A digest over lines, so that one letter that was changed on the way is noticed. Their layout does not count. */
export class LinesDigest {
  readonly #hash = createHash('sha256');

  add(line: Json): void {
    this.#hash.update(`${JSON.stringify(line)}\n`, 'utf8');
  }

  /** `sha256:` and the digest in hex; nothing can be added any more. */
  end(): string {
    return `sha256:${this.#hash.digest('hex')}`;
  }
}

/**
 * Everything of a registry but its tokens, as it is at one moment: a head, lines by kind and key, and an end that counts
 * them, with a digest over all before it.
 */
export async function* exportLines(executor: Executor, sql: Sql): AsyncGenerator<Json, void, undefined> {
  const snapshot = await executor.snapshot();
  try {
    const digest = new LinesDigest();
    const head = await headOf(snapshot, sql);
    digest.add(head);
    yield head;
    let lines = 0;
    for (const part of parts) {
      for await (const row of rowsOfPart(snapshot, sql, part)) {
        lines += 1;
        const line = part.line(row);
        digest.add(line);
        yield line;
      }
    }
    yield { kind: 'end', lines, digest: digest.end() };
  } finally {
    await snapshot.end();
  }
}

async function headOf(snapshot: Snapshot, sql: Sql): Promise<Json> {
  const counter = sql.selectFrom('registry_counters').select('value').where('name', '=', 'schema');
  const defaults = sql.selectFrom('registry_defaults').select(['revision', 'config']);
  const [counted, configured] = await snapshot.read([compiled(counter), compiled(defaults)]);
  const row = configured?.rows[0];
  return {
    kind: 'registry',
    format: exportFormat,
    lastId: Number(counted?.rows[0]?.['value'] ?? 0),
    revision: Number(row?.['revision'] ?? 0),
    config: { ...configOf(row) },
  };
}

async function* rowsOfPart(snapshot: Snapshot, sql: Sql, part: Part): AsyncGenerator<Row, void, undefined> {
  const key = raw.join(part.key.map((column) => raw.ref(column)));
  const nothing = raw``;
  for (let last: Row | undefined; ;) {
    const after = last === undefined ? [] : [raw`(${key}) > (${raw.join(part.key.map((column) => last?.[column]))})`];
    const conditions = [...(part.where === undefined ? [] : [part.where]), ...after];
    const where = conditions.length === 0 ? nothing : raw`where ${raw.join(conditions, raw` and `)}`;
    const query = raw`select * from ${raw.table(part.from)} ${part.join ?? nothing} ${where} order by ${key} limit ${raw.lit(part.page)}`;
    const [result] = await snapshot.read([compiled({ compile: () => query.compile(sql) })]);
    const rows = result?.rows ?? [];
    yield* rows;
    last = rows.at(-1);
    if (last === undefined || rows.length < part.page) return;
  }
}
