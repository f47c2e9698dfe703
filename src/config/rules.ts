import type { Rule } from '../findings/rule.ts';

export const fileNotFound: Rule = {
  id: 'config/file-not-found',
  title: 'What the configuration names must exist: files that it extends, and contracts',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Without the file its settings would silently be missing, or the run would check something else.',
  fix: 'Correct the path. A file beside this one begins with `./`; a name without it is an installed package.',
  bad: 'extends: [base.yaml]',
  good: 'extends: [./base.yaml]',
};

export const unreadable: Rule = {
  id: 'config/unreadable',
  title: 'A configuration file must be a readable UTF-8 text',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A configuration that cannot be read would silently be replaced by the defaults.',
  fix: 'Look whether the path is a file, whether you may read it, and whether it is saved as UTF-8.',
};

export const syntax: Rule = {
  id: 'config/syntax',
  title: 'A configuration file must be valid YAML or JSON',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A text that does not parse, or holds a key twice, does not say one thing.',
  fix: 'Correct the text at the place shown.',
  bad: 'profile: strict\nprofile: tolerant',
  good: 'profile: strict',
  source: 'YAML 1.2.2; RFC 8259',
};

export const unknownKey: Rule = {
  id: 'config/unknown-key',
  title: 'A configuration must use known keys only',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A mistyped key would have no effect, and nobody would notice.',
  fix: 'Correct the key, or remove it. The JSON Schema of the file lists all keys; editors can show them.',
  bad: 'capture:\n  - files: captures/*.http',
  good: 'captures:\n  - files: captures/*.http',
};

export const invalidValue: Rule = {
  id: 'config/invalid-value',
  title: 'A configuration value must have the type and form that its key asks for',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A value that cannot be understood would have to be guessed at.',
  fix: 'Correct the value. The JSON Schema of the file describes what each key takes.',
  bad: 'contracts: asyncapi',
  good: 'contracts: [asyncapi]',
};

export const extendsLoop: Rule = {
  id: 'config/extends-loop',
  title: 'A configuration must not extend itself, directly or through others',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Files that extend one another in a circle, or in an endless chain, have no order in which one wins.',
  fix: 'Remove one `extends` of the circle.',
};

export const extendsRefused: Rule = {
  id: 'config/extends-refused',
  title: 'A configuration may extend only data files of this machine',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What a run checks must not depend on a server, and reading a configuration must execute nothing.',
  fix: 'Name a `.yaml`, `.yml` or `.json` file, or a package that has a `counterfoil.yaml`.',
  bad: 'extends: [https://example.com/counterfoil.yaml]',
  good: 'extends: [./shared/counterfoil.yaml]',
};

export const unknownRule: Rule = {
  id: 'config/unknown-rule',
  title: 'A severity must be set for a rule or group that exists',
  severity: 'warning',
  since: '0.1.0',
  purpose: 'A mistyped rule id has no effect: the rule keeps the severity that it had.',
  fix: 'Correct the id. `counterfoil explain` lists all rules.',
  bad: 'severities:\n  lint/closed-sets: "off"',
  good: 'severities:\n  lint/closed-set: "off"',
};

export const secretMissing: Rule = {
  id: 'config/secret-missing',
  title: 'An environment variable that is to hold a secret must be set',
  severity: 'warning',
  since: '0.1.0',
  purpose: 'Without the secret signatures are not checked, and a run says less than its configuration promises.',
  fix: 'Set the variable, or remove the entry.',
};

export const capturesMissing: Rule = {
  id: 'config/captures-missing',
  title: 'A pattern for captures matches at least one file',
  severity: 'warning',
  since: '0.1.0',
  purpose:
    'A pattern that matches nothing checks nothing: a folder that was moved would otherwise turn a check into a pass.',
  fix: 'Correct the pattern, which is relative to the file that says it, or remove the entry.',
};

export const approvalExpired: Rule = {
  id: 'config/approval-expired',
  title: 'An approval must be renewed or removed after its last day',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A break was approved for a time. After that somebody has to look at it again.',
  fix: 'Settle the matter and remove the entry, or approve it again with another date.',
};

export const approvalStale: Rule = {
  id: 'config/approval-stale',
  title: 'An approval must match a break',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What matches nothing is left over from a break that is gone, or names one that has changed since.',
  fix: 'Remove the entry. When the break has changed, look at it again and approve it under its new fingerprint.',
};

/** Rules of the configuration itself. */
export const configRules: readonly Rule[] = [
  fileNotFound,
  unreadable,
  syntax,
  unknownKey,
  invalidValue,
  extendsLoop,
  extendsRefused,
  unknownRule,
  secretMissing,
  capturesMissing,
  approvalExpired,
  approvalStale,
];
