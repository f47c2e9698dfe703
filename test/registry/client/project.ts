import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Contracts of a vendor called cafe: 1.0.0, 1.1.0 with a further event, and 2.0.0 that breaks. */
export const cafeVersions = join(import.meta.dirname, '../../cli/bases/cafe-versions');

/** An empty folder that is removed when the test is over. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A project beside a registry that is a folder with all versions of the cafe, none of them released. */
export function projectBesideRegistry(): { readonly cwd: string; readonly registry: string } {
  const top = emptyFolder();
  const registry = join(top, 'contracts');
  cpSync(cafeVersions, registry, { recursive: true });
  const cwd = join(top, 'project');
  mkdirSync(cwd);
  return { cwd, registry };
}
