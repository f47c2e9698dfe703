import { docComment, lineWidth } from './doc-comment.ts';

/** Code that has not been given its lines yet. It stands on one line where it fits and has no comments. */
export type Layout =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sequence'; readonly parts: readonly Layout[] }
  /** `(inner)` */
  | { readonly kind: 'brackets'; readonly inner: Layout }
  /** `a | b`, or each on a line of its own. */
  | { readonly kind: 'alternatives'; readonly parts: readonly Layout[] }
  /** `{ a: string; b?: number }`, or each on a line of its own. */
  | { readonly kind: 'members'; readonly members: readonly LaidOutMember[] };

export interface LaidOutMember {
  /** Paragraphs of its comment. */
  readonly doc: readonly string[];
  /** What stands before the type: `name?:`. */
  readonly start: string;
  readonly type: Layout;
}

export function text(content: string): Layout {
  return { kind: 'text', text: content };
}

/** Parts one behind the other. */
export function sequence(...parts: readonly Layout[]): Layout {
  return { kind: 'sequence', parts };
}

/** Parts with a text between them. */
export function joined(parts: readonly Layout[], between: string): Layout {
  return sequence(...parts.flatMap((part, index) => (index === 0 ? [part] : [text(between), part])));
}

/** The code behind `start`, which begins a line that is indented by `indent`. */
export function render(start: string, layout: Layout, indent = ''): string {
  const rendered = renderAt(layout, indent, indent.length + start.length + 1);
  return `${start}${rendered.startsWith('\n') ? '' : ' '}${rendered}`;
}

/** The lines of members, between braces. */
export function renderMembers(members: readonly LaidOutMember[], indent: string): string {
  if (members.length === 0) return '{}';
  const inner = `${indent}  `;
  const lines = members.flatMap(({ doc, start, type }) => [
    ...docComment(doc, inner),
    `${inner}${render(start, type, inner)};`,
  ]);
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function renderAt(layout: Layout, indent: string, column: number): string {
  const line = flat(layout);
  if (line !== undefined && column + line.length < lineWidth) return line;
  switch (layout.kind) {
    case 'text':
      return layout.text;
    case 'sequence':
      return renderSequence(layout.parts, indent, column);
    case 'brackets': {
      const inner = renderAt(layout.inner, indent, column + 1);
      return inner.startsWith('\n') ? `(${inner}\n${indent})` : `(${inner})`;
    }
    case 'alternatives': {
      const inner = `${indent}  `;
      return layout.parts.map((part) => `\n${inner}| ${renderAt(part, `${inner}  `, inner.length + 2)}`).join('');
    }
    case 'members':
      return renderMembers(layout.members, indent);
  }
}

function renderSequence(parts: readonly Layout[], indent: string, column: number): string {
  let whole = '';
  for (const part of parts) {
    const last = whole.slice(whole.lastIndexOf('\n') + 1);
    whole += renderAt(part, indent, whole.includes('\n') ? last.length : column + last.length);
  }
  return whole;
}

const sizes = new WeakMap<Layout, number>();

/** About how many characters the code has. */
export function sizeOf(layout: Layout): number {
  const known = sizes.get(layout) ?? measure(layout);
  sizes.set(layout, known);
  return known;
}

function measure(layout: Layout): number {
  switch (layout.kind) {
    case 'text':
      return layout.text.length;
    case 'brackets':
      return sizeOf(layout.inner) + 2;
    case 'members':
      return layout.members.reduce(
        (sum, { doc, start, type }) => sum + doc.join('').length + start.length + sizeOf(type),
        4,
      );
    default:
      return layout.parts.reduce((sum, part) => sum + sizeOf(part), 3 * layout.parts.length);
  }
}

const lines = new WeakMap<Layout, { readonly line: string | undefined }>();

/** The code on one line; undefined when it has comments, or is too long for any line. */
function flat(layout: Layout): string | undefined {
  const known = lines.get(layout) ?? { line: makeFlat(layout) };
  lines.set(layout, known);
  return known.line;
}

function makeFlat(layout: Layout): string | undefined {
  const line = writeFlat(layout);
  return line === undefined || line.length > lineWidth ? undefined : line;
}

function writeFlat(layout: Layout): string | undefined {
  switch (layout.kind) {
    case 'text':
      return layout.text;
    case 'sequence':
      return allFlat(layout.parts)?.join('');
    case 'brackets': {
      const inner = flat(layout.inner);
      return inner === undefined ? undefined : `(${inner})`;
    }
    case 'alternatives':
      return allFlat(layout.parts)?.join(' | ');
    case 'members': {
      if (layout.members.some(({ doc }) => doc.length > 0)) return undefined;
      const types = allFlat(layout.members.map(({ type }) => type));
      return types && `{ ${types.map((type, index) => `${layout.members[index]?.start ?? ''} ${type}`).join('; ')} }`;
    }
  }
}

function allFlat(parts: readonly Layout[]): string[] | undefined {
  const found: string[] = [];
  for (const part of parts) {
    const line = flat(part);
    if (line === undefined) return undefined;
    found.push(line);
  }
  return found;
}
