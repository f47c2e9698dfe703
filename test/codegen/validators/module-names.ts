import { parseAst } from 'rolldown/parseAst';

/** What a module takes from elsewhere. */
export interface Borrowed {
  /** What it imports from, in order; `?` where that is found out when the module runs. */
  readonly sources: readonly string[];
  /** Names that it neither declares nor imports, each once, sorted: globals. */
  readonly globals: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What a module takes from elsewhere, by its syntax: texts in it that look like code are none. */
export function borrowedBy(code: string): Borrowed {
  const sources: string[] = [];
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: Node, key: string, parent: Node | undefined, isNew: boolean): void => {
    const { source } = node;
    if (/^(?:Import|Export)/.test(node.type) && isNode(source)) {
      sources.push(typeof source['value'] === 'string' ? source['value'] : '?');
      // Its specifiers are names of the other module.
      if (node.type.startsWith('Export')) return;
    }
    if (node.type === 'MetaProperty') used.add('import.meta');
    else if (node.type === 'Identifier') {
      if (isNew) declared.add(String(node['name']));
      else if (parent === undefined || !isMemberName(parent, key)) used.add(String(node['name']));
    } else {
      for (const [name, held] of Object.entries(node)) {
        for (const one of Array.isArray(held) ? held : [held])
          if (isNode(one)) visit(one, name, node, declares(node, name, isNew));
      }
    }
  };
  visit(parseAst(code) as unknown as Node, '', undefined, false);
  return { sources, globals: [...used].filter((name) => !declared.has(name)).toSorted() };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Whether names in this part of a node are new ones; `isNew`: whether the node stands where names are. */
function declares({ type, value }: Node, key: string, isNew: boolean): boolean {
  if (type === 'VariableDeclarator' || type === 'ClassDeclaration') return key === 'id';
  if (/^(?:Arrow)?Function/.test(type)) return key === 'id' || key === 'params';
  if (/^Import\w*Specifier$/.test(type)) return key === 'local';
  if (type === 'CatchClause') return key === 'param';
  if (!isNew) return false;
  if (type === 'Property') return key === 'value' && isNode(value);
  if (type === 'AssignmentPattern') return key === 'left';
  return /^(?:ObjectPattern|ArrayPattern|RestElement)$/.test(type);
}

/** Whether this part of a node is the name of a member, a label or a name for others, which is nobody's variable. */
function isMemberName({ type, computed }: Node, key: string): boolean {
  if (/^(?:Import|Export)Specifier$/.test(type)) return key === 'imported' || key === 'exported';
  if (/^(?:LabeledStatement|ContinueStatement|BreakStatement)$/.test(type)) return key === 'label';
  if (computed === true) return false;
  return type === 'MemberExpression' ? key === 'property' : /^(?:Property|\w+Definition)$/.test(type) && key === 'key';
}
