import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { CheckResult } from '../checks/result.ts';
import { shippedContracts } from '../checks/targets.ts';
import { shippedAddress } from '../config/registry-address.ts';
import { RunError } from '../findings/run-error.ts';
import { ciFile, configFile, missingAttributes } from '../init/texts.ts';
import type { CiHost, InitFile } from '../init/texts.ts';
import type { IsolationOptions } from '../isolation/run-isolated.ts';
import { displayPath } from '../util/display-path.ts';
import { nearest } from '../util/nearest.ts';
import { checkContracts } from './check-contracts.ts';
import { contractPlaces } from './contract-folders.ts';
import { generate } from './generate.ts';
import { importContract } from './import.ts';
import type { ImportContractResult } from './import.ts';
import { infer } from './infer.ts';
import type { InferredContract } from './infer.ts';
import { pull } from './pull.ts';
import { namedOrConfigured } from './targets.ts';
import { reasonOf } from '../util/system-reason.ts';

/** Where the first contract comes from. */
export type InitWay =
  /** One of the contracts that come with counterfoil. */
  | { readonly kind: 'shipped' }
  /** Capture files, folders or patterns. */
  | { readonly kind: 'captures'; readonly captures: readonly string[] }
  /** An AsyncAPI, OpenAPI or JSON Schema document. */
  | { readonly kind: 'document'; readonly document: string };

export interface InitOptions extends IsolationOptions {
  readonly way: InitWay;
  readonly vendor: string;
  /** Folder for a generated client; none is generated when absent. */
  readonly client?: string;
  /** Host of the CI that gets a job; none when absent. */
  readonly ci?: CiHost;
  /** Folder of the project; the working folder when absent. */
  readonly cwd?: string;
}

export interface InitResult {
  /** `<vendor>@<version>`. */
  readonly contract: string;
  /** What was written, folders with a slash at their end, each with its purpose. */
  readonly written: readonly { readonly path: string; readonly purpose: string }[];
  readonly inferred?: InferredContract;
  readonly imported?: ImportContractResult;
  readonly check: CheckResult;
}

/**
 * Sets a project up: a first contract, `counterfoil.yaml`, the line in `.gitattributes` that keeps captures byte-exact, and what
 * is wished for of a client and a CI job; then checks it. Replaces nothing.
 *
 * @throws {RunError} when something is there already, or the contract cannot be made: then nothing was written
 */
export async function init(options: InitOptions): Promise<InitResult> {
  const cwd = resolve(options.cwd ?? '');
  const { vendor, way, client, ci } = options;
  const { deadline, memory, onProgress } = options;
  const isolation: IsolationOptions = {
    ...(deadline === undefined ? {} : { deadline }),
    ...(memory === undefined ? {} : { memory }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const files: InitFile[] = [
    configFile({
      vendor,
      ...(client === undefined ? {} : { client: belowProject(client, cwd) }),
      ...(way.kind === 'captures' ? { captures: way.captures } : {}),
    }),
    ...(ci === undefined ? [] : [ciFile(ci)]),
  ];
  for (const { path } of files) refuseToReplace(path, cwd);
  if (way.kind !== 'shipped') for (const place of contractPlaces(vendor, firstVersion)) refuseToReplace(place, cwd);
  if (client !== undefined) refuseFileInTheWay(client, cwd);
  const made = await makeContract(way, vendor, cwd, isolation);
  const attributes = writeFiles(files, cwd);
  const clients =
    client === undefined
      ? []
      : (await generate(namedOrConfigured([], cwd), { out: resolve(cwd, client), cwd, ...isolation })).clients;
  const check = await checkContracts([], { cwd, ...isolation });
  return {
    ...made,
    written: [
      ...made.written,
      ...files.map(({ path, purpose }) => ({ path, purpose })),
      ...(attributes
        ? [{ path: '.gitattributes', purpose: 'keeps captures byte-exact, so that signatures stay right' }]
        : []),
      ...(client === undefined || clients.length === 0
        ? []
        : [
            {
              path: `${belowProject(client, cwd)}/`,
              purpose: 'types, validators and a receiver: never edited by hand',
            },
          ]),
    ],
    check,
  };
}

/** What import and infer call a first contract. */
const firstVersion = '1.0.0';

type Made = Pick<InitResult, 'contract' | 'written' | 'inferred' | 'imported'>;

async function makeContract(way: InitWay, vendor: string, cwd: string, isolation: IsolationOptions): Promise<Made> {
  if (way.kind === 'shipped') return pullShipped(vendor, cwd, isolation);
  const folders = (id: string) => [
    { path: `asyncapi/${id.replace('@', '/')}/`, purpose: 'the contract: what the vendor sends; yours to correct' },
    { path: `schemas/${id.replace('@', '/')}/`, purpose: 'its JSON Schemas' },
  ];
  if (way.kind === 'captures') {
    const inferred = await infer(way.captures, { vendor, out: '.', cwd });
    return { contract: inferred.id, written: folders(inferred.id), inferred };
  }
  const imported = await importContract(way.document, { vendor, out: '.', cwd, ...isolation });
  return { contract: imported.id, written: folders(imported.id), imported };
}

/** The shipped contract as one that was pulled: locked, and as a single document. */
async function pullShipped(vendor: string, cwd: string, isolation: IsolationOptions): Promise<Made> {
  const shipped = shippedContracts();
  const newest = shipped.find((contract) => contract.vendor === vendor);
  if (newest === undefined) {
    const vendors = [...new Set(shipped.map((contract) => contract.vendor))];
    const meant = nearest(vendor, vendors);
    throw new RunError('usage', `No contract of ${vendor} comes with counterfoil.`, {
      help: `${meant === undefined ? '' : `Did you mean ${meant}? `}There are ${vendors.join(', ')}. For another vendor give --captures or --from as well.`,
    });
  }
  const folder = `asyncapi/${vendor}/${newest.version}`;
  refuseToReplace(folder, cwd);
  const { contracts } = await pull([vendor], { registry: shippedAddress, cwd, ...isolation });
  const version = contracts[0]?.version ?? newest.version;
  return {
    contract: `${vendor}@${version}`,
    written: [
      { path: `asyncapi/${vendor}/${version}/`, purpose: 'the contract: what the vendor sends' },
      { path: 'counterfoil.lock', purpose: 'which version it is: counterfoil pull --check holds the files to it' },
    ],
  };
}

/** Before anything is written: a client cannot lie where a file does, or below one. */
function refuseFileInTheWay(client: string, cwd: string): void {
  for (let path = resolve(cwd, client); path !== cwd; path = dirname(path))
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false)
      throw new RunError('usage', `${displayPath(path, cwd)} is a file, and the client needs a folder.`, {
        help: 'Name another folder with --client.',
      });
}

function refuseToReplace(path: string, cwd: string): void {
  if (!existsSync(join(cwd, path))) return;
  throw new RunError('usage', `${path} is there already, and nothing is replaced.`, {
    help:
      path === 'counterfoil.yaml'
        ? 'This project is set up. Add a contract with counterfoil pull, infer or import.'
        : /^(?:asyncapi|schemas)\//.test(path)
          ? 'Move it away to begin anew, or leave it and try counterfoil check.'
          : 'Move it away, or leave out the option that writes it; docs/ci.md has the job to add to a file of your own.',
  });
}

/** Writes all files or none; tells whether `.gitattributes` had to be changed. */
function writeFiles(files: readonly InitFile[], cwd: string): boolean {
  const undo: (() => void)[] = [];
  try {
    for (const { path, content } of files) {
      const file = join(cwd, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content, { flag: 'wx' });
      undo.push(() => rmSync(file, { force: true }));
    }
    const file = join(cwd, '.gitattributes');
    const present = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const missing = missingAttributes(present);
    if (missing !== undefined) writeFileSync(file, missing, { flag: 'a' });
    return missing !== undefined;
  } catch (error) {
    for (const step of undo.toReversed()) step();
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new RunError('input', `The files cannot be written: ${reasonOf(error)}.`, {
      help: 'May you write to this folder?',
    });
  }
}

function belowProject(folder: string, cwd: string): string {
  const path = relative(cwd, resolve(cwd, folder)).split(sep).join('/');
  if (path !== '' && !path.startsWith('..') && folder.trim() !== '') return path;
  throw new RunError('usage', `${folder === '' ? 'The folder of the client' : folder} is no folder below this one.`, {
    help: 'Name a folder of the project for the client alone: --client src/webhooks.',
  });
}
