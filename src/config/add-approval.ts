import { isMap, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { Approval } from './approvals.ts';

const heading = ' yaml-language-server: $schema=./node_modules/counterfoil/dist/config/approvals.schema.json';

/**
 * The text of an approvals file with one more approval, or with a former one of the same break renewed. Comments and the
 * order of what is there stay.
 *
 * @param text what the file holds; empty when there is none yet
 * @throws {SyntaxError} when the text is no YAML list
 */
export function addApproval(text: string, approval: Approval): string {
  const document: Document = parseDocument(text, { schema: 'core' });
  const [problem] = document.errors;
  if (problem !== undefined) throw new SyntaxError(problem.message);
  if (document.contents === null) {
    document.contents = document.createNode([]);
    if (text.trim() === '') document.commentBefore = heading;
  }
  const list = document.contents;
  if (!isSeq(list)) throw new SyntaxError('the file is not a list of approvals');
  const entry = document.createNode({ ...approval });
  const former = list.items.findIndex((item) => isMap(item) && item.get('fingerprint') === approval.fingerprint);
  const known = list.items[former];
  if (isMap(known)) for (const [key, value] of Object.entries(approval)) known.set(key, value);
  else list.items.push(entry);
  list.flow = false;
  return document.toString({ lineWidth: 0 });
}
