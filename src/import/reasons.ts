/** Why a part of a document has no place in a contract, by the name of the part; of several the one nearest to it. */
const reasons: ReadonlyMap<string, string> = new Map([
  ['paths', 'What the vendor is asked, not what it sends.'],
  ['responses', 'What the vendor makes of an answer is x-delivery; the document says it in no form that can be read.'],
  ['x-vendor', 'The vendor is the one that --vendor names.'],
  ['version', 'A contract has versions of its own.'],
  ['servers', 'The endpoint is yours: servers of the document are not where deliveries go.'],
  ['channels', 'All deliveries come to the one endpoint; a channel without a message that is sent has nothing for it.'],
  ['address', 'All deliveries come to the one endpoint.'],
  ['operations', 'It is no operation that sends.'],
  ['schemas', 'No event leads to it.'],
  ['messages', 'No operation that sends has it.'],
  ['securitySchemes', 'No event asks for it, or it is no header with a key.'],
  ['security', 'It is no header with a key.'],
  ['parameters', 'A delivery has headers and a body alone.'],
  ['bindings', 'A delivery comes over HTTP.'],
  ['callbacks', 'It has no body that could be read.'],
  ['tags', 'A contract has no groups of events.'],
  ['externalDocs', 'A contract has no place for links.'],
  ['correlationId', 'What tells deliveries apart is x-delivery/id.'],
  ['content', 'A contract has one content type for each event, and JSON.'],
  ['traits', 'The message has its own.'],
  ['deprecated', 'A contract does not say it of an event.'],
  ['operationId', 'The event has its own name.'],
  ['summary', 'A contract has no place for it here.'],
  ['description', 'A contract has no place for it here.'],
  ['info', 'A contract has no place for it.'],
  ['components', 'No event leads to it.'],
]);

/** @param tokens of the pointer to the part */
export function reasonFor(tokens: readonly string[]): string {
  const last = tokens.at(-1) ?? '';
  if (last.startsWith('x-') && !reasons.has(last)) return 'An extension that counterfoil does not know.';
  for (const token of tokens.toReversed()) {
    const reason = reasons.get(token);
    if (reason !== undefined) return reason;
  }
  return 'A contract has no place for it.';
}
