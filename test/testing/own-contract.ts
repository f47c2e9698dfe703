import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const base = join(import.meta.dirname, '../cli/bases/cafe');

/** A folder of a test. */
export interface TestFolder {
  readonly path: string;
  read(name: string): string;
  write(name: string, text: string): void;
  remove(): void;
}

/** A new folder with these files. */
export function newFolder(files: Readonly<Record<string, string>> = {}): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'counterfoil-testing-'));
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  return {
    path,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    write,
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** A new folder with a contract of its own, `cafe@1.0.0`, and these files, which take the place of the contract's. */
export function folderWithContract(files: Readonly<Record<string, string>> = {}): TestFolder {
  const folder = newFolder();
  cpSync(base, folder.path, { recursive: true });
  for (const [name, text] of Object.entries(files)) folder.write(name, text);
  return folder;
}
