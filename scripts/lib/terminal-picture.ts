/** Colours of the picture, by SGR code (ECMA-48, 8.3.117). */
const colours: Readonly<Record<number, string>> = {
  31: '#f47067',
  32: '#57ab5a',
  33: '#c69026',
  34: '#6cb6ff',
  35: '#dcbdfb',
  36: '#39c5cf',
  90: '#768390',
};

const cell = { width: 8.4, height: 19 };
const margin = { x: 18, top: 52, bottom: 18 };

/**
 * An SVG picture of a terminal.
 *
 * @param command what was typed, shown behind a prompt
 * @param output what was printed, with SGR sequences
 */
export function terminalPicture(command: string, output: string): string {
  const lines = [`\u001B[32m$\u001B[39m \u001B[1m${command}\u001B[22m`, ...output.replace(/\n$/, '').split('\n')];
  const plain = lines.map((line) => line.replaceAll(/\u001B\[[\d;]*m/g, ''));
  const width = Math.ceil(Math.max(...plain.map((line) => line.length)) * cell.width + 2 * margin.x);
  const height = margin.top + lines.length * cell.height + margin.bottom;
  const rows = lines.map((line, index) => row(line, margin.top + (index + 0.7) * cell.height));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(command)}">
<rect width="100%" height="100%" rx="10" fill="#1c2128"/>
<circle cx="22" cy="22" r="6" fill="#f47067"/><circle cx="42" cy="22" r="6" fill="#c69026"/><circle cx="62" cy="22" r="6" fill="#57ab5a"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#cdd9e5">
${rows.join('\n')}
</g>
</svg>
`;
}

interface Style {
  colour: string | undefined;
  bold: boolean;
  dim: boolean;
}

/** One line as a text element; every run of one style is placed by its column, so that columns stay aligned in any font. */
function row(line: string, y: number): string {
  const style: Style = { colour: undefined, bold: false, dim: false };
  let column = 0;
  let spans = '';
  for (const part of line.split(/(\u001B\[[\d;]*m)/)) {
    if (part.startsWith('\u001B[')) apply(style, part.slice(2, -1));
    else if (part !== '') {
      const x = margin.x + column * cell.width;
      spans += `<tspan x="${x.toFixed(1)}" textLength="${(part.length * cell.width).toFixed(1)}"${attributes(style)}>${escape(part)}</tspan>`;
      column += part.length;
    }
  }
  return `<text y="${y.toFixed(1)}" xml:space="preserve">${spans}</text>`;
}

function apply(style: Style, codes: string): void {
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) Object.assign(style, { colour: undefined, bold: false, dim: false });
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 22) Object.assign(style, { bold: false, dim: false });
    else if (code === 39) style.colour = undefined;
    else if (colours[code] !== undefined) style.colour = colours[code];
  }
}

function attributes({ colour, bold, dim }: Style): string {
  return [
    colour === undefined ? '' : ` fill="${colour}"`,
    bold ? ' font-weight="700"' : '',
    dim ? ' fill-opacity="0.65"' : '',
  ].join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
