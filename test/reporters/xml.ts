/** An element of an XML document that holds nothing but elements, attributes and text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const token =
  /<\/(?<close>[\w-]+)>|<(?<open>[\w-]+)(?<attributes>(?: [\w-]+="[^"<&]*(?:&#\d+;[^"<&]*)*")*)(?<empty>\/?)>|(?<text>[^<]+)/gy;

/**
 * Reads the XML that the JUnit reporter may write.
 *
 * @throws {Error} when the text is not well-formed, or uses anything else of XML
 */
export function parseXml(source: string): XmlElement {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!source.startsWith(declaration)) throw new Error('no XML declaration');
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  token.lastIndex = declaration.length;
  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const groups = token.exec(source)?.groups;
    const parent = open.at(-1);
    if (groups === undefined || parent === undefined) throw new Error(`not well-formed at ${at}`);
    readToken(groups, parent, open);
  }
  const [element] = root.children;
  if (open.length !== 1 || element === undefined || root.children.length !== 1) throw new Error('not one closed root');
  return element;
}

function readToken(groups: Readonly<Record<string, string | undefined>>, parent: XmlElement, open: XmlElement[]): void {
  const { close, open: name, attributes = '', empty, text } = groups;
  if (text !== undefined) {
    parent.text += decode(text);
  } else if (close !== undefined) {
    if (open.pop()?.name !== close) throw new Error(`</${close}> closes nothing`);
  } else if (name !== undefined) {
    const element: XmlElement = { name, attributes: readAttributes(attributes), children: [], text: '' };
    parent.children.push(element);
    if (empty !== '/') open.push(element);
  }
}

function readAttributes(text: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/ ([\w-]+)="([^"]*)"/g)) {
    if (attributes.has(name)) throw new Error(`attribute ${name} stands twice`);
    attributes.set(name, decode(value));
  }
  return attributes;
}

function decode(text: string): string {
  if (/&(?!#\d+;)/.test(text)) throw new Error(`bare ampersand in ${text}`);
  // XML 1.0, section 2.2: characters that no document may hold, not even as references.
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(text)) throw new Error('forbidden character');
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
}
