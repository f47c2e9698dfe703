import type { Finding } from '../../findings/finding.ts';
import type { Rule } from '../../findings/rule.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { isObject } from '../../util/json.ts';
import { text } from '../bundled-view.ts';
import type { ContractDocument } from '../contract-document.ts';
import type { Kind } from '../grammar.ts';
import { report } from '../report.ts';

/** A rule about the meaning of a document that is valid by its schema. */
export interface DocumentRule {
  readonly rule: Rule;
  readonly check: (document: ContractDocument) => Finding[];
}

/** An object of a document as it is written: not a reference to one. */
export interface Written {
  readonly pointer: string;
  readonly value: JsonObject;
}

/** The objects of a kind that stand in the document itself, references to them left out. */
export function written(document: ContractDocument, kind: Kind): Written[] {
  return document.nodes(kind).flatMap((pointer) => {
    const node = document.follow(pointer);
    return node !== undefined && node.pointer === pointer && isObject(node.value)
      ? [{ pointer, value: node.value }]
      : [];
  });
}

/** The pointer of a reference to an object of the document; undefined for everything else. */
export function referencePointer(value: Json | undefined): string | undefined {
  const reference = text(value, '$ref');
  return reference?.startsWith('#/') === true ? reference.slice(1) : undefined;
}

/** A finding of `rule` about what stands at `pointer`. */
export function findingAt(document: ContractDocument, rule: Rule, pointer: string, message: string): Finding {
  return report(rule, message, document.origin(pointer));
}
