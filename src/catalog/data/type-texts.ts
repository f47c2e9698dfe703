import type { Contract } from '../../asyncapi/model.ts';
import { emitTypes } from '../../codegen/types/emit-types.ts';
import type { ContractTypesText } from './catalog-contract.ts';

/** The declarations of a client's types, by event: its own and those that it is made of, in the order of the client. */
export function typeTexts(contract: Contract): ContractTypesText {
  const { code, interfaceOf } = emitTypes(contract);
  const declarations = new Map(split(code).map((text) => [nameOf(text), text]));
  const byEvent = new Map<string, string>();
  for (const [event, name] of interfaceOf) {
    const used = reachable(name, declarations);
    const texts = [...declarations].filter(([each]) => used.has(each)).map(([, text]) => text);
    byEvent.set(event, `${texts.join('\n\n')}\n`);
  }
  return { byEvent };
}

/** One text for each declaration: it begins in the first column, with `export` or with its comment. */
function split(code: string): string[] {
  return code
    .split(/\n(?=\/\*\*|export )/)
    .reduce<string[]>((texts, part) => {
      const last = texts.at(-1);
      if (last !== undefined && !/^export /m.test(last)) texts[texts.length - 1] = `${last}\n${part}`;
      else texts.push(part);
      return texts;
    }, [])
    .map((text) => text.trimEnd());
}

function nameOf(text: string): string {
  return /^export (?:interface|type) ([\w$]+)/m.exec(text)?.[1] ?? '';
}

function reachable(start: string, declarations: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set([start]);
  for (const name of found) {
    const code = (declarations.get(name) ?? '').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
    for (const [word] of code.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) if (declarations.has(word)) found.add(word);
  }
  return found;
}
