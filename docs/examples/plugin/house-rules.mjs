/** @type {import('counterfoil').LintRule} */
const titleCase = {
  rule: {
    id: 'house/title-has-vendor',
    title: 'The title names the vendor',
    severity: 'warning',
    since: '1.0.0',
    purpose: 'Our catalog lists contracts by title.',
    fix: 'Write the vendor’s name into info.title.',
  },
  check({ contract, document }) {
    if (contract.title.toLowerCase().includes(contract.vendor)) return [];
    return [
      {
        rule: 'house/title-has-vendor',
        severity: 'warning',
        message: `The title "${contract.title}" does not name ${contract.vendor}.`,
        place: document.origin('/info/title'),
        contract: contract.id,
      },
    ];
  },
};

/** @type {import('counterfoil').Reporter} */
const oneLine = {
  name: 'one-line',
  fileExtension: 'txt',
  report: ({ verdict, counts }) => `${verdict} ${counts.error} ${counts.warning}\n`,
};

/**
 * Bodies one after the other, with an empty line between them.
 * @type {import('counterfoil').CaptureFormat}
 */
const paragraphs = {
  name: 'paragraphs',
  extensions: ['.bodies'],
  async *read({ file, chunks }) {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of chunks()) text += decoder.decode(chunk, { stream: true });
    yield text
      .split(/\n\s*\n/)
      .filter((body) => body.trim() !== '')
      .map((body, index) => ({
        id: String(index + 1),
        delivery: { method: 'POST', url: '', headers: [], body: { text: body, bytes: new TextEncoder().encode(body) } },
        missing: new Set(['method', 'url', 'headers']),
        origin: undefined,
        attested: false,
        place: { file },
        locate: () => undefined,
      }));
  },
};

export default { lintRules: [titleCase], reporters: [oneLine], captureFormats: [paragraphs] };
