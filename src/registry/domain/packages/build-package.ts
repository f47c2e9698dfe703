import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { Json } from '../../../util/json.ts';
import { isObject } from '../../../util/json.ts';
import type { PackageFiles } from '../analyst.ts';
import type { StoredPackage } from '../store.ts';

const compress = promisify(gzip);

/** The time that npm itself gives to all files of a package, so that its bytes do not depend on the day. */
const fixedTime = new Date('1985-10-26T08:15:00.000Z');
/** Where a gzip header says on which system it was made, and the sign for "unknown". Source: RFC 1952, section 2.3. */
const system = { at: 9, unknown: 255 } as const;

/**
 * Files as a package of npm. The same files give the same bytes, whatever the order they come in, on any machine with the
 * same zlib.
 *
 * @param files with a `package.json` that has a name and a version
 */
export async function buildPackage(files: PackageFiles): Promise<StoredPackage> {
  const manifest = JSON.parse(files.get('package.json') ?? 'null') as Json;
  const [name, version] = isObject(manifest) ? [manifest['name'], manifest['version']] : [];
  if (typeof name !== 'string' || typeof version !== 'string') throw new Error('A package has a name and a version.');
  const sorted = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const archive = await packTar(
    sorted.map(([path, content]) => {
      const body = Buffer.from(content, 'utf8');
      const header = {
        name: `package/${path}`,
        size: body.length,
        type: 'file' as const,
        mode: 0o644,
        mtime: fixedTime,
        uid: 0,
        gid: 0,
        uname: '',
        gname: '',
      };
      return { header, body };
    }),
  );
  const tarball = await compress(archive, { level: 9 });
  tarball[system.at] = system.unknown;
  return {
    name,
    version,
    integrity: `sha512-${createHash('sha512').update(tarball).digest('base64')}`,
    shasum: createHash('sha1').update(tarball).digest('hex'),
    manifest,
    tarball,
  };
}
