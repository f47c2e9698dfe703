import { camelCase, safeIdentifier } from '../names.ts';
import type { Body, Call, Emitter, Path } from './emitter.ts';
import { supportNames } from './support-names.ts';
import { always, and, never, not, print } from './test.ts';
import type { Test } from './test.ts';

/** Lines may be this long before what belongs together is put on several. */
const widest = 100;

/** The body of a function while it is written. */
export class FunctionBody implements Body {
  readonly emitter: Emitter;
  readonly lines: string[] = [];
  readonly #shared: { readonly names: Set<string>; readonly calls: Call[] };
  #indent: number;
  #last: Test | undefined;

  constructor(emitter: Emitter, from?: FunctionBody) {
    this.emitter = emitter;
    this.#shared = from === undefined ? { names: new Set(['value', 'evaluated']), calls: [] } : from.#shared;
    this.#indent = from === undefined ? 1 : from.#indent;
  }

  get depth(): number {
    return this.#indent - 1;
  }

  get calls(): readonly Call[] {
    return this.#shared.calls;
  }

  line(text: string): void {
    this.lines.push('  '.repeat(this.#indent) + text);
  }

  block(head: string, inside: () => void): void {
    this.#blocks([[head, inside]], '}');
  }

  indented(inside: () => void): void {
    this.#indent += 1;
    inside();
    this.#indent -= 1;
  }

  choice(blocks: readonly (readonly [test: Test, inside: () => void])[], otherwise: Test): void {
    const possible = blocks.filter(([test]) => test !== never);
    const certain = possible.findIndex(([test]) => test === always);
    const left = certain < 0 ? possible : possible.slice(0, certain + 1);
    const [first] = left;
    if (first === undefined) this.reject(otherwise);
    else if (certain === 0) first[1]();
    else {
      const heads = left.map(([test, inside]) => [test === always ? '' : `if (${print(test)})`, inside] as const);
      this.#blocks(heads, certain < 0 ? endOf(otherwise) : '}');
    }
  }

  #blocks(parts: readonly (readonly [head: string, inside: () => void])[], end: string): void {
    for (const [index, [head, inside]] of parts.entries()) {
      const line = index === 0 ? head : `} else ${head}`;
      this.line(`${line.trim()} {`);
      this.indented(inside);
    }
    this.line(end);
  }

  reject(unless: Test): void {
    if (unless.kind === 'constant') {
      if (!unless.value) this.line('return false;');
      return;
    }
    const parts = unless.kind === 'and' ? unless.parts : [unless];
    let packed: Test = always;
    for (const part of parts) {
      const longer = and(packed, part);
      if (packed !== always && this.#rejection(longer).length > widest) {
        this.#reject(packed);
        packed = part;
      } else packed = longer;
    }
    this.#reject(packed);
  }

  #reject(unless: Test): void {
    this.line(this.#rejection(unless));
    this.#last = unless;
  }

  #rejection(unless: Test): string {
    return `if (${print(not(unless))}) return false;`;
  }

  /** The end of a function that says yes unless it has said no. */
  finish(): void {
    const last = this.lines.length === 1 ? this.#last : undefined;
    if (last === undefined) this.line('return true;');
    else this.lines[0] = `  return ${print(last)};`;
  }

  local(hint: string): string {
    const wanted = safeIdentifier(camelCase(hint));
    const first = isTaken(wanted) ? `${wanted}_` : wanted;
    let name = first;
    for (let number = 2; this.#shared.names.has(name); number += 1) name = `${first}${number}`;
    this.#shared.names.add(name);
    return name;
  }

  call(name: string, path: Path): string {
    this.#shared.calls.push({ name, path });
    return name;
  }

  fork(deeper = 0): FunctionBody {
    const part = new FunctionBody(this.emitter, this);
    part.#indent += deeper;
    return part;
  }

  append(part: Body): void {
    this.lines.push(...part.lines);
  }
}

/** The end of blocks none of which ran, unless the test holds. */
function endOf(otherwise: Test): string {
  if (otherwise === always) return '}';
  return otherwise === never ? '} else return false;' : `} else if (${print(not(otherwise))}) return false;`;
}

/** Whether something of the module may have the name: functions begin with one of these words, constants in capitals. */
function isTaken(name: string): boolean {
  return /^(?:is|check|collect)(?!\p{Ll})./u.test(name) || supportNames.has(name);
}
