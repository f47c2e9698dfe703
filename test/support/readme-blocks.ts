import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Block {
  readonly language: string;
  readonly code: string;
  /** Exit code that a comment in front of the block announces. */
  readonly exit: number;
}

/** The blocks of code in the README, in their order; pictures are none. */
export function readmeBlocks(): Block[] {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  return [...readme.matchAll(/(?:<!-- exits (\d+)[^\n]*-->\n)?```(\w+)\n([\s\S]*?)```/g)]
    .map(([, exit = '0', language = '', code = '']) => ({ language, code: code.trim(), exit: Number(exit) }))
    .filter(({ language }) => language !== 'mermaid');
}
