import type { Rule } from '../../findings/rule.ts';

export const extensionInvalid: Rule = {
  id: 'extension/invalid',
  title: 'An extension of ours must have the documented shape',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A misspelled signature scheme or selector would leave deliveries unchecked without a word.',
  fix: 'Correct the extension as docs/contract-format.md describes it.',
  bad: 'x-signature: { header: X-Signature, algorithm: sha256, encoding: hex, signed: "{body}" }',
  good: 'x-signature: { header: X-Signature, algorithm: hmac-sha256, encoding: hex, signed: "{body}" }',
  source: 'docs/contract-format.md',
};

export const extensionMisplaced: Rule = {
  id: 'extension/misplaced',
  title: 'An extension of ours must stand where it is read',
  severity: 'error',
  since: '0.1.0',
  purpose: 'An extension in the wrong place is ignored by every tool, and nobody notices.',
  fix: 'Move the extension to the object that the message names.',
  bad: 'info:\n  x-selector: [/type]',
  good: 'channels:\n  deliveries:\n    x-selector: [/type]',
  source: 'docs/contract-format.md',
};

export const extensionConflict: Rule = {
  id: 'extension/conflict',
  title: 'An extension that counts for the whole contract must say the same everywhere',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A contract has one selector, one delivery behaviour and one endpoint rule. Of two that differ, one would be ignored.',
  fix: 'Make them equal, or split the document into two contracts.',
};

export const extensionRules: readonly Rule[] = [extensionInvalid, extensionMisplaced, extensionConflict];
