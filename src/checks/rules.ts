import type { Rule } from '../findings/rule.ts';

export const schemaNotUsable: Rule = {
  id: 'schema/not-usable',
  title: 'Every schema compiles',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A schema that does not compile checks nothing. Some tools then accept every payload; here it is an error, and no example or capture of its event passes.',
  fix: 'Follow the message: it names the keyword and why it cannot be used. A pattern with look-around or a back-reference has to be rewritten without.',
  bad: '{ "type": "string", "pattern": "(" }',
  good: '{ "type": "string", "pattern": "^[A-Z]\\\\d{3}$" }',
  source: 'JSON Schema draft-07, Validation, section 6',
};

export const tooCostly: Rule = {
  id: 'schema/too-costly',
  title: 'No schema takes more time or memory than a run allows',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A few lines of schema can keep a validator busy for years. The run was ended while it worked on this contract, and went on without it, so nothing of the contract counts as checked.',
  fix: 'Look for `allOf`, `anyOf` or `oneOf` that name the same model on several levels, and for very large `enum` or `maxLength` values.',
};

export const unknownFormat: Rule = {
  id: 'schema/unknown-format',
  title: 'Every format is one that somebody defines',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'A format that no specification defines is ignored by validators: the contract promises a check that nobody makes.',
  fix: 'Use a format of JSON Schema or OpenAPI, or state the shape with `pattern`.',
  bad: '{ "type": "string", "format": "datetime" }',
  good: '{ "type": "string", "format": "date-time" }',
};

export const releasedChanged: Rule = {
  id: 'contract/released-changed',
  title: 'A released contract does not change',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'Receivers, clients and a registry were built from the contract as it was released. Under the same version it must say the same; only its words may be corrected.',
  fix: 'Undo the change, or copy the contract to a new version; `counterfoil compare` says which step the difference demands.',
  source: 'docs/adr/0006-what-a-release-freezes.md',
};

export const bumpTooSmall: Rule = {
  id: 'contract/bump-too-small',
  title: 'A new version is as far from the released one as the difference demands',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'Who reads that only the minor version changed takes it for safe. Major: old receivers can break. Minor: they cannot, and something was added. Patch: words only.',
  fix: 'Raise the version, undo what demands it, or approve the breaks that nobody minds. `counterfoil compare` shows them.',
  source: 'Semantic Versioning 2.0.0',
};

export const duplicateContract: Rule = {
  id: 'contract/duplicate',
  title: 'No two documents describe the same vendor at the same version',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'Vendor and version are how everything else names a contract; two documents of one name cannot both be meant.',
  fix: 'Give one of them another `info.version` or `info.x-vendor`, or leave it out of the run.',
};

export const endpointUrl: Rule = {
  id: 'contract/endpoint-url',
  title: 'A configured endpoint URL is one that the vendor takes',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A vendor may refuse to register a URL, or refuse it silently. Better to learn it here.',
  fix: 'Change the URL under `endpoints` in the configuration (or `--url`) to fit the rules in the contract’s `x-endpoint-url`.',
};

export const examplePayload: Rule = {
  id: 'example/payload',
  title: 'Every documented example is valid under its event’s payload schema',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The examples are what the vendor shows of its deliveries. A schema that refuses one of them would refuse deliveries too, and an example that nobody checks goes stale.',
  fix: 'If the example is what the vendor documents, the schema is too narrow: widen it. If the example was changed by mistake, restore it.',
  source: 'AsyncAPI 3.1.0, Message Example Object',
};

export const exampleHeaders: Rule = {
  id: 'example/headers',
  title: 'The headers of every example are valid under its event’s header schema',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'Headers carry the signature and sometimes the event’s name; an example with wrong ones misleads whoever copies it.',
  fix: 'Correct the example’s headers, or the header schema.',
  source: 'AsyncAPI 3.1.0, Message Example Object',
};

export const exampleOtherEvent: Rule = {
  id: 'example/other-event',
  title: 'Every example would be recognised as the event it stands in',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A receiver dispatches by the selector. An example under the wrong event shows a mix-up of names that a receiver would suffer from.',
  fix: 'Move the example to the event that its selector names, or correct the selector’s value.',
};

export const captureNoContract: Rule = {
  id: 'capture/no-contract',
  title: 'Every capture belongs to a contract of the run',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A capture that no contract claims is not checked at all.',
  fix: 'Name the contract it belongs to (`contract:` in the configuration), or add the vendor’s contract to the run. `counterfoil identify <file>` says what is nearest.',
};

export const captureUnknownEvent: Rule = {
  id: 'capture/unknown-event',
  title: 'Every capture is an event of its contract',
  severity: 'error',
  since: '0.1.0',
  purpose: 'The vendor sends an event that the contract does not name: receivers generated from it would not know it.',
  fix: 'Add the event to the contract.',
};

export const captureNotJson: Rule = {
  id: 'capture/not-json',
  title: 'The body of every capture is JSON',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A body that is not JSON, or not UTF-8, reaches no handler.',
  fix: 'Look at the bytes at the place named. If a tool cut or re-encoded the body, record it again; the signature tells whether it is still what the vendor sent.',
  source: 'RFC 8259, sections 2 and 8.1',
};

export const captureDuplicateKey: Rule = {
  id: 'capture/duplicate-key',
  title: 'No object of a payload has a name twice',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'Of two members with one name, some parsers take the last and some the first: two programs that read the same delivery see different values, and a check that reads one says nothing about the other.',
  fix: 'Look at the bytes at the place named. If the vendor sends them so, tell the vendor, and read what your own parser makes of it.',
  bad: '{"status": "open", "status": "paid"}',
  good: '{"status": "paid"}',
  source: 'RFC 8259, section 4',
};

export const capturePayload: Rule = {
  id: 'capture/payload',
  title: 'The payload of every capture is valid under its event’s schema',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'What the vendor sends and what the contract says differ: types and validators made from the contract are wrong for this delivery.',
  fix: 'If the capture is live, the contract is wrong: widen it and release the next version. If it is simulated, mend the simulation.',
};

export const captureHeaders: Rule = {
  id: 'capture/headers',
  title: 'The headers of every capture are valid under its event’s header schema',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A required header that is missing means a delivery that is not the vendor’s, or that lost something on its way.',
  fix: 'Check whether a proxy strips headers. If the vendor really sends none, make the header optional in the contract.',
};

export const captureMethod: Rule = {
  id: 'capture/method',
  title: 'Every capture uses the method of its operation’s HTTP binding',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver routes by method.',
  fix: 'Correct the binding in the contract if the vendor really uses this method; otherwise the capture is not a delivery.',
  source: 'AsyncAPI HTTP binding 0.3.0, Operation Binding Object',
};

export const captureContentType: Rule = {
  id: 'capture/content-type',
  title: 'Every capture has its event’s content type',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Frameworks choose the body parser by content type; with another one the handler sees an empty body.',
  fix: 'Correct `contentType` in the contract if the vendor really sends this one.',
};

export const captureSignature: Rule = {
  id: 'capture/signature',
  title: 'The signature of every capture is valid over its raw body',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A capture whose signature does not match was changed after the vendor signed it, was signed for another URL or with another secret, or is not the vendor’s.',
  fix: 'Check the secret, and that `url` is the one registered with the vendor rather than what a proxy made of it. A body that was parsed and written again never matches.',
};

export const captureSignatureUnchecked: Rule = {
  id: 'capture/signature-unchecked',
  title: 'The signature of every capture can be checked',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'Without the secret, or without the URL where that is signed, nobody can say whether the capture is what the vendor sent.',
  fix: 'Name the environment variable that holds the secret under `secrets`, and the registered URL under `endpoints`, in counterfoil.yaml; or pass `--secret` and `--url`.',
};

export const captureStatedEvent: Rule = {
  id: 'capture/stated-event',
  title: 'A capture that states its event is that event',
  severity: 'error',
  since: '0.1.0',
  purpose: 'The record says one event and the delivery another: one of the two was mixed up when it was recorded.',
  fix: 'Correct the record’s `event`.',
};

export const captureUnredacted: Rule = {
  id: 'capture/unredacted',
  title: 'Captures hold no personal data and no credentials',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'Captures that tests run on are committed, and what is committed is read by many and kept for ever. Looked for are values where the contract has `x-personal-data`, texts with e-mail addresses and telephone numbers, and headers that let somebody in. Pseudonyms of `captures redact`, and addresses that are set aside for examples, are none.',
  fix: 'Redact the captures: `counterfoil captures redact <files> --contract <contract> --out <file>`, and take the originals out of the history too. A file that is not committed can be left out of the run, or the rule switched off.',
  bad: '{"visitor": {"email": "anna.berg@corp.se"}}',
  good: '{"visitor": {"email": "lbdghqsssf@example.com"}}',
};

export const undocumentedProperty: Rule = {
  id: 'drift/undocumented-property',
  title: 'Every property of a payload is in the contract (strict profile)',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'The vendor sends more than the contract says. Receivers ignore it, but it is where the next version shows first.',
  fix: 'Add the property to the contract when you know what it means.',
};

export const unknownValue: Rule = {
  id: 'drift/unknown-value',
  title: 'Every value of an open set is among the known ones (strict profile)',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'The set may grow, so the value is accepted; code that switches over the known ones will take its default branch.',
  fix: 'Add the value to the known ones of the contract, with its source.',
};

/** Rules about schemas at work, examples and captures. */
export const checkRules: readonly Rule[] = [
  bumpTooSmall,
  captureContentType,
  captureHeaders,
  captureMethod,
  captureNoContract,
  captureDuplicateKey,
  captureNotJson,
  capturePayload,
  captureSignature,
  captureSignatureUnchecked,
  captureStatedEvent,
  captureUnknownEvent,
  captureUnredacted,
  duplicateContract,
  endpointUrl,
  exampleHeaders,
  exampleOtherEvent,
  examplePayload,
  releasedChanged,
  schemaNotUsable,
  tooCostly,
  undocumentedProperty,
  unknownFormat,
  unknownValue,
];
