import type { Rule } from '../../findings/rule.ts';

export const fileNotFound: Rule = {
  id: 'input/file-not-found',
  title: 'A file that is named must exist',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A check of a file that is not there would pass by checking nothing.',
  fix: 'Correct the path, or create the file.',
};

export const noContract: Rule = {
  id: 'input/no-contract',
  title: 'A folder of contracts must hold at least one',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A folder without a contract is most often a wrong path, and a check of nothing would pass.',
  fix: 'Name a folder that holds asyncapi.yaml, asyncapi.yml or asyncapi.json somewhere below it, or name the document itself.',
};

export const notAFile: Rule = {
  id: 'input/not-a-file',
  title: 'A file must be a file',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A folder, device or pipe cannot be read as a document.',
  fix: 'Name the file inside the folder.',
};

export const noPermission: Rule = {
  id: 'input/no-permission',
  title: 'A file must be readable',
  severity: 'error',
  since: '0.1.0',
  purpose: 'The operating system refuses to open the file, so nothing is known about what it holds.',
  fix: 'Give the user that runs the check the right to read the file.',
};

export const tooLarge: Rule = {
  id: 'input/too-large',
  title: 'A document must not be larger than the limit',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A document of many megabytes is a mistake or an attack on memory.',
  fix: 'Split the document with $ref, or check that the path is right.',
};

export const encoding: Rule = {
  id: 'input/encoding',
  title: 'A document must be UTF-8',
  severity: 'error',
  since: '0.1.0',
  purpose: 'YAML and JSON are exchanged in UTF-8. A guess at another encoding could change the text.',
  fix: 'Save the file as UTF-8. A byte-order mark is accepted.',
  source: 'RFC 8259, section 8.1',
};

export const syntax: Rule = {
  id: 'input/syntax',
  title: 'A document must be valid YAML 1.2 or JSON',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A text that two parsers read differently says two things. Duplicate keys, tags and unbounded aliases are refused for the same reason.',
  fix: 'Correct the text at the place shown.',
  bad: 'info:\n  title: Orders\n  title: Deliveries',
  good: 'info:\n  title: Deliveries',
  source: 'YAML 1.2.2, chapter 10.3 (core schema); RFC 8259',
};

export const tooDeep: Rule = {
  id: 'input/too-deep',
  title: 'Data must not be nested too deeply',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Programs that follow nesting with recursion end without a word when it is deep enough.',
  fix: 'Flatten the data, or move inner parts to their own files with $ref.',
};

export const referenceNetwork: Rule = {
  id: 'input/reference-network',
  title: 'A reference must not lead to the network',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What a check says must not depend on a server, and no request leaves the machine unasked.',
  fix: 'Copy the document next to the contract and refer to it by a relative path.',
  bad: 'payload:\n  $ref: https://example.com/order.json',
  good: 'payload:\n  $ref: ./order.json',
};

export const referenceOutside: Rule = {
  id: 'input/reference-outside',
  title: 'A reference must stay inside the contract and schema folders',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A document from elsewhere could otherwise read any file of the machine, by a path or by a symbolic link.',
  fix: 'Move the file into the contract or schema folder and refer to it by a relative path.',
  bad: 'payload:\n  $ref: ../../../../etc/passwd',
  good: 'payload:\n  $ref: ../../schemas/order.schema.json',
};

export const referenceNotFound: Rule = {
  id: 'input/reference-not-found',
  title: 'A reference must lead to something',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What stands behind a dangling reference is checked by nobody.',
  fix: 'Correct the path or the part behind "#".',
  bad: "messages:\n  order: { $ref: '#/components/messages/ordre' }",
  good: "messages:\n  order: { $ref: '#/components/messages/order' }",
  source: 'RFC 6901',
};

export const referenceLoop: Rule = {
  id: 'input/reference-loop',
  title: 'A reference must not lead only to itself',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A reference that leads back to itself without describing anything on the way has no meaning. (A model that holds itself in a property or a list is fine.)',
  fix: 'Let one of the references of the circle lead to a description.',
  bad: "definitions:\n  a: { $ref: '#/definitions/b' }\n  b: { $ref: '#/definitions/a' }",
  good: "definitions:\n  a: { properties: { next: { $ref: '#/definitions/a' } } }",
};

export const tooManyReferences: Rule = {
  id: 'input/too-many-references',
  title: 'References between files must not multiply without measure',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Files that refer to one another many times over can unfold to more data than any memory holds.',
  fix: 'Collect repeated parts under "components" of the AsyncAPI document and refer to them there.',
};

export const inputRules: readonly Rule[] = [
  fileNotFound,
  noContract,
  notAFile,
  noPermission,
  tooLarge,
  encoding,
  syntax,
  tooDeep,
  referenceNetwork,
  referenceOutside,
  referenceNotFound,
  referenceLoop,
  tooManyReferences,
];
