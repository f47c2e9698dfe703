import type { Capture } from '../deliveries/capture.ts';
import { frugalLocate } from '../deliveries/frugal-locate.ts';
import { isCredentialHeader, isStandIn, personalParts } from '../deliveries/personal/recognise.ts';
import { schemaTree, undescribed } from '../deliveries/personal/schema-tree.ts';
import type { SchemaNode } from '../deliveries/personal/schema-tree.ts';
import type { Finding } from '../findings/finding.ts';
import { contentOf } from '../json-schema/infer/shape.ts';
import { child } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import type { CheckedContract } from './checked-contract.ts';
import { findingOf } from './report.ts';
import { captureUnredacted } from './rules.ts';

const trees = new WeakMap<CheckedContract, Map<string, SchemaNode>>();

/** What a contract says of the payload of an event, as a tree; undefined when it has no such event. */
export function payloadTree(checked: CheckedContract | undefined, event: string | undefined): SchemaNode | undefined {
  const found = checked?.contract.events.find(({ name }) => name === event);
  if (checked === undefined || found === undefined) return undefined;
  let known = trees.get(checked);
  if (known === undefined) trees.set(checked, (known = new Map()));
  let tree = known.get(found.payload);
  if (tree === undefined) known.set(found.payload, (tree = schemaTree(checked.contract.schemas, found.payload)));
  return tree;
}

/** What a capture belongs to, for its findings. */
interface About {
  readonly contract?: string;
  readonly event?: string;
}

/**
 * Looks for personal data and credentials in a capture that may come from people: documented and simulated ones are left
 * out. What the note of a redaction names counts as replaced.
 *
 * @param payload of the capture; undefined when it has none that can be read
 */
export function checkUnredacted(
  capture: Capture,
  payload: Json | undefined,
  tree: SchemaNode | undefined,
  about: About,
): Finding[] {
  if (capture.origin === 'documented' || capture.origin === 'simulated') return [];
  const findings: Finding[] = [];
  const notes = capture.record?.redactions ?? [];
  if (notes.some(({ more = 0 }) => more > 0)) return [];
  const replaced = new Set(notes.flatMap(({ places }) => places));
  const more = { ...about, capture: capture.id };
  for (const [name, value] of capture.delivery.headers) {
    const what = inHeader(name, value);
    if (what === undefined || replaced.has(`header:${name.toLowerCase()}`)) continue;
    findings.push(
      findingOf(
        captureUnredacted,
        `The header ${name} holds ${what}.`,
        { ...capture.place, in: 'headers', pointer: child('', name) },
        more,
      ),
    );
  }
  if (payload === undefined) return findings;
  const locate = frugalLocate(capture);
  const alike = tree === undefined ? undefined : findingsOf(tree);
  walk(payload, tree ?? undescribed, '', 0, (pointer, outer, what) => {
    if (replaced.has(pointer)) return;
    // Where one capture holds personal data all of them do: the finding is about the first, and made once.
    const key = `${what}\n${capture.place.file}\n${pointer.replaceAll(/\/\d+(?=\/|$)/g, '/*')}`;
    const known = alike?.get(key);
    if (known !== undefined) {
      findings.push(known);
      return;
    }
    const place = { ...capture.place, ...locate(outer), pointer, in: 'body' as const };
    const finding = findingOf(captureUnredacted, `There is ${what}, and no stand-in for it.`, place, more);
    if (alike !== undefined && alike.size < mostAlike) alike.set(key, finding);
    findings.push(finding);
  });
  return findings;
}

const mostAlike = 10_000;
const made = new WeakMap<SchemaNode, Map<string, Finding>>();

function findingsOf(tree: SchemaNode): Map<string, Finding> {
  let known = made.get(tree);
  if (known === undefined) made.set(tree, (known = new Map()));
  return known;
}

function inHeader(name: string, value: string): string | undefined {
  if (isStandIn(value)) return undefined;
  return isCredentialHeader(name) ? 'a credential' : looks(value);
}

/** @param outer pointer to the text in whose JSON `pointer` leads on; the same where there is none */
type Report = (pointer: string, outer: string, what: string) => void;

function walk(value: Json, node: SchemaNode, pointer: string, depth: number, report: Report, outer?: string): void {
  if (depth > 500) return;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries()) {
      walk(item, node.below(index), child(pointer, index), depth + 1, report, outer);
    }
    return;
  }
  if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      const what = name.length < 6 ? undefined : looks(name);
      if (what !== undefined) report(pointer, outer ?? pointer, `${what} in a name`);
      walk(member, node.below(name), child(pointer, name), depth + 1, report, outer);
    }
    return;
  }
  if (typeof value === 'string') {
    const content = value.length > 1 ? contentOf(value) : undefined;
    if (content !== undefined) {
      walk(content, node.inText(), pointer, depth + 1, report, outer ?? pointer);
      return;
    }
  }
  if (typeof value !== 'string' && typeof value !== 'number') return;
  if (node.kind !== undefined && !node.listed.includes(value)) {
    if (!isStandIn(value)) report(pointer, outer ?? pointer, `personal data (${node.kind})`);
    return;
  }
  const what = typeof value === 'string' ? looks(value) : undefined;
  if (what !== undefined) report(pointer, outer ?? pointer, what);
}

/** What a text holds by its look, when that is nobody's stand-in. */
function looks(text: string): string | undefined {
  if (!text.includes('@') && !/\+\d|(?:^|\D)00[1-9]|eyJ/.test(text)) return undefined;
  const part = personalParts(text).find(({ look, start, end }) => look !== 'ip' && !isStandIn(text.slice(start, end)));
  return part === undefined ? undefined : words[part.look];
}

const words = {
  email: 'an e-mail address',
  phone: 'a telephone number',
  credential: 'a credential',
  ip: 'an address',
} as const;
