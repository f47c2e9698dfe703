import { hash } from 'node:crypto';

/** Hash of a leaf. Leaves and nodes are told apart by a first byte, as in RFC 9162, section 2.1.1. */
export function hashLeaf(bytes: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(0), bytes]), 'buffer');
}

function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  return hash('sha256', Buffer.concat([Uint8Array.of(1), left, right]), 'buffer');
}

/**
 * The root of a binary hash tree over leaves, and for each leaf the way to it: the hashes beside the path, each after a
 * byte that says on which side it stands (0 left, 1 right), in base64; empty for a single leaf. A node without a
 * neighbour goes up as it is.
 */
export function hashTree(leaves: readonly Buffer[]): { readonly root: Buffer; readonly proofs: readonly string[] } {
  const ways: Buffer[][] = leaves.map(() => []);
  let level = leaves.map((leaf, index) => ({ node: leaf, below: [index] }));
  while (level.length > 1) {
    const next: typeof level = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = level.slice(index, index + 2);
      if (left === undefined) break;
      if (right === undefined) {
        next.push(left);
        continue;
      }
      for (const leaf of left.below) ways[leaf]?.push(Buffer.of(1), right.node);
      for (const leaf of right.below) ways[leaf]?.push(Buffer.of(0), left.node);
      next.push({ node: hashNode(left.node, right.node), below: [...left.below, ...right.below] });
    }
    level = next;
  }
  return { root: level[0]?.node ?? Buffer.alloc(0), proofs: ways.map((way) => Buffer.concat(way).toString('base64')) };
}

const stepBytes = 33;

/** The root that a leaf and its way lead to; undefined when the way is none. */
export function rootOf(leaf: Buffer, proof = ''): Buffer | undefined {
  const way = Buffer.from(proof, 'base64');
  if (way.byteLength % stepBytes !== 0) return undefined;
  let node = leaf;
  for (let at = 0; at < way.byteLength; at += stepBytes) {
    const side = way[at];
    const beside = way.subarray(at + 1, at + stepBytes);
    if (side !== 0 && side !== 1) return undefined;
    node = side === 0 ? hashNode(beside, node) : hashNode(node, beside);
  }
  return node;
}
